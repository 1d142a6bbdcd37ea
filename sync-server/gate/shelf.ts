import { bodyOf } from '../../src/domain/canonical.ts';
import { mergeAll } from '../../src/domain/merge.ts';
import type { Head } from '../../src/domain/register.ts';
import { DatabaseMissing, type Storage, type StoredDoc } from '../storage/port.ts';
import { ByPlace } from './by-place.ts';

/** What is stored under one id: the merge of every live leaf, and the leaf that a write would extend. */
export interface Held {
  readonly body: Head;
  readonly rev: string;
}

/** What one delivery has looked up so far, so that many envelopes ask the storage once. */
export interface Shelf {
  /** Looks up what is not on the shelf yet. A database that does not exist holds nothing. */
  fetch(wanted: Iterable<Place>): Promise<void>;
  /** Something fetched before, `undefined` when nothing is stored there. */
  at(db: string, id: string): Held | undefined;
  /** After a write of ours. */
  put(db: string, id: string, held: Held): void;
  /** After somebody else's write. */
  forget(place: Place): void;
}

/** Where a document stands. */
export interface Place {
  readonly db: string;
  readonly id: string;
}

export function createShelf(storage: Storage): Shelf {
  const held = new ByPlace<Held | undefined>();
  return {
    async fetch(wanted) {
      const missing = new Map<string, Set<string>>();
      for (const { db, id } of wanted) {
        if (held.has(db, id)) continue;
        const ids = missing.get(db) ?? new Set();
        missing.set(db, ids.add(id));
      }
      const asked = [...missing].map(async ([db, ids]) => {
        const found = await lookUp(storage, db, [...ids]);
        for (const id of ids) held.set(db, id, found.get(id));
      });
      await Promise.all(asked);
    },
    at: held.get,
    put: (db, id, now) => held.set(db, id, now),
    forget: ({ db, id }) => held.delete(db, id),
  };
}

async function lookUp(storage: Storage, db: string, ids: readonly string[]): Promise<Map<string, Held>> {
  const found = await storage.getMany(db, ids, { conflicts: true }).catch(nothingIfMissing);
  const held = [...found].map(async ([id, doc]): Promise<[string, Held]> => {
    const others = doc._conflicts ? await storage.leaves(db, id) : [];
    const body = mergeAll([doc, ...others].map(headOf) as [Head, ...Head[]]);
    return [id, { body, rev: doc._rev }];
  });
  return new Map(await Promise.all(held));
}

/** What stands in our databases came through the gate or from the relay itself, so it has a head. */
const headOf = (doc: StoredDoc): Head => bodyOf(doc) as unknown as Head;

function nothingIfMissing(fault: unknown): Map<string, StoredDoc> {
  if (fault instanceof DatabaseMissing) return new Map();
  throw fault;
}
