import { changesPage, missingAsUndefined } from './embedded-documents.ts';
import { feedStream } from './embedded-feed.ts';
import type { Movements } from './movements.ts';
import type { OpenDatabase } from './embedded-databases.ts';
import type { ReadAnswer, ReadRequest } from './port.ts';
import type { BoundedRead } from './read-query.ts';
import { answer, refuse } from './refusal.ts';
import { Readable } from 'node:stream';

/** Blobs have at most 1 MB. */
const BULK_STEP = 25;

export interface EmbeddedRead {
  request: ReadRequest;
  bounded: BoundedRead;
  epoch: string;
  movements: Movements;
  signal: AbortSignal;
  use: <T>(work: (database: OpenDatabase) => Promise<T>) => Promise<T>;
}

/** Answers a person's bounded read the way CouchDB would, from PouchDB. The person's right was checked before. */
export async function answerRead(read: EmbeddedRead): Promise<ReadAnswer> {
  const { request, bounded, use } = read;
  const id = request.id ?? '';
  try {
    switch (request.op) {
      case 'info':
        return answer(await use((database) => describe(database, request.database, read.epoch)));
      case 'changes':
        return await answerChanges(read);
      case 'allDocs':
        return answer(await use((database) => allDocs(database, bounded)));
      case 'bulkGet':
        return { status: 200, headers: { 'content-type': 'application/json' }, body: Readable.from(bulkGet(read)) };
      case 'revsDiff':
        return answer(await use((database) => database.revsDiff(bounded.body as Record<string, string[]>)));
      case 'doc':
        return answer(await use((database) => database.get(id, documentOptions(bounded.query))));
      case 'attachment':
        return await answerAttachment(read, id, request.attachment ?? '');
      case 'localGet':
        return answer(await use((database) => database.get(`_local/${id}`)));
      case 'localPut':
        return answer(await use((database) => database.put({ ...bounded.body, _id: `_local/${id}` })), 201);
    }
  } catch (fault) {
    return refusalOf(fault);
  }
}

async function describe(database: OpenDatabase, name: string, epoch: string): Promise<object> {
  const { doc_count, update_seq } = await database.info();
  return { db_name: name, doc_count, update_seq: String(update_seq), epoch, instance_start_time: '0' };
}

async function answerChanges({ request, bounded, movements, signal, use }: EmbeddedRead): Promise<ReadAnswer> {
  const { query, body } = bounded;
  const since = query['since'] ?? '0';
  if (!/^(now|\d+)$/.test(since)) return refuse(400, 'bad_request', 'Malformed sequence supplied in since.');
  const filter = {
    ...body,
    ...(query['style'] === 'all_docs' ? { style: 'all_docs' as const } : {}),
    ...(query['attachments'] === 'true' ? { attachments: true } : {}),
    ...(query['descending'] === 'true' ? { descending: true } : {}),
  };
  const asked = { includeDocs: query['include_docs'] === 'true', conflicts: query['conflicts'] === 'true' };
  const page = (from: string, limit: number): ReturnType<typeof changesPage> =>
    use((database) => changesPage(database, { ...asked, since: from, limit }, filter));
  if (query['feed'] === 'normal') return answer(await page(since, Number(query['limit'])));
  const wait = (seen: number, ms: number): Promise<boolean> => movements.beyond(request.database, seen, signal, ms);
  const feed = { query, since, page, wait, count: () => movements.count(request.database), signal };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: feedStream(feed) };
}

async function allDocs(database: OpenDatabase, { query, body }: BoundedRead): Promise<object> {
  const options: Record<string, unknown> = { ...body };
  for (const [key, value] of Object.entries(query)) options[key] = JSON.parse(value) as unknown;
  if (body) delete options['limit'];
  const found = await database.allDocs(options);
  return { ...found, ...(query['update_seq'] === 'true' ? { update_seq: String(found.update_seq) } : {}) };
}

/** A few documents at a time: a batch of photographs never stands in memory as a whole. */
async function* bulkGet({ bounded, use }: EmbeddedRead): AsyncGenerator<string> {
  const wanted = (bounded.body?.['docs'] as { id?: unknown; rev?: unknown }[]).map(({ id, rev }) => ({
    id: String(id),
    rev: typeof rev === 'string' ? rev : undefined,
  }));
  const options = { revs: bounded.query['revs'] === 'true', attachments: bounded.query['attachments'] === 'true' };
  yield '{"results":[';
  for (let from = 0; from < wanted.length; from += BULK_STEP) {
    const docs = wanted.slice(from, from + BULK_STEP);
    const { results } = await use((database) => database.bulkGet({ docs, latest: true, ...options } as BulkGetOptions));
    yield (from > 0 ? ',' : '') + results.map((result) => JSON.stringify(asCouchSays(result))).join(',');
  }
  yield ']}';
}

/** PouchDB says `missing`, CouchDB gives an error. */
function asCouchSays({ id, docs }: { id: string; docs: object[] }): object {
  const said = docs.map((doc) =>
    'missing' in doc ? { error: { id, rev: doc.missing, error: 'not_found', reason: 'missing' } } : doc,
  );
  return { id, docs: said };
}

type BulkGetOptions = PouchDB.Core.BulkGetOptions;

function documentOptions(query: Record<string, string>): PouchDB.Core.GetOptions {
  const options: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(query)) {
    if (key === 'rev') options[key] = value;
    else if (key === 'open_revs' && value === 'all') options[key] = value;
    else options[key] = JSON.parse(value) as unknown;
  }
  return options;
}

async function answerAttachment({ use }: EmbeddedRead, id: string, attachment: string): Promise<ReadAnswer> {
  const bytes = await use((database) => missingAsUndefined(database.getAttachment(id, attachment)));
  if (!bytes) return refuse(404, 'not_found', 'Document is missing attachment');
  const body = bytes as Buffer;
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'content-length': String(body.byteLength) },
    body,
  };
}

function refusalOf(fault: unknown): ReadAnswer {
  const { status, name, reason, message } = fault as {
    status?: unknown;
    name?: string;
    reason?: string;
    message?: string;
  };
  if (fault instanceof SyntaxError) return refuse(400, 'bad_request', 'invalid value');
  if (typeof status !== 'number' || status >= 500) throw fault;
  return refuse(status, name ?? 'error', reason ?? message ?? '');
}
