import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDocumentId } from './document-id.ts';
import { answerRead } from './embedded-read.ts';
import { bulkWrite, liveLeaves, missingAsUndefined, newsPage, oneOf, toStored } from './embedded-documents.ts';
import type { GatheringLevel } from './gathering-level.ts';
import { rangeIn } from './level-read.ts';
import { Movements } from './movements.ts';
import { OpenDatabases } from './embedded-databases.ts';
import type { OpenDatabase } from './embedded-databases.ts';
import { DATABASE_NAME, DatabaseMissing, StorageUnavailable } from './port.ts';
import type { ChangesPage, Storage } from './port.ts';
import { isRefusal, refuse } from './refusal.ts';
import { boundRead, MAX_ROWS } from './read-query.ts';

export interface EmbeddedSettings {
  /** The databases are folders in `<dataDir>/store`. */
  dataDir: string;
  /** A random id for an epoch. */
  newId: () => string;
  /** Databases open at once. */
  maxOpen?: number;
}

interface Provision {
  epoch: string;
  readers: readonly string[];
}

const PROVISION = '_local/provision';

/**
 * The storage of a relay that stands alone: PouchDB on LevelDB in `dataDir`, one process only.
 * Throws `StorageUnavailable` when the folder cannot be made or is held by another process.
 */
export async function openEmbeddedStorage({ dataDir, newId, maxOpen = 64 }: EmbeddedSettings): Promise<Storage> {
  const folder = join(dataDir, 'store');
  const names = await namesIn(folder);
  const opened = new OpenDatabases(folder, maxOpen);
  const provisions = new Map<string, Promise<Provision>>();
  const movements = new Movements();
  const ending = new AbortController();

  async function use<T>(name: string, work: (database: OpenDatabase, level: GatheringLevel) => Promise<T>): Promise<T> {
    if (ending.signal.aborted) throw new StorageUnavailable();
    if (!names.has(name)) throw new DatabaseMissing(name);
    return opened.use(name, work).catch(asUnavailable);
  }

  async function provisionOf(name: string): Promise<Provision> {
    const known = provisions.get(name) ?? use(name, (database) => readProvision(database, newId));
    provisions.set(name, known);
    return known.catch((fault: unknown) => {
      provisions.delete(name);
      throw fault;
    });
  }

  async function keepProvision(name: string, provision: Provision): Promise<void> {
    await use(name, (database) => putLocal(database, PROVISION, { ...provision }));
    provisions.set(name, Promise.resolve(provision));
  }

  const page = (name: string, query: Parameters<Storage['changes']>[1]): Promise<ChangesPage> =>
    use(name, (database, level) => newsPage(database, level, query));

  const storage: Storage = {
    kind: 'embedded',
    ping: () => Promise.resolve(!ending.signal.aborted),
    whole: () => Promise.resolve(!ending.signal.aborted),

    async ensureDatabase(name, { readers = [] } = {}) {
      if (!DATABASE_NAME.test(name)) throw new TypeError('not a database name');
      const made = !names.has(name);
      names.add(name);
      const provision = await provisionOf(name);
      if (provision.readers.join() !== readers.join()) await keepProvision(name, { ...provision, readers });
      return made ? 'created' : 'existed';
    },
    listDatabases: () => Promise.resolve([...names].sort()),
    async information(name) {
      if (!names.has(name)) return undefined;
      const { epoch } = await provisionOf(name);
      const { doc_count, update_seq } = await use(name, (database) => database.info());
      return { doc_count, update_seq: String(update_seq), epoch };
    },
    async raiseEpoch(name) {
      const provision = { ...(await provisionOf(name)), epoch: newId() };
      await keepProvision(name, provision);
      movements.moved(name);
      return provision.epoch;
    },

    get: (name, id, { conflicts = false } = {}) =>
      use(name, (database) => missingAsUndefined(database.get(id, { conflicts }).then(toStored))),
    async getMany(name, ids, { conflicts = false } = {}) {
      // One look-up each: `allDocs` with keys walks an iterator for every key, which takes four times as long.
      const asked = [...new Set(ids)].filter((id) => isDocumentId(id));
      const docs = await use(name, (database) =>
        Promise.all(asked.map((id) => missingAsUndefined(database.get(id, { conflicts })))),
      );
      return new Map(docs.flatMap((doc) => (doc ? [[doc._id, toStored(doc)] as const] : [])));
    },
    leaves: (name, id) => use(name, (database) => liveLeaves(database, id)),
    async range(name, startkey, endkey, { limit = MAX_ROWS, skip, descending = false, conflicts = false } = {}) {
      const asked = { from: startkey, to: endkey, limit, skip: skip ?? 0, descending };
      return use(name, async (database, level) => {
        await database.info();
        return rangeIn(level, asked, conflicts, oneOf(database, conflicts));
      });
    },

    async write(name, docs) {
      const rows = await use(name, (database) => bulkWrite(database, docs, true));
      if (rows.some((row) => !row.error)) movements.moved(name);
      return rows;
    },
    async writeRevisions(name, docs) {
      const rows = await use(name, (database) => bulkWrite(database, docs, false));
      movements.moved(name);
      return rows;
    },

    changes: page,
    async follow(name, { signal, ...query }, onPage) {
      const stop = AbortSignal.any([signal, ending.signal]);
      let since = query.since;
      while (!stop.aborted) {
        const seen = movements.count(name);
        const next = await page(name, { ...query, since }).catch((fault: unknown) => {
          if (stop.aborted) return undefined;
          throw fault;
        });
        if (!next) return;
        since = next.last_seq;
        if (next.results.length > 0) await onPage(next);
        if (next.pending === 0) await movements.beyond(name, seen, stop);
      }
    },

    async localGet(name, id) {
      const local = await use(name, (database) => missingAsUndefined(database.get(`_local/${id}`)));
      if (!local) return undefined;
      const { _id, _rev, ...value } = local;
      return value;
    },
    localPut: (name, id, value) => use(name, (database) => putLocal(database, `_local/${id}`, value)),

    async putAttachment(name, id, attachment, { contentType, bytes }) {
      const data = Buffer.from(bytes).toString('base64');
      const draft = { _id: id, _attachments: { [attachment]: { content_type: contentType, data } } };
      const [row] = await storage.write(name, [draft]);
      return row ?? { id, error: 'unavailable', durable: false };
    },
    async getAttachment(name, id, attachment) {
      const doc = await storage.get(name, id);
      const stub = doc?._attachments?.[attachment];
      if (!stub) return undefined;
      const bytes = await use(name, (database) => database.getAttachment(id, attachment));
      return { contentType: stub.content_type, bytes: new Uint8Array(bytes as Buffer) };
    },

    async read(request, signal) {
      if (!names.has(request.database)) return refuse(404, 'not_found', 'Database does not exist.');
      const { epoch, readers } = await provisionOf(request.database);
      if (!request.person.roles.some((role) => readers.includes(role))) {
        return refuse(403, 'forbidden', 'You are not allowed to access this db.');
      }
      const bounded = boundRead(request);
      if (isRefusal(bounded)) return refuse(bounded.status, bounded.error, bounded.reason);
      const stop = AbortSignal.any([signal, ending.signal]);
      return answerRead({
        request,
        bounded,
        epoch,
        movements,
        signal: stop,
        use: (work) => use(request.database, work),
      });
    },

    onUpdate: (listener) => movements.listen(listener),
    async close() {
      ending.abort();
      await opened.close();
    },
  };
  return storage;
}

