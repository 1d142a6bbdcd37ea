import { Readable } from 'node:stream';
import type { ChangesPage } from './port.ts';

export interface Feed {
  /** Bounded: `feed`, and where they matter `limit`, `timeout`, `heartbeat`. */
  query: Record<string, string>;
  since: string;
  page: (since: string, limit: number) => Promise<ChangesPage>;
  /** `false` after `ms` milliseconds or when the signal aborted. */
  wait: (seen: number, ms: number) => Promise<boolean>;
  /** Writes seen so far. */
  count: () => number;
  signal: AbortSignal;
}

const PAGE = 100;
/** Keeps proxies from closing a silent poll. */
const BREATH_MS = 20_000;

/** A waiting feed in CouchDB's form. The first byte is a newline, so that the headers leave at once. */
export function feedStream(feed: Feed): Readable {
  return Readable.from(untilAborted(feed));
}

async function* untilAborted(feed: Feed): AsyncGenerator<string> {
  try {
    yield* feed.query['feed'] === 'longpoll' ? longpoll(feed) : continuous(feed);
  } catch (fault) {
    if (!feed.signal.aborted) throw fault;
  }
}

async function* longpoll({ query, since, page, wait, count, signal }: Feed): AsyncGenerator<string> {
  yield '\n';
  let left = Number(query['timeout']);
  for (;;) {
    const seen = count();
    const found = await page(since, Number(query['limit']));
    if (found.results.length > 0 || left <= 0 || signal.aborted) {
      yield JSON.stringify(found);
      return;
    }
    since = found.last_seq;
    for (let moved = false; !moved && left > 0 && !signal.aborted; left -= BREATH_MS) {
      moved = await wait(seen, Math.min(left, BREATH_MS));
      yield '\n';
    }
  }
}

async function* continuous({ query, since, page, wait, count, signal }: Feed): AsyncGenerator<string> {
  yield '\n';
  const heartbeat = Number(query['heartbeat'] ?? 0);
  let left = query['limit'] === undefined ? Infinity : Number(query['limit']);
  let last: ChangesPage = { results: [], last_seq: since, pending: 0 };
  while (!signal.aborted && left > 0) {
    const seen = count();
    last = await page(last.last_seq, Math.min(left, PAGE));
    for (const row of last.results) yield `${JSON.stringify(row)}\n`;
    left -= last.results.length;
    if (last.pending > 0 || left <= 0) continue;
    let moved = false;
    while (!moved && !signal.aborted) {
      moved = await wait(seen, heartbeat || Number(query['timeout']));
      if (moved) break;
      if (!heartbeat) {
        left = 0;
        break;
      }
      yield '\n';
    }
  }
  yield `${JSON.stringify({ last_seq: last.last_seq, pending: last.pending })}\n`;
}
