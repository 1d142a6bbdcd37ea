import type { Result } from '../../domain/fault.ts';
import { failed } from '../../domain/fault.ts';
import type { KnockSlot } from '../../domain/knock-reasons.ts';
import type { Me } from '../../domain/me.ts';
import { watched } from '../../platform/watched.ts';
import { knockReasons, nameKnockReason } from '../../store/knock-reasons.ts';
import { checklists } from '../../store/reference.ts';
import type { Saved } from '../../store/save.ts';
import type { Store } from '../../store/store.ts';

/** The six reasons of the community, and the one that is named anew. */
export class KnockReasonsModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #seen = $state.raw<KnockSlot | undefined>();
  #zh = $state('');
  #en = $state('');
  #checklistId = $state('');
  #tried = $state(false);

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  get slots(): readonly KnockSlot[] {
    this.#watch();
    return knockReasons(this.#store.shelf);
  }
  get lists() {
    this.#watch();
    return [...checklists(this.#store.shelf).values()].filter(({ mode, tier }) => mode === 'worker' && tier !== 'T4');
  }
  get mayName(): boolean {
    return this.#me.holder.grants.some(({ role }) => role === 'communitySecretary' || role === 'admin');
  }

  get naming(): KnockSlot | undefined {
    return this.#seen;
  }
  get zh(): string {
    return this.#zh;
  }
  get en(): string {
    return this.#en;
  }
  get checklistId(): string {
    return this.#checklistId;
  }
  get missing(): boolean {
    return this.#tried && (this.#zh.trim() === '' || this.#en.trim() === '');
  }
  begin = (slot: KnockSlot): void => {
    this.#seen = slot;
    [this.#zh, this.#en, this.#checklistId] = [slot.name.zh, slot.name.en, slot.checklistId];
    this.#tried = false;
  };
  close = (): void => {
    this.#seen = undefined;
  };
  writeZh = (text: string): void => {
    this.#zh = text;
  };
  writeEn = (text: string): void => {
    this.#en = text;
  };
  chooseList = (id: string): void => {
    this.#checklistId = id;
  };

  /** `invalid`: a name is missing, and the form says so. */
  async save(): Promise<Result<Saved>> {
    const seen = this.#seen;
    this.#tried = true;
    if (!seen || this.missing) return failed('invalid');
    const name = { zh: this.#zh.trim(), en: this.#en.trim() };
    const saved = await nameKnockReason(this.#store, this.#me, seen, { name, checklistId: this.#checklistId });
    if (saved.ok) this.#seen = undefined;
    return saved;
  }
}
