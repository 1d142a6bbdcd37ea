import fastifyCompress from '@fastify/compress';
import fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { ulid } from 'ulid';
import type { Fault } from '../../src/domain/fault.ts';
import { appFault, protocolHeader, type Protocol } from '../../src/domain/protocol.ts';
import type { LiveStreams } from '../auth/live-streams.ts';
import type { Sessions } from '../auth/sessions.ts';
import { DatabaseMissing, StorageUnavailable, type Storage } from '../storage/port.ts';
import type { Snapshots } from '../storage/snapshots.ts';
import { serveApp } from './app-files.ts';
import { addAreaVisits } from './area-visits.ts';
import { addBlankSpots } from './blank-spots.ts';
import { addDatabaseRoutes, type Door } from './database-routes.ts';
import { addExtracts } from './extracts.ts';
import type { Rehoming } from '../gate/rehome.ts';
import { sendCouchRefusal, sendFault, statusOf } from './fault-answer.ts';
import { addHandovers } from './handovers.ts';
import { addHealth } from './health.ts';
import type { Imports } from '../imports/imports.ts';
import { addImports } from './imports.ts';
import type { Metrics } from './metrics.ts';
import { createLookout } from './lookout.ts';
import { addMediaStanding } from './media-standing.ts';
import { addOpening } from './open-record.ts';
import { labelOf } from './route-label.ts';
import { addSecurityHeaders, securityHeaders } from './security-headers.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addWake } from './wake.ts';
import { addPublicCard } from './public-card.ts';
import { createWhoAsks } from './who-asks.ts';

export interface RelayHttpSettings {
  storage: Storage;
  sessions: Sessions;
  streams: LiveStreams;
  drop: Door;
  rehoming: Rehoming;
  imports: Imports;
  snapshots: Snapshots;
  clock: () => number;
  /** what this relay speaks */
  protocol: Protocol;
  /** folder of the built app; served when it holds an `index.html` */
  appFolder: string;
  version: string;
  metrics?: Metrics;
  /** `info`: one line a request; `warn`: only what went wrong */
  logLevel: 'info' | 'warn' | 'silent';
}

/** Requests under `/api` are small; what is handed in under `/db` has its own limit. */
const smallBody = 65_536;

/** The relay as an HTTP server, not yet listening. */
export async function createRelayHttp(settings: RelayHttpSettings): Promise<FastifyInstance> {
  const { storage, sessions, streams, drop, snapshots, clock } = settings;
  const app = fastify({
    // an address may name a person: no request, no answer and no message is ever written down as it is
    logger: { level: settings.logLevel, base: null, redact: ['req', 'res', 'err.message', 'err.stack'] },
    logController: new LogController({ disableRequestLogging: true }),
    // a TLS terminator stands on the same machine
    trustProxy: 'loopback',
    bodyLimit: smallBody,
    requestTimeout: 120_000,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (_fault, request, reply) => {
      void reply.headers(securityHeaders(request.raw.url ?? '/'));
      void sendFault(reply, { code: 'bad-request' });
    },
  });
  addSecurityHeaders(app);
  settings.metrics?.watch(app);
  app.addHook('onResponse', async (request, reply) => {
    const { route } = labelOf(request);
    request.log.info({ route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) });
  });
  app.addHook('onRequest', refuseForeign);
  app.addHook('onRequest', refuseOtherVersions(settings.protocol));
  app.setErrorHandler(answerFault);
  // brotli's best setting would cost more time than it saves
  await app.register(fastifyCompress, { encodings: ['gzip'], threshold: 1024, zlibOptions: { level: 5 } });

  const whoAsks = createWhoAsks(sessions);
  addHealth(app, { storage, version: settings.version });
  addSessionRoutes(app, { sessions, whoAsks, clock });
  const lookout = createLookout({ storage });
  app.addHook('onClose', () => lookout.close());
  addWake(app, { whoAsks, streams, lookout, clock });
  addExtracts(app, { storage, whoAsks });
  addAreaVisits(app, { storage, whoAsks });
  addPublicCard(app, { storage, clock });
  addBlankSpots(app, { storage, whoAsks });
  addHandovers(app, { rehoming: settings.rehoming, whoAsks });
  addImports(app, { imports: settings.imports, whoAsks });
  addMediaStanding(app, { storage, whoAsks, clock });
  addOpening(app, { storage, whoAsks, clock });
  addDatabaseRoutes(app, { storage, whoAsks, streams, drop, snapshots, clock });
  await serveApp(app, settings.appFolder);
  return app;
}

/** Other sites have no business here, and a packed body could unfold to any size. */
async function refuseForeign(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const { headers, method } = request;
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return refusal(request, reply, 415, { code: 'bad-request' });
  const changes = method !== 'GET' && method !== 'HEAD';
  return changes && headers['sec-fetch-site'] === 'cross-site'
    ? refusal(request, reply, 403, { code: 'forbidden' })
    : undefined;
}

/** An app that would misread this relay, or be misread by it, is told so before anything is looked at. */
const refuseOtherVersions =
  (ours: Protocol) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    void reply.header(protocolHeader, String(ours.now));
    const spoken = request.headers[protocolHeader];
    if (spoken === undefined) return undefined;
    const code = /^\d{1,6}$/.test(String(spoken)) ? appFault(Number(spoken), ours) : 'relay-too-old';
    return code && refusal(request, reply, statusOf[code], { code });
  };

function answerFault(thrown: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (thrown instanceof StorageUnavailable)
    return refusal(request, reply, 503, { code: 'storage-unavailable', retryAfter: 5 });
  if (thrown instanceof DatabaseMissing) return refusal(request, reply, 404, { code: 'not-found' });
  const { statusCode } = thrown;
  if (statusCode === 413) return refusal(request, reply, 413, { code: 'too-large' });
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return refusal(request, reply, statusCode, { code: 'bad-request' });
  const reference = ulid();
  // the message of a bug may carry what it stumbled over: only the places are kept
  const places = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  request.log.error({ reference, route: labelOf(request).route, fault: thrown.name, places });
  return refusal(request, reply, statusOf.unexpected, { code: 'unexpected', reference });
}

function refusal(request: FastifyRequest, reply: FastifyReply, status: number, fault: Fault): FastifyReply {
  if (!/^\/db(\/|$)/.test(request.raw.url ?? '')) return sendFault(reply, fault, status);
  if (fault.retryAfter !== undefined) void reply.header('retry-after', String(fault.retryAfter));
  return sendCouchRefusal(reply, status, fault.code.replaceAll('-', '_'), fault.code);
}
