import { Readable } from 'node:stream';
import { StorageUnavailable } from './port.ts';
import type { ReadAnswer, ReadRequest } from './port.ts';
import type { BoundedRead } from './read-query.ts';
import { answer } from './refusal.ts';

export interface CouchRead {
  request: ReadRequest;
  bounded: BoundedRead;
  origin: string;
  /** With prefix. */
  db: string;
  /** The person's own token: CouchDB's `_security` decides once more. */
  authorization: string;
  signal: AbortSignal;
  epochOf: (startTime: unknown) => Promise<string>;
}

/**
 * Streams CouchDB's answer through. The upstream address is built from the matched operation alone, and of the answer
 * only its status, type, length and body go on. Throws `StorageUnavailable` also for a 401: the token is ours, not the person's.
 */
export async function readThrough(read: CouchRead): Promise<ReadAnswer> {
  const { request, bounded, signal } = read;
  const response = await fetch(upstreamUrl(read), {
    method: request.op === 'localPut' ? 'PUT' : bounded.body ? 'POST' : 'GET',
    headers: { authorization: read.authorization, accept: 'application/json', 'content-type': 'application/json' },
    ...(bounded.body ? { body: JSON.stringify(bounded.body) } : {}),
    redirect: 'error',
    signal,
  }).catch((cause: unknown) => {
    throw new StorageUnavailable({ cause });
  });
  const { status, body } = response;
  if (status >= 500 || status === 401) {
    await body?.cancel();
    throw new StorageUnavailable();
  }
  if (request.op === 'info' && status === 200) return answer(await describe(read, response));
  const waiting = request.op === 'changes' && bounded.query['feed'] !== 'normal';
  return {
    status,
    headers: headersOf(response, request.op === 'attachment' && status === 200),
    body: Readable.from(chunks(response, waiting, signal), { objectMode: false }),
  };
}

function upstreamUrl({ request, bounded, origin, db }: CouchRead): string {
  const query = new URLSearchParams(bounded.query);
  if (request.op === 'bulkGet') query.set('latest', 'true');
  const path = [db, ...segments(request)].map(encodeURIComponent).join('/');
  return `${origin}/${path}${query.size > 0 ? `?${query}` : ''}`;
}

function segments({ op, id = '', attachment = '' }: ReadRequest): string[] {
  switch (op) {
    case 'info':
      return [];
    case 'changes':
      return ['_changes'];
    case 'allDocs':
      return ['_all_docs'];
    case 'bulkGet':
      return ['_bulk_get'];
    case 'revsDiff':
      return ['_revs_diff'];
    case 'doc':
      return [id];
    case 'attachment':
      return [id, attachment];
    case 'localGet':
    case 'localPut':
      return ['_local', id];
  }
}

async function describe({ request, epochOf }: CouchRead, response: Response): Promise<object> {
  const { doc_count, update_seq, instance_start_time } = (await response.json()) as Record<string, unknown>;
  const epoch = await epochOf(instance_start_time);
  return { db_name: request.database, doc_count, update_seq, epoch, instance_start_time };
}

function headersOf(response: Response, attachment: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  // what a person stored never chooses how a browser treats it
  headers['content-type'] = attachment ? 'application/octet-stream' : 'application/json';
  const length = response.headers.get('content-length');
  if (length && !response.headers.has('content-encoding')) headers['content-length'] = length;
  return headers;
}

async function* chunks(response: Response, waiting: boolean, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (waiting) yield new TextEncoder().encode('\n');
  try {
    for await (const chunk of response.body ?? []) yield chunk;
  } catch (cause) {
    // an ended session ends the stream; a broken upstream must not look like a complete answer
    if (!signal.aborted) throw new StorageUnavailable({ cause });
  }
}
