import { join } from 'node:path';
import leveldb from 'pouchdb-adapter-leveldb';
import PouchDB from 'pouchdb-core';
import { GatheringLevel } from './gathering-level.ts';
import { StorageUnavailable } from './port.ts';

PouchDB.plugin(leveldb);

/** Bytes, of each open database. LevelDB's own sizes (4 and 8 MiB) take more memory 64 times and write no faster. */
const writeBufferSize = 1 << 20;
const cacheSize = 2 << 20;

export type OpenDatabase = PouchDB.Database<Record<string, unknown>>;

interface Opened {
  database: OpenDatabase;
  /** the store beneath it, for reads of many documents */
  level: GatheringLevel;
  users: number;
}

/**
 * The LevelDB databases that are open at this moment. 400 open ones cost 440 MB, so at most `limit` are; the one that
 * was used longest ago is closed for the next, never one in use. `work` must not call `use` again: it would wait for itself.
 */
export class OpenDatabases {
  readonly #folder: string;
  readonly #limit: number;
  /** In order of last use. */
  readonly #opened = new Map<string, Opened>();
  readonly #closing = new Map<string, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  #closed = false;

  constructor(folder: string, limit: number) {
    this.#folder = folder;
    this.#limit = limit;
  }

  /** How many are open now. */
  get size(): number {
    return this.#opened.size + this.#closing.size;
  }

  /** Opens the database, making it if need be, for as long as `work` lasts. */
  async use<T>(name: string, work: (database: OpenDatabase, level: GatheringLevel) => Promise<T>): Promise<T> {
    const opened = await this.#take(name);
    try {
      return await work(opened.database, opened.level);
    } finally {
      opened.users -= 1;
      if (opened.users === 0) this.#wakeOne();
    }
  }

  /** Closes all once the last user is gone; whoever comes now or still waits is sent away with `StorageUnavailable`. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of this.#waiting.splice(0)) wake();
    while ([...this.#opened.values()].some(({ users }) => users > 0)) await this.#turn();
    for (const name of [...this.#opened.keys()]) await this.#close(name);
    await Promise.all(this.#closing.values());
  }

  async #take(name: string): Promise<Opened> {
    for (;;) {
      if (this.#closed) throw new StorageUnavailable();
      const opened = this.#opened.get(name);
      if (opened) {
        this.#opened.delete(name);
        this.#opened.set(name, opened);
        opened.users += 1;
        return opened;
      }
      const closing = this.#closing.get(name);
      if (closing) await closing;
      else if (this.size < this.#limit) this.#open(name);
      else await this.#makeRoom();
    }
  }

  #open(name: string): void {
    // names are lower case, but some file systems keep names such as `aux` for themselves
    const path = join(this.#folder, `db-${name}`);
    const level = new GatheringLevel(path);
    const beneath = { adapter: 'leveldb', db: () => level, writeBufferSize, cacheSize };
    const database = new PouchDB<Record<string, unknown>>(path, {
      ...beneath,
      auto_compaction: true,
      // a second identical edit is a conflict, as in CouchDB
      deterministic_revs: false,
    });
    database.setMaxListeners(0);
    this.#opened.set(name, { database, level, users: 0 });
  }

  async #makeRoom(): Promise<void> {
    const idle = [...this.#opened].find(([, opened]) => opened.users === 0);
    if (idle) await this.#close(idle[0]);
    else if (this.#closing.size > 0) await Promise.race(this.#closing.values());
    else await this.#turn();
  }

  async #turn(): Promise<void> {
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wakeOne(): void {
    this.#waiting.shift()?.();
  }

  async #close(name: string): Promise<void> {
    const opened = this.#opened.get(name);
    if (!opened) return;
    this.#opened.delete(name);
    const closed = opened.database.close().finally(() => {
      this.#closing.delete(name);
      this.#wakeOne();
    });
    this.#closing.set(name, closed);
    await closed;
  }
}
