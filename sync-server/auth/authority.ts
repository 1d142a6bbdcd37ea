import {
  accountDocId,
  accountFrom,
  accountOf,
  authDatabase,
  holderOf,
  type Account,
} from '../provisioning/accounts.ts';
import type { Storage } from '../storage/port.ts';
import { deviceDocId, recordFrom, type DeviceRecord } from './device-record.ts';
import type { Session } from './session.ts';
import { rightsMark, type Claims } from './token.ts';

/** How long what was read may be believed, in ms: with the streams' round it stays under the 5 s that a withdrawal may take. */
const believedFor = 2000;
const mostRemembered = 10_000;

interface Remembered {
  readonly until: number;
  readonly value: Promise<unknown>;
}

/**
 * Says who stands behind a token, from the account and the device record as they are now. Both are remembered for at most
 * two seconds; a write of this relay to the `auth` database forgets them at once.
 */
export function createAuthority({ storage, clock }: { storage: Storage; clock: () => number }) {
  const remembered = new Map<string, Remembered>();
  const silence = storage.onUpdate((database) => {
    if (database === authDatabase) remembered.clear();
  });

  function recall<T>(key: string, read: () => Promise<T>): Promise<T> {
    const known = remembered.get(key);
    if (known && known.until > clock()) return known.value as Promise<T>;
    if (remembered.size >= mostRemembered) remembered.clear();
    const value = read();
    remembered.set(key, { until: clock() + believedFor, value });
    value.catch(() => remembered.delete(key));
    return value;
  }

  const accountFor = (user: string): Promise<Account | undefined> =>
    recall(accountDocId(user), () => accountOf(storage, user));
  const deviceFor = (user: string, device: string): Promise<DeviceRecord | undefined> => {
    const id = deviceDocId(user, device);
    return recall(id, async () => {
      const stored = await storage.get(authDatabase, id);
      return stored && recordFrom(stored);
    });
  };

  return {
    /**
     * `undefined`: the session was ended, its device revoked, its account is gone or disabled, or the person's rights are
     * not those that were told with the token: whoever renews it is told the new ones.
     */
    async sessionOf({ user, device, session, rights, expiresAt }: Claims): Promise<Session | undefined> {
      const [account, record] = await Promise.all([accountFor(user), deviceFor(user, device)]);
      if (!account || !record || record.revokedAt !== undefined || expiresAt <= clock()) return undefined;
      if (!record.sessions.some(({ id }) => id === session)) return undefined;
      let holder = holderOf(account);
      if (rightsMark(holder) !== rights) {
        // a token may know more than what is remembered here: another relay changed the rights and told them
        remembered.delete(accountDocId(user));
        const now = await accountFor(user);
        if (!now) return undefined;
        holder = holderOf(now);
        if (rightsMark(holder) !== rights) return undefined;
      }
      return { id: session, holder, deviceId: device, replicas: record.replicas, name: account.name, expiresAt };
    },
    /** Reads anew, all at once, what stands behind these sessions: one question however many they are. */
    async freshen(sessions: readonly Session[]): Promise<void> {
      const users = new Set(sessions.map(({ holder }) => holder.userId));
      const devices = new Set(sessions.map(({ holder, deviceId }) => deviceDocId(holder.userId, deviceId)));
      const accounts = [...users].map(accountDocId);
      const found = await storage.getMany(authDatabase, [...accounts, ...devices]);
      const until = clock() + believedFor;
      for (const id of accounts) remembered.set(id, { until, value: Promise.resolve(accountFrom(found.get(id))) });
      for (const id of devices) {
        const stored = found.get(id);
        remembered.set(id, { until, value: Promise.resolve(stored && recordFrom(stored)) });
      }
    },
    close: silence,
  };
}

export type Authority = ReturnType<typeof createAuthority>;
