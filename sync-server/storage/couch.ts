import { hash32 } from '../../src/domain/canonical.ts';
import { couchAddress, couchCaller, CouchRefusal } from './couch-calls.ts';
import { bulkWrite, missingAsUndefined, putLocal } from './couch-documents.ts';
import type { DocRow } from './couch-documents.ts';
import { couchIdentities, readerRole, relayRole } from './couch-identity.ts';
import type { CouchKey } from './couch-identity.ts';
import { readThrough } from './couch-read.ts';
import { listenToUpdates } from './couch-updates.ts';
import { Movements } from './movements.ts';
import { isDocumentId } from './document-id.ts';
import { DATABASE_NAME } from './port.ts';
import type { ChangesPage, ChangesQuery, Storage, StoredDoc } from './port.ts';
import { isRefusal, refuse } from './refusal.ts';
import { boundRead, MAX_POLL_MS, MAX_ROWS } from './read-query.ts';

export interface CouchSettings {
  /** With the provisioner's credentials. */
  url: string;
  /** Before every database name, so that several communities' relays share a cluster. */
  prefix: string;
  key: CouchKey;
  /** Milliseconds since 1970. */
  now: () => number;
  /** A random id for an epoch. */
  newId: () => string;
}

const EPOCH = 'epoch';
const GAP_SPREAD_MS = 3000;

/**
 * The storage of relays that share a CouchDB 3. Three identities: the provisioner (the address's credentials: databases,
 * `_security`, news of writes), the relay (documents), and for reads the person, by 60-second tokens.
 */
