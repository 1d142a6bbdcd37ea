import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { isCopied } from '../../src/domain/database-name.ts';
import { databasesOf } from '../../src/domain/rights.ts';
import { beats, wakeWishSchema, type WakeWish } from '../../src/domain/wake.ts';
import type { LiveStreams } from '../auth/live-streams.ts';
import type { Session } from '../auth/session.ts';
import { sendFault } from './fault-answer.ts';
import type { Lookout } from './lookout.ts';
import { stream } from './send-read.ts';
import type { WhoAsks } from './who-asks.ts';

/**
 * Moves that come within this time after a line share the next one, in ms. A visit moves its area twice, its shell last:
 * whoever waits for it waits for this as well.
 */
const gathering = 40;
/** A device that says how far it has read is called for so long (ms); then it asks anew. */
const longestCall = 24 * 60 * 60_000;

export interface WakeSettings {
  whoAsks: WhoAsks;
  streams: LiveStreams;
  lookout: Lookout;
  /** the relay's time in ms */
  clock: () => number;
}

/**
 * `/api/wake`: lines of JSON, `{ "moved": [database, …] }`, of databases that this person may read; an empty line only says
 * that the stream is alive. `POST` with a `WakeWish`: only databases that tablets copy are named, first those that moved
 * since the device last read them. `GET`, for older apps: the first line names everything, and the stream ends with its
 * token.
 *
 * A stream of the first kind may outlive its token, within a day: it tells names only, its session is looked at every two
 * seconds, and it ends within 5 s of the session, the device or a right.
 */
export function addWake(app: FastifyInstance, { whoAsks, streams, lookout, clock }: WakeSettings): void {
  const open = (
    request: FastifyRequest,
    reply: FastifyReply,
    session: Session,
    wish: WakeWish,
    may: (name: string) => boolean,
  ) => {
    const readable = databasesOf(session.holder)
      .filter((right) => right.read && may(right.name))
      .map((right) => right.name);
    const { signal, release } = streams.hold(session);
    const lines = wakeLines(lookout, readable, wish, signal);
    reply.raw.once('close', () => {
      release();
      lines.destroy();
    });
    void reply.code(200).header('content-type', 'application/x-ndjson').header('x-accel-buffering', 'no');
    return stream(reply, lines, signal);
  };
  app.get('/api/wake', { onRequest: whoAsks.required }, async (request, reply) =>
    open(request, reply, whoAsks.of(request), { beat: beats.least, reached: {} }, () => true),
  );
  app.post('/api/wake', { onRequest: whoAsks.required, bodyLimit: 1_048_576 }, async (request, reply) => {
    const asked = v.safeParse(wakeWishSchema, request.body);
    if (!asked.success) return sendFault(reply, { code: 'bad-request' });
    return open(request, reply, { ...whoAsks.of(request), expiresAt: clock() + longestCall }, asked.output, isCopied);
  });
}

function wakeLines(
  lookout: Lookout,
  databases: readonly string[],
  { beat, reached }: WakeWish,
  ending: AbortSignal,
): Readable {
  const readable = new Set(databases);
  const moved = new Set<string>();
  let begun = false;
  let rest: NodeJS.Timeout | undefined;

  function say(): void {
    heartbeat.refresh();
    lines.push(`${JSON.stringify({ moved: databases.filter((name) => moved.has(name)) })}\n`);
    moved.clear();
    rest = setTimeout(() => {
      rest = undefined;
      if (moved.size > 0) say();
    }, gathering);
  }

  // heard before it is looked: nothing falls in between
  const deaf = lookout.listen(databases, (database) => {
    if (!readable.has(database)) return;
    moved.add(database);
    if (begun && !rest) say();
  });
  const heartbeat = setInterval(() => {
    if (begun) lines.push('\n');
  }, beat * 1_000);
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
  void lookout.missed(databases, reached).then((missed) => {
    for (const name of missed) moved.add(name);
    begun = true;
    if (!lines.destroyed && !ending.aborted) say();
  });
  return lines;
}
