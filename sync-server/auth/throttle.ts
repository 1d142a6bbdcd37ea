import { createHmac } from 'node:crypto';
import { authDatabase } from '../provisioning/accounts.ts';
import type { Storage } from '../storage/port.ts';

/** An account may be mistyped a few times; an office behind one address more often. */
const free = { account: 3, address: 20 } as const;
type Counted = keyof typeof free;
const longestWait = 15 * 60_000;
/** Failures this old count no more. */
const forgottenAfter = 60 * 60_000;
const attempts = 8;

/** ms to wait after this many failures: 1, 2, 4 … s beyond the free ones, at most 15 minutes. */
const waitAfter = (failures: number, counted: Counted): number =>
  failures <= free[counted] ? 0 : Math.min(longestWait, 1000 * 2 ** Math.min(failures - free[counted] - 1, 20));

/**
 * Slows log-in down after failures. The counts are documents in the `auth` database, so several relays share them; their
 * ids are keyed hashes, so the database does not say who mistyped or from where.
 */
export function createThrottle({ storage, key, clock }: { storage: Storage; key: Uint8Array; clock: () => number }) {
  const idOf = (counted: Counted, subject: string): string =>
    `throttle:${counted}:${createHmac('sha256', key).update(subject).digest('hex').slice(0, 40)}`;

  /** Counts an attempt before its password is looked at, so that many at once do not slip through. */
  async function count(counted: Counted, subject: string): Promise<number> {
    const _id = idOf(counted, subject);
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const stored = await storage.get(authDatabase, _id);
      const now = clock();
      const lastAt = Number(stored?.['lastAt'] ?? 0);
      const failures = now - lastAt > forgottenAfter ? 0 : Number(stored?.['failures'] ?? 0);
      const left = lastAt + waitAfter(failures, counted) - now;
      if (failures > 0 && left > 0) return left;
      const next = { _id, failures: failures + 1, lastAt: now, ...(stored && { _rev: stored._rev }) };
      const [written] = await storage.write(authDatabase, [next]);
      if (written && !written.error) return 0;
    }
    // so many at once that no count succeeds: that is an attack too
    return 1000;
  }

  async function forgive(counted: Counted, subject: string, by: (failures: number) => number): Promise<void> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const stored = await storage.get(authDatabase, idOf(counted, subject));
      if (!stored) return;
      const failures = Math.max(0, by(Number(stored['failures'])));
      const [written] = await storage.write(authDatabase, [{ ...stored, failures }]);
      if (written && !written.error) return;
    }
  }

  return {
    /** Counts an attempt; resolves to the seconds to wait when it may not be made now, 0 when it may. */
    async attempt(account: string, address: string): Promise<number> {
      const left = (await count('address', address)) || (await count('account', account));
      return Math.ceil(left / 1000);
    },
    /** The attempt did not come to a check: it counts as not made. */
    async notLookedAt(account: string, address: string): Promise<void> {
      await forgive('account', account, (failures) => failures - 1);
      await forgive('address', address, (failures) => failures - 1);
    },
    /** The attempt was the right person's. */
    async succeeded(account: string, address: string): Promise<void> {
      await forgive('account', account, () => 0);
      await forgive('address', address, (failures) => failures - 1);
    },
  };
}

export type Throttle = ReturnType<typeof createThrottle>;
