import nano from 'nano';
import { DatabaseMissing, StorageUnavailable } from './port.ts';

export interface CouchCall {
  db?: string;
  /** Already encoded. */
  path?: string;
  method?: 'GET' | 'PUT' | 'POST';
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

/** CouchDB said no. Carries no text of a document. */
export class CouchRefusal extends Error {
  override readonly name = 'CouchRefusal';
  readonly status: number;
  readonly error: string;
  constructor(status: number, error: string) {
    super(`couchdb answered ${status} ${error}`);
    this.status = status;
    this.error = error;
  }
}

/** How long an answer may take (ms), beside the time for which a feed was asked to wait. */
const answerWithin = 20_000;

export type CallCouch = (call: CouchCall) => Promise<unknown>;

export interface CouchAddress {
  /** Without credentials and without a slash at the end. */
  origin: string;
  /** `Basic …` of the provisioner, when the address carried one. */
  authorization?: string;
}

/** Takes the credentials out of an address, so that they can stand in no log and in no request line. */
export function couchAddress(url: string): CouchAddress {
  const { origin, pathname, username, password } = new URL(url);
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    origin: `${origin}${pathname}`.replace(/\/+$/, ''),
    ...(username ? { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } : {}),
  };
}

/**
 * Calls CouchDB under one identity. Throws `StorageUnavailable` when there is no answer, an answer of 500 and above, or
 * a 401 (keys that do not fit are the operator's to repair, not the person's), `DatabaseMissing`, or `CouchRefusal`.
 */
export function couchCaller({ origin }: CouchAddress, authorization: () => Promise<string | undefined>): CallCouch {
  return async ({ path, query, signal, ...call }) => {
    const bearer = await authorization();
    // `parseUrl` would take a path before CouchDB for a database
    const settings = { url: origin, parseUrl: false, headers: bearer ? { Authorization: bearer } : {} };
    const scope = nano(settings);
    try {
      const late = AbortSignal.timeout(answerWithin + Number(query?.['timeout'] ?? 0));
      const ending = signal ? AbortSignal.any([signal, late]) : late;
      const options = { ...call, path: path ?? '', qs: query ?? {}, signal: ending };
      return (await scope.request(options)) as unknown;
    } catch (fault) {
      throw translated(fault, call.db);
    }
  };
}

/** nano's errors hold the request with its documents: none of that goes further. */
function translated(fault: unknown, database: string | undefined): Error {
  const { statusCode, error = '', reason = '' } = fault as { statusCode?: number; error?: string; reason?: string };
  if (statusCode === undefined || statusCode >= 500 || statusCode === 401) {
    return new StorageUnavailable({ cause: new CouchRefusal(statusCode ?? 0, error) });
  }
  if (statusCode === 404 && database && reason.startsWith('Database')) return new DatabaseMissing(database);
  return new CouchRefusal(statusCode, error);
}
