import type { ServerResponse } from 'node:http';
import type { Cluster } from './cluster.ts';
import type { Database, Security } from './database.ts';
import { answerChanges, answerUpdates } from './feeds.ts';
import { isMember, isServerAdmin } from './identity.ts';
import type { Caller } from './identity.ts';
import { allDocs, bulkGet, describe, document, openRevisions, revsDiff } from './reads.ts';
import type { Query } from './reads.ts';
import type { Given } from './revisions.ts';

type Json = Record<string, unknown>;

export interface Call {
  method: string;
  /** Decoded, without the leading slash. */
  segments: string[];
  query: Query;
  body: Json | undefined;
  caller: Caller;
  response: ServerResponse;
}

export type Configuration = Record<string, Record<string, string>>;

const fault = (status: number, error: string, reason: string): [number, object] => [status, { error, reason }];
const MISSING = fault(404, 'not_found', 'missing');
const NOT_ALLOWED = fault(405, 'method_not_allowed', 'not in this double');

/** Answers one call; `undefined` when the answer is a stream that was already begun. */
export function route(cluster: Cluster, configuration: Configuration, call: Call): [number, unknown] | undefined {
  const [first = '', ...rest] = call.segments;
  if (first === '') return [200, { couchdb: 'Welcome', version: '3.5.0' }];
  if (first === '_session') return [200, { ok: true, userCtx: call.caller }];
  if (first.startsWith('_') && first !== '_global_changes') return serverRoute(cluster, configuration, call);
  const database = cluster.databases.get(first);
  if (rest.length === 0 && call.method === 'PUT') return create(cluster, first, call);
  if (!database) return fault(404, 'not_found', 'Database does not exist.');
  if (!isServerAdmin(call.caller) && !isMember(call.caller, database)) {
    return fault(403, 'forbidden', 'You are not allowed to access this db.');
  }
  return databaseRoute(cluster, database, { ...call, segments: rest });
}

function create(cluster: Cluster, name: string, { caller }: Call): [number, object] {
  if (!isServerAdmin(caller)) return fault(401, 'unauthorized', 'You are not a server admin.');
  if (cluster.databases.has(name)) return fault(412, 'file_exists', 'The database could not be created.');
  cluster.create(name);
  return [cluster.nodesDown ? 202 : 201, { ok: true }];
}

function serverRoute(cluster: Cluster, configuration: Configuration, call: Call): [number, unknown] | undefined {
  if (!isServerAdmin(call.caller)) return fault(401, 'unauthorized', 'You are not a server admin.');
  const names = [...cluster.databases.keys()].sort();
  const nodes = ['couchdb@one', 'couchdb@two', 'couchdb@three'];
  switch (call.segments.join('/')) {
    case '_all_dbs': {
      const from = JSON.parse(call.query['startkey'] ?? '""') as string;
      const to = JSON.parse(call.query['endkey'] ?? '"\\uffff"') as string;
      return [200, names.filter((name) => name >= from && name <= to)];
    }
    case '_dbs_info': {
      const keys = (call.body?.['keys'] as string[] | undefined) ?? names;
      const info = keys.map((key) => ({ key, database: cluster.databases.get(key) }));
      return [
        200,
        info.map(({ key, database }) => (database ? { key, info: describe(database) } : { key, error: 'not_found' })),
      ];
    }
    case '_membership':
      return [200, { all_nodes: cluster.nodesDown ? nodes.slice(0, 1) : nodes, cluster_nodes: nodes }];
    case '_node/_local/_config':
      return [200, configuration];
    case '_db_updates':
      if (!cluster.databases.has('_global_changes')) return fault(404, 'not_found', 'Database does not exist.');
      answerUpdates(cluster, call.response);
      return undefined;
    default:
      return MISSING;
  }
}

