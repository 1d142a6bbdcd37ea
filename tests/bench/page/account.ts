import { Dexie } from 'dexie';
import { signInAtRelay } from '../../../src/app/relay-session.ts';
import type { Me } from '../../../src/domain/me.ts';
import { deviceClock } from '../../../src/platform/clock.ts';
import { makeDeviceKey, plainSeal } from '../../../src/platform/crypto.ts';
import { ulids } from '../../../src/platform/ids.ts';
import { trustedScripts } from '../../../src/platform/trusted-script.ts';
import { followCursors } from '../../../src/store/cursors.ts';
import { keepEnrolment } from '../../../src/store/enrolment.ts';
import type { Cursor } from '../../../src/store/rows.ts';
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
const trust = trustedScripts(window);

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
  await keepEnrolment(store, { replica, databases, serverTime: Date.parse(serverTime) });
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
  return startSync({ user: store.user, device, session: answer, page: document, trust, onBug });
}

/** Resolves as soon as the cursors are as wanted. */
export function whenCursors(store: Store, wanted: (cursors: readonly Cursor[]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const unfollow = followCursors(store, (cursors) => {
      if (!wanted(cursors)) return;
      queueMicrotask(() => {
        unfollow();
      });
      resolve();
    });
  });
}

/** Every database that may be copied was read to its end. */
export const isLoaded =
  ({ copied }: OpenAccount) =>
  (cursors: readonly Cursor[]): boolean =>
    copied.every((name) => cursors.some((cursor) => cursor.db === name && cursor.complete));

/** Forgets the account, so that the next measurement begins on an empty tablet. */
export async function forget(store: Store): Promise<void> {
  store.close();
  await Dexie.delete(`baibu-${store.user}`);
}
