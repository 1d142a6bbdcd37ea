import { createServer } from 'node:net';
import { ulid } from 'ulid';
import { readSecret } from './auth/secret.ts';
import type { Config } from './config.ts';
import { claimDataFolder } from './data-folder.ts';
import { startFaults, stopped, type Started } from './start-fault.ts';
import { checkCouchConfiguration } from './storage/couch-configuration.ts';
import { openCouchStorage } from './storage/couch.ts';
import { openEmbeddedStorage } from './storage/embedded.ts';
import { StorageUnavailable, type Storage } from './storage/port.ts';

/** What a relay stands on. */
export interface Foundations {
  readonly storage: Storage;
  /** the secret that all relays share */
  readonly key: Uint8Array;
  close(): Promise<void>;
}

/** Looks at port, folder, secret and storage, in this order; the first that is wrong stops the start. */
export async function layFoundations(config: Config, clock: () => number): Promise<Started<Foundations>> {
  const port = await portFault(config.host, config.port);
  return port ?? openFoundations(config, clock);
}

/** The same without listening anywhere: for an operator's command. */
export async function openFoundations(config: Config, clock: () => number): Promise<Started<Foundations>> {
  const embedded = config.storage.kind === 'embedded';
  const claim = config.storage.kind === 'embedded' ? await claimDataFolder(config.storage.dataDir) : undefined;
  if (claim && !claim.ok) return claim;
  const giveBack = claim?.value ?? (() => Promise.resolve());
  const built = await build(config, embedded, clock);
  if (!built.ok) {
    await giveBack();
    return built;
  }
  const { storage, key } = built.value;
  const close = async (): Promise<void> => {
    await storage.close();
    await giveBack();
  };
  return { ok: true, value: { storage, key, close } };
}

async function build(
  config: Config,
  embedded: boolean,
  clock: () => number,
): Promise<Started<{ storage: Storage; key: Uint8Array }>> {
  const { secretFile } = config;
  const secret = await readSecret(secretFile, embedded);
  if (!secret.ok) {
    if (secret.why === 'weak') return startFaults.secretWeak(secretFile);
    if (secret.why === 'readable-by-others') return startFaults.secretOpen(secretFile);
    return secret.why === 'missing' ? startFaults.secretMissing(secretFile) : startFaults.folderNotWritable(secretFile);
  }
  const { key } = secret;
  const storage = await openStorage(config, key, clock);
  return storage.ok ? { ok: true, value: { storage: storage.value, key } } : storage;
}

async function openStorage({ storage }: Config, key: Uint8Array, now: () => number): Promise<Started<Storage>> {
  const newId = (): string => ulid();
  try {
    if (storage.kind === 'embedded')
      return { ok: true, value: await openEmbeddedStorage({ dataDir: storage.dataDir, newId }) };
    const missing = (await checkCouchConfiguration(storage.url)).join(' ; ');
    if (missing !== '')
      return stopped(`CouchDB 的配置还缺：${missing}`, `The configuration of CouchDB lacks: ${missing}`);
    return { ok: true, value: openCouchStorage({ ...storage, key: { secret: key }, now, newId }) };
  } catch (fault) {
    if (!(fault instanceof StorageUnavailable)) throw fault;
    return storage.kind === 'embedded' ? startFaults.folderInUse(storage.dataDir) : startFaults.couchUnreachable();
  }
}

/** Asked first: nobody should wait for a demo community to hear that the port is taken. */
function portFault(host: string, port: number): Promise<Started<never> | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (fault) => {
      const known = listenFault(fault, host, port);
      if (known) resolve(known);
      else reject(fault);
    });
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** Why it is not possible to listen there; `undefined`: a bug. */
export function listenFault(fault: unknown, host: string, port: number): Started<never> | undefined {
  switch ((fault as { code?: string }).code) {
    case 'EADDRINUSE':
      return startFaults.portTaken(port);
    case 'EACCES':
      return startFaults.portForbidden(port);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return startFaults.hostUnusable(host);
    default:
      return undefined;
  }
}
