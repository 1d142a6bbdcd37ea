import type { Connectivity } from '../platform/connectivity.ts';
import { deviceClock } from '../platform/clock.ts';
import { plainSeal } from '../platform/crypto.ts';
import { ulids } from '../platform/ids.ts';
import { keepEnrolment } from '../store/enrolment.ts';
import { writeMeta } from '../store/meta.ts';
import { openStore, type Store } from '../store/store.ts';
import { openTablet } from '../store/tablet.ts';
import { pouchWire } from './pouch-wire.ts';
import { Session, type SessionAnswer } from './session.ts';
import type { Wire } from './wire.ts';

/** One account's line to the relay: what it remembers, its session, and the wire. */
export interface Line {
  readonly store: Store;
  readonly session: Session;
  readonly wire: Wire;
}

export interface LineParts {
  readonly origin: string;
  readonly user: string;
  readonly device: string;
  readonly connectivity: Connectivity;
  readonly sessionBegan?: () => void;
  /** hears that nothing can be kept here any more */
  readonly closed?: () => void;
}

/** Opens the line of an account in a worker or service worker. */
export async function openLine({ origin, user, device, connectivity, sessionBegan, closed }: LineParts): Promise<Line> {
  const tablet = await openTablet();
  const account = await tablet.account(user);
  tablet.close();
  const now = (): number => deviceClock.now();
  const store = await openStore({
    user,
    device,
    clock: deviceClock,
    ids: ulids(now),
    seal: plainSeal,
    durability: 'relaxed',
    ...(closed && { closed }),
  });
  const ownFetch: typeof fetch = (input, init) => fetch(input, init);
  const answered = (there: boolean): void => {
    connectivity.relayAnswered(there);
  };
  const session = new Session({
    origin,
    user,
    device,
    key: account?.deviceKey?.privateKey,
    now,
    relayAhead: () => store.stamps.relayAhead,
    fetch: ownFetch,
    answered,
    began: async (answer) => {
      await keepEnrolment(store, enrolmentOf(answer));
      sessionBegan?.();
    },
    ended: () => writeMeta(store.db, 'signInNeeded', true),
  });
  return { store, session, wire: pouchWire({ origin, bearer: session, fetch: ownFetch, answered }) };
}

/** What the store keeps of a session. */
export const enrolmentOf = (answer: SessionAnswer): Parameters<typeof keepEnrolment>[1] => ({
  replica: answer.replica,
  databases: answer.databases,
  serverTime: Date.parse(answer.serverTime),
});

/** Runs work while nobody else of this account does the same, in any window, worker or service worker. */
export const aloneFor =
  (user: string) =>
  (name: 'send' | 'fetch', work: () => Promise<void>): Promise<void> =>
    navigator.locks.request(`baibu-${user}-${name}`, work);

/** A page that was put to sleep may hold a lock for hours (ms). */
const lockPatience = 20_000;

/**
 * As `aloneFor`, but not kept waiting by whoever does not let go: the relay gives an envelope that comes twice the same
 * verdicts, and a verdict is only kept on the row that it was asked for.
 */
export function soonAloneFor(user: string): (work: () => Promise<void>) => Promise<void> {
  return async (work) => {
    let begun = false;
    const mine = (): Promise<void> => {
      begun = true;
      return work();
    };
    try {
      await navigator.locks.request(`baibu-${user}-send`, { signal: AbortSignal.timeout(lockPatience) }, mine);
    } catch (error) {
      if (begun) throw error;
      await work();
    }
  };
}
