import { keptBack } from './handed-over.ts';
import { nextTurn, readMeta } from './meta.ts';
import { databasesHere } from './shelved.ts';
import { hasUnsentFor } from './outbox.ts';
import type { Cursor } from './rows.ts';
import type { Store } from './store.ts';

export const cursorOf = (store: Store, db: string): Promise<Cursor | undefined> => store.db.cursors.get(db);

/** How far these databases were read; those that were not read to their end yet are missing. */
export async function reachedPlaces(
  { db }: Store,
  databases: readonly string[],
): Promise<Record<string, { readonly epoch: string; readonly seq: string }>> {
  const cursors = await db.cursors.bulkGet([...databases]);
  const whole = cursors.filter((cursor): cursor is Cursor => cursor?.complete === true);
  return Object.fromEntries(whole.map(({ db: name, epoch, seq }) => [name, { epoch, seq }]));
}

/** A cursor at the beginning. After a change of epoch everything is compared with what is here. */
export async function beginCursor(store: Store, db: string, epoch: string, total: number): Promise<Cursor> {
  const known = await cursorOf(store, db);
  const compareFrom = known && known.epoch !== epoch ? ((await readMeta(store.db, 'turn')) ?? 0) : undefined;
  return {
    db,
    epoch,
    seq: '0',
    count: 0,
    total,
    complete: false,
    ...(compareFrom !== undefined && { compareFrom }),
  };
}

/** Remembers databases of which nothing was read yet, and how much there is to come. */
export async function awaitDatabases(
  store: Store,
  told: readonly { readonly db: string; readonly epoch: string; readonly documents: number }[],
): Promise<void> {
  const { db } = store;
  await db.transaction('rw', db.cursors, async () => {
    const known = new Set(await db.cursors.toCollection().primaryKeys());
    const fresh = told.filter((one) => !known.has(one.db));
    await db.cursors.bulkAdd(
      fresh.map(({ db: name, epoch, documents }) => ({
        ...{ db: name, epoch, seq: '0', count: 0, total: documents, complete: false },
      })),
    );
  });
}

/**
 * Lets a database go whose right was withdrawn, unless something for it has not left this tablet. What was handed over
 * stays until a secretary brought it home, what was not accepted until a person decided: then it is tried again.
 * @returns whether all of it is gone
 */
export async function letDatabaseGo(store: Store, database: string): Promise<boolean> {
  if (await hasUnsentFor(store, database)) return false;
  const { db } = store;
  const kept = await keptBack(store, database);
  await db.transaction('rw', [db.documents, db.cursors, db.meta], async () => {
    const here = db.documents.where('key').between(`${database}|`, `${database}|\uffff`);
    const [keys, cursor, turn] = await Promise.all([here.primaryKeys(), db.cursors.get(database), nextTurn(db)]);
    const going = keys.filter((key) => !kept.has(key));
    if (going.length === 0 && kept.size > 0) return;
    await Promise.all([
      db.documents.bulkDelete(going),
      // a right that comes back reads everything anew
      kept.size > 0 && cursor ? db.cursors.put({ ...cursor, seq: '0' }) : db.cursors.delete(database),
      db.meta.put({ key: 'turn', value: turn }),
      db.meta.put({ key: 'generation', value: turn }),
    ]);
  });
  return kept.size === 0;
}

export interface Held {
  readonly db: string;
  /** fetched from the relay; else only what was written here lies here */
  readonly copied: boolean;
}

/** Databases of which anything lies on this tablet. */
export async function heldDatabases(store: Store): Promise<Held[]> {
  const [cursors, here] = await Promise.all([readCursors(store), databasesHere(store.db)]);
  const copied = new Set(cursors.map((cursor) => cursor.db));
  return [...new Set([...copied, ...here])].map((db) => ({ db, copied: copied.has(db) }));
}

export const readCursors = (store: Store): Promise<Cursor[]> => store.db.cursors.toArray();
