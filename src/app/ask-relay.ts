import { done, type Result } from '../domain/fault.ts';
import { deviceClock } from '../platform/clock.ts';
import type { Store } from '../store/store.ts';
import { openTablet } from '../store/tablet.ts';
import { faultIn, limitedFetch } from '../sync/limited-fetch.ts';
import { Session } from '../sync/session.ts';

/** No answer for so long means no signal (ms). */
const patience = 15_000;

/** The JSON object that the relay answers at a path, online and at once. */
export type AskRelay = (path: string, init?: RequestInit) => Promise<Result<Readonly<Record<string, unknown>>>>;

/**
 * Asks as whoever holds this device's key: also long after the sign-in, and after a reload. Nothing is kept here.
 * @param wait until a request without an answer is given up (ms)
 */
export async function relayFetchFor(store: Store, wait: number): Promise<typeof fetch> {
  const tablet = await openTablet();
  const account = await tablet.account(store.user);
  tablet.close();
  const ownFetch: typeof fetch = (input, init) => fetch(input, init);
  const answered = (): void => undefined;
  const session = new Session({
    ...{ origin: location.origin, user: store.user, device: store.device, fetch: ownFetch, answered },
    key: account?.deviceKey?.privateKey,
    now: () => deviceClock.now(),
    relayAhead: () => store.stamps.relayAhead,
    // rights and time are told to the carrier of the mail
    began: () => Promise.resolve(),
  });
  return limitedFetch({ bearer: session, patience: wait, fetch: ownFetch, answered });
}

/** The same for JSON. */
export async function askRelayFor(store: Store): Promise<AskRelay> {
  const ask = await relayFetchFor(store, patience);
  return async (path, init = {}) => {
    try {
      return done((await (await ask(path, init)).json()) as Readonly<Record<string, unknown>>);
    } catch (error) {
      return faultIn(error);
    }
  };
}
