import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mediaOf, parseDatabaseName } from '../../src/domain/database-name.ts';
import { envelopeVersion, limits, type EnvelopeAnswer } from '../../src/domain/envelope.ts';
import { formerly, mayBringMedia, mayRead, type Holder } from '../../src/domain/rights.ts';
import { areasAfter } from '../gate/forwarding.ts';
import type { LiveStreams } from '../auth/live-streams.ts';
import type { Session } from '../auth/session.ts';
import { readerRolesOf } from '../provisioning/reader-role.ts';
import type { ReadOp, Storage } from '../storage/port.ts';
import type { Snapshots } from '../storage/snapshots.ts';
import { createCheckpoints } from './checkpoints.ts';
import { matchDatabasePath, type Asked } from './database-path.ts';
import { sendCouchRefusal, statusOf } from './fault-answer.ts';
import { takeMedia } from './media-intake.ts';
import { sendRead } from './send-read.ts';
import { sendSnapshot } from './send-snapshot.ts';
import type { WhoAsks } from './who-asks.ts';

/** The one door in, as the gate builds it. */
export interface Door {
  deliver(session: Session, envelopes: readonly unknown[]): Promise<EnvelopeAnswer[]>;
}

export interface DatabaseRoutes {
  storage: Storage;
  whoAsks: WhoAsks;
  streams: LiveStreams;
  drop: Door;
  /** the relay's time in ms */
  clock: () => number;
  snapshots: Snapshots;
}

const dropName = 'drop';

/** `/db`: the reading half of the CouchDB API for what a person may read, and the two doors in. */
export function addDatabaseRoutes(
  app: FastifyInstance,
  { storage, whoAsks, streams, drop, snapshots, clock }: DatabaseRoutes,
): void {
  const checkpoints = createCheckpoints(storage);
  const parts = { storage, streams, snapshots };

  async function read(
    request: FastifyRequest,
    reply: FastifyReply,
    session: Session,
    asked: Reading,
    rights: Holder = session.holder,
  ): Promise<FastifyReply> {
    const { database, op, id, attachment } = asked;
    const query = ownStrings(request.query);
    const { signal, release } = streams.hold(session);
    const hungUp = new AbortController();
    reply.raw.once('close', () => {
      release();
      hungUp.abort();
    });
    const ending = AbortSignal.any([signal, hungUp.signal]);
    const person = { name: session.holder.userId, roles: readerRolesOf(rights) };
    const answer = await storage.read(
      {
        database,
        person,
        op,
        query,
        ...(id !== undefined && { id }),
        ...(attachment !== undefined && { attachment }),
        ...(request.body !== undefined && request.body !== null && { body: request.body }),
      },
      ending,
    );
    return sendRead(reply, answer, ending);
  }

  async function write(
    request: FastifyRequest,
    reply: FastifyReply,
    session: Session,
    database: string,
  ): Promise<FastifyReply> {
    const { docs, new_edits: newEdits } = (request.body ?? {}) as { docs?: unknown; new_edits?: unknown };
    if (!Array.isArray(docs)) return sendCouchRefusal(reply, 400, 'bad_request', 'bad-request');
    // not refused one by one: a newer relay will read them
    if (database === dropName && docs.some(isNewer))
      return sendCouchRefusal(reply, statusOf['relay-too-old'], 'relay_too_old', 'relay-too-old');
    if (database === dropName) return reply.send(await drop.deliver(session, docs));
    if (!mayBringMedia(session.holder, database, clock())) return forbidden(reply);
    return reply.code(201).send(await takeMedia(storage, database, docs, newEdits !== false));
  }

  app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'],
    url: '/db/*',
    bodyLimit: limits.batch,
    onRequest: whoAsks.required,
    handler: async (request, reply) => {
      const session = whoAsks.of(request);
      const [path = ''] = (request.raw.url ?? '').split('?');
      const asked = matchDatabasePath(request.method, path);
      switch (asked.kind) {
        case 'welcome':
          return reply.send({ couchdb: 'Welcome', vendor: { name: 'baibu' } });
        case 'refused':
          return refuse(reply, asked);
        case 'write':
          return write(request, reply, session, asked.database);
        case 'committed':
          return mayRead(session.holder, asked.database)
            ? reply.code(201).send({ ok: true, instance_start_time: '0' })
            : forbidden(reply);
        case 'snapshot': {
          const { database } = asked;
          if (!mayRead(session.holder, database)) return forbidden(reply);
          return sendSnapshot({ request, reply, session, database, query: ownStrings(request.query) }, parts);
        }
        case 'checkpoint': {
          const { database, id, put } = asked;
          if (!mayRead(session.holder, database) && !mayBringMedia(session.holder, database, clock()))
            return forbidden(reply);
          const { status, body } = put
            ? await checkpoints.put(session, database, id, request.body)
            : await checkpoints.get(session, database, id);
          return reply.code(status).send(body);
        }
        case 'read':
          if (asked.database === dropName) return dropAnswer(reply, asked.op);
          if (asked.op === 'attachment') {
            // pictures of a building that went to another area are asked for under the address of the old one
            const areas = await areasOfBlob(storage, asked);
            if (areas.length > 1 || (areas.length > 0 && !mayRead(session.holder, asked.database)))
              return sendBlob(reply, storage, session, asked, areas);
          }
          if (mayRead(session.holder, asked.database)) return read(request, reply, session, asked);
          if (asksBeforeBringing.includes(asked.op) && mayBringMedia(session.holder, asked.database, clock()))
            return read(request, reply, session, asked, formerly(session.holder, clock()));
          return forbidden(reply);
      }
    },
  });
}

