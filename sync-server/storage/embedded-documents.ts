import { isDocumentId } from './document-id.ts';
import type { OpenDatabase } from './embedded-databases.ts';
import type { GatheringLevel } from './gathering-level.ts';
import { changesIn, type ReadOne } from './level-read.ts';
import type { ChangeRow, ChangesPage, ChangesQuery, DraftDoc, StoredDoc, WriteResult } from './port.ts';
import { MAX_ROWS } from './read-query.ts';

/** PouchDB's document as the port's: the same fields, typed. */
export function toStored(doc: object): StoredDoc {
  return doc as StoredDoc;
}

/** A 404 is an answer, not a fault. */
export async function missingAsUndefined<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (fault) {
    if (statusOf(fault) === 404) return undefined;
    throw fault;
  }
}

export async function liveLeaves(database: OpenDatabase, id: string): Promise<StoredDoc[]> {
  const rows = (await missingAsUndefined(database.get(id, { open_revs: 'all' }))) ?? [];
  return rows.flatMap((row) => ('ok' in row && !toStored(row.ok)._deleted ? [toStored(row.ok)] : []));
}

/** One result per document, in order. PouchDB refuses a whole batch for one malformed document: then each goes alone. */
export async function bulkWrite(
  database: OpenDatabase,
  docs: readonly (DraftDoc | StoredDoc)[],
  newEdits: boolean,
): Promise<WriteResult[]> {
  // `_design` and `_local` documents have no business in a batch
  const fit = docs.filter((doc) => isDocumentId(doc._id));
  const written = await bulkOrEach(database, fit, newEdits);
  return docs.map((doc) => written.get(doc) ?? { id: doc._id, error: 'refused', durable: false });
}

type Written = Map<DraftDoc | StoredDoc, WriteResult>;

async function bulkOrEach(
  database: OpenDatabase,
  docs: readonly (DraftDoc | StoredDoc)[],
  newEdits: boolean,
): Promise<Written> {
  const written: Written = new Map();
  if (docs.length === 0) return written;
  try {
    const rows = await database.bulkDocs(docs.map(ownCopy), { new_edits: newEdits });
    for (const [index, doc] of docs.entries()) {
      // with `new_edits: false` only refusals come back
      const row = newEdits ? rows[index] : rows.find(({ id }) => id === doc._id);
      written.set(doc, row ? resultOf(doc._id, row) : { id: doc._id, rev: doc._rev ?? '', durable: false });
    }
  } catch (fault) {
    // LevelDB's own errors carry no status, PouchDB's opinions of a document do
    if (statusOf(fault) === undefined) throw fault;
    if (docs.length === 1 && docs[0])
      return written.set(docs[0], resultOf(docs[0]._id, { status: statusOf(fault) ?? 0 }));
    for (const doc of docs) {
      for (const entry of await bulkOrEach(database, [doc], newEdits)) written.set(...entry);
    }
  }
  return written;
}

function resultOf(id: string, row: { rev?: string; status?: number; error?: unknown }): WriteResult {
  if (row.rev && !row.error) return { id, rev: row.rev, durable: true };
  return { id, error: row.status === 409 ? 'conflict' : 'refused', durable: false };
}

/** PouchDB writes into what it is given. */
function ownCopy(doc: DraftDoc | StoredDoc): PouchDB.Core.PutDocument<Record<string, unknown>> {
  const copy: unknown = doc['_attachments'] ? structuredClone(doc) : { ...doc };
  return copy as PouchDB.Core.PutDocument<Record<string, unknown>>;
}

/** The filters of a person's feed, already bounded. */
export interface FeedFilter {
  selector?: Record<string, unknown>;
  doc_ids?: string[];
  style?: 'main_only' | 'all_docs';
  attachments?: boolean;
  descending?: boolean;
}

/** Reads one document as `get` does. */
export const oneOf =
  (database: OpenDatabase, conflicts: boolean): ReadOne =>
  (id) =>
    missingAsUndefined(database.get(id, { conflicts }).then(toStored));

/** One page of the whole feed. Throws RangeError as `changesPage` does. */
export async function newsPage(
  database: OpenDatabase,
  level: GatheringLevel,
  { since, limit = MAX_ROWS, includeDocs = false, conflicts = false }: ChangesQuery,
): Promise<ChangesPage> {
  const { end, from } = await placeIn(database, since);
  if (limit === 0) return { results: [], last_seq: String(from), pending: Math.max(0, end - from) };
  const asked = { since: from, limit, includeDocs, conflicts };
  const results = await changesIn(level, asked, oneOf(database, conflicts));
  const last = Number(results.at(-1)?.seq ?? from);
  const reached = results.length < limit ? Math.max(last, end) : last;
  return { results, last_seq: String(reached), pending: Math.max(0, end - reached) };
}

async function placeIn(database: OpenDatabase, since: string): Promise<{ end: number; from: number }> {
  if (!/^(now|\d+)$/.test(since)) throw new RangeError('malformed since');
  const end = Number((await database.info()).update_seq);
  return { end, from: since === 'now' ? end : Number(since) };
}

/** One page of the feed with CouchDB's `last_seq` and `pending`. Throws RangeError for a `since` that was never given out. */
export async function changesPage(
  database: OpenDatabase,
  { since, limit = MAX_ROWS, includeDocs = false, conflicts = false }: ChangesQuery,
  filter: FeedFilter = {},
): Promise<ChangesPage> {
  const { end, from } = await placeIn(database, since);
  if (limit === 0) return { results: [], last_seq: String(from), pending: Math.max(0, end - from) };
  const { results, last_seq } = await database.changes({
    ...filter,
    since: from,
    limit,
    include_docs: includeDocs,
    // PouchDB writes the conflicts into a document that it then does not give
    conflicts: conflicts && includeDocs,
    return_docs: true,
  });
  const rows = results.map((row): ChangeRow => {
    const { id, seq, changes, deleted, doc } = row;
    return { id, seq: String(seq), changes, ...(deleted ? { deleted } : {}), ...(doc ? { doc: toStored(doc) } : {}) };
  });
  const reached = rows.length < limit ? Math.max(Number(last_seq), end) : Number(last_seq);
  const last = filter.descending ? (results[0]?.seq ?? end) : reached;
  return { results: rows, last_seq: String(last), pending: filter.descending ? 0 : Math.max(0, end - reached) };
}

function statusOf(fault: unknown): number | undefined {
  const { status } = fault as { status?: unknown };
  return typeof status === 'number' ? status : undefined;
}
