import { community as communityKey } from '../../sync-server/provisioning/demo/organisation.ts';
import { refOf } from '../../src/domain/database-name.ts';
import { readConfig } from '../../sync-server/config.ts';
import { putAccount } from '../../sync-server/provisioning/accounts.ts';
import { demoAccounts } from '../../sync-server/provisioning/demo/accounts.ts';
import type { DemoDatabase } from '../../sync-server/provisioning/demo/community.ts';
import { hashPassword } from '../../sync-server/provisioning/password.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { startRelay } from '../../sync-server/relay.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { demoPassword } from '../journeys/setup/sign-in.ts';
import { freePort } from '../journeys/setup/free-port.ts';
import { fieldAreas, fieldWorkers } from './field-workers.ts';
import { heldAreas, manyAnswers } from './many-answers.ts';
import { areaKey, meanBytes, smallArea, smallAreaKey, tenThousand } from './ten-thousand.ts';

export const password = demoPassword;
/** Holds the 10,000 documents; and somebody who holds the small area besides. */
export const worker = 'grid1';
export const workerOfTwo = 'grid9';

const batch = 500;

/**
 * Fills a data folder as a relay would have it after some time of use: documents, accounts, and everything that the
 * followers derive, so that the measured relay has nothing of its own to do.
 * @param held also the areas of `idle-sync`, which take their time
 * @param large also the 10,000 documents; without them only the catalogues of the community and the small areas
 * @returns one line that says what is in it
 */
export async function seed(
  dataDir: string,
  now: number,
  { held: withHeld, large }: { readonly held: boolean; readonly large: boolean },
): Promise<string> {
  const config = readConfig({ DATA_DIR: dataDir, DEMO: 'off', PORT: String(await freePort()) });
  if (!config.ok) throw new Error(config.fault.en);
  const started = await startRelay({
    config: config.value,
    clock: () => now,
    appFolder: 'none',
    importProgram: new URL('file:///none'),
    version: '0.0.0-bench',
    logLevel: 'silent',
  });
  if (!started.ok) throw new Error(started.fault.en);
  const { storage, followers, stop } = started.value;
  const areas = [areaKey, smallAreaKey, ...heldAreas.map(({ area }) => area), ...fieldAreas];
  const users = [worker, workerOfTwo, ...[...heldAreas, ...fieldWorkers].map(({ user }) => user)];
  await provision(storage, { communities: [{ key: communityKey, areas }], users });
  const measured = tenThousand(now).filter(({ name }) => large || name === refOf(communityKey));
  const held = withHeld ? heldAreas.map(({ area, documents }) => manyAnswers(area, documents)) : [];
  for (const database of [...measured, ...smallArea(now), ...held]) await write(storage, database);
  await putAccounts(storage);
  await followers.sweep();
  await stop();
  const documents = measured.flatMap((database) => database.documents);
  return `${String(documents.length)} documents of ${(meanBytes(documents) / 1000).toFixed(2)} KB on average`;
}

async function write(storage: Storage, { name, documents }: DemoDatabase): Promise<void> {
  for (let from = 0; from < documents.length; from += batch) {
    const written = await storage.write(
      name,
      documents.slice(from, from + batch).map((document) => ({ ...document })),
    );
    if (written.some((row) => row.error !== undefined)) throw new Error(`not everything of ${name} was written`);
  }
}

async function putAccounts(storage: Storage): Promise<void> {
  const base = demoAccounts.find(({ username }) => username === worker);
  if (!base) throw new Error('the demo has no such worker');
  // Quick to check: what is measured begins after the sign-in.
  const passwordHash = await hashPassword(password, { power: 10, r: 8, p: 1 });
  await putAccount(storage, { ...base, passwordHash });
  const put = (username: string, areas: readonly string[]): Promise<void> => {
    const grants = base.grants.map((grant) => ({ ...grant, areas }));
    return putAccount(storage, { ...base, username, grants, passwordHash });
  };
  await put(workerOfTwo, [smallAreaKey, areaKey]);
  for (const { user, area } of [...heldAreas, ...fieldWorkers]) await put(user, [area]);
}
