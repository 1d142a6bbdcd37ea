import { canonical } from '../domain/canonical.ts';
import { isDocumentType, isRegister } from '../domain/catalogue.ts';
import type { AnyDocument } from '../domain/document.ts';
import { merge, mergeAll } from '../domain/merge.ts';
import { bodyOf } from '../domain/canonical.ts';
import type { Sealed } from '../platform/crypto.ts';
import { aboutOf } from './links.ts';
import { readMeta } from './meta.ts';
import { rowKey, type Cursor, type DocumentRow, type RowKey } from './rows.ts';
import { look, untouched, type Seen, type Sight } from './seen.ts';
import type { Store } from './store.ts';

/** One row of a changes feed. */
export interface Incoming {
  readonly id: string;
  /** the winning revision */
  readonly rev: string;
  readonly deleted?: boolean;
  /** the winner and every losing leaf; none when it was deleted */
  readonly leaves: readonly AnyDocument[];
  /** the body as JSON, where there is one leaf and the relay gave it so: it need not be written again to be kept */
  readonly text?: string;
}

interface Prepared {
  readonly key: RowKey;
  readonly doc?: AnyDocument;
  /** its JSON, where it need not be written again */
  readonly text?: string;
  readonly base?: AnyDocument;
  readonly rev: string;
}

/** What is known of a database's rows without reading them one by one: during a first load nearly all are new. */
export interface KnownKeys {
  readonly keys: Set<RowKey>;
  /** the turn of the store up to which `keys` is complete */
  turn: number;
}

/** The keys that lie here of a database; for a first load, where reading row by row would take half of the time. */
export async function knownKeys(store: Store, database: string): Promise<KnownKeys> {
  const { db } = store;
  const [turn, keys] = await db.transaction('r', [db.meta, db.documents], () =>
    Promise.all([
      readMeta(db, 'turn'),
      db.documents.where('key').between(`${database}|`, `${database}|\uffff`).primaryKeys(),
    ]),
  );
  return { keys: new Set(keys), turn: turn ?? 0 };
}

const unknownRow = (key: RowKey): Seen => ({ key, turn: undefined, body: undefined, base: undefined, rev: undefined });

/** The rows as they lie here; when all keys are known to be new, nothing is read. */
async function sightOf(store: Store, keys: readonly RowKey[], known: KnownKeys | undefined): Promise<Sight> {
  if (!known || keys.some((key) => known.keys.has(key))) return look(store, keys);
  return { turn: known.turn, rows: new Map(keys.map((key) => [key, unknownRow(key)])) };
}

/** What `receive` saw besides. */
export interface Received {
  /** somebody saved something since the rows before these */
  readonly savedBetween: boolean;
}

/**
 * Takes rows of a changes feed or a snapshot in, with the cursor after them, in one transaction. Every leaf is merged, nothing is
 * overwritten: what is unsent here stays on top of what the relay tells. Give about 100 rows at once, so that a save
 * can come in between.
 */
export async function receive(
  store: Store,
  rows: readonly Incoming[],
  cursor: Cursor,
  known?: KnownKeys,
): Promise<Received> {
  const told = rows.filter((row) => row.deleted === true || row.leaves.some((leaf) => isDocumentType(leaf.type)));
  const keys = told.map((row) => rowKey(cursor.db, row.id));
  const unsent = new Set(told.some((row) => row.deleted) ? await unsentKeys(store) : []);
  const comparing = cursor.compareFrom !== undefined || cursor.refreshFrom !== undefined;
  for (let sight = await sightOf(store, keys, known); ; sight = await look(store, keys)) {
    const prepared = told.flatMap((row) => prepare(row, sight.rows.get(rowKey(cursor.db, row.id)), unsent, comparing));
    const turn = await write(store, prepared, cursor, sight);
    if (turn === undefined) continue;
    if (known) {
      // A save in between may have added keys: those are read, one by one, should the relay tell of them.
      for (const key of turn.savedBetween) known.keys.add(key);
      for (const key of keys) known.keys.add(key);
      known.turn = turn.now;
    }
    return { savedBetween: turn.savedBetween.length > 0 };
  }
}

