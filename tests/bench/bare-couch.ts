import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pouchdb from 'pouchdb';

type Row = Readonly<Record<string, unknown>>;
interface Changes extends Promise<{ readonly results: readonly Row[]; readonly last_seq: unknown }> {
  on(event: 'change', heard: () => void): Changes;
  cancel(): void;
}
/** As much of PouchDB as is used here. */
interface Database {
  info(): Promise<Row>;
  get(id: string): Promise<Row>;
  put(doc: object): Promise<Row>;
  revsDiff(asked: object): Promise<Row>;
  bulkDocs(docs: readonly object[], how: { new_edits: boolean }): Promise<readonly Row[]>;
  bulkGet(how: { docs: readonly object[]; revs: true; latest: true }): Promise<Row>;
  changes(how: Row): Changes;
  close(): Promise<void>;
}
const PouchDB = pouchdb as new (path: string, how: { adapter: 'leveldb' }) => Database;

/** So long a poll is kept open (ms). */
const pollFor = 25_000;

/**
 * A CouchDB as bare as can be, for a stock PouchDB to push into, as the relay takes no writes but by its door: PouchDB
 * on LevelDB, which is what the relay stores in, with no rights, no checks and no derived documents.
 */
export function bareCouch(folder: string) {
  const databases = new Map<string, Database>();
  const open = (name: string): Database => {
    const database = databases.get(name) ?? new PouchDB(join(folder, name), { adapter: 'leveldb' });
    databases.set(name, database);
    return database;
  };

  async function changes(db: Database, query: URLSearchParams): Promise<Row> {
    const since = Number(query.get('since') ?? 0);
    const asked = { since, limit: Number(query.get('limit') ?? 1_000), style: 'all_docs' };
    const page = await db.changes(asked);
    if (page.results.length > 0 || query.get('feed') !== 'longpoll') return { ...page, pending: 0 };
    await new Promise<void>((resolve) => {
      const live = db.changes({ since, live: true });
      const over = (): void => {
        clearTimeout(timer);
        live.cancel();
        resolve();
      };
      const timer = setTimeout(over, pollFor);
      void live.on('change', over);
    });
    return { ...(await db.changes(asked)), pending: 0 };
  }

  async function answer(method: string, url: URL, body: Row): Promise<object> {
    const [, name = '', ...rest] = url.pathname.slice('/stock'.length).split('/').map(decodeURIComponent);
    const db = open(name);
    const what = rest.join('/');
    if (what === '') return { ...(await db.info()), instance_start_time: '0' };
    if (what === '_revs_diff') return db.revsDiff(body);
    if (what === '_changes') return changes(db, url.searchParams);
    if (what === '_bulk_docs') return db.bulkDocs(body['docs'] as object[], { new_edits: false });
    if (what === '_bulk_get') return db.bulkGet({ docs: body['docs'] as object[], revs: true, latest: true });
    return method === 'PUT' ? db.put(body) : db.get(what);
  }

  return {
    async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const body = await text(request);
      const send = (status: number, told: object): void => {
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
        response.end(JSON.stringify(told));
      };
      try {
        const url = new URL(request.url ?? '/', 'http://stock');
        send(200, await answer(request.method ?? 'GET', url, (body === '' ? {} : JSON.parse(body)) as Row));
      } catch (error) {
        const { status = 500, name = 'error' } = error as { status?: number; name?: string };
        send(status, { error: name });
      }
    },
    async close(): Promise<void> {
      for (const database of databases.values()) await database.close();
    },
  };
}
