import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseDatabaseName, type DatabaseKind } from '../../src/domain/database-name.ts';
import type { LiveStreams } from '../auth/live-streams.ts';
import type { Session } from '../auth/session.ts';
import { readerRolesOf } from '../provisioning/reader-role.ts';
import type { Storage } from '../storage/port.ts';
import type { Snapshots } from '../storage/snapshots.ts';
import { sendCouchRefusal } from './fault-answer.ts';
import { sendRead, stream } from './send-read.ts';

export interface SnapshotAsked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly session: Session;
  readonly database: string;
  readonly query: Readonly<Record<string, string>>;
}

/** What tablets copy as text. */
const copied: readonly DatabaseKind[] = ['ref', 'area', 'care', 'sealed', 'own'];

/**
 * One part of a database's snapshot, packed as it lies on the disk. That the person may read was decided above; the
 * storage decides once more, and tells the epoch at the same time.
 */
export async function sendSnapshot(
  { request, reply, session, database, query }: SnapshotAsked,
  { storage, streams, snapshots }: { storage: Storage; streams: LiveStreams; snapshots: Snapshots },
): Promise<FastifyReply> {
  const { part = '0', id } = query;
  const kind = parseDatabaseName(database)?.kind;
  if (!kind || !copied.includes(kind)) return missing(reply);
  if (!/^\d{1,6}$/.test(part)) return sendCouchRefusal(reply, 400, 'bad_request', 'bad-request');
  const { signal, release } = streams.hold(session);
  reply.raw.once('close', release);
  const { holder } = session;
  const person = { name: holder.userId, roles: readerRolesOf(holder) };
  const told = await storage.read({ database, person, op: 'info', query: {} }, signal);
  if (told.status !== 200) return sendRead(reply, told, signal);
  const { epoch = '' } = told.body as { epoch?: string };
  const asked = { epoch, part: Number(part), ...(id !== undefined && { id }) };
  const path = await snapshots.part(database, asked);
  // Open, it can be read to its end also when it is dropped meanwhile.
  const handle = path === undefined ? undefined : await open(path).catch(() => undefined);
  if (!handle) return missing(reply);
  const { size } = await handle.stat();
  void reply.code(200).header('content-type', 'application/x-ndjson').header('vary', 'accept-encoding');
  const file = handle.createReadStream();
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? ''))
    return stream(
      reply,
      pipeline(file, createGunzip(), () => undefined),
      signal,
    );
  void reply.header('content-encoding', 'gzip').header('content-length', size);
  return stream(reply, file, signal);
}

const missing = (reply: FastifyReply): FastifyReply => sendCouchRefusal(reply, 404, 'not_found', 'missing');
