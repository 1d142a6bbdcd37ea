import type { ServerResponse } from 'node:http';
import type { Cluster } from './cluster.ts';
import type { Database } from './database.ts';
import { changes } from './reads.ts';
import type { Query } from './reads.ts';

type Json = Record<string, unknown>;

const DEFAULT_TIMEOUT_MS = 60_000;

/** Answers `_changes` in any of its modes. */
export function answerChanges(
  database: Database,
  query: Query,
  body: Json | undefined,
  response: ServerResponse,
): void {
  const first = changes(database, query, body);
  if (!first) {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end('{"error":"bad_request","reason":"Malformed sequence supplied in \'since\' parameter."}');
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/json',
    server: 'CouchDB/3.5.0',
    'set-cookie': 'AuthSession=x',
  });
  if (query['feed'] === 'continuous') continuous(database, query, body, response);
  else if (query['feed'] === 'longpoll' && first.results.length === 0)
    longpoll(database, query, body, response, first.last_seq);
  else response.end(JSON.stringify(first));
}

function longpoll(
  database: Database,
  query: Query,
  body: Json | undefined,
  response: ServerResponse,
  since: string,
): void {
  response.flushHeaders();
  const look = (): void => {
    const found = changes(database, { ...query, since }, body);
    if (found && found.results.length > 0) finish(found);
  };
  const finish = (found: object): void => {
    stop();
    response.end(JSON.stringify(found));
  };
  const stop = watch(database, response, look);
  const ms = Number(query['timeout'] ?? DEFAULT_TIMEOUT_MS);
  const timer = setTimeout(() => finish({ results: [], last_seq: since, pending: 0 }), ms);
  response.on('close', () => clearTimeout(timer));
  response.on('finish', () => clearTimeout(timer));
}

function continuous(database: Database, query: Query, body: Json | undefined, response: ServerResponse): void {
  let since = query['since'] ?? '0';
  let left = Number(query['limit'] ?? Infinity);
  const look = (): void => {
    const found = changes(database, { ...query, since, limit: String(left) }, body);
    if (!found) return;
    for (const row of found.results) response.write(`${JSON.stringify(row)}\n`);
    since = found.last_seq;
    left -= found.results.length;
    if (left <= 0) finish();
  };
  const finish = (): void => {
    stop();
    response.end(`${JSON.stringify({ last_seq: since, pending: 0 })}\n`);
  };
  const stop = watch(database, response, look);
  response.write('\n');
  const heartbeat = Number(query['heartbeat'] ?? 0);
  const timer = heartbeat
    ? setInterval(() => response.write('\n'), heartbeat)
    : setTimeout(finish, Number(query['timeout'] ?? DEFAULT_TIMEOUT_MS));
  response.on('close', () => clearInterval(timer));
  look();
}

/** Calls `look` at each write until the way out is taken or the reader is gone. */
function watch(database: Database, response: ServerResponse, look: () => void): () => void {
  database.moved.on('moved', look);
  const stop = (): void => void database.moved.off('moved', look);
  response.on('close', stop);
  return stop;
}

/** `_db_updates?feed=continuous&since=now`. */
export function answerUpdates(cluster: Cluster, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('\n');
  const tell = (update: object): void => void response.write(`${JSON.stringify(update)}\n`);
  cluster.updated.on('updated', tell);
  response.on('close', () => cluster.updated.off('updated', tell));
}
