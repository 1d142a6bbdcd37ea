import type { Envelope } from '../../src/domain/envelope.ts';
import { databasesOf, type Holder } from '../../src/domain/rights.ts';
import { renewalWindow } from '../../sync-server/auth/renewal.ts';
import { readerRolesOf } from '../../sync-server/provisioning/reader-role.ts';
import { StorageUnavailable, type ReadOp } from '../../sync-server/storage/port.ts';
import { lightResponse } from './light-response.ts';
import type { RelayProcess } from './relay-process.ts';

/** What relays share about people: who may do what, and which tokens are good until when. */
export interface Town {
  readonly holders: Map<string, Holder>;
  readonly tokens: Map<string, { readonly user: string; readonly device: string; readonly until: number }>;
  /** devices that must sign in with a password again, as `user device` */
  readonly revoked: Set<string>;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly token: string;
  readonly body: unknown;
}

const tokenLife = 15 * 60_000;

export const replicaOf = (user: string, device: string): string => `${user}${device.replaceAll('-', '')}`;
const answer = (status: number, body: object, headers: Record<string, string> = {}): Response =>
  lightResponse(status, JSON.stringify(body), headers);

/** What the relay tells of a session that begins now. */
export function openSession(town: Town, user: string, device: string, now: number): object {
  const token = `token-of-${user}-${device}-${String(town.tokens.size)}`;
  town.tokens.set(token, { user, device, until: now + tokenLife });
  const holder = town.holders.get(user);
  return {
    token,
    expiresAt: new Date(now + tokenLife).toISOString(),
    serverTime: new Date(now).toISOString(),
    replica: replicaOf(user, device),
    databases: holder ? databasesOf(holder) : [],
  };
}

/** The relay's routes, as tablets know them, over the real gate and the real rights; passwords and signatures are not here. */
export async function serve(relay: RelayProcess, town: Town, now: number, asked: Asked): Promise<Response> {
  const { pathname, searchParams } = asked.url;
  if (pathname === '/api/sessions/renew') {
    const { user, device, at } = asked.body as { user: string; device: string; at: string };
    if (Math.abs(Date.parse(at) - now) > renewalWindow)
      return answer(400, { error: 'clock-ahead', serverTime: new Date(now).toISOString() });
    if (town.revoked.has(`${user} ${device}`)) return answer(401, { error: 'session-ended' });
    return answer(200, openSession(town, user, device, now));
  }
  const session = town.tokens.get(asked.token);
  const holder = session && town.holders.get(session.user);
  if (!session || !holder || session.until <= now || town.revoked.has(`${session.user} ${session.device}`))
    return answer(401, { error: 'session-ended' });
  const [, , database = '', first, second] = pathname.split('/').map(decodeURIComponent);
  try {
    if (database === 'drop') {
      const { docs } = asked.body as { docs: Envelope[] };
      const replicas = [replicaOf(session.user, session.device)];
      return answer(200, await relay.drop.deliver({ holder, deviceId: session.device, replicas }, docs));
    }
    const read = readOf(first, second);
    if (!read) return answer(404, { error: 'not_found', reason: 'missing' });
    const told = await relay.storage.read(
      {
        database,
        person: { name: session.user, roles: readerRolesOf(holder) },
        query: Object.fromEntries(searchParams),
        ...read,
        ...(asked.body !== undefined && { body: asked.body }),
      },
      new AbortController().signal,
    );
    return answer(told.status, told.body);
  } catch (fault) {
    if (fault instanceof StorageUnavailable)
      return answer(503, { error: 'storage-unavailable' }, { 'retry-after': '5' });
    throw fault;
  }
}

function readOf(first: string | undefined, second: string | undefined): { op: ReadOp; id?: string } | undefined {
  if (first === undefined || first === '') return { op: 'info' };
  const ops: Record<string, ReadOp> = {
    _changes: 'changes',
    _all_docs: 'allDocs',
    _revs_diff: 'revsDiff',
    _bulk_get: 'bulkGet',
  };
  const op = ops[first];
  if (op) return { op };
  if (first.startsWith('_')) return undefined;
  return { op: 'doc', id: second === undefined ? first : `${first}/${second}` };
}
