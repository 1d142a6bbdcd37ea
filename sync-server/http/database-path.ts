import { DATABASE_NAME, type ReadOp } from '../storage/port.ts';

/** What an address under `/db` asks for. Nothing of the raw address is ever used again. */
export type Asked =
  | { readonly kind: 'welcome' }
  | {
      readonly kind: 'read';
      readonly database: string;
      readonly op: ReadOp;
      readonly id?: string;
      readonly attachment?: string;
    }
  | { readonly kind: 'checkpoint'; readonly database: string; readonly id: string; readonly put: boolean }
  | { readonly kind: 'write'; readonly database: string }
  | { readonly kind: 'committed'; readonly database: string }
  /** ours, not CouchDB's: what a first load reads */
  | { readonly kind: 'snapshot'; readonly database: string }
  /** 400: no address of ours; 403: no such name; 405: known, but closed */
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 };

const refused = (status: 400 | 403 | 404 | 405): Asked => ({ kind: 'refused', status });

/** Reading routes by method and name; `:` stands for an ordinary document. */
const reading: Readonly<Record<string, ReadOp>> = {
  'GET _changes': 'changes',
  'POST _changes': 'changes',
  'GET _all_docs': 'allDocs',
  'POST _all_docs': 'allDocs',
  'POST _bulk_get': 'bulkGet',
  'POST _revs_diff': 'revsDiff',
};

/**
 * Matches an address as it came over the wire, before anything decodes or resolves it. A segment is decoded once; what
 * then still holds a slash, a percent sign or only dots is refused, never resolved.
 * @param path raw path, without its query
 */
export function matchDatabasePath(method: string, path: string): Asked {
  const [empty, db, name = '', ...rest] = path.split('/');
  if (empty !== '' || db !== 'db') return refused(400);
  const read = method === 'GET' || method === 'HEAD';
  if (name === '' && rest.length === 0) return read ? { kind: 'welcome' } : refused(405);
  if (!DATABASE_NAME.test(name)) return refused(/[%.\\]/.test(name) ? 400 : 403);
  const segments = rest.length === 1 && rest[0] === '' ? [] : rest.map(decoded);
  const [first, second] = segments;
  if (segments.length === 0) return read ? { kind: 'read', database: name, op: 'info' } : refused(405);
  if (first === undefined || segments.includes(undefined) || segments.length > 2) return refused(400);
  if (first === '_local') {
    if (second === undefined || second.length > 200) return refused(404);
    return read || method === 'PUT'
      ? { kind: 'checkpoint', database: name, id: second, put: method === 'PUT' }
      : refused(405);
  }
  if (first.startsWith('_')) {
    if (second !== undefined) return refused(405);
    if (method === 'POST' && first === '_bulk_docs') return { kind: 'write', database: name };
    if (method === 'POST' && first === '_ensure_full_commit') return { kind: 'committed', database: name };
    if (method === 'GET' && first === '_snapshot') return { kind: 'snapshot', database: name };
    const op = reading[`${read ? 'GET' : method} ${first}`];
    return op ? { kind: 'read', database: name, op } : refused(405);
  }
  if (!read) return refused(405);
  return second === undefined
    ? { kind: 'read', database: name, op: 'doc', id: first }
    : { kind: 'read', database: name, op: 'attachment', id: first, attachment: second };
}

/** `undefined`: not a segment that stands for one name. */
function decoded(segment: string): string | undefined {
  try {
    const text = decodeURIComponent(segment);
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    return /^\.*$|[/\\%?#\u0000-\u001f\u007f]/.test(text) || text.length > 300 ? undefined : text;
  } catch {
    return undefined;
  }
}
