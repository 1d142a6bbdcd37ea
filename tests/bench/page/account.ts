import { Dexie } from 'dexie';
import { signInAtRelay } from '../../../src/app/relay-session.ts';
import type { Me } from '../../../src/domain/me.ts';
import { deviceClock } from '../../../src/platform/clock.ts';
import { makeDeviceKey, plainSeal } from '../../../src/platform/crypto.ts';
import { ulids } from '../../../src/platform/ids.ts';
import { trustedScripts } from '../../../src/platform/trusted-script.ts';
import { readCursors } from '../../../src/store/cursors.ts';
import { keepEnrolment } from '../../../src/store/enrolment.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { openTablet } from '../../../src/store/tablet.ts';
import type { SessionAnswer } from '../../../src/sync/session.ts';
import { startSync, type Sync } from '../../../src/sync/start.ts';

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** An account in this page, opened as the app opens it after a sign-in. */
export interface OpenAccount {
  readonly store: Store;
  readonly me: Me;
  readonly answer: SessionAnswer;
  /** databases of which the app makes a copy */
  readonly copied: readonly string[];
}

const device = 'bench-tablet';
// The page may make its policy once only.
export const trust = trustedScripts(window);

/** Signs in and opens the store of the account, empty or as the last measurement left it. */
export async function open({ user, password }: Credentials): Promise<OpenAccount> {
  const key = await makeDeviceKey();
  const signedIn = await signInAtRelay({ username: user, password }, { id: device, name: 'bench', key, fresh: true });
  if (!signedIn.ok) throw new Error(`no session: ${signedIn.fault.code}`);
  const { me, answer } = signedIn.value;
  const tablet = await openTablet();
  await tablet.keepAccount(user, { name: me.name, me, deviceKey: key });
  tablet.close();
  const now = (): number => deviceClock.now();
  const store = await openStore({
    user,
    device,
    clock: deviceClock,
    ids: ulids(now),
    seal: plainSeal,
    durability: 'strict',
  });
  const { replica, databases, serverTime } = answer;
  await keepEnrolment(store, {
    replica,
    databases,
    serverTime: Date.parse(serverTime),
  });
  await store.shelf.open();
  const copied = databases.flatMap(({ name, read }) =>
    read && /^(?:ref|area|care|sealed|own)-/.test(name) ? [name] : [],
  );
  return { store, me, answer, copied };
}

/** Starts the app's own sync worker for an account. */
export function carry({ store, answer }: OpenAccount): Sync {
  const onBug = (name: string, where: string): void => {
    console.error('sync', name, where);
  };
  return startSync({
    store,
    session: answer,
    page: document,
    trust,
    onBug,
  });
}

/** Databases among these that are here to their end, as the screens know it. */
const loaded = (store: Store, names: readonly string[]): boolean =>
  names.every((name) => store.shelf.cursors.some((cursor) => cursor.db === name && cursor.complete));

/** Resolves when these databases have reached the screens. */
export function whenShown(store: Store, names: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!loaded(store, names)) return;
      unfollow();
      resolve();
    };
    const unfollow = store.shelf.subscribe(look);
    look();
  });
}

/** Resolves when the engine rests and everything that may be copied is committed; asks the store once, not all the time. */
export function whenLoaded({ store, copied }: OpenAccount, sync: Sync): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = async (): Promise<void> => {
      if (sync.status.activity !== 'resting') return;
      const cursors = await readCursors(store);
      if (!copied.every((name) => cursors.some((cursor) => cursor.db === name && cursor.complete))) return;
      unfollow();
      resolve();
    };
    const unfollow = sync.subscribe(() => void look().catch(reject));
  });
}

/** Forgets the account, so that the next measurement begins on an empty tablet. */
export async function forget(store: Store): Promise<void> {
  store.close();
  await Dexie.delete(`baibu-${store.user}`);
}
