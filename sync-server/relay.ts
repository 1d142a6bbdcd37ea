import { mkdir, writeFile, rm } from 'node:fs/promises';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { ulid } from 'ulid';
import { createAuthority } from './auth/authority.ts';
import { createLiveStreams } from './auth/live-streams.ts';
import { createPasswordCheck } from './auth/password-check.ts';
import { readSecret } from './auth/secret.ts';
import { createSessions, type Sessions } from './auth/sessions.ts';
import { createThrottle } from './auth/throttle.ts';
import { createTokens } from './auth/token.ts';
import { isLoopback, type Config } from './config.ts';
import { startFollowers, type Followers } from './followers/followers.ts';
import { createDrop } from './gate/drop.ts';
import { createMetrics } from './http/metrics.ts';
import { createRelayHttp } from './http/relay-http.ts';
import { birthOf, seedDemo } from './provisioning/demo-store.ts';
import { communitiesOf, communityOf } from './provisioning/communities.ts';
import { provision } from './provisioning/provision.ts';
import { startFaults, stopped, type Started } from './start-fault.ts';
import { checkCouchConfiguration } from './storage/couch-configuration.ts';
import { openCouchStorage } from './storage/couch.ts';
import { openEmbeddedStorage } from './storage/embedded.ts';
import { StorageUnavailable, type Storage } from './storage/port.ts';

/** A relay that listens. */
export interface Relay {
  readonly address: string;
  readonly storage: Storage;
  readonly sessions: Sessions;
  readonly isDemo: boolean;
  readonly followers: Followers;
  stop(): Promise<void>;
}

export interface RelaySettings {
  readonly config: Config;
  readonly clock: () => number;
  /** folder of the built app */
  readonly appFolder: string;
  readonly version: string;
  readonly logLevel: 'info' | 'warn' | 'silent';
  /** hears of work that takes its time: what, how much of it is done */
  /** hears that the followers could not follow a database now; they try again */
  readonly onFollowFault?: (fault: unknown) => void;
  readonly onProgress?: (zh: string, en: string, done: number, all: number) => void;
}

/** Builds and joins the parts, in the order in which they lean on each other; the first thing that is wrong stops it. */
export async function startRelay(settings: RelaySettings): Promise<Started<Relay>> {
  const { config, clock, version, logLevel, appFolder } = settings;
  const embedded = config.storage.kind === 'embedded';
  if (config.storage.kind === 'embedded' && !(await isWritable(config.storage.dataDir)))
    return startFaults.folderNotWritable(config.storage.dataDir);
  const secret = await readSecret(config.secretFile, embedded);
  if (!secret.ok) {
    if (secret.why === 'weak') return startFaults.secretWeak(config.secretFile);
    if (secret.why === 'readable-by-others') return startFaults.secretOpen(config.secretFile);
    return secret.why === 'missing' || !embedded
      ? startFaults.secretMissing(config.secretFile)
      : startFaults.folderNotWritable(config.secretFile);
  }
  const opened = await openStorage(config, secret.key, clock);
  if (!opened.ok) return opened;
  const storage = opened.value;
  const undo: (() => unknown)[] = [() => storage.close()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const prepared = await prepare(storage, settings);
    if (!prepared.ok) {
      await stop();
      return prepared;
    }
    const derived = (name: string): Uint8Array =>
      Uint8Array.from(createHmac('sha256', secret.key).update(name).digest());
    const authority = createAuthority({ storage, clock });
    undo.push(() => authority.close());
    const streams = createLiveStreams({ authority, clock });
    const sessions = createSessions({
      storage,
      authority,
      tokens: createTokens({ key: derived('session tokens'), clock }),
      throttle: createThrottle({ storage, key: derived('throttles'), clock }),
      checkPassword: createPasswordCheck(),
      clock,
      newId: () => ulid(),
    });
    const followers = startFollowers({
      storage,
      clock,
      communityOf: (area) => communityOf(storage, area),
      onFault: (_database, fault) => settings.onFollowFault?.(fault),
    });
    undo.push(() => followers.stop());
    const drop = createDrop({ storage, clock });
    const metrics = createMetrics();
    const http = await createRelayHttp({
      ...{ storage, sessions, streams, drop, clock, appFolder, version, logLevel, metrics },
    });
    undo.push(() => http.close());
    undo.push(() => streams.close());
    let address: string;
    try {
      address = await http.listen({ host: config.host, port: config.port });
    } catch (fault) {
      await stop();
      return listenFault(fault, config.host, config.port);
    }
    if (config.metricsPort !== undefined) {
      try {
        undo.push(await metrics.listen(config.metricsPort));
      } catch (fault) {
        await stop();
        return listenFault(fault, '127.0.0.1', config.metricsPort);
      }
    }
    // what moved while nobody followed; the relay answers meanwhile
    void followers.sweep().catch((fault: unknown) => settings.onFollowFault?.(fault));
    return { ok: true, value: { address, storage, sessions, followers, isDemo: prepared.value, stop } };
  } catch (fault) {
    await stop();
    if (fault instanceof StorageUnavailable && !embedded) return startFaults.couchUnreachable();
    throw fault;
  }
}

async function openStorage({ storage }: Config, key: Uint8Array, now: () => number): Promise<Started<Storage>> {
  const newId = (): string => ulid();
  try {
    if (storage.kind === 'embedded')
      return { ok: true, value: await openEmbeddedStorage({ dataDir: storage.dataDir, newId }) };
    const missing = await checkCouchConfiguration(storage.url);
    const [first] = missing;
    if (first !== undefined) {
      const lines = missing.join(' ; ');
      return stopped(`CouchDB 的配置还缺：${lines}`, `The configuration of CouchDB lacks: ${lines}`);
    }
    return { ok: true, value: openCouchStorage({ ...storage, key: { secret: key }, now, newId }) };
  } catch (fault) {
    if (!(fault instanceof StorageUnavailable)) throw fault;
    return storage.kind === 'embedded' ? startFaults.folderInUse(storage.dataDir) : startFaults.couchUnreachable();
  }
}

/** Makes databases exist, and in an empty store the demo community, where that is wanted and harmless. */
async function prepare(storage: Storage, { config, clock, onProgress }: RelaySettings): Promise<Started<boolean>> {
  const birth = await birthOf(storage);
  if (config.demo === 'on' && birth === 'real') return startFaults.demoInRealStore();
  const demo = birth.endsWith('demo') || config.demo === 'on' || (config.demo === 'auto' && birth === 'none');
  if (demo && !isLoopback(config.host)) return startFaults.demoInPublic(config.host);
  await provision(storage, { communities: await communitiesOf(storage), users: [] });
  if (demo && birth !== 'demo') {
    await seedDemo({
      storage,
      password: config.demoPassword,
      now: clock(),
      onProgress: (done, all) => onProgress?.('生成演示社区', 'Making the demo community', done, all),
    });
  }
  return { ok: true, value: demo };
}

async function isWritable(folder: string): Promise<boolean> {
  const probe = join(folder, `.probe-${process.pid}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
    return true;
  } catch {
    return false;
  }
}

function listenFault(fault: unknown, host: string, port: number): Started<never> {
  const { code } = fault as { code?: string };
  if (code === 'EADDRINUSE') return startFaults.portTaken(port);
  if (code === 'EACCES') return startFaults.portForbidden(port);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return startFaults.hostUnusable(host);
  throw fault;
}
