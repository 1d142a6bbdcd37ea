import * as v from 'valibot';
import { deviceId, line } from '../../src/domain/documents/head.ts';
import { done, failed, type Result } from '../../src/domain/fault.ts';
import { databasesOf } from '../../src/domain/rights.ts';
import { accountOf, holderOf, type Account } from '../provisioning/accounts.ts';
import type { Storage } from '../storage/port.ts';
import type { Authority } from './authority.ts';
import { changeDevice, revokeDevice, type DeviceRecord } from './device-record.ts';
import type { createPasswordCheck } from './password-check.ts';
import { isSignedBy, renewalWindow, type Renewal } from './renewal.ts';
import type { Session, SignedIn } from './session.ts';
import type { Throttle } from './throttle.ts';
import { rightsMark, tokenLife, type Tokens } from './token.ts';

/** A device silent for longer has to sign in again. */
const longestSilence = 30 * 24 * 60 * 60_000;
/** Windows that one person may have open on one device; the oldest session ends. */
const mostSessions = 8;
const mostReplicas = 200;
const mostNonces = 500;

const coordinate = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/));

export const credentialsSchema = v.object({
  username: v.pipe(v.string(), v.maxLength(80)),
  password: v.pipe(v.string(), v.maxLength(256)),
  device: v.object({
    id: deviceId,
    name: v.optional(line, ''),
    key: v.optional(v.object({ kty: v.literal('EC'), crv: v.literal('P-256'), x: coordinate, y: coordinate })),
    /** its local database was made anew: its stamps need a replica id that no stamp carries yet */
    fresh: v.optional(v.boolean(), false),
  }),
});
export type Credentials = v.InferOutput<typeof credentialsSchema>;

export interface SessionsSettings {
  storage: Storage;
  authority: Authority;
  tokens: Tokens;
  throttle: Throttle;
  checkPassword: ReturnType<typeof createPasswordCheck>;
  clock: () => number;
  /** a random id of letters and digits */
  newId: () => string;
}

/** Signing in, staying signed in, signing out. */
export function createSessions({
  storage,
  authority,
  tokens,
  throttle,
  checkPassword,
  clock,
  newId,
}: SessionsSettings) {
  /** 60 random bits, in the letters that a stamp allows. */
  const newReplica = (): string => newId().toLowerCase().slice(-12);

  /** Opens a session in the record, or goes on with the one that is open. */
  async function enter(account: Account, device: string, record: DeviceRecord, session: string): Promise<SignedIn> {
    // a token counts whole seconds
    const expiresAt = Math.floor((clock() + tokenLife) / 1000) * 1000;
    const { username: user, name } = account;
    const holder = holderOf(account);
    const token = await tokens.issue({ user, device, session, rights: rightsMark(holder), expiresAt });
    return {
      token,
      session: { id: session, holder, deviceId: device, replicas: record.replicas, name, expiresAt },
      databases: databasesOf(holder),
    };
  }

  return {
    /** Faults: `sign-in-refused` (never which half was wrong), `sign-in-slowed`, `relay-busy`. */
    async signIn({ username, password, device }: Credentials, address: string): Promise<Result<SignedIn>> {
      const wait = await throttle.attempt(username, address);
      if (wait > 0) return failed('sign-in-slowed', { retryAfter: wait });
      const account = await accountOf(storage, username);
      const verdict = await checkPassword(password, account?.passwordHash);
      if (verdict === 'busy') {
        await throttle.notLookedAt(username, address);
        return failed('relay-busy', { retryAfter: 1 });
      }
      if (verdict === 'wrong' || !account) return failed('sign-in-refused');
      await throttle.succeeded(username, address);
      const session = newId();
      const now = clock();
      const record = await changeDevice(storage, username, device.id, (known) => {
        if (known?.revokedAt !== undefined) return undefined;
        const key = device.key ?? known?.key;
        const replicas = known && !device.fresh ? known.replicas : [...(known?.replicas ?? []), newReplica()];
        return {
          name: device.name,
          ...(key && { key }),
          replicas: replicas.slice(-mostReplicas),
          sessions: [...(known?.sessions ?? []), { id: session, startedAt: now }].slice(-mostSessions),
          nonces: known?.nonces ?? [],
          lastSeen: now,
        };
      });
      if (!record || record.revokedAt !== undefined) return failed('sign-in-refused');
      return done(await enter(account, device.id, record, session));
    },

    /** Faults: `session-ended` (sign in again), `clock-ahead` (the signed time is not now: sign the relay's time). */
    async renew(renewal: Renewal): Promise<Result<SignedIn>> {
      const { user, device, nonce } = renewal;
      const now = clock();
      const at = Date.parse(renewal.at);
      const account = await accountOf(storage, user);
      let fault: 'session-ended' | 'clock-ahead' | undefined;
      const fresh = newId();
      const record = await changeDevice(storage, user, device, (known) => {
        fault = 'session-ended';
        if (!account || !known?.key || known.revokedAt !== undefined) return undefined;
        if (now - known.lastSeen > longestSilence || !isSignedBy(known.key, renewal)) return undefined;
        fault = 'clock-ahead';
        if (Math.abs(at - now) > renewalWindow) return undefined;
        fault = 'session-ended';
        if (known.nonces.some((used) => used.nonce === nonce)) return undefined;
        fault = undefined;
        const sessions = known.sessions.length > 0 ? known.sessions : [{ id: fresh, startedAt: now }];
        const recent = known.nonces.filter((used) => now - used.at <= 2 * renewalWindow).slice(-mostNonces);
        return { ...known, sessions, nonces: [...recent, { nonce, at: now }], lastSeen: now };
      });
      const session = record?.sessions.at(-1)?.id;
      if (fault || !account || !record || !session) return failed(fault ?? 'session-ended');
      return done(await enter(account, device, record, session));
    },

    /** `undefined`: no such session any more, or none ever. */
    async sessionBehind(token: string): Promise<Session | undefined> {
      const claims = await tokens.read(token);
      return claims && authority.sessionOf(claims);
    },

    /** Signs out: the token and its streams end, and with the last session on a device its key renews nothing more. */
    async end({ id, holder, deviceId: device }: Session): Promise<void> {
      await changeDevice(storage, holder.userId, device, (known) => {
        if (!known) return undefined;
        const { key, ...rest } = known;
        const sessions = known.sessions.filter((open) => open.id !== id);
        return { ...rest, sessions, ...(key && sessions.length > 0 && { key }) };
      });
    },

    /** A device is lost: its sessions end, its key renews nothing, nobody signs in on it. */
    async revoke(user: string, device: string): Promise<void> {
      await revokeDevice(storage, user, device, clock());
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
