import { CouchRefusal } from './couch-calls.ts';
import type { CallCouch } from './couch-calls.ts';
import { isDocumentId } from './document-id.ts';
import type { DraftDoc, StoredDoc, WriteResult } from './port.ts';

interface BulkRow {
  id?: string;
  rev?: string;
  error?: string;
  accepted?: boolean;
}

/** A row of `_all_docs`. */
export interface DocRow {
  id?: string;
  doc?: StoredDoc | null;
}

/** One result per document, in order. CouchDB refuses a whole batch for one malformed document: then each goes alone. */
export async function bulkWrite(
  call: CallCouch,
  db: string,
  docs: readonly (DraftDoc | StoredDoc)[],
  newEdits: boolean,
): Promise<WriteResult[]> {
  const fit = docs.filter((doc) => isDocumentId(doc._id));
  const written = await bulkOrEach(call, db, fit, newEdits);
  return docs.map((doc) => written.get(doc) ?? { id: doc._id, error: 'refused', durable: false });
}

type Written = Map<DraftDoc | StoredDoc, WriteResult>;

async function bulkOrEach(
  call: CallCouch,
  db: string,
  docs: readonly (DraftDoc | StoredDoc)[],
  newEdits: boolean,
): Promise<Written> {
  const written: Written = new Map();
  if (docs.length === 0) return written;
  try {
    const body = { docs, new_edits: newEdits };
    const rows = (await call({ db, path: '_bulk_docs', method: 'POST', body })) as BulkRow[];
    for (const [index, doc] of docs.entries()) {
      // with `new_edits: false` CouchDB names refusals only, and says 201 without a hint when nodes are down
      const row = newEdits ? rows[index] : rows.find(({ id }) => id === doc._id);
      written.set(doc, newEdits || row ? resultOf(doc._id, row) : { id: doc._id, rev: doc._rev ?? '', durable: false });
    }
  } catch (fault) {
    if (!(fault instanceof CouchRefusal)) throw fault;
    if (docs.length === 1 && docs[0]) {
      return written.set(docs[0], { id: docs[0]._id, error: 'refused', durable: false });
    }
    for (const doc of docs) {
      for (const entry of await bulkOrEach(call, db, [doc], newEdits)) written.set(...entry);
    }
  }
  return written;
}

function resultOf(id: string, row: BulkRow | undefined): WriteResult {
  if (row?.rev && !row.error) return { id, rev: row.rev, durable: row.accepted !== true };
  if (row?.error === 'conflict') return { id, error: 'conflict', durable: false };
  const known = ['forbidden', 'unauthorized', 'bad_request', 'doc_validation', 'document_too_large', 'missing_stub'];
  return { id, error: known.includes(row?.error ?? '') ? 'refused' : 'unavailable', durable: false };
}

/** Resolves to `undefined` when CouchDB says that there is no such document. */
export async function missingAsUndefined(asked: Promise<unknown>): Promise<unknown> {
  try {
    return await asked;
  } catch (fault) {
    if (fault instanceof CouchRefusal && fault.status === 404) return undefined;
    throw fault;
  }
}

/** Writes a `_local` document over whatever stands there. */
export async function putLocal(call: CallCouch, db: string, id: string, value: Record<string, unknown>): Promise<void> {
  const path = `_local/${encodeURIComponent(id)}`;
  for (;;) {
    const current = (await missingAsUndefined(call({ db, path }))) as StoredDoc | undefined;
    try {
      const body = { ...value, ...(current ? { _rev: current._rev } : {}) };
      await call({ db, path, method: 'PUT', body });
      return;
    } catch (fault) {
      if (!(fault instanceof CouchRefusal) || fault.status !== 409) throw fault;
    }
  }
}
