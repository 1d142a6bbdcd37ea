import type { DatabaseRight, Holder } from '../domain/rights.ts';
import { done, failed, type FaultCode, type Result } from '../domain/fault.ts';
import type { Me } from '../domain/me.ts';
import { publicJwk } from '../platform/crypto.ts';

/** What the relay answers to a sign-in. */
export interface RelaySession {
  readonly token: string;
  readonly me: Me;
  readonly databases: readonly DatabaseRight[];
  readonly replica: string;
  /** ms */
  readonly serverTime: number;
}

interface Answer {
  readonly token: string;
  readonly user: Omit<Holder, 'userId'> & { readonly id: string; readonly name: string };
  readonly databases: readonly DatabaseRight[];
  readonly replica: string;
  readonly serverTime: string;
}

/** No answer for so long means no signal (ms). */
const patience = 15_000;

/** Signs in at the relay that served this page. Faults: `offline`, `timed-out`, `sign-in-refused`, `sign-in-slowed`, … */
export async function signInAtRelay(
  credentials: { username: string; password: string },
  device: { id: string; name: string; key: CryptoKeyPair; fresh: boolean },
): Promise<Result<RelaySession>> {
  const { id, name, key, fresh } = device;
  const body = JSON.stringify({ ...credentials, device: { id, name, key: await publicJwk(key), fresh } });
  let response: Response;
  try {
    response = await fetch('/api/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
  } catch (error) {
    return failed(error instanceof DOMException && error.name === 'TimeoutError' ? 'timed-out' : 'offline');
  }
  // a captive portal answers with a page of its own: that is no signal
  const answer = (await response.json().catch(() => undefined)) as (Answer & { error?: FaultCode }) | undefined;
  if (answer === undefined) return failed('offline');
  if (!response.ok) {
    const wait = Number(response.headers.get('retry-after'));
    return failed(answer.error ?? 'unexpected', Number.isFinite(wait) && wait > 0 ? { retryAfter: wait } : {});
  }
  const { id: userId, name: own, ...rights } = answer.user;
  return done({
    token: answer.token,
    me: { name: own, holder: { userId, ...rights } },
    databases: answer.databases,
    replica: answer.replica,
    serverTime: Date.parse(answer.serverTime),
  });
}
