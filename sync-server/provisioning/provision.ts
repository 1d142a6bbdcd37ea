import {
  areaOf,
  careOf,
  extractOf,
  handoverCareOf,
  handoverOf,
  importsDatabase,
  ledgerDatabase,
  logOf,
  mediaOf,
  ownOf,
  refOf,
  rollupOf,
  sealedKinds,
  sealedOf,
} from '../../src/domain/database-name.ts';
import type { Storage } from '../storage/port.ts';
import { authDatabase } from './accounts.ts';
import { rememberCommunity, type Community } from './communities.ts';
import { readerRole } from './reader-role.ts';

/** What shall exist. */
export interface Plan {
  readonly communities: readonly Community[];
  /** user names that get a database of their own */
  readonly users: readonly string[];
}

/** Databases whose copy somebody may hold: each is read under its own role and no other. */
export const copiedDatabases = ({ communities, users }: Plan): string[] => [
  ...communities.flatMap(({ key }) => [refOf(key), rollupOf(key), logOf(key), handoverOf(key)]),
  ...communities.flatMap(({ key }) => sealedKinds.map((kind) => sealedOf(kind, key))),
  ...communities.flatMap(({ areas }) => areas.flatMap((area) => [areaOf(area), careOf(area), mediaOf(area)])),
  ...communities.flatMap(({ areas }) => areas.map(handoverCareOf)),
  ...users.map(ownOf),
];

/** Databases that only the relay reads; extracts leave it document by document, those of a community as a report. */
export const relayDatabases = ({ communities }: Plan): string[] => [
  authDatabase,
  ledgerDatabase,
  importsDatabase,
  ...communities.flatMap(({ key, areas }) => [key, ...areas].map(extractOf)),
];

/** How many databases are made at the same time. */
const atOnce = 8;

/**
 * Makes every database of the plan exist, with who may read it; idempotent, also when several relays start at once.
 * There are no design documents: what may be written is decided at the gate, by rules that need more than one document,
 * and CouchDB listens to the relay alone.
 * @param onProgress hears how many of all databases are there
 * @returns names of the databases that were created now
 */
export async function provision(
  storage: Storage,
  plan: Plan,
  onProgress: (made: number, all: number) => void = () => undefined,
): Promise<string[]> {
  const wanted = [
    ...relayDatabases(plan).map((name) => ({ name, readers: [] as string[] })),
    ...copiedDatabases(plan).map((name) => ({ name, readers: [readerRole(name)] })),
  ];
  const created: string[] = [];
  for (let from = 0; from < wanted.length; from += atOnce) {
    const some = wanted.slice(from, from + atOnce);
    const made = await Promise.all(some.map(({ name, readers }) => storage.ensureDatabase(name, { readers })));
    created.push(...some.flatMap(({ name }, index) => (made[index] === 'created' ? [name] : [])));
    onProgress(Math.min(from + atOnce, wanted.length), wanted.length);
  }
  for (const community of plan.communities) await rememberCommunity(storage, community);
  return created;
}
