import { canonical } from '../domain/canonical.ts';
import { isDocumentType, isRegister } from '../domain/catalogue.ts';
import type { AnyDocument } from '../domain/document.ts';
import { merge, mergeAll } from '../domain/merge.ts';
import { bodyOf } from '../domain/canonical.ts';
import type { Sealed } from '../platform/crypto.ts';
import { aboutOf } from './links.ts';
import { readMeta } from './meta.ts';
import { rowKey, type Cursor, type DocumentRow, type RowKey } from './rows.ts';
import { look, untouched, type Seen } from './seen.ts';
import type { Store } from './store.ts';

/** One row of a changes feed. */
export interface Incoming {
  readonly id: string;
  /** the winning revision */
  readonly rev: string;
  readonly deleted?: boolean;
  /** the winner and every losing leaf; none when it was deleted */
  readonly leaves: readonly AnyDocument[];
}

interface Prepared {
  readonly key: RowKey;
  readonly doc?: AnyDocument;
  readonly base?: AnyDocument;
  readonly rev: string;
}

/**
 * Takes rows of a changes feed in, with the cursor after them, in one transaction. Every leaf is merged, nothing is
 * overwritten: what is unsent here stays on top of what the relay tells. Give about 100 rows at once, so that a save
 * can come in between.
 */
export async function receive(store: Store, rows: readonly Incoming[], cursor: Cursor): Promise<void> {
  const { db } = store;
  const known = rows.filter((row) => row.deleted === true || row.leaves.some((leaf) => isDocumentType(leaf.type)));
  for (;;) {
    const sight = await look(
      store,
      known.map((row) => rowKey(cursor.db, row.id)),
    );
    const unsent = new Set(known.some((row) => row.deleted) ? await unsentKeys(store) : []);
    const comparing = cursor.compareFrom !== undefined;
    const prepared = known.flatMap((row) => prepare(row, sight.rows.get(rowKey(cursor.db, row.id)), unsent, comparing));
    const bodies = await store.seal.seal(
      prepared.flatMap(({ doc, base }) => [...(doc ? [doc] : []), ...(base ? [base] : [])]),
    );
    const written = await db.transaction('rw', [db.documents, db.cursors, db.meta], async () => {
      const turn = (await readMeta(db, 'turn')) ?? 0;
      if (turn !== sight.turn && !(await untouched(store, sight))) return false;
      let next = 0;
      const docs = prepared.map(({ key, doc, base, rev }): DocumentRow => {
        if (!doc)
          return {
            key,
            type: key.slice(key.indexOf('|') + 1, key.indexOf(':')),
            turn: turn + 1,
            body: '',
            rev,
            gone: true,
          };
        const about = aboutOf(doc);
        return {
          key,
          type: doc.type,
          turn: turn + 1,
          rev,
          body: bodies[next++] as Sealed,
          ...(about !== undefined && { about }),
          ...(base && { base: bodies[next++] as Sealed }),
        };
      });
      await Promise.all([
        docs.length > 0 ? db.documents.bulkPut(docs) : undefined,
        db.cursors.put(cursor),
        docs.length > 0 ? db.meta.put({ key: 'turn', value: turn + 1 }) : undefined,
      ]);
      return true;
    });
    if (written) return;
  }
}

/** What one row becomes; nothing when it says nothing new. */
function prepare(row: Incoming, seen: Seen | undefined, unsent: ReadonlySet<RowKey>, comparing: boolean): Prepared[] {
  if (!seen) return [];
  const { key } = seen;
  if (row.deleted === true) return seen.body && !unsent.has(key) ? [{ key, rev: row.rev }] : [];
  if (seen.rev === row.rev && !comparing) return [];
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
