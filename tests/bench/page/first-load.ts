import pouchdb from 'pouchdb';
import { carry, forget, open, trust, whenLoaded, type Credentials } from './account.ts';
import type { FloorAsked } from './floor-worker.ts';
import floorUrl from './floor-worker.ts?worker&url';
import { watchStalls } from './stalls.ts';

interface StockDatabase {
  info(): Promise<{ readonly doc_count: number }>;
  destroy(): Promise<unknown>;
}
/** As much of PouchDB as is used here. */
interface Stock {
  new (name: string, options: { adapter?: 'idb'; skip_setup?: true; fetch?: typeof fetch }): StockDatabase;
  replicate(from: StockDatabase, to: StockDatabase, how: { batch_size: number }): Promise<{ readonly ok: boolean }>;
}
const PouchDB = pouchdb as Stock;

export interface Load {
  readonly ms: number;
  /** until the screens have it too; the app alone has such */
  readonly shownMs?: number;
  readonly documents: number;
  /** ms that a tap would have waited at each moment of the load; stock has none */
  readonly waits?: readonly number[];
}

/**
 * First load by the app's engine: from the start of its worker until the last database was committed to its end, with the
 * screens' shelf open and following, as in the app.
 * @param keep leaves the documents for the next measurements
 */
export async function loadApp(credentials: Credentials, keep = false): Promise<Load> {
  const account = await open(credentials);
  const { store } = account;
  const stalls = watchStalls();
  const began = performance.now();
  const sync = carry(account);
  await whenLoaded(account, sync);
  const ms = performance.now() - began;
  await store.shelf.catchUp();
  const shownMs = performance.now() - began;
  const waits = stalls.stop();
  sync.stop();
  const documents = await store.db.documents.count();
  if (keep) store.close();
  else await forget(store);
  return { ms, shownMs, documents, waits };
}

/** Parsing the same snapshots and putting them into the same tables, in a worker, and nothing else. */
export async function loadFloor(credentials: Credentials): Promise<Load> {
  const { store, answer, copied } = await open(credentials);
  const worker = new Worker(trust(floorUrl), { type: 'module' });
  const asked: FloorAsked = { user: store.user, token: answer.token, databases: copied };
  const stalls = watchStalls();
  const began = performance.now();
  const documents = await new Promise<number>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<number>) => {
      resolve(data);
    });
    worker.addEventListener('error', reject);
    worker.postMessage(asked);
  });
  const ms = performance.now() - began;
  const waits = stalls.stop();
  worker.terminate();
  await forget(store);
  return { ms, documents, waits };
}

/** The same databases by a stock `PouchDB.replicate` into the idb adapter. @param batch documents a batch */
export async function loadStock(credentials: Credentials, batch: number): Promise<Load> {
  const account = await open(credentials);
  const { copied, answer, store } = account;
  await forget(store);
  const bearer: typeof fetch = (url, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${answer.token}`);
    return fetch(url, { ...init, headers });
  };
  const locals = copied.map((name) => new PouchDB(`stock-${name}`, { adapter: 'idb' }));
  const began = performance.now();
  for (const [index, name] of copied.entries()) {
    const remote = new PouchDB(`${location.origin}/db/${name}`, {
      skip_setup: true,
      fetch: bearer,
    });
    const local = locals[index];
    if (!local) throw new Error('a database without a copy');
    const told = await PouchDB.replicate(remote, local, { batch_size: batch });
    if (!told.ok) throw new Error('a replication that did not end well');
  }
  const ms = performance.now() - began;
  const counts = await Promise.all(locals.map((local) => local.info()));
  await Promise.all(locals.map((local) => local.destroy()));
  return {
    ms,
    documents: counts.reduce((sum, { doc_count }) => sum + doc_count, 0),
  };
}
