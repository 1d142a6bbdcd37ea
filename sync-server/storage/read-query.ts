import type { ReadOp, ReadRequest } from './port.ts';
import { isDocumentId, isSegment } from './document-id.ts';
import { isBoundedSelector } from './selector.ts';

/** One read, bounded: the values are checked and typed, everything that was not on the list is gone. */
export interface BoundedRead {
  /** Upstream query in CouchDB's own spelling. */
  query: Record<string, string>;
  /** Upstream body, `undefined` for a GET. */
  body?: Record<string, unknown>;
}

export interface Refusal {
  status: number;
  error: string;
  reason: string;
}

/** As large as the largest batch of a stock PouchDB. */
export const MAX_ROWS = 1000;
const MAX_ROWS_WITHOUT_DOCS = 10_000;
/** A media blob may have 1 MB. */
const MAX_ROWS_WITH_ATTACHMENTS = 50;
const MAX_CHECKPOINT_BYTES = 8192;
export const MAX_POLL_MS = 60_000;
const MIN_HEARTBEAT_MS = 1000;
const DEFAULT_HEARTBEAT_MS = 25_000;

type Kind = 'flag' | 'text' | 'json' | 'number';

const ALLOWED: Record<ReadOp, Readonly<Record<string, Kind>>> = {
  info: {},
  changes: {
    feed: 'text',
    since: 'text',
    limit: 'number',
    include_docs: 'flag',
    conflicts: 'flag',
    attachments: 'flag',
    descending: 'flag',
    style: 'text',
    heartbeat: 'number',
    timeout: 'number',
    seq_interval: 'number',
    filter: 'text',
    doc_ids: 'json',
  },
  allDocs: {
    key: 'json',
    keys: 'json',
    startkey: 'json',
    endkey: 'json',
    inclusive_end: 'flag',
    include_docs: 'flag',
    conflicts: 'flag',
    limit: 'number',
    skip: 'number',
    descending: 'flag',
    update_seq: 'flag',
  },
  bulkGet: { revs: 'flag', attachments: 'flag' },
  revsDiff: {},
  doc: { rev: 'text', revs: 'flag', revs_info: 'flag', open_revs: 'text', conflicts: 'flag', attachments: 'flag' },
  attachment: {},
  localGet: {},
  localPut: {},
};

/** Bounds what a person asks for, the same way for both storages; a refusal is an answer in CouchDB's words. */
export function boundRead(request: ReadRequest): BoundedRead | Refusal {
  const query: Record<string, string> = {};
  for (const [key, kind] of Object.entries(ALLOWED[request.op])) {
    const value = request.query[key];
    // `heartbeat=true` means CouchDB's default
    if (value === undefined || (kind === 'number' && value === 'true')) continue;
    if (!isOfKind(value, kind)) return badRequest(`bad value for ${key}`);
    query[key] = value;
  }
  const body = isObject(request.body) ? request.body : undefined;
  switch (request.op) {
    case 'changes':
      return boundChanges(query, body);
    case 'allDocs':
      return boundAllDocs(query, body);
    case 'bulkGet':
      return boundList(query, 'docs', body?.['docs']);
    case 'revsDiff':
      return boundRevsDiff(body);
    case 'doc':
      return withId(isDocumentId, request, query['rev'] || query['open_revs'] ? { ...query, latest: 'true' } : query);
    case 'attachment':
      return isSegment(request.attachment ?? '') ? withId(isDocumentId, request, {}) : notFound();
    case 'localGet':
      return withId(isSegment, request, {});
    case 'localPut':
      return boundCheckpoint(request, body);
    case 'info':
      return { query: {} };
  }
}

