import { SignJWT } from 'jose';

export interface CouchKey {
  /** The secret of CouchDB's `[jwt_keys] hmac:<keyId>`, before base64. */
  secret: Uint8Array | string;
  /** Absent: CouchDB's `hmac:_default`. */
  keyId?: string;
}

/** Tokens that CouchDB itself understands: nobody of ours stands in `_users`. */
export interface CouchIdentities {
  /** `Bearer …` of the relay, good for any database that was provisioned. */
  relay(): Promise<string>;
  /** `Bearer …` of a person, for the roles given and nothing else. */
  person(person: { name: string; roles: readonly string[] }): Promise<string>;
}

const LIFE_SECONDS = 60;
/** No underscore and no dot: neither `_admin` nor the relay's own role can be a person's. */
const ROLE = /^[a-z][a-z0-9:-]{0,100}$/;

/** The role of the relay in a database's `_security`. */
export function relayRole(prefix: string): string {
  return `relay.${prefix}`;
}

/** A reader's role as CouchDB knows it. Throws on a name that is not on the closed list's pattern: a bug of the caller. */
export function readerRole(prefix: string, role: string): string {
  if (!ROLE.test(role)) throw new TypeError('not a reader role');
  return `${prefix}${role}`;
}

/** Signs (HS256) for 60 seconds; `now` is milliseconds since 1970. */
export function couchIdentities(prefix: string, { secret, keyId }: CouchKey, now: () => number): CouchIdentities {
  const key = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;

  async function bearer(name: string, roles: readonly string[]): Promise<string> {
    const token = await new SignJWT({ '_couchdb.roles': roles })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...(keyId ? { kid: keyId } : {}) })
      .setSubject(name)
      .setExpirationTime(Math.floor(now() / 1000) + LIFE_SECONDS)
      .sign(key);
    return `Bearer ${token}`;
  }

  return {
    relay: () => bearer('relay', [relayRole(prefix)]),
    async person({ name, roles }) {
      const signed = roles.map((role) => readerRole(prefix, role));
      return bearer(name, signed);
    },
  };
}
