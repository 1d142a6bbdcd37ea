import { matterOfPath } from '../../domain/arrival/raise-path.ts';
import { arrivalTermsOf, isOrdinaryDispute } from '../../domain/arrival/targets.ts';
import type { ArrivalReason } from '../../domain/documents/arrival.ts';
import type { Matter, Severity } from '../../domain/documents/visit.ts';
import type { Door } from '../../domain/door.ts';
import { doorOfPath } from '../../domain/door-path.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { watched } from '../../platform/watched.ts';
import { saveDraft, seeDraft } from '../../store/drafts.ts';
import { doorsByDwelling, doorsOnTablet } from '../../store/due-doors.ts';
import { raiseArrival } from '../../store/raise-arrival.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';

export interface RaiseDraft {
  readonly reason: ArrivalReason | '';
  readonly severity: Severity | '';
  readonly detail: string;
}

/** A must-arrive raised by hand at a door, or from a matter; its draft is kept at each change. */
export class RaiseModel {
  readonly #store: Store;
  readonly #path: string;
  readonly #watch: () => void;
  #draft = $state.raw<RaiseDraft>({ reason: '', severity: '', detail: '' });
  #tried = $state(false);

  constructor(store: Store, path: string) {
    this.#store = store;
    this.#path = path;
    this.#watch = watched(store.shelf);
    const kept = seeDraft(store, this.#key)?.body as RaiseDraft | undefined;
    if (kept) this.#draft = kept;
    else if (this.matter) this.#draft = { ...this.#draft, detail: this.matter.text.slice(0, 200) };
  }

  get #key(): string {
    return `raise:${this.#path}`;
  }
  get matter(): Matter | undefined {
    this.#watch();
    const id = matterOfPath(this.#path);
    return id === undefined ? undefined : this.#store.shelf.get('matter', id);
  }
  get door(): Door | undefined {
    this.#watch();
    const { shelf } = this.#store;
    const { matter } = this;
    if (!matter) return doorOfPath(this.#path, doorsOnTablet(shelf));
    const doors = doorsByDwelling(shelf).get(matter.dwellingId ?? '');
    return doors?.find(({ householdId }) => householdId === matter.householdId) ?? doors?.[0];
  }
  get draft(): RaiseDraft {
    return this.#draft;
  }
  change = (more: Partial<RaiseDraft>): void => {
    this.#draft = { ...this.#draft, ...more };
    void saveDraft(this.#store, this.#key, 'arrival', this.#draft);
  };
  get personal(): PersonalNumber['kind'] | undefined {
    return findPersonalNumbers(this.#draft.detail)[0]?.kind;
  }

  get #told(): { readonly subject: string; readonly at: string; readonly severity?: Severity } | undefined {
    const { reason, severity } = this.#draft;
    if (reason === '' || (reason === 'familyDispute' && severity === '')) return undefined;
    return { subject: reason, at: this.#store.clock.instant(), ...(severity !== '' && { severity }) };
  }
  /** Nobody has to run: it becomes an ordinary visit. */
  get isBlue(): boolean {
    return this.#told !== undefined && isOrdinaryDispute(this.#told);
  }
  /** Minutes within which somebody has to be there, as the community has laid down. */
  get minutes(): number | undefined {
    return this.#told && arrivalTermsOf(this.#told, this.#store.shelf.all('arrivalTarget'))?.minutes;
  }
  missing(part: 'reason' | 'severity'): boolean {
    return this.#tried && this.#lacks(part);
  }
  #lacks(part: 'reason' | 'severity'): boolean {
    return this.#draft[part] === '' && (part === 'reason' || this.#draft.reason === 'familyDispute');
  }

  /** Saves it and throws the draft away. Undefined: something is missing. */
  save = async (): Promise<Result<{ readonly id: string; readonly undo: () => Promise<boolean> }> | undefined> => {
    this.#tried = true;
    const { door, matter } = this;
    const { reason, severity, detail } = this.#draft;
    if (reason === '' || this.#lacks('severity')) return undefined;
    if (!door) return failed('not-yours');
    const said = { reason, detail: detail.trim(), ...(severity !== '' && { severity }) };
    const form = { kind: 'arrival', body: this.#draft } as const;
    const from = { draftKey: this.#key, form };
    const saved = await raiseArrival(this.#store, door, { ...said, ...(matter && { matterId: matter._id }) }, from);
    if (!saved.ok) return saved;
    const { envelopeId, proposal } = saved.value;
    return done({ id: proposal._id, undo: () => undo(this.#store, envelopeId) });
  };
}
