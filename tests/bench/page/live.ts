import pouchdb from 'pouchdb';
import { Connectivity } from '../../../src/platform/connectivity.ts';
import { openLine } from '../../../src/sync/line.ts';
import type { Sync } from '../../../src/sync/start.ts';
import { carry, forget, open, whenLoaded, type Credentials, type OpenAccount } from './account.ts';
import { finish, inhabited } from './finish-five.ts';

interface Stream {
  on(event: 'change', heard: (change: { readonly id: string }) => void): Stream;
  on(event: 'paused', heard: () => void): Stream;
  cancel(): void;
}
interface Local {
  put(doc: object): Promise<unknown>;
  bulkDocs(docs: readonly object[]): Promise<unknown>;
  changes(how: { live: true; since: 'now' }): Stream;
  destroy(): Promise<unknown>;
}
/** As much of PouchDB as is used here. */
interface Stock {
  new (name: string, how: { adapter?: 'idb'; skip_setup?: true }): Local;
  sync(local: Local, remote: Local, how: { live: true; retry: true }): Stream;
}
const PouchDB = pouchdb as Stock;

/** ms since 1970 with parts of them: what two windows of one machine have in common */
const moment = (): number => performance.timeOrigin + performance.now();

export interface Saved {
  readonly id: string;
  readonly at: number;
}

/** When each document was seen first; whoever asks for one that did not come yet waits for it. */
class Sightings {
  readonly #seen = new Map<string, number>();
  readonly #waiting = new Map<string, (at: number) => void>();
  note(id: string): void {
    if (this.#seen.has(id)) return;
    const at = moment();
    this.#seen.set(id, at);
    this.#waiting.get(id)?.(at);
  }
  of(id: string): Promise<number> {
    const at = this.#seen.get(id);
    return at === undefined ? new Promise((resolve) => this.#waiting.set(id, resolve)) : Promise.resolve(at);
  }
}

/** A tablet that stays online: by the app's engine in its worker, and beside it by a stock live replication. */
export function liveTablet() {
  let app: { account: OpenAccount; sync: Sync } | undefined;
  let stock: { local: Local; stream: Stream; following: Stream } | undefined;
  const [visits, documents] = [new Sightings(), new Sightings()];
  let saved = 0;
  const opened = <T>(what: T | undefined): T => {
    if (!what) throw new Error('not online');
    return what;
  };

  return {
    async appOnline(credentials: Credentials): Promise<void> {
      const account = await open(credentials);
      const sync = carry(account);
      await whenLoaded(account, sync);
      const { shelf } = account.store;
      await shelf.catchUp();
      shelf.subscribe(() => {
        for (const { _id } of shelf.all('visit')) visits.note(_id);
      });
      app = { account, sync };
    },
    /** Finishes a visit of five documents. `at`: the last button is pressed. */
    async appSave(): Promise<Saved> {
      const { account } = opened(app);
      const { shelf } = account.store;
      const before = new Set(shelf.all('visit').map(({ _id }) => _id));
      const doors = inhabited(account);
      const door = doors[(saved += 1) % doors.length];
      if (!door) throw new Error('no doors');
      const { began } = await finish(account, door);
      const made = shelf.all('visit').find(({ _id }) => !before.has(_id));
      if (!made) throw new Error('no visit was made');
      return { id: made._id, at: performance.timeOrigin + began };
    },
    /** A sweep: everything is asked for. */
    appNow: (): void => {
      opened(app).sync.now();
    },
    /** A session renewed by the tablet's key, as at the end of every token. */
    async appRenews(): Promise<void> {
      const { store } = opened(app).account;
      const { user, device } = store;
      const line = await openLine({ origin: location.origin, user, device, connectivity: new Connectivity() });
      const token = await line.session.token();
      line.store.close();
      if (!token.ok) throw new Error(token.fault.code);
    },
    appSaw: (id: string): Promise<number> => visits.of(id),
    async appOffline(): Promise<void> {
      const { account, sync } = opened(app);
      sync.stop();
      await forget(account.store);
    },

    async stockOnline(): Promise<void> {
      const local = new PouchDB('live', { adapter: 'idb' });
      const remote = new PouchDB(`${location.origin}/stock/live`, { skip_setup: true });
      const following = local.changes({ live: true, since: 'now' });
      following.on('change', ({ id }) => {
        documents.note(id);
      });
      const stream = PouchDB.sync(local, remote, { live: true, retry: true });
      await new Promise<void>((resolve) => stream.on('paused', resolve));
      stock = { local, stream, following };
    },
    /** Puts five documents of about the size of those of a visit; the last of them is named. */
    async stockSave(): Promise<Saved> {
      const ids = Array.from({ length: 5 }, () => `visit:${crypto.randomUUID()}`);
      const at = moment();
      await opened(stock).local.bulkDocs(ids.map((_id) => ({ _id, type: 'visit', text: '楼道灯不亮。'.repeat(40) })));
      return { id: ids.at(-1) ?? '', at };
    },
    stockSaw: (id: string): Promise<number> => documents.of(id),
    async stockOffline(): Promise<void> {
      const { local, stream, following } = opened(stock);
      stream.cancel();
      following.cancel();
      await local.destroy();
    },
  };
}