const isNewer = (envelope: unknown): boolean => {
  const v = (envelope as { readonly v?: unknown } | null)?.v;
  return typeof v === 'number' && v > envelopeVersion;
};

type Reading = Extract<Asked, { kind: 'read' }>;

/** The same words for what is another's and for what does not exist: nobody can feel out names. */
const forbidden = (reply: FastifyReply): FastifyReply => sendCouchRefusal(reply, 403, 'forbidden');

function refuse(reply: FastifyReply, { status }: Extract<Asked, { kind: 'refused' }>): FastifyReply {
  if (status === 403) return forbidden(reply);
  if (status === 405) return sendCouchRefusal(reply, 405, 'method_not_allowed', 'forbidden');
  return status === 404
    ? sendCouchRefusal(reply, 404, 'not_found', 'missing')
    : sendCouchRefusal(reply, 400, 'bad_request', 'bad-request');
}

/** Nothing is stored under this name; a stock PouchDB asks for it before it sends. */
function dropAnswer(reply: FastifyReply, op: ReadOp): FastifyReply {
  if (op !== 'info') return forbidden(reply);
  return reply.send({ db_name: dropName, doc_count: 0, update_seq: '0', instance_start_time: '0' });
}

/** What a replication asks before it brings something; neither tells what others brought. */
const asksBeforeBringing: readonly ReadOp[] = ['info', 'revsDiff'];

/** Areas in which a blob may lie that is asked for; none: it is no blob. */
async function areasOfBlob(storage: Storage, { database }: Reading): Promise<string[]> {
  const name = parseDatabaseName(database);
  return name?.kind === 'media' ? areasAfter(storage, name.scope) : [];
}

/** Whoever works in one of its areas and knows a blob's random id may get it; without the key in its record it is noise. */
async function sendBlob(
  reply: FastifyReply,
  storage: Storage,
  { holder }: Session,
  { id, attachment }: Reading,
  areas: readonly string[],
): Promise<FastifyReply> {
  if (!holder.grants.some((grant) => grant.areas.some((area) => areas.includes(area)))) return forbidden(reply);
  for (const area of areas) {
    const blob = await storage.getAttachment(mediaOf(area), id ?? '', attachment ?? '');
    if (!blob) continue;
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-disposition', 'attachment')
      .send(Buffer.from(blob.bytes));
  }
  return sendCouchRefusal(reply, 404, 'not_found', 'missing');
}

function ownStrings(query: unknown): Record<string, string> {
  const given = Object.entries(query ?? {});
  return Object.fromEntries(given.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
