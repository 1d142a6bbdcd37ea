import { done, failed, type Result } from '../domain/fault.ts';
import { protocol, protocolHeader } from '../domain/protocol.ts';
import { renewalText } from '../domain/renewal.ts';
import type { DatabaseRight } from '../domain/rights.ts';
import { instantAt } from '../platform/clock.ts';
import { signText } from '../platform/crypto.ts';
import { isForeign, toldIn, versionFaultOf, type Bearer } from './limited-fetch.ts';

/** What the relay answers to a sign-in or a renewal. */
export interface SessionAnswer {
  readonly token: string;
  /** ISO, in the relay's time */
  readonly expiresAt: string;
  readonly databases: readonly DatabaseRight[];
  readonly replica: string;
  /** ISO */
  readonly serverTime: string;
}

export interface SessionParts {
  readonly origin: string;
  readonly user: string;
  readonly device: string;
  /** the device's key for this account; without one only a person can begin a session */
  readonly key: CryptoKey | undefined;
  readonly now: () => number;
  /** the relay's time minus the device's, ms */
  readonly relayAhead: () => number;
  readonly fetch: typeof fetch;
  readonly answered: (there: boolean) => void;
  /** ms until a renewal without an answer is given up */
  readonly patience?: number;
  /** hears every session that begins, before anybody uses its token */
  readonly began: (session: SessionAnswer) => Promise<void>;
  /** hears that only a password helps */
  readonly ended?: () => Promise<void>;
}

/** A token is not used in its last seconds (ms): a request takes its time. */
const margin = 20_000;

const isTime = (text: unknown): text is string => typeof text === 'string' && !Number.isNaN(Date.parse(text));

/** Whether that is a session: nobody else's JSON becomes one. */
function isSession(told: object): told is SessionAnswer {
  const { token, expiresAt, serverTime, replica, databases } = told as Partial<SessionAnswer>;
  return (
    typeof token === 'string' &&
    typeof replica === 'string' &&
    isTime(expiresAt) &&
    isTime(serverTime) &&
    Array.isArray(databases)
  );
}

/**
 * The session of this tablet, in memory alone. It renews itself by the device's key, so that after a day without signal
 * and a kill the tablet still sends; the password is asked for only when the relay does not know the device any more.
 */
export class Session implements Bearer {
  readonly #parts: SessionParts;
  #token: { readonly text: string; readonly until: number } | undefined;
  #renewing: Promise<Result<string>> | undefined;
  #ended = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** The relay asked for a password; nothing is sent until `begin`. */
  get ended(): boolean {
    return this.#ended;
  }

  /** A session that a person began, or that was renewed. */
  async begin(answer: SessionAnswer): Promise<void> {
    await this.#parts.began(answer);
    const life = Date.parse(answer.expiresAt) - Date.parse(answer.serverTime);
    this.#token = { text: answer.token, until: this.#parts.now() + life - margin };
    this.#ended = false;
  }

  token(): Promise<Result<string>> {
    const { now } = this.#parts;
    // A clock that was set back must not keep an old token for ever: a life is 15 minutes.
    if (this.#token && now() < this.#token.until && this.#token.until - now() < 3_600_000)
      return Promise.resolve(done(this.#token.text));
    this.#renewing ??= this.#renew(this.#parts.relayAhead()).finally(() => {
      this.#renewing = undefined;
    });
    return this.#renewing;
  }

  refused(token: string): void {
    if (this.#token?.text === token) this.#token = undefined;
  }

  async #renew(relayAhead: number, again = true): Promise<Result<string>> {
    const { origin, user, device, key, now, fetch, answered, patience = 15_000 } = this.#parts;
    if (!key || this.#ended) return this.#end();
    const at = instantAt(now() + relayAhead);
    const nonce = crypto.randomUUID().replaceAll('-', '');
    const signature = await signText(key, renewalText({ user, device, at, nonce }));
    let response: Response;
    try {
      response = await fetch(`${origin}/api/sessions/renew`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', [protocolHeader]: String(protocol.now) },
        body: JSON.stringify({ user, device, at, nonce, signature }),
        signal: AbortSignal.timeout(patience),
        cache: 'no-store',
        credentials: 'omit',
      });
    } catch {
      answered(false);
      return failed('offline');
    }
    if (isForeign(response)) {
      answered(false);
      return failed(response.status < 500 ? 'not-the-relay' : 'relay-busy');
    }
    const apart = versionFaultOf(response.status);
    const told = apart ? {} : await toldIn(response);
    const { error, serverTime } = told;
    const answer = response.ok && isSession(told) ? told : undefined;
    // JSON of somebody else neither begins a session nor ends one
    const relays = apart !== undefined || answer !== undefined || typeof error === 'string' || response.status >= 429;
    answered(relays);
    if (apart) return failed(apart);
    if (!relays) return failed('not-the-relay');
    if (answer) {
      await this.begin(answer);
      return done(answer.token);
    }
    if (error === 'clock-ahead' && isTime(serverTime) && again)
      return this.#renew(Date.parse(serverTime) - now(), false);
    if (response.status === 401 && error === 'session-ended') return this.#end();
    const wait = Number(response.headers.get('retry-after'));
    return failed('relay-busy', wait > 0 ? { retryAfter: wait } : {});
  }

  async #end(): Promise<Result<never>> {
    this.#ended = true;
    await this.#parts.ended?.();
    return failed('session-ended');
  }
}
