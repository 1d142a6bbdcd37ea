import { done, type Result } from '../domain/fault.ts';
import { deviceClock } from '../platform/clock.ts';
import type { Store } from '../store/store.ts';
import { openTablet } from '../store/tablet.ts';
import { faultIn, limitedFetch } from '../sync/limited-fetch.ts';
import { Session } from '../sync/session.ts';

/** What one reads of an extract: the relay's document, as it is. */
type Extract = Readonly<Record<string, unknown>>;

/** No answer for so long means no signal (ms). */
const patience = 15_000;

/** Reads single extracts, online, as whoever holds this device's key: also long after the sign-in, and after a reload. */
export async function extractsOf(store: Store): Promise<(id: string) => Promise<Result<Extract>>> {
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
  const ask = limitedFetch({ bearer: session, patience, fetch: ownFetch, answered });
  return async (id) => {
    try {
      return done((await (await ask(`/api/extracts/${encodeURIComponent(id)}`, {})).json()) as Extract);
    } catch (error) {
      return faultIn(error);
    }
  };
}
