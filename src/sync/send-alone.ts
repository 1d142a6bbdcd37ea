import type { Fault } from '../domain/fault.ts';
import { Connectivity } from '../platform/connectivity.ts';
import { hasMemory } from '../store/database.ts';
import { waiting } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { openTablet } from '../store/tablet.ts';
import { openLine, soonAloneFor } from './line.ts';
import { outboxRound } from './outbox-round.ts';
import type { Wire } from './wire.ts';

/** An undo that still runs is waited for, and little else (ms): a service worker is not kept alive for long. */
const longestHold = 15_000;

/** Each round ends with nothing that may go; what comes in between is little. */
const mostRounds = 10;

export interface Errand {
  readonly store: Store;
  readonly wire: Wire;
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  readonly wait: (ms: number) => Promise<void>;
}

/** The sending half of the engine for one account: all that may go now, and what an undo holds for some seconds. */
export async function runErrand({ store, wire, alone, wait }: Errand): Promise<{ left: number; fault?: Fault }> {
  for (let round = 0; ; round += 1) {
    const { count, nextAt } = await waiting(store);
    const ms = nextAt === undefined ? 0 : Math.max(0, nextAt - store.clock.now());
    if (count === 0 || ms > longestHold || round > mostRounds) return { left: count };
    if (ms > 0) await wait(ms);
    let fault: Fault | undefined;
    await alone(async () => {
      ({ fault } = await outboxRound(store, wire));
    });
    if (fault) return { left: (await waiting(store)).count, fault };
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Accounts of this tablet that can send without a person. */
async function senders(besides: string | undefined): Promise<{ device: string; users: string[] }> {
  const tablet = await openTablet();
  const [device, accounts] = await Promise.all([tablet.setting('deviceId'), tablet.accounts()]);
  tablet.close();
  const keyed = accounts.filter((account) => account.deviceKey && account.user !== besides);
  return { device: device ?? '', users: device === undefined ? [] : keyed.map((account) => account.user) };
}

/**
 * Sends what waits for everybody who used this tablet, without a window and without a password: their devices' keys renew
 * their sessions. Nobody's mail waits for another's.
 * @param besides an account whose own engine runs
 * @returns how many envelopes of theirs another try may still deliver; what needs a sign-in first is not among them
 */
export async function sendAlone(origin: string, besides?: string): Promise<number> {
  const { device, users } = await senders(besides);
  let left = 0;
  for (const user of users) {
    // an account whose memory the browser cleared has nothing to send, and is not given an empty one here
    if (!(await hasMemory(user))) continue;
    left += await mailOf(origin, user, device);
  }
  return left;
}

async function mailOf(origin: string, user: string, device: string): Promise<number> {
  const { store, wire } = await openLine({ origin, user, device, connectivity: new Connectivity() });
  try {
    const { left, fault } = await runErrand({ store, wire, alone: soonAloneFor(user), wait: pause });
    return fault?.code === 'session-ended' ? 0 : left;
  } finally {
    store.close();
  }
}
