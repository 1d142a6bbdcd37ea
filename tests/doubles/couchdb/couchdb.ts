import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { randomInt } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Cluster } from './cluster.ts';
import { callerOf } from './identity.ts';
import type { Accounts } from './identity.ts';
import { route } from './routes.ts';
import type { Configuration } from './routes.ts';

/** A CouchDB 3.5 that a test can talk to over HTTP and break at will. */
export interface CouchDouble {
  /** With the server admin's credentials. */
  readonly url: string;
  readonly secret: Uint8Array;
  /** Writes, losses, races, backups: what happens inside. */
  readonly cluster: Cluster;
  /** `_node/_local/_config`, free to be changed. */
  readonly configuration: Configuration;
  /** `METHOD path` of every request so far, query included. */
  readonly requests: string[];
  /** From now on: 503 to everything, connections cut, no answer at all, or well again. */
  behave(manner: 'well' | 'unavailable' | 'cut' | 'silent'): void;
  /** After so many more requests it behaves so. */
  behaveAfter(requests: number, manner: Parameters<CouchDouble['behave']>[0]): void;
  /** Ends every connection that is open now, streams too. */
  cutConnections(): void;
  close(): Promise<void>;
}

const ADMIN = { name: 'provisioner', password: 'provisioner-of-the-double' };

/** Starts one on a free port of the loopback; `globalChanges: false` leaves `_db_updates` unanswered, as by default. */
export async function startCouchDouble({ globalChanges = true, clock = Date.now } = {}): Promise<CouchDouble> {
  const cluster = new Cluster();
  if (globalChanges) cluster.create('_global_changes');
  const secret = new TextEncoder().encode('a-secret-of-the-double-32-bytes!!');
  const accounts: Accounts = { admin: ADMIN, secret, now: clock };
  const configuration: Configuration = {
    chttpd: {
      authentication_handlers:
        '{chttpd_auth, jwt_authentication_handler}, {chttpd_auth, default_authentication_handler}',
      require_valid_user: 'true',
    },
    jwt_keys: { 'hmac:_default': 'set' },
    jwt_auth: { required_claims: 'exp' },
  };
  const requests: string[] = [];
  type Manner = Parameters<CouchDouble['behave']>[0];
  let manner: Manner = 'well';
  let turn: { left: number; manner: Manner } | undefined;

  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (turn && (turn.left -= 1) < 0) ({ manner } = turn);
    if (manner === 'silent') return;
    if (manner === 'cut') return void request.socket.destroy();
    if (manner === 'unavailable') {
      send(response, 503, { error: 'unavailable', reason: 'maintenance mode' });
      return;
    }
    // a request that was cut in its middle has nobody to answer
    answer(request, response, cluster, configuration, accounts).catch(() => request.socket.destroy());
  });
  const port = await listen(server);

  return {
    url: `http://${ADMIN.name}:${ADMIN.password}@127.0.0.1:${port}`,
    secret,
    cluster,
    configuration,
    requests,
    behave: (next) => {
      turn = undefined;
      manner = next;
    },
    behaveAfter: (left, next) => void (turn = { left, manner: next }),
    cutConnections: () => server.closeAllConnections(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  cluster: Cluster,
  configuration: Configuration,
  accounts: Accounts,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://couchdb');
  const segments = url.pathname.slice(1).split('/').map(decodeURIComponent);
  if (url.pathname === '/_up') {
    send(response, 200, { status: 'ok' });
    return;
  }
  const caller = await callerOf(request.headers.authorization, accounts);
  if (!caller) {
    send(response, 401, { error: 'unauthorized', reason: 'Authentication required.' });
    return;
  }
  const sent = await text(request);
  const body = sent === '' ? undefined : (JSON.parse(sent) as Record<string, unknown>);
  const query = Object.fromEntries(url.searchParams);
  const given = { method: request.method ?? 'GET', segments, query, body, caller, response };
  const answered = route(cluster, configuration, given);
  if (answered) send(response, ...answered);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const headers = { 'content-type': 'application/json', server: 'CouchDB/3.5.0', 'set-cookie': 'AuthSession=never' };
  response.writeHead(status, headers).end(JSON.stringify(body));
}

/** A free port below the ephemeral ones. */
async function listen(server: Server): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const taken = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(true));
      server.listen(port, '127.0.0.1', () => resolve(false));
    });
    if (!taken) return port;
  }
}
