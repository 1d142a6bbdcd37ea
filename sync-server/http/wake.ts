import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { databasesOf } from '../../src/domain/rights.ts';
import type { LiveStreams } from '../auth/live-streams.ts';
import type { Storage } from '../storage/port.ts';
import { stream } from './send-read.ts';
import type { WhoAsks } from './who-asks.ts';

/**
 * Moves that come within this time after a line share the next one, in ms. A visit moves its area twice, its shell last:
 * whoever waits for it waits for this as well.
 */
const gathering = 40;
const heartbeatEvery = 20_000;

/**
 * `GET /api/wake`: lines of JSON, `{ "moved": [database, …] }`, of databases that this person may read. The first line
 * names all of them: whatever was missed while nobody listened is fetched then. As no stream outlives its 15-minute token,
 * that is also the regular sweep. An empty line only says that the stream is alive.
 */
export function addWake(
  app: FastifyInstance,
  { storage, whoAsks, streams }: { storage: Storage; whoAsks: WhoAsks; streams: LiveStreams },
): void {
  app.get('/api/wake', { onRequest: whoAsks.required }, async (request, reply) => {
    const session = whoAsks.of(request);
    const readable = databasesOf(session.holder)
      .filter((right) => right.read)
      .map((right) => right.name);
    const { signal, release } = streams.hold(session);
    const lines = wakeLines(storage, new Set(readable), signal);
    reply.raw.once('close', () => {
      release();
      lines.destroy();
    });
    void reply.code(200).header('content-type', 'application/x-ndjson').header('x-accel-buffering', 'no');
    return stream(reply, lines, signal);
  });
}

function wakeLines(storage: Storage, readable: ReadonlySet<string>, ending: AbortSignal): Readable {
  const moved = new Set<string>(readable);
  let rest: NodeJS.Timeout | undefined;

  function say(): void {
    lines.push(`${JSON.stringify({ moved: [...moved] })}\n`);
    moved.clear();
    rest = setTimeout(() => {
      rest = undefined;
      if (moved.size > 0) say();
    }, gathering);
  }

  const deaf = storage.onUpdate((database) => {
    if (!readable.has(database)) return;
    moved.add(database);
    if (!rest) say();
  });
  const heartbeat = setInterval(() => {
    if (!rest) lines.push('\n');
  }, heartbeatEvery);
  const finish = (): void => void lines.push(null);
  const lines = new Readable({
    read: () => undefined,
    destroy(fault, done) {
      deaf();
      clearInterval(heartbeat);
      clearTimeout(rest);
      ending.removeEventListener('abort', finish);
      done(fault);
    },
  });
  ending.addEventListener('abort', finish, { once: true });
  say();
  return lines;
}
