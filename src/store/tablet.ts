import { Dexie, type Table } from 'dexie';
import type { Me } from '../domain/me.ts';
import type { PinVerifier } from '../platform/crypto.ts';
import { isFull } from './database.ts';

/** An account that signed in on this tablet. */
export interface Account {
  readonly user: string;
  /** as shown on the unlock screen */
  readonly name: string;
  readonly unit?: string;
  /** name and rights as the relay told last */
  readonly me?: Me;
  readonly pin?: PinVerifier;
  /** wrong tries since the last right one, and when the next is allowed (ms) */
  readonly wrongTries?: number;
  readonly nextTryAt?: number;
  readonly lastUsed: number;
  /** the device's key for this account; its private half cannot be read */
  readonly deviceKey?: CryptoKeyPair;
  /** true once documents were stored: an empty database then means that the browser cleared it */
  readonly filled?: boolean;
}

/** What the tablet itself remembers, whoever uses it. */
export interface TabletSettings {
  deviceId: string;
  deviceName: string;
  lastUser: string;
  language: string;
  theme: string;
}

class TabletDatabase extends Dexie {
  declare readonly accounts: Table<Account, string>;
  declare readonly settings: Table<{ key: string; value: string }, string>;

  constructor() {
    // who may open this tablet, and the key that renews their sessions: kept before anybody is let in
    super('baibu-devices', { chromeTransactionDurability: 'strict' });
    this.version(1).stores({ accounts: 'user', settings: 'key' });
  }
}

/** Accounts and settings of this tablet; holds nothing about residents. */
export interface Tablet {
  accounts(): Promise<Account[]>;
  account(user: string): Promise<Account | undefined>;
  /** Changes an account, or adds it. */
  keepAccount(user: string, change: Partial<Omit<Account, 'user'>>): Promise<Account>;
  setting<K extends keyof TabletSettings>(key: K): Promise<TabletSettings[K] | undefined>;
  keepSetting<K extends keyof TabletSettings>(key: K, value: TabletSettings[K]): Promise<void>;
  /** The id of this device, made by `make` the first time. */
  deviceId(make: () => string): Promise<string>;
  close(): void;
}

/** On a full tablet one still gets in: what is remembered for the next time is then not kept. */
async function orUnkept<T>(keep: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await keep();
  } catch (error) {
    if (!isFull(error)) throw error;
    return otherwise();
  }
}

export async function openTablet(): Promise<Tablet> {
  const db = new TabletDatabase();
  await db.open();
  const setting = async <K extends keyof TabletSettings>(key: K): Promise<TabletSettings[K] | undefined> =>
    (await db.settings.get(key))?.value;
  return {
    accounts: () => db.accounts.toArray(),
    account: (user) => db.accounts.get(user),
    keepAccount: async (user, change) => {
      const merged = async (): Promise<Account> => {
        const known = (await db.accounts.get(user)) ?? { user, name: user, lastUsed: 0 };
        return { ...known, ...change, user };
      };
      const put = (): Promise<Account> =>
        db.transaction('rw', db.accounts, async () => {
          const account = await merged();
          await db.accounts.put(account);
          return account;
        });
      return orUnkept(put, merged);
    },
    setting,
    keepSetting: async (key, value) => {
      await orUnkept(
        async () => void (await db.settings.put({ key, value })),
        () => Promise.resolve(),
      );
    },
    deviceId: async (make) =>
      (await setting('deviceId')) ??
      db.transaction('rw', db.settings, async () => {
        const known = await db.settings.get('deviceId');
        if (known) return known.value;
        const value = make();
        await db.settings.add({ key: 'deviceId', value });
        return value;
      }),
    close: () => {
      db.close();
    },
  };
}
