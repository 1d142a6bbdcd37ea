import { createHmac } from 'node:crypto';
import { ulid } from 'ulid';
import { protocol, type Protocol } from '../src/domain/protocol.ts';
import { createAuthority } from './auth/authority.ts';
import { createLiveStreams } from './auth/live-streams.ts';
import { createPasswordCheck } from './auth/password-check.ts';
import { rightsNow } from './auth/rights-now.ts';
import { createSessions, type Sessions } from './auth/sessions.ts';
import { createThrottle } from './auth/throttle.ts';
import { createTokens } from './auth/token.ts';
import { isLoopback, type Config } from './config.ts';
import { startFollowers, type Followers } from './followers/followers.ts';
import { layFoundations, listenFault, type Foundations } from './foundations.ts';
import { createDrop } from './gate/drop.ts';
import { createRehoming } from './gate/rehome.ts';
import { createMetrics } from './http/metrics.ts';
import { createRelayHttp } from './http/relay-http.ts';
import { importFolder } from './import-folder.ts';
import { createImports } from './imports/imports.ts';
import { communitiesOf, communityOf } from './provisioning/communities.ts';
import { birthOf, seedDemo } from './provisioning/demo-store.ts';
import { foundAreas } from './provisioning/found-areas.ts';
import { provision } from './provisioning/provision.ts';
import { startFaults, type Started } from './start-fault.ts';
import { startMoves, type Moves } from './moves/moves.ts';
import { snapshotFolder } from './snapshot-folder.ts';
import { StorageUnavailable, type Storage } from './storage/port.ts';
import { keepSnapshots } from './storage/snapshots.ts';

/** A relay that listens. */
export interface Relay {
  readonly address: string;
  readonly storage: Storage;
  readonly sessions: Sessions;
  readonly isDemo: boolean;
  readonly followers: Followers;
  readonly moves: Moves;
  stop(): Promise<void>;
}

export interface RelaySettings {
  readonly config: Config;
  readonly clock: () => number;
  /** folder of the built app */
  readonly appFolder: string;
  /** the program that reads sheets beside the relay */
  readonly importProgram: URL;
  readonly version: string;
  readonly logLevel: 'info' | 'warn' | 'silent';
  /** what it speaks, when that is not what this code speaks */
  readonly protocol?: Protocol;
  /** hears that the followers could not follow a database now; they try again */
  readonly onFollowFault?: (fault: unknown) => void;
  /** hears of work that takes its time: what, how much of it is done */
  readonly onProgress?: (zh: string, en: string, done: number, all: number) => void;
}

/** Builds and joins the parts, in the order in which they lean on each other; the first thing that is wrong stops it. */
export async function startRelay(settings: RelaySettings): Promise<Started<Relay>> {
  const foundations = await layFoundations(settings.config, settings.clock);
  if (!foundations.ok) return foundations;
  const undo: Undo = [() => foundations.value.close()];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const prepared = await prepare(foundations.value.storage, settings);
    const listening = prepared.ok ? await join(foundations.value, settings, undo) : prepared;
    if (!prepared.ok || !listening.ok) {
      await stop();
      return prepared.ok ? (listening as Started<never>) : prepared;
    }
    return { ok: true, value: { ...listening.value, isDemo: prepared.value, stop } };
  } catch (fault) {
    await stop();
    if (fault instanceof StorageUnavailable && settings.config.storage.kind === 'couchdb')
      return startFaults.couchUnreachable();
    throw fault;
  }
}

type Undo = (() => void | Promise<void>)[];

/** Makes databases exist, and in an empty store the demo community, where that is wanted and harmless. */
async function prepare(storage: Storage, { config, clock, onProgress }: RelaySettings): Promise<Started<boolean>> {
  const birth = await birthOf(storage);
  if (config.demo === 'on' && birth === 'real') return startFaults.demoInRealStore();
  // a store born as demo stays one
  const isDemo = birth === 'demo' || birth === 'half-demo' || (config.demo !== 'off' && birth === 'none');
  if (isDemo && !isLoopback(config.host)) return startFaults.demoInPublic(config.host);
  await provision(storage, { communities: await communitiesOf(storage), users: [] });
  if (isDemo && birth !== 'demo') {
    await seedDemo({
      storage,
      password: config.demoPassword,
      now: clock(),
      onProgress: (done, all) => onProgress?.('生成演示社区', 'Making the demo community', done, all),
    });
  }
  return { ok: true, value: isDemo };
}

/** From the storage to a server that listens; what was begun is in `undo`, also when it did not get that far. */
async function join(
  { storage, key }: Foundations,
  {
    config,
    clock,
    appFolder,
    importProgram,
    version,
    logLevel,
    onFollowFault,
    protocol: spoken = protocol,
  }: RelaySettings,
  undo: Undo,
): Promise<Started<Omit<Relay, 'isDemo' | 'stop'>>> {
  // one secret, several uses: none can stand in for another
  const derived = (name: string): Uint8Array => Uint8Array.from(createHmac('sha256', key).update(name).digest());
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
  const onFault = (_database: string, fault: unknown): void => onFollowFault?.(fault);
  const followers = startFollowers({ storage, clock, communityOf: (area) => communityOf(storage, area), onFault });
  undo.push(() => followers.stop());
  const moves = startMoves({ storage, clock, onFault });
  undo.push(() => moves.stop());
  const drop = createDrop({ storage, clock });
  const rehoming = createRehoming({ storage, clock, newId: () => ulid(clock()) });
  const folder = await snapshotFolder(config.storage);
  undo.push(() => folder.giveBack());
  const snapshots = await keepSnapshots({ storage, folder: folder.path, newId: () => ulid(), clock });
  undo.push(() => snapshots.close());
  const imports = createImports({
    ...{ storage, clock, program: importProgram, folder: importFolder(config.storage) },
    newId: () => ulid(clock()),
    delivererOf: (user, device) => rightsNow(storage, user, device),
    foundAreas: (community, keys, dry) => foundAreas(storage, community, keys, dry),
  });
  undo.push(() => imports.stop());
  const metrics = createMetrics();
  const http = await createRelayHttp({
    ...{ storage, sessions, streams, drop, rehoming, imports, snapshots, clock, appFolder, version, metrics, logLevel },
    protocol: spoken,
  });
  undo.push(() => http.close());
  undo.push(() => streams.close());
  let port = config.port;
  try {
    const address = await http.listen({ host: config.host, port });
    if (config.metricsPort !== undefined) undo.push(await metrics.listen((port = config.metricsPort)));
    // sheets that a kill interrupted
    void imports.resume().catch((fault: unknown) => onFollowFault?.(fault));
    // what moved while nobody followed; the relay answers meanwhile
    void followers.sweep().catch((fault: unknown) => onFollowFault?.(fault));
    // placements whose day came, and moves that a kill interrupted
    void moves.tend().catch((fault: unknown) => onFollowFault?.(fault));
    return { ok: true, value: { address, storage, sessions, followers, moves } };
  } catch (fault) {
    const known = listenFault(fault, port === config.port ? config.host : '127.0.0.1', port);
    if (known) return known;
    throw fault;
  }
}