export function openCouchStorage({ url, prefix, key, now, newId }: CouchSettings): Storage {
  const address = couchAddress(url);
  const identities = couchIdentities(prefix, key, now);
  const provisioner = couchCaller(address, () => Promise.resolve(address.authorization));
  const relay = couchCaller(address, () => identities.relay());
  const movements = new Movements();
  const ending = new AbortController();
  let listening = false;

  const inCouch = (name: string): string => {
    if (!DATABASE_NAME.test(name)) throw new TypeError('not a database name');
    return `${prefix}${name}`;
  };

  async function secure(db: string, readers: readonly string[]): Promise<void> {
    const roles = [relayRole(prefix), ...readers.map((role) => readerRole(prefix, role))];
    const wanted = { admins: { names: [], roles: ['_admin'] }, members: { names: [], roles } };
    const present = await provisioner({ db, path: '_security' });
    if (JSON.stringify(present) !== JSON.stringify(wanted)) {
      await provisioner({ db, path: '_security', method: 'PUT', body: wanted });
    }
  }

  async function document(name: string, id: string, query: Record<string, unknown>): Promise<unknown> {
    if (!isDocumentId(id)) return undefined;
    return missingAsUndefined(relay({ db: inCouch(name), path: encodeURIComponent(id), query }));
  }

  async function localGet(name: string, id: string): Promise<Record<string, unknown> | undefined> {
    const found = await missingAsUndefined(relay({ db: inCouch(name), path: `_local/${encodeURIComponent(id)}` }));
    if (!found) return undefined;
    const { _id, _rev, ...value } = found as StoredDoc;
    return value;
  }

  async function epochOf(name: string, startTime: unknown): Promise<string> {
    const raised = await localGet(name, EPOCH);
    return `${String(startTime)}.${String((raised as { raised?: string } | undefined)?.raised ?? 0)}`;
  }

  async function information(name: string): ReturnType<Storage['information']> {
    const found = (await missingAsUndefined(relay({ path: inCouch(name) }))) as Record<string, unknown> | undefined;
    if (!found) return undefined;
    const epoch = await epochOf(name, found['instance_start_time']);
    return { doc_count: Number(found['doc_count']), update_seq: String(found['update_seq']), epoch };
  }

  async function page(
    name: string,
    { since, limit = MAX_ROWS, includeDocs = false, conflicts = false }: ChangesQuery,
    waiting: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<ChangesPage> {
    const query = { since, limit, include_docs: includeDocs, conflicts, ...waiting };
    try {
      return (await relay({ db: inCouch(name), path: '_changes', query, signal })) as ChangesPage;
    } catch (fault) {
      if (fault instanceof CouchRefusal && fault.status === 400)
        throw new RangeError('malformed since', { cause: fault });
      throw fault;
    }
  }

  const storage: Storage = {
    kind: 'couchdb',
    async ping() {
      // `require_valid_user` covers `_up` as well
      return relay({ path: '_up', signal: AbortSignal.timeout(5000) }).then(
        () => true,
        () => false,
      );
    },
    async whole() {
      const nodes = (await provisioner({ path: '_membership' })) as { all_nodes: string[]; cluster_nodes: string[] };
      return nodes.cluster_nodes.every((node) => nodes.all_nodes.includes(node));
    },

    async ensureDatabase(name, { readers = [] } = {}) {
      const db = inCouch(name);
      let made: 'created' | 'existed' = 'created';
      try {
        // one shard: a database is an area's tier, small, and the cluster's unit of sharding
        await provisioner({ path: db, method: 'PUT', query: { q: 1 } });
      } catch (fault) {
        // in a cluster everybody who creates at once may be told 412
        if (!(fault instanceof CouchRefusal) || fault.status !== 412) throw fault;
        made = 'existed';
      }
      await secure(db, readers);
      return made;
    },
    async listDatabases() {
      const query = { startkey: prefix, endkey: `${prefix}\ufff0` };
      const names = (await provisioner({ path: '_all_dbs', query })) as string[];
      const ours = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
      return ours.filter((name) => DATABASE_NAME.test(name));
    },
    information,
    async raiseEpoch(name) {
      await storage.localPut(name, EPOCH, { raised: newId() });
      // CouchDB tells nobody of it; other relays find it when they look
      movements.moved(name);
      return (await information(name))?.epoch ?? '';
    },

    async get(name, id, { conflicts = false } = {}) {
      return (await document(name, id, conflicts ? { conflicts } : {})) as StoredDoc | undefined;
    },
    async getMany(name, ids, { conflicts = false } = {}) {
      const query = { include_docs: true, conflicts };
      const call = { db: inCouch(name), path: '_all_docs', method: 'POST' as const, query, body: { keys: ids } };
      const { rows } = (await relay(call)) as { rows: DocRow[] };
      return new Map(rows.flatMap(({ id, doc }): [string, StoredDoc][] => (id && doc ? [[id, doc]] : [])));
    },
    async leaves(name, id) {
      const rows = ((await document(name, id, { open_revs: 'all' })) ?? []) as { ok?: StoredDoc }[];
      return rows.flatMap(({ ok }) => (ok && !ok._deleted ? [ok] : []));
    },
    async range(name, startkey, endkey, { limit = MAX_ROWS, skip = 0, descending = false, conflicts = false } = {}) {
      const [from, to] = descending ? [endkey, startkey] : [startkey, endkey];
      const query = { startkey: from, endkey: to, include_docs: true, limit, skip, descending, conflicts };
      const { rows } = (await relay({ db: inCouch(name), path: '_all_docs', query })) as { rows: DocRow[] };
      return rows.flatMap(({ doc }) => (doc ? [doc] : []));
    },

    async write(name, docs) {
      const rows = await bulkWrite(relay, inCouch(name), docs, true);
      if (rows.some((row) => !row.error)) movements.moved(name);
      return rows;
    },
    async writeRevisions(name, docs) {
      const rows = await bulkWrite(relay, inCouch(name), docs, false);
      movements.moved(name);
      return rows;
    },

    changes: (name, query) => page(name, query, {}, ending.signal),
    async follow(name, { signal, ...query }, onPage) {
      const stop = AbortSignal.any([signal, ending.signal]);
      const waiting = { feed: 'longpoll', timeout: MAX_POLL_MS };
      let since = query.since;
      while (!stop.aborted) {
        const next = await page(name, { ...query, since }, waiting, stop).catch((fault: unknown) => {
          if (stop.aborted) return undefined;
          throw fault;
        });
        if (!next) return;
        since = next.last_seq;
        if (next.results.length > 0) await onPage(next);
      }
    },

    localGet,
    localPut: (name, id, value) => putLocal(relay, inCouch(name), id, value),

    async putAttachment(name, id, attachment, { contentType, bytes }) {
      const data = Buffer.from(bytes).toString('base64');
      const draft = { _id: id, _attachments: { [attachment]: { content_type: contentType, data } } };
      const [row] = await storage.write(name, [draft]);
      return row ?? { id, error: 'unavailable', durable: false };
    },
    async getAttachment(name, id, attachment) {
      const doc = (await document(name, id, { attachments: true })) as StoredDoc | undefined;
      const found = doc?._attachments?.[attachment];
      if (!found) return undefined;
      return { contentType: found.content_type, bytes: new Uint8Array(Buffer.from(found.data ?? '', 'base64')) };
    },

    async read(request, signal) {
      if (!DATABASE_NAME.test(request.database)) return refuse(404, 'not_found', 'Database does not exist.');
      const bounded = boundRead(request);
      if (isRefusal(bounded)) return refuse(bounded.status, bounded.error, bounded.reason);
      const authorization = await identities.person(request.person);
      return readThrough({
        request,
        bounded,
        origin: address.origin,
        db: inCouch(request.database),
        authorization,
        signal: AbortSignal.any([signal, ending.signal]),
        epochOf: (startTime) => epochOf(request.database, startTime),
      });
    },

    onUpdate(listener) {
      if (!listening) {
        listening = true;
        const onGap = async (): Promise<void> => {
          // everybody is woken, but not in the same second
          for (const name of await storage.listDatabases())
            setTimeout(() => movements.moved(name), hash32(name) % GAP_SPREAD_MS).unref();
        };
        listenToUpdates({ address, prefix, onMoved: (name) => movements.moved(name), onGap, signal: ending.signal });
      }
      return movements.listen(listener);
    },
    close() {
      ending.abort();
      return Promise.resolve();
    },
  };
  return storage;
}
