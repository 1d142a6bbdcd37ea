import type { Receipt } from '../domain/documents/care.ts';
import { ownOf } from '../domain/database-name.ts';
import { rowKey, type OutboxRow, type RowKey } from './rows.ts';
import type { Store } from './store.ts';

/** What the relay told of parts that a secretary brought home, by envelope. */
async function broughtHome(store: Store, row: OutboxRow): Promise<ReadonlySet<RowKey>> {
  const first = rowKey(ownOf(store.user), `receipt:${row.id.slice('envelope:'.length)}.`);
  const receipts = await store.db.documents.where('key').startsWith(first).toArray();
  const told = (await store.seal.open(receipts.filter((one) => !one.gone).map((one) => one.body))) as Receipt[];
  return new Set(told.flatMap(({ parts }) => parts.map(({ db, id }) => rowKey(db, id))));
}

/** Parts of an envelope that were handed over and are not where they belong yet: their only readable copy is here. */
export async function awaitingHome(store: Store, row: OutboxRow): Promise<RowKey[]> {
  const handed = (row.verdicts ?? []).filter(({ code }) => code === 'handed-over').map(({ db, id }) => rowKey(db, id));
  if (row.gone || handed.length === 0) return [];
  const home = await broughtHome(store, row);
  return handed.filter((key) => !home.has(key));
}

/** Documents of a database that stay on this tablet although it may not hold a copy of it any more. */
export async function keptBack(store: Store, database: string): Promise<Set<RowKey>> {
  const kept = new Set<RowKey>();
  for (const row of await store.db.outbox.toArray()) {
    if (row.gone) continue;
    for (const key of await awaitingHome(store, row)) kept.add(key);
    for (const { db, id, code } of row.verdicts ?? [])
      if (code !== undefined && code !== 'handed-over' && code !== 'overtaken') kept.add(rowKey(db, id));
  }
  return new Set([...kept].filter((key) => key.startsWith(`${database}|`)));
}
