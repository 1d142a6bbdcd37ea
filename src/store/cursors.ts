import type { AnyDocument } from '../domain/document.ts';
import { isRegister } from '../domain/catalogue.ts';
import type { Register } from '../domain/register.ts';
import { stampReplica } from '../domain/stamp.ts';
import { keptBack } from './handed-over.ts';
import { nextTurn, readMeta } from './meta.ts';
import { databasesHere } from './shelved.ts';
import { hasUnsentFor } from './outbox.ts';
import { type Cursor, type DocumentRow } from './rows.ts';
import type { Store } from './store.ts';

export const cursorOf = (store: Store, db: string): Promise<Cursor | undefined> => store.db.cursors.get(db);

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

const rowsOf = (store: Store, db: string): Promise<DocumentRow[]> =>
  store.db.documents.where('key').between(`${db}|`, `${db}|\uffff`).toArray();

/** Parts of one envelope after a change of epoch. */
const partsAtOnce = 100;

/** What of a document this person may say again: a fact of their own, the fields of a register that they stamped. */
function ownPart(doc: AnyDocument, store: Store): AnyDocument[] {
  if (!isRegister(doc.type)) return doc.by === store.user ? [doc] : [];
  const { replica } = store.stamps.clock;
  const fields = Object.entries((doc as unknown as Register).fields).filter(
    ([, field]) => stampReplica(field.s) === replica,
  );
  const { sets: _sets, ...rest } = doc as unknown as Register;
  const change: Register = {
    ...rest,
    by: store.user,
    deviceId: store.device,
    fields: Object.fromEntries(fields),
  };
  return fields.length > 0 ? [change as unknown as AnyDocument] : [];
}

/**
 * Ends the comparison of a new epoch: what this person wrote and the relay did not tell of goes out again through the gate, with the ids that it has.
 * @returns how many documents are missing on the relay
 */
export async function endComparison(store: Store, cursor: Cursor): Promise<number> {
  const { compareFrom, ...done } = cursor;
  if (compareFrom === undefined) return 0;
  const { db } = store;
  const missing = (await rowsOf(store, cursor.db)).filter(
    (row) => !row.gone && row.turn <= compareFrom && row.rev !== undefined,
  );
  const docs = (await store.seal.open(missing.map((row) => row.body))) as AnyDocument[];
  const mine = docs.flatMap((doc) => ownPart(doc, store));
  const lots = Array.from({ length: Math.ceil(mine.length / partsAtOnce) }, (_, lot) =>
    mine.slice(lot * partsAtOnce, (lot + 1) * partsAtOnce).map((doc) => ({ db: cursor.db, doc })),
  );
  const packed = await store.seal.seal(lots);
  await db.transaction('rw', [db.outbox, db.cursors, db.meta], async () => {
    const turn = await nextTurn(db);
    await Promise.all([
      ...lots.map((lot, index) =>
        db.outbox.add({
          id: store.ids.next('envelope'),
          state: 'waiting',
          turn,
          savedAt: store.clock.instant(),
          savedMs: store.clock.now(),
          refs: lot.map(({ doc }) => ({
            db: cursor.db,
            id: doc._id,
            type: doc.type,
          })),
          packed: packed[index],
        }),
      ),
      db.cursors.put(done),
      db.meta.put({ key: 'turn', value: turn }),
    ]);
  });
  return missing.length;
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
