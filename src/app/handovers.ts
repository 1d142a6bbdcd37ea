import { done, type Result } from '../domain/fault.ts';
import { deviceClock } from '../platform/clock.ts';
import type { BroughtHome, Handovers, HandedWork } from '../features/review/handed-work.ts';
import type { Store } from '../store/store.ts';
import { openTablet } from '../store/tablet.ts';
import { faultIn, limitedFetch } from '../sync/limited-fetch.ts';
import { Session } from '../sync/session.ts';

/** No answer for so long means no signal (ms). */
const patience = 15_000;

/**
 * Asks the relay for work of former colleagues and puts it where it belongs, online, as whoever is signed in. Nothing of
 * it is kept here; what is brought home comes with the mail.
 */
export async function handoversOf(store: Store): Promise<Handovers> {
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
  async function asked<T>(init: RequestInit): Promise<Result<T>> {
    try {
      return done((await (await ask('/api/handovers', init)).json()) as T);
    } catch (error) {
      return faultIn(error);
    }
  }
  return {
    async waiting() {
      const answer = await asked<{ work: readonly HandedWork[] }>({});
      return answer.ok ? done(answer.value.work) : answer;
    },
    async bringHome(key) {
      const headers = { 'content-type': 'application/json' };
      const answer = await asked<{ parts: readonly BroughtHome[] }>({
        ...{ method: 'POST', headers, body: JSON.stringify({ key }) },
      });
      return answer.ok ? done(answer.value.parts) : answer;
    },
  };
}
