import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomInt } from 'node:crypto';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ReadRequest, Storage } from '../../sync-server/storage/port.ts';

export interface Door {
  /** `http://127.0.0.1:port/db`; a person comes as `Bearer <name>`. */
  url: string;
  close(): Promise<void>;
}

type People = Readonly<Record<string, readonly string[]>>;

/** The thinnest HTTP in front of `storage.read`: what a stock CouchDB client needs to pull, and no rule of its own. */
export async function openDoor(storage: Storage, people: People): Promise<Door> {
  const server = createServer((request, response) => void pass(storage, people, request, response));
  const port = randomInt(20_000, 32_000);
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/db`, close };
}

async function pass(
  storage: Storage,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://door');
  const [, , database = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
  const name = (request.headers.authorization ?? '').replace('Bearer ', '');
  const person = { name, roles: people[name] ?? [] };
  const sent = await text(request);
  const body = sent === '' ? undefined : (JSON.parse(sent) as unknown);
  const query = Object.fromEntries(url.searchParams);
  const matched = match(request.method ?? 'GET', rest);
  if (!matched) return void response.writeHead(405).end('{"error":"method_not_allowed"}');
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const answer = await storage.read({ database, person, query, body, ...matched }, gone.signal);
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  if (answer.body instanceof Readable) answer.body.pipe(response);
  else response.end(answer.body instanceof Uint8Array ? answer.body : JSON.stringify(answer.body));
}

function match(method: string, [first, ...rest]: string[]): Pick<ReadRequest, 'op' | 'id' | 'attachment'> | undefined {
  const reading = method === 'GET' || method === 'POST';
  switch (first) {
    case undefined:
    case '':
      return method === 'GET' ? { op: 'info' } : undefined;
    case '_changes':
      return reading ? { op: 'changes' } : undefined;
    case '_all_docs':
      return reading ? { op: 'allDocs' } : undefined;
    case '_bulk_get':
      return method === 'POST' ? { op: 'bulkGet' } : undefined;
    case '_revs_diff':
      return method === 'POST' ? { op: 'revsDiff' } : undefined;
    case '_local':
      return { op: method === 'PUT' ? 'localPut' : 'localGet', id: rest.join('/') };
    default:
      if (method !== 'GET') return undefined;
      return rest.length > 0 ? { op: 'attachment', id: first, attachment: rest.join('/') } : { op: 'doc', id: first };
  }
}
