import { createHash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { canonical } from '../../src/domain/canonical.ts';
import type { Holder } from '../../src/domain/rights.ts';

/** A token lives this long; a feed never outlives its token. */
export const tokenLife = 15 * 60_000;

/** What a token says: which session of whom on which device. Rights are never taken from it, they are read anew. */
export interface Claims {
  readonly user: string;
  readonly device: string;
  readonly session: string;
  /** the rights that were told with it, see `rightsMark` */
  readonly rights: string;
  /** ms since 1970 */
  readonly expiresAt: number;
}

const issuer = 'baibu';

/** Tells one state of a person's rights from another. */
export const rightsMark = (holder: Holder): string =>
  createHash('sha256').update(canonical(holder)).digest('base64url').slice(0, 16);

/** Signed, short-lived tokens; `key` is at least 32 random bytes that all relays share. */
export function createTokens({ key, clock }: { key: Uint8Array; clock: () => number }) {
  return {
    async issue({ user, device, session, rights, expiresAt }: Claims): Promise<string> {
      return new SignJWT({ device, session, rights })
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuer(issuer)
        .setSubject(user)
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(key);
    },
    /** `undefined`: not ours, altered or over. */
    async read(token: string): Promise<Claims | undefined> {
      try {
        const options = { issuer, algorithms: ['HS256'], currentDate: new Date(clock()) };
        const { payload } = await jwtVerify(token, key, options);
        const { sub: user, device, session, rights, exp } = payload;
        if (user === undefined || exp === undefined || typeof device !== 'string' || typeof session !== 'string')
          return undefined;
        return { user, device, session, rights: typeof rights === 'string' ? rights : '', expiresAt: exp * 1000 };
      } catch {
        return undefined;
      }
    },
  };
}

export type Tokens = ReturnType<typeof createTokens>;
