import { awaitDatabases, readCursors } from '../store/cursors.ts';
import type { Cursor } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { FirstLoad } from './status.ts';
import type { Wire } from './wire.ts';

/** The pace is that of the last so many ms: a line gets better and worse. */
const paceOver = 60_000;

/** How far the first load is, over all databases, and how long it still takes. */
export class FirstLoadMeter {
  readonly #now: () => number;
  /** databases that were to come when this first load began: what is here of them counts until all are */
  readonly #coming = new Set<string>();
  #paces: { readonly at: number; readonly done: number }[] = [];
  #cursors: readonly Cursor[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  get unfinished(): boolean {
    return this.#coming.size > 0;
  }

  /**
   * Reads how far it is. Of databases that were not begun the relay is asked how much they hold, and it is kept with them:
   * also after a kill the whole is known at once.
   * @param databases all that are to be fetched
   */
  async measure(store: Store, wire: Wire, databases: Iterable<string>): Promise<{ firstLoad?: FirstLoad }> {
    this.#cursors = await readCursors(store);
    const unknown = [...databases].filter((name) => !this.#cursors.some((cursor) => cursor.db === name));
    if (unknown.length > 0) {
      await awaitDatabases(store, await sizes(wire, unknown));
      this.#cursors = await readCursors(store);
    }
    return this.#read();
  }

  /** A database that came some way further. */
  moved(cursor: Cursor): { firstLoad?: FirstLoad } {
    this.#cursors = [...this.#cursors.filter(({ db }) => db !== cursor.db), cursor];
    return this.#read();
  }

  #read(): { firstLoad?: FirstLoad } {
    const loading = this.#cursors.filter((cursor) => !cursor.complete);
    if (loading.length === 0) {
      this.#coming.clear();
      this.#paces = [];
      return {};
    }
    for (const { db } of loading) this.#coming.add(db);
    const all = this.#cursors.filter(({ db }) => this.#coming.has(db));
    const done = all.reduce((sum, cursor) => sum + cursor.count, 0);
    const total = all.reduce(
      (sum, { count, total: said, complete }) => sum + (complete ? count : Math.max(said, count)),
      0,
    );
    const secondsLeft = this.#secondsLeft(done, total - done);
    return { firstLoad: { done, total, ...(secondsLeft !== undefined && { secondsLeft }) } };
  }

  #secondsLeft(done: number, left: number): number | undefined {
    const now = this.#now();
    // What begins anew has no pace yet, nor has what went on before a clock was set back.
    const last = this.#paces.at(-1);
    if (last && (done < last.done || now < last.at)) this.#paces = [];
    this.#paces.push({ at: now, done });
    while (this.#paces.length > 2 && now - (this.#paces[1]?.at ?? now) >= paceOver) this.#paces.shift();
    const from = this.#paces[0];
    const came = from ? done - from.done : 0;
    return from && came > 0 && now > from.at ? Math.ceil((left * (now - from.at)) / came / 1_000) : undefined;
  }
}

type Size = Parameters<typeof awaitDatabases>[1][number];

/** The first alone: where nobody answers, one is enough to ask. */
async function sizes(wire: Wire, [first = '', ...others]: readonly string[]): Promise<Size[]> {
  const size = async (db: string): Promise<Size[]> => {
    const state = await wire.state(db);
    return state.ok ? [{ db, ...state.value }] : [];
  };
  const told = await size(first);
  return told.length === 0 ? [] : [...told, ...(await Promise.all(others.map(size))).flat()];
}
