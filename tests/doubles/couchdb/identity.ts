import { jwtVerify } from 'jose';
import type { Database } from './database.ts';

export interface Caller {
  name: string | null;
  roles: string[];
}

export interface Accounts {
  admin: { name: string; password: string };
  /** What `[jwt_keys] hmac:_default` holds, before base64. */
  secret: Uint8Array;
  /** By which it tells whether a token is over, in milliseconds since 1970. */
  now: () => number;
}

/** Who is calling; `undefined` = 401, as with `require_valid_user`. */
export async function callerOf(
  header: string | undefined,
  { admin, secret, now }: Accounts,
): Promise<Caller | undefined> {
  const [scheme, credentials = ''] = (header ?? '').split(' ');
  if (scheme === 'Basic') {
    const right = Buffer.from(credentials, 'base64').toString() === `${admin.name}:${admin.password}`;
    return right ? { name: admin.name, roles: ['_admin'] } : undefined;
  }
  if (scheme !== 'Bearer') return undefined;
  try {
    const { payload } = await jwtVerify(credentials, secret, {
      ...{ algorithms: ['HS256'], requiredClaims: ['exp'], currentDate: new Date(now()) },
    });
    return { name: payload.sub ?? null, roles: (payload['_couchdb.roles'] as string[] | undefined) ?? [] };
  } catch {
    return undefined;
  }
}

export const isServerAdmin = (caller: Caller): boolean => caller.roles.includes('_admin');

/** May the caller read and write this database? `_security` knows no difference between the two. */
export function isMember(caller: Caller, { security }: Database): boolean {
  return [security.admins, security.members].some(
    ({ names, roles }) => names.includes(caller.name ?? '') || roles.some((role) => caller.roles.includes(role)),
  );
}
