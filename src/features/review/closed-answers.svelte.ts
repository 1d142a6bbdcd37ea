import { logOf } from '../../domain/database-name.ts';
import type { Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';

export type Purpose = 'review' | 'correct';

/** Closed answers that were opened at this desk: that they were, and what for, is on record before anything shows. */
export class ClosedAnswers {
  readonly #store: Store;
  readonly #me: Me;
  #opened = $state.raw<ReadonlySet<string>>(new Set());

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
  }

  isOpen(visitId: string): boolean {
    return this.#opened.has(visitId);
  }

  /** @param opening the visit, the database of its answers, and how many are shown */
  async open(opening: {
    readonly db: string;
    readonly subjectId: string;
    readonly purpose: Purpose;
    readonly shown: number;
  }): Promise<Result<unknown>> {
    const doc = { ...newHead(this.#store, 'opening'), ...opening };
    const saved = await saveAction(this.#store, { parts: [{ db: logOf(this.#me.holder.community), doc }] });
    if (saved.ok) this.#opened = new Set([...this.#opened, opening.subjectId]);
    return saved;
  }
}
