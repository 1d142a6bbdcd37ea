import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../../sync-server/config.ts';
import { putAccount, type Account } from '../../sync-server/provisioning/accounts.ts';
import { hashPassword } from '../../sync-server/provisioning/password.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { startRelay } from '../../sync-server/relay.ts';
import type { Sessions } from '../../sync-server/auth/sessions.ts';
import type { Followers } from '../../sync-server/followers/followers.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import type { DatabaseRight, Holder } from '../../src/domain/rights.ts';
import type { Protocol } from '../../src/domain/protocol.ts';
import { startCouchDouble, type CouchDouble } from '../doubles/couchdb/couchdb.ts';
import { freePort } from '../journeys/setup/free-port.ts';
import { aHolder } from './people.ts';
import { aPrefix, dropDatabases, realCouch } from './real-couch.ts';

export const password = 'correct-horse';
const community = 'c1';
const areas = ['a1', 'a2'];

/** `couch` is the double, `couchdb` a real one that the environment names. */
export type StorageKind = 'embedded' | 'couch' | 'couchdb';
/** Suites of the relay run for each. */
export const storageKinds: readonly StorageKind[] = [
  'embedded',
  'couch',
  ...(realCouch(process.env) ? (['couchdb'] as const) : []),
];

export interface RelayGiven {
  readonly storage?: StorageKind;
  /** everybody who may sign in, with `password`; default: `people` */
  readonly accounts?: readonly Holder[];
  readonly clock?: () => number;
  /** what the relay speaks */
  readonly protocol?: Protocol;
  /** relays on one storage: the double of another relay, which outlives this one */
  readonly couch?: CouchDouble;
  /** a folder that outlives the relay */
  readonly dataDir?: string;
  /** folder of a built app */
  readonly appFolder?: string;
  /** the program that reads sheets; without it none can be brought */
  readonly importProgram?: URL;
  /** more of the environment: `METRICS_PORT` */
  readonly env?: Readonly<Record<string, string>>;
}

export interface SignInGiven {
  readonly password?: string;
  readonly device?: { readonly id?: string; readonly name?: string; readonly key?: object; readonly fresh?: boolean };
}

/** A person signed in on a device, and a way to ask as that person. */
export interface SignedInPerson {
  readonly token: string;
  readonly device: string;
  readonly replica: string;
  readonly expiresAt: string;
  readonly databases: readonly DatabaseRight[];
  /** Asks the relay with this person's token; a `body` is sent as JSON by POST unless a method is given. */
  ask(
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>;
}

export interface TestRelay {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly storage: Storage;
  readonly sessions: Sessions;
  readonly followers: Followers;
  /** only with `storage: 'couch'` */
  readonly couch?: CouchDouble;
  signIn(username: string, given?: SignInGiven): Promise<SignedInPerson>;
  /** Creates or replaces somebody's account, password `password`. */
  putAccount(holder: Holder, more?: Partial<Account>): Promise<void>;
  stop(): Promise<void>;
}

/** One of each role in community c1: grid1, area1 and building1 in area a1, grid2 in area a2, garden1 and secretary above. */
export const people: readonly Holder[] = [
  aHolder('gridWorker'),
  aHolder('gridWorker', { userId: 'grid2', areas: ['a2'] }),
  aHolder('buildingLeader'),
  aHolder('areaSecretary'),
  aHolder('gardenSecretary', { pinned: ['a1'] }),
  aHolder('communitySecretary'),
  aHolder('privacyOfficer'),
  aHolder('admin'),
];

/** A hash of `password` that is quick to check: most tests are not about guessing. */
const cheap = hashPassword(password, { power: 10, r: 8, p: 1 });

/** A relay in this process on a free port, over a new store with community c1 (areas a1, a2); `stop` leaves nothing behind. */
export async function aRelay(given: RelayGiven = {}): Promise<TestRelay> {
  const {
    accounts = people,
    clock = Date.now,
    appFolder = 'none',
    env = {},
    protocol,
    importProgram = new URL('file:///none'),
  } = given;
  const kind = given.couch ? 'couch' : (given.storage ?? 'embedded');
  const dataDir = given.dataDir ?? (await mkdtemp(join(tmpdir(), 'baibu-relay-')));
  const couch = given.couch ?? (kind === 'couch' ? await startCouchDouble({ clock }) : undefined);
  const real = kind === 'couchdb' ? realCouch(process.env) : undefined;
  const prefix = aPrefix();
  const secretFile = join(dataDir, 'couch-secret');
  if (couch) await writeFile(secretFile, Buffer.from(couch.secret).toString('base64url'), { mode: 0o600 });
  const config = readConfig({
    DATA_DIR: dataDir,
    DEMO: 'off',
    PORT: String(await freePort()),
    ...(couch && { COUCHDB_URL: couch.url, SECRET_FILE: secretFile }),
    ...(real && { COUCHDB_URL: real.url, SECRET_FILE: real.secretFile, DB_PREFIX: prefix }),
    ...env,
  });
  if (!config.ok) throw new Error(config.fault.en);
  const started = await startRelay({
    config: config.value,
    clock,
    appFolder,
    importProgram,
    version: '0.0.0-test',
    logLevel: 'silent',
    ...(protocol && { protocol }),
  });
  if (!started.ok) throw new Error(started.fault.en);
  const relay = started.value;
  const { storage, sessions, followers, address: url } = relay;

  const put = async (holder: Holder, more: Partial<Account> = {}): Promise<void> => {
    const { userId: username, ...rights } = holder;
    const passwordHash = await cheap;
    await putAccount(storage, { username, name: `${username} of ${community}`, passwordHash, ...rights, ...more });
  };
  await provision(storage, {
    communities: [{ key: community, areas }],
    users: accounts.map((holder) => holder.userId),
  });
  for (const holder of accounts) await put(holder);

  return {
    url,
    storage,
    sessions,
    followers,
    ...(couch && { couch }),
    putAccount: put,
    signIn: (username, how) => signIn(url, username, how),
    async stop() {
      await relay.stop();
      if (!given.couch) await couch?.close();
      if (real) await dropDatabases(real.url, prefix);
      if (given.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Signs in over HTTP; asks again when the relay is busy with other passwords. Throws with the answer when it is refused. */
export async function signIn(url: string, username: string, given: SignInGiven = {}): Promise<SignedInPerson> {
  const device = { id: randomUUID(), name: 'a tablet', ...given.device };
  for (;;) {
    const response = await fetch(`${url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: given.password ?? password, device }),
    });
    const answer = (await response.json()) as Omit<SignedInPerson, 'ask'> & { error?: string };
    if (answer.error === 'relay-busy') continue;
    if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    return { ...answer, ask: asking(url, answer.token) };
  }
}

/** `fetch` with a token and JSON. */
export function asking(url: string, token: string): SignedInPerson['ask'] {
  return (path, { method, body, headers, signal } = {}) =>
    fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
}
