import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { checkCouchConfiguration } from '../../sync-server/storage/couch-configuration.ts';
import { openCouchStorage } from '../../sync-server/storage/couch.ts';
import { openEmbeddedStorage } from '../../sync-server/storage/embedded.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
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

/**
 * A real CouchDB 3, when `COUCHDB_URL` (with the admin's credentials) and `COUCHDB_JWT_SECRET` (before base64) name one.
 * Its databases get a prefix of their own and are deleted at the end.
 */
export function realCouchTenant(env: NodeJS.ProcessEnv): Tenant | undefined {
  const { COUCHDB_URL: url, COUCHDB_JWT_SECRET: secret = '' } = env;
  if (!url) return undefined;
  return async () => {
    const missing = await checkCouchConfiguration(url);
    if (missing.length > 0) throw new Error(`this CouchDB is not configured:\n${missing.join('\n')}`);
    const prefix = `t${ulid().toLowerCase()}-`;
    const storage = openCouchStorage({ url, prefix, key: { secret }, now: Date.now, newId: ulid });
    const leave = async (): Promise<void> => {
      const { origin, username, password } = new URL(url);
      const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
      for (const name of await storage.listDatabases()) {
        await fetch(`${origin}/${prefix}${name}`, { method: 'DELETE', headers: { authorization } });
      }
      await storage.close();
    };
    return { storage, leave };
  };
}
