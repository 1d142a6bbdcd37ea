import { questionOfRole } from '../../domain/checklist/checklist.ts';
import { nothingChanged } from '../../domain/checklist/asking.ts';
import type { VisitAnswers } from '../../domain/documents/visit.ts';
import { checklistVersion } from '../../store/reference.ts';
import type { Store } from '../../store/store.ts';
import { answersByVisit } from '../../store/visits.ts';

/** What only the answers tell of a visit. */
interface Mark {
  readonly checklistId: string;
  /** 有变化 */
  readonly changed: boolean;
}

/** What only the answers tell of visits, read in the background, many in one go, and only where they are held. */
export class Marks {
  readonly #store: Store;
  readonly #asked = new Set<string>();
  #wanted: string[] = [];
  #marks = $state.raw<ReadonlyMap<string, Mark>>(new Map());

  constructor(store: Store) {
    this.#store = store;
  }

  /** False until the answers were read. */
  changed(visitId: string): boolean {
    return this.#of(visitId)?.changed ?? false;
  }

  /** The list that was followed; undefined until the answers were read, and where nothing was asked. */
  listOf(visitId: string): string | undefined {
    return this.#of(visitId)?.checklistId;
  }

  #of(visitId: string): Mark | undefined {
    if (!this.#asked.has(visitId)) {
      this.#asked.add(visitId);
      // whatever is asked for while a list is drawn is read together
      if (this.#wanted.push(visitId) === 1) queueMicrotask(() => void this.#read());
    }
    return this.#marks.get(visitId);
  }

  #markOf({ checklistId, checklistVersion: version, answers }: VisitAnswers): Mark {
    const list = checklistVersion(this.#store.shelf, checklistId, version);
    const said = answers[(list && questionOfRole(list, 'changed')?.id) ?? ''];
    return { checklistId, changed: said !== undefined && said !== nothingChanged };
  }

  async #read(): Promise<void> {
    const ids = this.#wanted;
    this.#wanted = [];
    const held = await answersByVisit(this.#store, ids);
    // the answers may follow their shell: ask again when the list is drawn next
    for (const id of ids) if (!held.has(id)) this.#asked.delete(id);
    if (held.size > 0)
      this.#marks = new Map([...this.#marks, ...[...held].map(([id, one]) => [id, this.#markOf(one)] as const)]);
  }
}
