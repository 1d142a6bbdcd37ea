import { randomUUID } from 'node:crypto';
import { isDocumentId } from '../../../sync-server/storage/document-id.ts';
import {
  DATABASE_NAME,
  DatabaseMissing,
  StorageUnavailable,
  type ChangesPage,
  type ChangesQuery,
  type DraftDoc,
  type Storage,
  type StoredDoc,
  type WriteResult,
} from '../../../sync-server/storage/port.ts';
import { Movements } from '../../../sync-server/storage/movements.ts';
import type { Cluster } from '../couchdb/cluster.ts';
import type { Database } from '../couchdb/database.ts';
import { allDocs, changes, describe, document, openRevisions } from '../couchdb/reads.ts';
import { leavesOf, type Given } from '../couchdb/revisions.ts';
import { readFromMemory } from './memory-read.ts';

export interface MemoryStorageParts {
  readonly cluster: Cluster;
  /** what the relay believes to stand on: alone, or a cluster of nodes */
  readonly kind?: Storage['kind'];
  /** asked before every call; false: nobody answers, and the call throws `StorageUnavailable` */
  readonly answers?: () => boolean;
  /** a write of ours that conflicts: the row that a racing cluster would answer instead, if it would */
  readonly raced?: (database: Database, given: Given) => WriteResult | undefined;
}

const epochName = 'epoch';

