import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { checkCouchConfiguration } from '../../sync-server/storage/couch-configuration.ts';
import { openCouchStorage } from '../../sync-server/storage/couch.ts';
import { openEmbeddedStorage } from '../../sync-server/storage/embedded.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { readSecret } from '../../sync-server/auth/secret.ts';
import { aPrefix, dropDatabases, realCouch } from '../builders/real-couch.ts';
import { startCouchDouble } from '../doubles/couchdb/couchdb.ts';
import type { CouchDouble } from '../doubles/couchdb/couchdb.ts';

/** A storage for one suite, and the way to leave nothing behind. */
export interface Tenancy {
  storage: Storage;
  leave: () => Promise<void>;
}

export type Tenant = () => Promise<Tenancy>;

export async function embeddedTenant(): Promise<Tenancy> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baibu-storage-'));
  const storage = await openEmbeddedStorage({ dataDir, newId: ulid });
  const leave = async (): Promise<void> => {
    await storage.close();
    await rm(dataDir, { recursive: true });
  };
  return { storage, leave };
}

export async function couchTenant(): Promise<Tenancy & { couch: CouchDouble }> {
  const couch = await startCouchDouble();
  const storage = openCouchStorage({
    url: couch.url,
    prefix: 'baibu-',
    key: { secret: couch.secret },
    now: Date.now,
    newId: ulid,
  });
  const leave = async (): Promise<void> => {
    await storage.close();
    await couch.close();
  };
  return { storage, couch, leave };
}

/** A real CouchDB 3 in a suite's hands, when `COUCHDB_URL` (with the admin's credentials) and `SECRET_FILE` name one. */
export function realCouchTenant(env: NodeJS.ProcessEnv): Tenant | undefined {
  const real = realCouch(env);
  if (!real) return undefined;
  return async () => {
    const { url } = real;
    const missing = await checkCouchConfiguration(url);
    if (missing.length > 0) throw new Error(`this CouchDB is not configured:\n${missing.join('\n')}`);
    const secret = await readSecret(real.secretFile, false);
    if (!secret.ok) throw new Error(`SECRET_FILE: ${secret.why}`);
    const prefix = aPrefix();
    const storage = openCouchStorage({ url, prefix, key: { secret: secret.key }, now: Date.now, newId: ulid });
    const leave = async (): Promise<void> => {
      await storage.close();
      await dropDatabases(url, prefix);
    };
    return { storage, leave };
  };
}

const real = realCouchTenant(process.env);

/** Every storage there is: suites of the relay run on each. */
export const tenants: readonly (readonly [name: string, tenant: Tenant])[] = [
  ['embedded', embeddedTenant],
  ['couchdb double', couchTenant],
  ...(real ? ([['couchdb', real]] as const) : []),
];