async function namesIn(folder: string): Promise<Set<string>> {
  try {
    await mkdir(folder, { recursive: true });
    const entries = await readdir(folder, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory() && entry.name.startsWith('db-'));
    return new Set(folders.map((entry) => entry.name.slice('db-'.length)));
  } catch (cause) {
    throw new StorageUnavailable({ cause });
  }
}

async function readProvision(database: OpenDatabase, newId: () => string): Promise<Provision> {
  const stored = await missingAsUndefined(database.get<Partial<Provision>>(PROVISION));
  // killed between making the folder and the first provision: nobody may read until provisioning comes again
  if (stored?.epoch) return { epoch: stored.epoch, readers: stored.readers ?? [] };
  const provision = { epoch: newId(), readers: [] };
  await putLocal(database, PROVISION, provision);
  return provision;
}

async function putLocal(database: OpenDatabase, id: string, value: Record<string, unknown>): Promise<void> {
  for (;;) {
    const current = await missingAsUndefined(database.get(id));
    try {
      await database.put({ ...value, _id: id, ...(current ? { _rev: current._rev } : {}) });
      return;
    } catch (fault) {
      if ((fault as { status?: number }).status !== 409) throw fault;
    }
  }
}

function asUnavailable(fault: unknown): never {
  const name = (fault as { name?: string }).name ?? '';
  if (['OpenError', 'WriteError', 'ReadError'].includes(name)) throw new StorageUnavailable({ cause: fault });
  throw fault;
}
