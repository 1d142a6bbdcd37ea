import { keptBack } from './handed-over.ts';
import { nextTurn, readMeta } from './meta.ts';
import { rowKey, type Cursor, type DocumentRow, type RowKey } from './rows.ts';
import type { Store } from './store.ts';

/** A cursor that reads over what is here already: whatever is not told of until the end has gone from the relay. */
export async function beginRefresh(store: Store, cursor: Cursor): Promise<Cursor> {
  // In a new epoch what is not told of was lost, not deleted: the comparison deals with it.
  if (cursor.compareFrom !== undefined) return cursor;
  return { ...cursor, refreshFrom: (await readMeta(store.db, 'turn')) ?? 0 };
}

/**
 * Takes away what the relay did not tell of in a whole reading, unless it waits in the outbox, was delivered meanwhile, or
 * its only readable copy is here. A snapshot has no deleted documents in it: this is how a tablet learns of them.
 */
export async function endRefresh(store: Store, cursor: Cursor): Promise<void> {
  const { refreshFrom, ...done } = cursor;
  if (refreshFrom === undefined) return;
  const { db } = store;
  const kept = await keptBack(store, cursor.db);
  await db.transaction('rw', [db.documents, db.cursors, db.outbox, db.meta], async () => {
    const here = db.documents.where('key').between(`${cursor.db}|`, `${cursor.db}|\uffff`);
    const [rows, outbox, turn] = await Promise.all([here.toArray(), db.outbox.toArray(), nextTurn(db)]);
    const mine = new Set<RowKey>(kept);
    for (const { state, gone, turn: moved, refs } of outbox) {
      if (gone || (state === 'delivered' && moved <= refreshFrom)) continue;
      for (const ref of refs) mine.add(rowKey(ref.db, ref.id));
    }
    const going = rows.filter((row) => !row.gone && row.turn <= refreshFrom && !mine.has(row.key));
    await Promise.all([
      db.documents.bulkPut(going.map(({ key, type }): DocumentRow => ({ key, type, turn, body: '', gone: true }))),
      db.cursors.put(done),
      db.meta.put({ key: 'turn', value: turn }),
    ]);
  });
}
