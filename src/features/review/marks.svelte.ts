import { questionOfRole } from '../../domain/checklist/checklist.ts';
import { nothingChanged } from '../../domain/checklist/asking.ts';
import { checklistVersion } from '../../store/reference.ts';
import type { Store } from '../../store/store.ts';
import { answersOf } from '../../store/visits.ts';

/** 有变化: what only the answers tell of a visit, read once in the background and only where they are held. */
export class Marks {
  readonly #store: Store;
  readonly #asked = new Set<string>();
  #changed = $state.raw<ReadonlySet<string>>(new Set());

  constructor(store: Store) {
    this.#store = store;
  }

  /** False until the answers were read. */
  changed(visitId: string): boolean {
    if (!this.#asked.has(visitId)) {
      this.#asked.add(visitId);
      void this.#read(visitId);
    }
    return this.#changed.has(visitId);
  }

  async #read(visitId: string): Promise<void> {
    const held = await answersOf(this.#store, visitId);
    const changed = held.some(({ checklistId, checklistVersion: version, answers }) => {
      const list = checklistVersion(this.#store.shelf, checklistId, version);
      const said = answers[(list && questionOfRole(list, 'changed')?.id) ?? ''];
      return said !== undefined && said !== nothingChanged;
    });
    if (changed) this.#changed = new Set([...this.#changed, visitId]);
    // the answers may follow their shell: ask again when the list is drawn next
    if (held.length === 0) this.#asked.delete(visitId);
  }
}
