import type { Storage } from '../storage/port.ts';
import { authDatabase, putAccount } from './accounts.ts';
import { ledgerDatabase } from '../../src/domain/database-name.ts';
import { demoAccounts } from './demo/accounts.ts';
import { demoCommunity } from './demo/community.ts';
import { areas, community } from './demo/organisation.ts';
import { hashPassword } from './password.ts';
import { provision } from './provision.ts';

/** What a store was born as: a demo stays one, `none` = nobody lives there yet. */
export type Birth = 'demo' | 'half-demo' | 'real' | 'none';

const mark = 'store:birth';
const batch = 500;

/** Reads what the store was born as; a demo that was interrupted while it was made is `half-demo`. */
export async function birthOf(storage: Storage): Promise<Birth> {
  if ((await storage.information(authDatabase)) === undefined) return 'none';
  const born = (await storage.information(ledgerDatabase)) && (await storage.get(ledgerDatabase, mark));
  if (born) return born['finished'] === true ? 'demo' : 'half-demo';
  const accounts = await storage.range(authDatabase, 'account:', 'account:\uffff', { limit: 1 });
  return accounts.length > 0 ? 'real' : 'none';
}

export interface DemoSettings {
  readonly storage: Storage;
  readonly password: string;
  /** ms since 1970: where the made-up history ends */
  readonly now: number;
  /** hears how many documents of all are written */
  readonly onProgress?: (done: number, all: number) => void;
}

/** Fills an empty store with the demo community and its accounts. Idempotent: an interrupted one is finished. */
export async function seedDemo({ storage, password, now, onProgress }: DemoSettings): Promise<void> {
  const users = demoAccounts.map((account) => account.username);
  await provision(storage, { communities: [{ key: community, areas: areas.map((area) => area.key) }], users });
  const born = await storage.get(ledgerDatabase, mark);
  const founded = Number(born?.['now'] ?? now);
  if (!born) await storage.write(ledgerDatabase, [{ _id: mark, now: founded, finished: false }]);
  const databases = [...demoCommunity(founded)];
  const all = databases.reduce((sum, { documents }) => sum + documents.length, 0);
  let done = 0;
  for (const { name, documents } of databases) {
    for (let from = 0; from < documents.length; from += batch) {
      const some = documents.slice(from, from + batch).map((document) => ({ ...document }));
      const written = await storage.write(name, some);
      // what an interrupted start already wrote is a conflict with itself
      if (written.some((row) => row.error !== undefined && row.error !== 'conflict'))
        throw new Error('demo not written');
      done += some.length;
      onProgress?.(done, all);
    }
  }
  const passwordHash = await hashPassword(password);
  for (const account of demoAccounts) await putAccount(storage, { ...account, passwordHash });
  const mine = await storage.get(ledgerDatabase, mark);
  await storage.write(ledgerDatabase, [{ ...mine, _id: mark, now: founded, finished: true }]);
}
