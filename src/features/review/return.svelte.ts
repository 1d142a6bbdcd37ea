import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { saveDraft, seeDraft } from '../../store/drafts.ts';
import type { Store } from '../../store/store.ts';
import type { ReviewDraft } from '../../store/written-form.ts';

/** Why a visit goes back: chosen phrases and own words; kept as a draft at each change. */
export class ReturnModel {
  readonly #store: Store;
  readonly #visitId: string;
  #chips = $state.raw<readonly number[]>([]);
  #text = $state('');
  #missing = $state(false);

  constructor(store: Store, visitId: string) {
    this.#store = store;
    this.#visitId = visitId;
    const kept = seeDraft(store, this.key)?.body as ReviewDraft | undefined;
    this.#chips = kept?.chips ?? [];
    this.#text = kept?.text ?? '';
  }

  get visitId(): string {
    return this.#visitId;
  }
  /** The draft that goes when the visit was sent back. */
  get key(): string {
    return `review:${this.#visitId}`;
  }
  /** Places of the chosen phrases among those that are offered. */
  get chips(): readonly number[] {
    return this.#chips;
  }
  get text(): string {
    return this.#text;
  }
  /** The first number of a person in the own words, if any. Warns, never blocks. */
  get personal(): PersonalNumber['kind'] | undefined {
    return findPersonalNumbers(this.#text)[0]?.kind;
  }
  get isEmpty(): boolean {
    return this.#chips.length === 0 && this.#text.trim() === '';
  }
  /** Somebody tried to send back without a reason. */
  get missing(): boolean {
    return this.#missing && this.isEmpty;
  }
  complain = (): void => {
    this.#missing = true;
  };
  toggle = (place: number): void => {
    const rest = this.#chips.filter((one) => one !== place);
    this.#chips = rest.length < this.#chips.length ? rest : [...rest, place].sort((a, b) => a - b);
    this.#keep();
  };
  type = (text: string): void => {
    this.#text = text;
    this.#keep();
  };
  #keep(): void {
    void saveDraft(this.#store, this.key, 'review', { chips: this.#chips, text: this.#text } satisfies ReviewDraft);
  }
}
