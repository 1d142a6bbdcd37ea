import type { Holder } from '../domain/rights.ts';
import { done, failed, isFaultCode, type Result } from '../domain/fault.ts';
import { protocol, protocolHeader } from '../domain/protocol.ts';
import type { Me } from '../domain/me.ts';
import { publicJwk } from '../platform/crypto.ts';
import type { SessionAnswer } from '../sync/session.ts';

/** What a sign-in gives: who one is, and the session for the carrier of the mail. */
export interface RelaySession {
  readonly me: Me;
  readonly answer: SessionAnswer;
}

type Answer = SessionAnswer & {
  readonly user: Omit<Holder, 'userId'> & { readonly id: string; readonly name: string };
  readonly error?: unknown;
};
/** No answer for so long means no signal (ms). */
const patience = 15_000;

const isTimeout = (error: unknown): boolean => error instanceof DOMException && error.name === 'TimeoutError';

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
      headers: { 'content-type': 'application/json', [protocolHeader]: String(protocol.now) },
      body,
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
    });
  } catch (error) {
    return failed(isTimeout(error) ? 'timed-out' : 'offline');
  }
  let answer: Answer | undefined;
  try {
    answer = (await response.json()) as Answer | undefined;
  } catch (error) {
    if (isTimeout(error)) return failed('timed-out');
    // a captive portal answers with a page of its own
  }
  if (answer === undefined || (response.ok && answer.token === undefined)) return failed('not-the-relay');
  if (!response.ok) {
    const wait = Number(response.headers.get('retry-after'));
    // a newer relay may name what this app has no words for
    return failed(
      isFaultCode(answer.error) ? answer.error : 'unexpected',
      Number.isFinite(wait) && wait > 0 ? { retryAfter: wait } : {},
    );
  }
  const { id: userId, name: own, ...rights } = answer.user;
  return done({ me: { name: own, holder: { userId, ...rights } }, answer });
}
