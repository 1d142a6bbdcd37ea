import Stock from 'pouchdb';
import memory from 'pouchdb-adapter-memory';
import { ulid } from 'ulid';

export interface PulledDoc {
  _id: string;
  _rev: string;
  _conflicts?: string[];
  [field: string]: unknown;
}

export interface Pull extends Promise<{
  ok: boolean;
  docs_read: number;
  docs_written: number;
  doc_write_failures: number;
}> {
  on(event: string, listener: (argument: unknown) => void): Pull;
  cancel(): void;
}

export interface StockPouch {
  get(id: string, opts?: object): Promise<PulledDoc>;
  allDocs(opts?: object): Promise<{ rows: { id: string; doc?: PulledDoc }[] }>;
  getAttachment(id: string, name: string): Promise<Buffer>;
  info(): Promise<{ doc_count: number }>;
  changes(opts: object): Promise<{ results: { id: string; seq: unknown; doc?: PulledDoc }[]; last_seq: unknown }>;
  put(doc: object): Promise<unknown>;
  destroy(): Promise<void>;
}

interface StockPouchDB {
  new (name: string, opts?: object): StockPouch;
  plugin(plugin: unknown): StockPouchDB;
  replicate(source: StockPouch, target: StockPouch, opts?: object): Pull;
  fetch(url: string, opts: { headers: Headers }): Promise<Response>;
}

const PouchDB = (Stock as StockPouchDB).plugin(memory);

/** A device's empty database, in memory. */
export const aDevice = (): StockPouch => new PouchDB(`device-${ulid()}`, { adapter: 'memory' });

/** A database behind the door, as a stock PouchDB sees it. */
export function remote(url: string, person: string): StockPouch {
  const fetch = (address: string, opts: { headers: Headers }): Promise<Response> => {
    opts.headers.set('authorization', `Bearer ${person}`);
    return PouchDB.fetch(address, opts);
  };
  return new PouchDB(url, { skip_setup: true, fetch });
}

export const pull = (from: StockPouch, to: StockPouch, opts: object = {}): Pull => PouchDB.replicate(from, to, opts);
