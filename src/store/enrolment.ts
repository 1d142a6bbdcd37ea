import type { DatabaseRight } from '../domain/rights.ts';
import { newClock } from '../domain/stamp.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Store } from './store.ts';

/** What a session tells a tablet about its account. */
export interface Enrolment {
  readonly replica: string;
  readonly databases: readonly DatabaseRight[];
  /** the relay's time, ms */
  readonly serverTime: number;
}

/** Keeps what a session told: rights, the replica id for stamps, and how far the relay's clock is from this one. */
export async function keepEnrolment(store: Store, told: Enrolment): Promise<void> {
  const { db, stamps } = store;
  stamps.relayAhead = told.serverTime - store.clock.now();
  const kept = await db.transaction('rw', db.meta, async () => {
    const clock = await readMeta(db, 'stampClock');
    // Stamps go on from the newest one, under the id that the relay gives now.
    const next = clock ? { last: clock.last, replica: told.replica } : newClock(told.replica);
    await Promise.all([
      writeMeta(db, 'stampClock', next),
      writeMeta(db, 'relayAhead', stamps.relayAhead),
      writeMeta(db, 'databases', told.databases),
      writeMeta(db, 'signInNeeded', false),
    ]);
    return next;
  });
  stamps.clock = kept;
}

/** Databases as granted last; undefined before the first session told of any. None is an answer, too. */
export const grantedDatabases = (store: Store): Promise<readonly DatabaseRight[] | undefined> =>
  readMeta(store.db, 'databases');
