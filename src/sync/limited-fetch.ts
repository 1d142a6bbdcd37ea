import { failed, type Fault, type Result } from '../domain/fault.ts';
import { protocol, protocolHeader, relayFault } from '../domain/protocol.ts';

/** Whom a request speaks for. */
export interface Bearer {
  /** A token that is good now; renews when it must. */
  token(): Promise<Result<string>>;
  /** The relay did not believe a token: the next one is a new one. */
  refused(token: string): void;
}

export interface FetchLimits {
  readonly bearer: Bearer;
  /** ms until a request without an answer is given up */
  readonly patience: number;
  readonly fetch: typeof fetch;
  /** hears whether the relay answered at all */
  readonly answered: (there: boolean) => void;
}

/** A fault on its way through a library that only knows errors. */
export class WireFault extends Error {
  override readonly name = 'WireFault';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** Seconds from a Retry-After header: a number, or a date. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}

/**
 * Whether somebody else answered: a captive portal, a proxy. The relay never answers in HTML where data are asked for.
 * What such a page says about rights or sessions is not the relay's word.
 */
export const isForeign = (response: Response): boolean =>
  (response.headers.get('content-type') ?? '').startsWith('text/html');

/** The JSON object in an answer; empty where there is none. */
export async function toldIn(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const told: unknown = await response.json().catch(() => undefined);
  return typeof told === 'object' && told !== null ? (told as Readonly<Record<string, unknown>>) : {};
}

/**
 * Whether an answer ends the session. Only the relay's own word does: a portal or a proxy says 401 of its own account, and
 * a token that was good stays good.
 */
export const endsSession = async (response: Response): Promise<boolean> =>
  response.status === 401 && (await toldIn(response))['error'] === 'session-ended';

/** What a relay says by status about an app of another version. */
export const versionFaultOf = (status: number): 'app-too-old' | 'relay-too-old' | undefined =>
  status === 426 ? 'app-too-old' : status === 501 ? 'relay-too-old' : undefined;

async function faultOf(response: Response): Promise<Fault | undefined> {
  if (isForeign(response) && response.status < 500 && ![413, 429].includes(response.status))
    return { code: 'not-the-relay' };
  const spoken = Number(response.headers.get(protocolHeader) ?? protocol.now);
  const apart = versionFaultOf(response.status) ?? relayFault(spoken);
  if (apart) return { code: apart };
  if (response.ok) return undefined;
  const wait = retryAfter(response.headers.get('retry-after'), Date.now());
  const more = wait === undefined ? {} : { retryAfter: wait };
  if (response.status === 401) return { code: (await endsSession(response)) ? 'session-ended' : 'not-the-relay' };
  if (response.status === 403) return { code: 'forbidden' };
  if (response.status === 404) return { code: 'not-found' };
  if (response.status === 413) return { code: 'too-large' };
  if (response.status === 429) return { code: 'relay-busy', ...more };
  if (response.status >= 500) return { code: 'storage-unavailable', ...more };
  return { code: 'bad-request', ...more };
}

/**
 * A fetch that carries the token, gives up after `patience`, and throws `WireFault` for every answer that is not one.
 * A 401 of the relay is tried once more with a new token. What was sent may have been taken all the same: the caller sends the same
 * again, it does not make a new one.
 */
export function limitedFetch(limits: FetchLimits): typeof fetch {
  const once = async (input: RequestInfo | URL, init: RequestInit | undefined): Promise<Response> => {
    const token = await limits.bearer.token();
    if (!token.ok) throw new WireFault(token.fault);
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token.value}`);
    headers.set(protocolHeader, String(protocol.now));
    const timeout = AbortSignal.timeout(limits.patience);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    let response: Response;
    try {
      response = await limits.fetch(input, { ...init, headers, signal, cache: 'no-store', credentials: 'omit' });
    } catch {
      limits.answered(false);
      throw new WireFault({ code: timeout.aborted ? 'timed-out' : 'offline' });
    }
    const fault = await faultOf(response);
    limits.answered(fault?.code !== 'not-the-relay');
    if (fault?.code === 'session-ended') limits.bearer.refused(token.value);
    if (fault) throw new WireFault(fault);
    return response;
  };
  return async (input, init) => {
    try {
      return await once(input, init);
    } catch (error) {
      if (!(error instanceof WireFault) || error.fault.code !== 'session-ended') throw error;
      return once(input, init);
    }
  };
}

/** The fault inside whatever a request ended with; an answer that cannot be read is the relay's trouble, not ours. */
export const faultIn = (error: unknown): Result<never> =>
  error instanceof WireFault ? failed(error.fault.code, error.fault) : failed('unexpected');
