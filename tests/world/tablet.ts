import { Dexie } from 'dexie';
import { IDBFactory } from 'fake-indexeddb';
import { Connectivity } from '../../src/platform/connectivity.ts';
import { clockOver } from '../../src/platform/clock.ts';
import { plainSeal } from '../../src/platform/crypto.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import type { Cursor, DocumentRow, MetaRow } from '../../src/store/rows.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { WakeWish } from '../../src/domain/wake.ts';
import { Engine } from '../../src/sync/engine.ts';
import { enrolmentOf } from '../../src/sync/line.ts';
import { pouchWire } from '../../src/sync/pouch-wire.ts';
import { Session, type SessionAnswer } from '../../src/sync/session.ts';
import type { Heard } from '../../src/sync/wake.ts';
import { aUlid } from '../builders/ids.ts';
import type { Luck } from './luck.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface TabletParts {
  readonly user: string;
  readonly device: string;
  /** among the tablets of its world, from 0 */
  readonly place: number;
  readonly time: VirtualTime;
  readonly luck: Luck;
  readonly key: CryptoKey;
  readonly fetch: (tablet: Tablet, input: string, init: RequestInit | undefined) => Promise<Response>;
  /** opens a wake stream; calls back once it ended; returns the way to end it */
  readonly wake: (tablet: Tablet, heard: Heard, ended: () => void, reached: WakeWish['reached']) => () => void;
  /** whether the relays believe a token */
  readonly knows: (token: string) => boolean;
  readonly onBug: (error: unknown) => void;
}

type UnderWay = IDBTransaction & { readonly _state: string; readonly _requests: readonly unknown[] };

const forEver = new Promise<never>(() => undefined);

/** A tablet: the real store on an IndexedDB of its own, the real session and the real engine. A kill leaves the IndexedDB. */
export class Tablet {
  readonly parts: TabletParts;
  readonly #disk = new IDBFactory();
  #life = 0;
  #made = 0;
  #locks = new Map<string, Promise<void>>();
  /** device clock minus true time, ms */
  skew = 0;
  network = true;
  connectivity = new Connectivity();
  store!: Store;
  session!: Session;
  engine!: Engine;
  on = false;

  constructor(parts: TabletParts) {
    this.parts = parts;
  }

  get user(): string {
    return this.parts.user;
  }
  get name(): string {
    return `${this.parts.user}@${this.parts.device}`;
  }
  /** Which of its lives the tablet is in; another one after each kill. */
  get life(): number {
    return this.#life;
  }

  /**
   * Starts the app.
   * @param began a session that a person begins now
   * @param remembered what this tablet fetched before
   */
  async boot(began?: object, remembered?: Memory): Promise<void> {
    const { user, device, time, luck, key, onBug, place } = this.parts;
    this.#life += 1;
    const life = this.#life;
    const lives = (): boolean => this.#life === life && this.on;
    this.on = true;
    this.#locks = new Map();
    const clock = clockOver(() => time.now + this.skew);
    this.connectivity = new Connectivity(this.network);
    // Dexie takes the IndexedDB that it finds when a database is made.
    Dexie.dependencies.indexedDB = this.#disk;
    const ids = {
      next: (type: string): string => {
        this.#made += 1;
        return `${type}:${aUlid((place + 1) * 1_000_000 + this.#made)}`;
      },
    };
    const opening = openStore({ user, device, clock, ids, seal: plainSeal, durability: 'relaxed' });
    const store = await opening;
    if (!lives()) return;
    if (remembered) await fill(store, remembered);
    this.store = store;
    const ownFetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      if (!lives()) return forEver;
      const response = await this.parts.fetch(this, String(input), init).catch((error: unknown) => {
        if (!lives()) return forEver;
        throw error;
      });
      return lives() ? response : forEver;
    };
    const answered = (there: boolean): void => {
      this.connectivity.relayAnswered(there);
    };
    const session = new Session({
      origin: 'http://relay.test',
      user,
      device,
      key,
      now: () => clock.now(),
      relayAhead: () => store.stamps.relayAhead,
      fetch: ownFetch,
      answered,
      began: async (told) => {
        await keepEnrolment(store, enrolmentOf(told));
        engine.rightsTold();
      },
    });
    const engine: Engine = new Engine({
      store,
      wire: {
        ...pouchWire({ origin: 'http://relay.test', bearer: session, fetch: ownFetch, answered }),
        wake: (heard, ending, reached) => this.#wake(heard, ending, reached, lives),
      },
      clock,
      connectivity: this.connectivity,
      alone: (name, work) => this.#alone(name, work, lives),
      after: (ms, call) =>
        time.after(ms, () => {
          if (lives()) call();
        }),
      random: () => luck.next(),
      publish: () => undefined,
      signedOut: () => session.ended,
      onBug: (error) => {
        if (lives()) onBug(error);
      },
    });
    this.session = session;
    this.engine = engine;
    if (began) await session.begin(began as SessionAnswer);
    if (lives()) engine.start();
  }

  /** The process is gone: what IndexedDB had not committed is undone, what it had is kept. @returns whether it was writing */
  kill(): boolean {
    if (!this.on) return false;
    this.on = false;
    this.#life += 1;
    void this.engine.stop();
    const { db } = this.store;
    // What the double keeps of a connection: the only way to end it as a process does that is gone.
    const disk = db.backendDB() as unknown as { readonly _rawDatabase: { readonly transactions: UnderWay[] } };
    const open = disk._rawDatabase.transactions.filter(({ _state }) => _state === 'active' || _state === 'inactive');
    const writing = open.some(({ mode, _requests }) => mode === 'readwrite' && _requests.length > 0);
    for (const one of open) one.abort();
    db.close();
    return writing;
  }

  /** Ends the tablet for good, at the end of its world. */
  end(): void {
    if (this.on) this.kill();
  }

  async #wake(heard: Heard, ending: AbortSignal, reached: WakeWish['reached'], lives: () => boolean): Promise<void> {
    let token = await this.session.token();
    if (token.ok && !this.parts.knows(token.value)) {
      this.session.refused(token.value);
      token = await this.session.token();
    }
    if (!token.ok) return;
    await new Promise<void>((resolve) => {
      const stop = this.parts.wake(
        this,
        (databases) => {
          if (lives()) heard(databases);
        },
        () => {
          ending.removeEventListener('abort', end);
          resolve();
        },
        reached,
      );
      const end = (): void => {
        stop();
      };
      ending.addEventListener('abort', end, { once: true });
    });
  }

  #alone(name: string, work: () => Promise<void>, lives: () => boolean): Promise<void> {
    const before = this.#locks.get(name) ?? Promise.resolve();
    const mine = before.then(() => (lives() ? work() : forEver));
    this.#locks.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  }
}

/** What a tablet has in its IndexedDB. */
export interface Memory {
  readonly documents: readonly DocumentRow[];
  readonly cursors: readonly Cursor[];
  readonly meta: readonly MetaRow[];
}

export async function memoryOf({ store }: Tablet): Promise<Memory> {
  const { documents, cursors, meta } = store.db;
  return { documents: await documents.toArray(), cursors: await cursors.toArray(), meta: await meta.toArray() };
}

async function fill({ db, stamps }: Store, { documents, cursors, meta }: Memory): Promise<void> {
  await db.transaction('rw', [db.documents, db.cursors, db.meta], () =>
    Promise.all([db.documents.bulkPut(documents), db.cursors.bulkPut(cursors), db.meta.bulkPut(meta)]),
  );
  const clock = meta.find(({ key }) => key === 'stampClock')?.value;
  if (clock) stamps.clock = clock as typeof stamps.clock;
}
