import pouchdb from 'pouchdb';
import { carry, forget, open, whenLoaded, type Credentials } from './account.ts';

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
}

/**
 * First load by the app's engine: from the start of its worker until the last database was committed to its end, with the
 * screens' shelf open and following, as in the app.
 * @param keep leaves the documents for the next measurements
 */
export async function loadApp(credentials: Credentials, keep = false): Promise<Load> {
  const account = await open(credentials);
  const { store } = account;
  const began = performance.now();
  const sync = carry(account);
  await whenLoaded(account, sync);
  const ms = performance.now() - began;
  await store.shelf.catchUp();
  const shownMs = performance.now() - began;
  sync.stop();
  const documents = await store.db.documents.count();
  if (keep) store.close();
  else await forget(store);
  return { ms, shownMs, documents };
}

/** The same databases by a stock `PouchDB.replicate` into the idb adapter, 100 documents a batch. */
export async function loadStock(credentials: Credentials): Promise<Load> {
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
    const told = await PouchDB.replicate(remote, local, { batch_size: 100 });
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