/** The storage port over the CouchDB double's cluster, in this process and without HTTP; several may share one cluster. */
export function memoryStorage(parts: MemoryStorageParts): Storage {
  const { cluster, kind = 'couchdb', answers = () => true, raced } = parts;
  const movements = new Movements();
  const elsewhere = (event: { db_name: string }): void => {
    movements.moved(event.db_name);
  };
  let listening = false;

  function base(name: string): Database {
    if (!answers()) throw new StorageUnavailable();
    const database = cluster.databases.get(name);
    if (!database) throw new DatabaseMissing(name);
    return database;
  }
  const epochOf = (database: Database): string =>
    `${database.instanceStartTime}-${String(database.locals.get(epochName)?.['raised'] ?? '')}`;

  function page(name: string, query: ChangesQuery): ChangesPage {
    const asked = {
      since: query.since,
      limit: String(query.limit ?? 1_000),
      include_docs: String(query.includeDocs ?? false),
      conflicts: String(query.conflicts ?? false),
    };
    const found = changes(base(name), asked, undefined);
    if (!found) throw new RangeError('a sequence that was never given out');
    return found as unknown as ChangesPage;
  }

  function writeOne(database: Database, draft: DraftDoc): WriteResult {
    const { _id: id } = draft;
    const fields = Object.keys(draft).filter((field) => field.startsWith('_'));
    const known = ['_id', '_rev', '_deleted', '_attachments'];
    if (!isDocumentId(id) || fields.some((field) => !known.includes(field)))
      return { id, error: 'refused', durable: false };
    const row = cluster.write(database, draft);
    if (row.rev !== undefined) return { id, rev: row.rev, durable: row.accepted !== true };
    return raced?.(database, draft) ?? { id, error: 'conflict', durable: false };
  }

  const storage: Storage = {
    kind,
    ping: () => Promise.resolve(answers()),
    whole: () => Promise.resolve(answers() && !cluster.nodesDown),

    async ensureDatabase(name, { readers = [] } = {}) {
      await Promise.resolve();
      if (!DATABASE_NAME.test(name)) throw new TypeError('not a name of a database');
      if (!answers()) throw new StorageUnavailable();
      const known = cluster.databases.get(name);
      const database = known ?? cluster.create(name);
      database.security = { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles: [...readers] } };
      return known ? 'existed' : 'created';
    },
    listDatabases: () => Promise.resolve([...cluster.databases.keys()].sort()),
    information: async (name) => {
      await Promise.resolve();
      if (!answers()) throw new StorageUnavailable();
      const database = cluster.databases.get(name);
      if (!database) return undefined;
      const { doc_count, update_seq } = describe(database) as { doc_count: number; update_seq: string };
      return { doc_count, update_seq, epoch: epochOf(database) };
    },
    async raiseEpoch(name) {
      await storage.localPut(name, epochName, { raised: randomUUID() });
      movements.moved(name);
      return epochOf(base(name));
    },

    async get(name, id, { conflicts = false } = {}) {
      await Promise.resolve();
      return document(base(name).trees.get(id), { conflicts: String(conflicts) }) as StoredDoc | undefined;
    },
    async getMany(name, ids, { conflicts = false } = {}) {
      await Promise.resolve();
      const database = base(name);
      const found = ids.map((id) => document(database.trees.get(id), { conflicts: String(conflicts) }));
      return new Map((found as (StoredDoc | undefined)[]).flatMap((doc) => (doc ? [[doc._id, doc]] : [])));
    },
    async leaves(name, id) {
      await Promise.resolve();
      const tree = base(name).trees.get(id);
      const rows = tree ? (openRevisions(tree, 'all', {}) as { ok?: StoredDoc }[]) : [];
      return rows.flatMap(({ ok }) => (ok && !ok._deleted ? [ok] : []));
    },
    async range(name, startkey, endkey, { limit = 1_000, skip = 0, descending = false, conflicts = false } = {}) {
      await Promise.resolve();
      const [from, to] = descending ? [endkey, startkey] : [startkey, endkey];
      const query = { startkey: JSON.stringify(from), endkey: JSON.stringify(to), include_docs: 'true' };
      const more = { limit: String(limit), skip: String(skip), descending: String(descending) };
      const { rows } = allDocs(base(name), { ...query, ...more, conflicts: String(conflicts) }, undefined);
      return (rows as { doc: StoredDoc | null }[]).flatMap(({ doc }) => (doc ? [doc] : []));
    },

    async write(name, docs) {
      await Promise.resolve();
      const database = base(name);
      const results = docs.map((draft) => writeOne(database, draft));
      if (!listening && results.some(({ error }) => error === undefined)) movements.moved(name);
      return results;
    },
    async writeRevisions(name, docs) {
      await Promise.resolve();
      const database = base(name);
      for (const doc of docs) cluster.writeRevision(database, doc);
      if (!listening) movements.moved(name);
      return docs.map(({ _id, _rev }) => ({ id: _id, rev: _rev, durable: false }));
    },

    changes: async (name, query) => {
      await Promise.resolve();
      return page(name, query);
    },
    async follow(name, { signal, ...query }, onPage) {
      let { since } = query;
      while (!signal.aborted) {
        const count = movements.count(name);
        const next = page(name, { ...query, since });
        since = next.last_seq;
        if (next.results.length > 0) await onPage(next);
        else if (!(await movements.beyond(name, count, signal))) return;
      }
    },

    localGet: async (name, id) => {
      await Promise.resolve();
      return base(name).locals.get(id);
    },
    localPut: async (name, id, value) => {
      await Promise.resolve();
      base(name).locals.set(id, structuredClone(value));
    },

    async putAttachment(name, id, attachment, { contentType, bytes }) {
      const data = Buffer.from(bytes).toString('base64');
      const draft = { _id: id, _attachments: { [attachment]: { content_type: contentType, data } } };
      const [row] = await storage.write(name, [draft]);
      return row ?? { id, error: 'unavailable', durable: false };
    },
    async getAttachment(name, id, attachment) {
      await Promise.resolve();
      const tree = base(name).trees.get(id);
      const found = tree && leavesOf(tree)[0]?.attachments[attachment];
      return found && { contentType: found.content_type, bytes: new Uint8Array(found.bytes) };
    },

    read: (request, signal) => readFromMemory({ request, signal, database: () => base(request.database), epochOf }),

    onUpdate(listener) {
      // `_db_updates` tells of every writer, this one included
      if (!listening) cluster.updated.on('updated', elsewhere);
      listening = true;
      return movements.listen(listener);
    },
    close() {
      cluster.updated.off('updated', elsewhere);
      return Promise.resolve();
    },
  };
  return storage;
}
