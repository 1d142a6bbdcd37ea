import type { Fault } from '../domain/fault.ts';
import { newestKnown } from '../store/comparison.ts';
import { cursorOf } from '../store/cursors.ts';
import type { Store } from '../store/store.ts';
import { compareDatabase } from './compare.ts';
import type { Wire } from './wire.ts';

/** So long the relay is believed to have what it had (ms). */
const believedFor = 86_400_000;

export interface Met {
  /** documents that the relay lost, and those of them of which something goes out again from here */
  readonly lost: number;
  readonly again: number;
  readonly fault?: Fault;
}

/**
 * The first contact of a session with each database. Sequences do not tell that a relay went back: after a restore a feed
 * says that nothing is new. So it is asked for the newest documents that it must have; when one is missing, all is compared.
 */
export class FirstContact {
  readonly #metAt = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Asks once a session, and again after a day. */
  async meet(store: Store, wire: Wire, db: string): Promise<Met> {
    const nothing = { lost: 0, again: 0 };
    const metAt = this.#metAt.get(db);
    if (metAt !== undefined && Math.abs(this.#now() - metAt) < believedFor) return nothing;
    const cursor = await cursorOf(store, db);
    // what is read from its beginning now is as the relay has it
    if (!cursor || (!cursor.complete && cursor.count === 0)) this.#metAt.set(db, this.#now());
    if (!cursor?.complete) return nothing;
    const missing = await wire.missing(db, await newestKnown(store, db));
    if (!missing.ok) return { ...nothing, fault: missing.fault };
    if (missing.value.length === 0) {
      this.#metAt.set(db, this.#now());
      return nothing;
    }
    const state = await wire.state(db);
    if (!state.ok) return { ...nothing, fault: state.fault };
    const compared = await compareDatabase(store, wire, cursor, state.value);
    if (!compared.ok) return { ...nothing, fault: compared.fault };
    this.#metAt.set(db, this.#now());
    return { lost: compared.value.lost, again: compared.value.again };
  }
}