function databaseRoute(cluster: Cluster, database: Database, call: Call): [number, unknown] | undefined {
  const { method, segments, query, body } = call;
  const reading = method === 'GET' || method === 'POST';
  switch (segments[0]) {
    case undefined:
      return method === 'GET' ? [200, describe(database)] : NOT_ALLOWED;
    case '_security':
      if (method === 'GET') return [200, database.security];
      if (!isServerAdmin(call.caller)) return fault(401, 'unauthorized', 'You are not a db or server admin.');
      database.security = body as unknown as Security;
      return [200, { ok: true }];
    case '_bulk_docs':
      return bulkDocs(cluster, database, body ?? {});
    case '_bulk_get':
      return [200, bulkGet(database, body?.['docs'] as { id: string; rev?: string }[], query)];
    case '_revs_diff':
      return [200, revsDiff(database, body as Record<string, string[]>)];
    case '_all_docs':
      return reading ? [200, allDocs(database, query, body)] : NOT_ALLOWED;
    case '_changes':
      answerChanges(database, query, body, call.response);
      return undefined;
    case '_local':
      return local(database, segments.slice(1).join('/'), call);
    default:
      return documentRoute(cluster, database, call);
  }
}

function bulkDocs(cluster: Cluster, database: Database, body: Json): [number, unknown] {
  const docs = body['docs'] as Given[];
  const strange = docs
    .flatMap((doc) => Object.keys(doc))
    .find((field) => field.startsWith('_') && !KNOWN.includes(field));
  if (strange) return fault(400, 'doc_validation', `Bad special document member: ${strange}`);
  if (body['new_edits'] === false) {
    for (const doc of docs) cluster.writeRevision(database, doc);
    return [201, []];
  }
  const rows = docs.map((doc) => cluster.write(database, doc));
  if (rows.some(({ error }) => error === 'missing_stub')) return fault(412, 'missing_stub', 'Invalid attachment stub');
  return [rows.some(({ accepted }) => accepted) ? 202 : 201, rows];
}

const KNOWN = ['_id', '_rev', '_deleted', '_revisions', '_attachments'];

function local(database: Database, id: string, { method, body }: Call): [number, object] {
  const present = database.locals.get(id);
  if (method === 'GET') return present ? [200, { _id: `_local/${id}`, ...present }] : MISSING;
  if (method !== 'PUT') return NOT_ALLOWED;
  // CouchDB 3 asks for no revision here: the last writer wins
  const revision = typeof present?.['_rev'] === 'string' ? Number(present['_rev'].slice(2)) : 0;
  const rev = `0-${revision + 1}`;
  const { _id, ...value } = body ?? {};
  database.locals.set(id, { ...value, _rev: rev });
  return [201, { ok: true, id: `_local/${id}`, rev }];
}

function documentRoute(cluster: Cluster, database: Database, call: Call): [number, unknown] | undefined {
  const [id = '', attachment] = call.segments;
  const tree = database.trees.get(id);
  if (call.method === 'PUT' && attachment === undefined) {
    const row = cluster.write(database, { ...call.body, _id: id });
    return row.error ? fault(409, row.error, row.reason ?? '') : [row.accepted ? 202 : 201, row];
  }
  if (call.method !== 'GET') return NOT_ALLOWED;
  if (attachment !== undefined) return attachmentRoute(database, id, attachment, call.response);
  if (!tree) return MISSING;
  if (call.query['open_revs']) return [200, openRevisions(tree, call.query['open_revs'], call.query)];
  const found = document(tree, call.query);
  return found ? [200, found] : fault(404, 'not_found', 'deleted');
}

function attachmentRoute(
  database: Database,
  id: string,
  name: string,
  response: ServerResponse,
): [number, object] | undefined {
  const tree = database.trees.get(id);
  const revs = tree ? [...tree.revisions.values()] : [];
  const found = revs.findLast(({ attachments }) => attachments[name])?.attachments[name];
  if (!found) return fault(404, 'not_found', 'Document is missing attachment');
  const headers = {
    'content-type': found.content_type,
    'content-length': found.bytes.length,
    etag: `"${found.digest}"`,
  };
  response.writeHead(200, headers).end(found.bytes);
  return undefined;
}