/** The transaction: a version check and the puts. Undefined: one of the rows was written meanwhile. */
async function write(
  store: Store,
  prepared: readonly Prepared[],
  cursor: Cursor,
  sight: Sight,
): Promise<{ readonly now: number; readonly savedBetween: readonly RowKey[] } | undefined> {
  const { db } = store;
  const bodies = await store.seal.seal(
    prepared.flatMap(({ doc, text, base }) => [...(doc ? [text ?? doc] : []), ...(base ? [base] : [])]),
  );
  return db.transaction('rw', [db.documents, db.cursors, db.meta], async () => {
    const turn = (await readMeta(db, 'turn')) ?? 0;
    if (turn !== sight.turn && !(await untouched(store, sight))) return undefined;
    const savedBetween = turn === sight.turn ? [] : await db.documents.where('turn').above(sight.turn).primaryKeys();
    const now = prepared.length > 0 ? turn + 1 : turn;
    const docs = rowsOf(prepared, bodies, now);
    await Promise.all([
      docs.length > 0 ? db.documents.bulkPut(docs) : undefined,
      db.cursors.put(cursor),
      docs.length > 0 ? db.meta.put({ key: 'turn', value: now }) : undefined,
    ]);
    return { now, savedBetween };
  });
}

function rowsOf(prepared: readonly Prepared[], bodies: readonly Sealed[], turn: number): DocumentRow[] {
  let next = 0;
  return prepared.map(({ key, doc, base, rev }): DocumentRow => {
    if (!doc) return { key, type: typeOfKey(key), turn, body: '', rev, gone: true };
    const about = aboutOf(doc);
    return {
      key,
      type: doc.type,
      turn,
      rev,
      body: bodies[next++] as Sealed,
      ...(about !== undefined && { about }),
      ...(base && { base: bodies[next++] }),
    };
  });
}

const typeOfKey = (key: RowKey): string => key.slice(key.indexOf('|') + 1, key.indexOf(':'));

/** What one row becomes; nothing when it says nothing new. */
function prepare(row: Incoming, seen: Seen | undefined, unsent: ReadonlySet<RowKey>, comparing: boolean): Prepared[] {
  if (!seen) return [];
  const { key } = seen;
  if (row.deleted === true) return seen.body && !unsent.has(key) ? [{ key, rev: row.rev }] : [];
  if (seen.rev === row.rev && seen.body && !comparing) return [];
  // A snapshot's bodies are bodies already.
  if (row.text !== undefined && !seen.body && row.leaves[0])
    return [{ key, doc: row.leaves[0], text: row.text, rev: row.rev }];
  const [first, ...others] = row.leaves.map((leaf) => bodyOf(leaf) as unknown as AnyDocument);
  if (!first) return [];
  const told = others.length === 0 ? first : mergeAll([first, ...others]);
  if (!seen.body) return [{ key, doc: told, rev: row.rev }];
  if (!isRegister(told.type)) {
    const same = canonical(seen.body) === canonical(told);
    return [{ key, doc: same ? seen.body : merge(seen.body, told), rev: row.rev }];
  }
  // What the relay knows grows only: a leaf that a follower has not merged yet is not forgotten.
  if (seen.base === undefined) return [{ key, doc: merge(seen.body, told), rev: row.rev }];
  const base = seen.base ? merge(seen.base, told) : told;
  return [{ key, doc: merge(seen.body, told), base, rev: row.rev }];
}

async function unsentKeys(store: Store): Promise<RowKey[]> {
  const rows = await store.db.outbox.where('state').anyOf('waiting', 'received', 'refused').toArray();
  return rows.filter((row) => !row.gone).flatMap((row) => row.refs.map((ref) => rowKey(ref.db, ref.id)));
}