function boundChanges(query: Record<string, string>, body: Record<string, unknown> | undefined): BoundedRead | Refusal {
  const feed = query['feed'] ?? 'normal';
  if (!['normal', 'longpoll', 'continuous'].includes(feed)) return badRequest('unknown feed');
  if (query['style'] && !['main_only', 'all_docs'].includes(query['style'])) return badRequest('unknown style');
  const bounded: Record<string, string> = { ...query, feed };
  delete bounded['doc_ids'];
  const cap =
    query['include_docs'] !== 'true'
      ? MAX_ROWS_WITHOUT_DOCS
      : query['attachments'] === 'true'
        ? MAX_ROWS_WITH_ATTACHMENTS
        : MAX_ROWS;
  if (feed !== 'continuous') bounded['limit'] = atMost(query['limit'], cap);
  if (feed === 'longpoll') {
    // a heartbeat would let CouchDB keep a long poll for ever
    delete bounded['heartbeat'];
    bounded['timeout'] = atMost(query['timeout'], MAX_POLL_MS);
  } else if (feed === 'continuous' && query['timeout'] === undefined) {
    const heartbeat = Number(query['heartbeat'] ?? DEFAULT_HEARTBEAT_MS);
    bounded['heartbeat'] = String(Math.min(Math.max(heartbeat, MIN_HEARTBEAT_MS), MAX_POLL_MS));
  } else {
    delete bounded['heartbeat'];
    if (query['timeout'] !== undefined) bounded['timeout'] = atMost(query['timeout'], MAX_POLL_MS);
  }
  switch (query['filter']) {
    case undefined:
      return { query: bounded };
    case '_selector':
      return isBoundedSelector(body?.['selector'])
        ? { query: bounded, body: { selector: body['selector'] } }
        : badRequest('selector not allowed');
    case '_doc_ids':
      return boundList(bounded, 'doc_ids', body?.['doc_ids'] ?? parsed(query['doc_ids']));
    default:
      return badRequest('filter not allowed');
  }
}

function boundAllDocs(query: Record<string, string>, body: Record<string, unknown> | undefined): BoundedRead | Refusal {
  const { keys, ...rest } = query;
  const bounded = {
    ...rest,
    limit: atMost(query['limit'], query['include_docs'] === 'true' ? MAX_ROWS : MAX_ROWS_WITHOUT_DOCS),
  };
  const asked = body?.['keys'] ?? parsed(keys);
  return asked === undefined ? { query: bounded } : boundList(bounded, 'keys', asked);
}

function boundList(query: Record<string, string>, field: string, list: unknown): BoundedRead | Refusal {
  if (!Array.isArray(list)) return badRequest(`${field} must be an array`);
  if (list.length > MAX_ROWS) return tooLarge(`at most ${MAX_ROWS} ${field}`);
  return { query, body: { [field]: list } };
}

function boundRevsDiff(body: Record<string, unknown> | undefined): BoundedRead | Refusal {
  if (!body) return badRequest('a JSON object is needed');
  const lists = Object.values(body);
  if (lists.length > MAX_ROWS) return tooLarge(`at most ${MAX_ROWS} ids`);
  const fine = lists.every(
    (revs) => Array.isArray(revs) && revs.length <= 100 && revs.every((rev) => typeof rev === 'string'),
  );
  return fine ? { query: {}, body } : badRequest('a list of revisions is needed');
}

function boundCheckpoint(request: ReadRequest, body: Record<string, unknown> | undefined): BoundedRead | Refusal {
  if (!body) return badRequest('a JSON object is needed');
  if (Buffer.byteLength(JSON.stringify(body)) > MAX_CHECKPOINT_BYTES) return tooLarge('checkpoint too large');
  const bounded = withId(isSegment, request, {});
  return 'query' in bounded ? { ...bounded, body } : bounded;
}

function withId(
  fits: (id: string) => boolean,
  request: ReadRequest,
  query: Record<string, string>,
): BoundedRead | Refusal {
  return fits(request.id ?? '') ? { query } : notFound();
}

function isOfKind(value: string, kind: Kind): boolean {
  if (kind === 'flag') return value === 'true' || value === 'false';
  if (kind === 'number') return /^\d{1,9}$/.test(value);
  return kind === 'text' ? value.length <= 4096 : parsed(value) !== undefined;
}

function parsed(value: string | undefined): unknown {
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

function atMost(value: string | undefined, cap: number): string {
  return String(Math.min(Number(value ?? cap), cap));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function badRequest(reason: string): Refusal {
  return { status: 400, error: 'bad_request', reason };
}

function tooLarge(reason: string): Refusal {
  return { status: 413, error: 'too_large', reason };
}

function notFound(): Refusal {
  return { status: 404, error: 'not_found', reason: 'missing' };
}
