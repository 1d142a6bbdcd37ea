import type { AnyDocument } from '../domain/document.ts';
import type { Sealed } from '../platform/crypto.ts';
import { readMeta } from './meta.ts';
import { databaseOfKey, idOfKey, type DocumentRow, type RowKey } from './rows.ts';
import { isShelved } from './shelved.ts';
import type { Store } from './store.ts';

/** A row as it was when somebody began to work on it; `turn` undefined: there was none. */
export interface Seen {
  readonly key: RowKey;
  readonly turn: number | undefined;
  readonly body: AnyDocument | undefined;
  /** opened base of a register with unsent changes; null: the relay knows none; undefined: nothing unsent */
  readonly base: AnyDocument | null | undefined;
  readonly rev: string | undefined;
}

/** What was seen, and the turn of the whole store at that moment. */
export interface Sight {
  readonly turn: number;
  readonly rows: ReadonlyMap<RowKey, Seen>;
}

/** Rows as they lie in IndexedDB, opened. */
export async function look(store: Store, keys: readonly RowKey[]): Promise<Sight> {
  const { db } = store;
  return openSight(store, await db.transaction('r', [db.meta, db.documents], () => sightOf(store, keys)));
}

/** Rows as they lie in IndexedDB, sealed. */
export interface SealedSight {
  readonly turn: number;
  readonly rows: readonly (readonly [RowKey, DocumentRow | undefined])[];
}

/** Inside a transaction over `meta` and `documents`; opened after it, as nothing else may be awaited there. */
export async function sightOf({ db }: Store, keys: readonly RowKey[]): Promise<SealedSight> {
  const [turn, rows] = await Promise.all([readMeta(db, 'turn'), db.documents.bulkGet([...keys])]);
  return { turn: turn ?? 0, rows: keys.map((key, index) => [key, rows[index]]) };
}

export async function openSight({ seal }: Store, { turn, rows }: SealedSight): Promise<Sight> {
  const sealed: Sealed[] = [];
  for (const [, row] of rows) {
    if (!row || row.gone) continue;
    sealed.push(row.body);
    if (row.base !== undefined && row.base !== null) sealed.push(row.base);
  }
  const opened = await seal.open(sealed);
  let next = 0;
  const seen = new Map<RowKey, Seen>();
  for (const [key, row] of rows) {
    const live = row && !row.gone;
    const body = live ? (opened[next++] as AnyDocument) : undefined;
    const base = live && row.base ? (opened[next++] as AnyDocument) : live ? (row.base as null | undefined) : undefined;
    seen.set(key, { key, turn: row?.turn, body, base, rev: row?.rev });
  }
  return { turn, rows: seen };
}

/** What the shelf already knows of these rows, so that a save need not wait for a read; checked in the transaction. */
export function glance(
  store: Store,
  parts: readonly { readonly key: RowKey; readonly type: string }[],
): Sight | undefined {
  const rows = new Map<RowKey, Seen>();
  for (const { key, type } of parts) {
    const item = store.shelf.documents.get(type, idOfKey(key));
    if (item && item.db !== databaseOfKey(key)) return undefined;
    if (!item && !isShelved(type))
      rows.set(key, { key, turn: undefined, body: undefined, base: undefined, rev: undefined });
    else rows.set(key, { key, turn: item?.turn, body: item?.doc, base: undefined, rev: undefined });
  }
  return { turn: store.shelf.turn, rows };
}

/**
 * Inside a transaction: whether nobody touched these rows since they were seen. Nothing else is awaited there, so that
 * the transaction stays whole.
 * @returns the rows as they lie now, or undefined when one of them moved
 */
export async function untouched(store: Store, sight: Sight): Promise<Map<RowKey, DocumentRow> | undefined> {
  const keys = [...sight.rows.keys()];
  const rows = await store.db.documents.bulkGet(keys);
  const now = new Map<RowKey, DocumentRow>();
  for (const [index, key] of keys.entries()) {
    const row = rows[index];
    if (row?.turn !== sight.rows.get(key)?.turn) return undefined;
    if (row) now.set(key, row);
  }
  return now;
}
