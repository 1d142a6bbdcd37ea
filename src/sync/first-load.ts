import { readCursors } from '../store/cursors.ts';
import type { Cursor } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { FirstLoad } from './status.ts';

/** How far the first load is, and how long it still takes. */
export class FirstLoadMeter {
  readonly #now: () => number;
  #began: { readonly at: number; readonly done: number } | undefined;
  #unfinished = false;
  #cursors: readonly Cursor[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  get unfinished(): boolean {
    return this.#unfinished;
  }

  async measure(store: Store): Promise<{ firstLoad?: FirstLoad }> {
    this.#cursors = await readCursors(store);
    return this.#read();
  }

  /** A database that came some way further. */
  moved(cursor: Cursor): { firstLoad?: FirstLoad } {
    this.#cursors = [...this.#cursors.filter(({ db }) => db !== cursor.db), cursor];
    return this.#read();
  }

  #read(): { firstLoad?: FirstLoad } {
    const loading = this.#cursors.filter((cursor) => !cursor.complete);
    this.#unfinished = loading.length > 0;
    if (!this.#unfinished) return {};
    const done = loading.reduce((sum, cursor) => sum + cursor.count, 0);
    const total = loading.reduce((sum, cursor) => sum + Math.max(cursor.total, cursor.count), 0);
    const now = this.#now();
    if (!this.#began || done < this.#began.done) this.#began = { at: now, done };
    const [since, came] = [now - this.#began.at, done - this.#began.done];
    const secondsLeft = came > 0 && since > 0 ? Math.ceil(((total - done) * since) / came / 1_000) : undefined;
    return {
      firstLoad: {
        done,
        total,
        ...(secondsLeft !== undefined && { secondsLeft }),
      },
    };
  }
}
