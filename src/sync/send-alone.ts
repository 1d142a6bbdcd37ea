import { Connectivity } from '../platform/connectivity.ts';
import { openTablet } from '../store/tablet.ts';
import { aloneFor, openLine } from './line.ts';
import { outboxRound } from './outbox-round.ts';

/**
 * Sends what waits for whoever used this tablet last, without a window: the sending half of the engine, once.
 * Rejects when something is left that another try may send; the browser calls again later.
 */
export async function sendAlone(origin: string): Promise<void> {
  const tablet = await openTablet();
  const [user, device] = await Promise.all([tablet.setting('lastUser'), tablet.setting('deviceId')]);
  const account = user === undefined ? undefined : await tablet.account(user);
  tablet.close();
  if (user === undefined || device === undefined || !account?.deviceKey) return;
  const { store, wire } = await openLine({ origin, user, device, connectivity: new Connectivity() });
  try {
    await aloneFor(user)('send', async () => {
      const { fault } = await outboxRound(store, wire);
      if (fault && fault.code !== 'session-ended') throw new Error(`left unsent: ${fault.code}`);
    });
  } finally {
    store.close();
  }
}
