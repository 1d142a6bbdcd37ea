import { receive, type Incoming, type KnownKeys } from '../store/receive.ts';
import type { Cursor } from '../store/rows.ts';
import type { Store } from '../store/store.ts';

/** A save waits for the transaction that is running: so many rows as take about this long (ms), on any tablet. */
const [whileSaving, whileQuiet] = [12, 40];
/** Who saved something saves more, soon (ms). */
const quietAfter = 20_000;
const [fewestRows, mostRows, firstRows] = [20, 1_000, 60];

/** Writes rows in transactions short enough that a save comes in between at once, and shorter while somebody saves. */
export class Chunks {
  readonly #store: Store;
  #size = firstRows;
  #savedAt = Number.NEGATIVE_INFINITY;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * @param after the cursor once so many of the rows are written
   * @returns the last of these cursors
   */
  async write<Row extends Incoming>(
    rows: readonly Row[],
    after: (count: number, last: Row) => Cursor,
    known: KnownKeys | undefined,
  ): Promise<Cursor | undefined> {
    let cursor: Cursor | undefined;
    for (let start = 0; start < rows.length;) {
      const chunk = rows.slice(start, start + this.#size);
      start += chunk.length;
      const began = performance.now();
      cursor = after(start, chunk[chunk.length - 1] as Row);
      const { savedBetween } = await receive(this.#store, chunk, cursor, known);
      const now = performance.now();
      if (savedBetween) this.#savedAt = now;
      const aim = now - this.#savedAt < quietAfter ? whileSaving : whileQuiet;
      const fitting = Math.round((chunk.length * aim) / Math.max(1, now - began));
      // One lucky chunk does not make a long one, nor one that somebody else held up a short one.
      const next = Math.min(this.#size * 2, Math.max(this.#size / 2, fitting));
      this.#size = Math.round(Math.min(mostRows, Math.max(fewestRows, next)));
    }
    return cursor;
  }
}
