import type { Reached } from '../../src/domain/wake.ts';
import { DatabaseMissing, type Storage } from '../storage/port.ts';
import { everyMs } from '../timers.ts';

/** How often the lookout looks itself (ms), as the contract says. */
const lookEvery = 15 * 60_000;

/** A feed's place begins with a number that only rises. */
const heightOf = (seq: string): number => Number.parseInt(seq, 10);

/** Whether somebody who read a database so far has missed something. What cannot be known counts as missed. */
export async function hasMissed(storage: Storage, database: string, reached: Reached): Promise<boolean> {
  const now = await storage.information(database);
  if (now?.epoch !== reached.epoch) return true;
  if (now.update_seq === reached.seq) return false;
  // A feed asked from beyond its end says nothing, and a database that went back has an end before what was read.
  if (!(heightOf(now.update_seq) >= heightOf(reached.seq))) return true;
  try {
    return (await storage.changes(database, { since: reached.seq, limit: 1 })).results.length > 0;
  } catch (fault) {
    // a place that this storage never gave out
    if (fault instanceof RangeError || fault instanceof DatabaseMissing) return true;
    throw fault;
  }
}

export interface LookoutSettings {
  readonly storage: Storage;
  /** calls back every so many ms; returns the way out */
  readonly every?: (ms: number, work: () => void) => () => void;
}

/**
 * Hears for the wake streams which databases move, and where the storage's news get lost (a cluster's do) looks itself
 * every quarter of an hour at what somebody listens to.
 */
export function createLookout({ storage, every = everyMs }: LookoutSettings) {
  const listeners = new Set<(database: string) => void>();
  const seen = new Map<string, Reached>();
  const tell = (database: string): void => {
    for (const listener of listeners) listener(database);
  };
  const deaf = storage.onUpdate(tell);

  async function look(): Promise<void> {
    for (const [database, reached] of [...seen]) {
      const moved = await hasMissed(storage, database, reached).catch(() => true);
      if (moved) tell(database);
      await remember(database);
    }
  }
  async function remember(database: string): Promise<void> {
    const now = await storage.information(database).catch(() => undefined);
    if (now) seen.set(database, { epoch: now.epoch, seq: now.update_seq });
  }
  const end = storage.kind === 'couchdb' ? every(lookEvery, () => void look()) : () => undefined;

  return {
    /** @returns the way out */
    listen(databases: Iterable<string>, listener: (database: string) => void): () => void {
      listeners.add(listener);
      if (storage.kind === 'couchdb')
        for (const database of databases) if (!seen.has(database)) void remember(database);
      return () => void listeners.delete(listener);
    },
    /** Those of `databases` of which somebody may not know everything. */
    async missed(databases: readonly string[], reached: Readonly<Record<string, Reached>>): Promise<string[]> {
      const asked = databases.map(async (database) => {
        const place = Object.hasOwn(reached, database) ? reached[database] : undefined;
        return !place || (await hasMissed(storage, database, place).catch(() => true)) ? [database] : [];
      });
      return (await Promise.all(asked)).flat();
    },
    close(): void {
      end();
      deaf();
    },
  };
}

export type Lookout = ReturnType<typeof createLookout>;
