import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done } from '../../src/domain/fault.ts';
import { WakeLine } from '../../src/sync/wake.ts';

const json = { 'content-type': 'application/x-ndjson' };
const reached = { 'area-a1': { epoch: 'e1', seq: '7' } };
const asked: { method: string; body: unknown; token: string | null }[] = [];
/** bodies that a hang-up cuts */
const open: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>[] = [];
let tokens = 0;
let refused: string[] = [];

beforeEach(() => {
  asked.length = 0;
  open.length = 0;
  [tokens, refused] = [0, []];
});

/** A line over answers in turn. */
const lineOver = (...answers: (() => Response)[]): WakeLine =>
  new WakeLine({
    origin: 'http://relay.test',
    bearer: {
      token: () => Promise.resolve(done(`token-${String(tokens)}`)),
      refused: (token) => {
        refused.push(token);
        tokens += 1;
      },
    },
    fetch: (_, init) => {
      const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
      const token = new Headers(init?.headers).get('authorization');
      asked.push({ method: init?.method ?? 'GET', body, token });
      const next = answers.shift();
      init?.signal?.addEventListener('abort', () => {
        for (const body of open.splice(0)) body.error(new DOMException('', 'AbortError'));
      });
      return next ? Promise.resolve(next()) : Promise.reject(new TypeError('away'));
    },
    answered: () => undefined,
  });
const bodyOf = (start: (to: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => void) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({ start });
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const read = async (line: WakeLine): Promise<(readonly string[])[]> => {
  const heard: (readonly string[])[] = [];
  await line.read((databases) => heard.push(databases), new AbortController().signal, reached);
  return heard;
};

it('hears of what moved, also in pieces, and of a stream that is only alive', async () => {
  const pieces = ['{"moved":["area-a1","ca', 're-a1"]}\n\n', '{"moved":["own-grid1"]}\n{"moved":[]}\n'];
  const body = bodyOf((to) => {
    for (const piece of pieces) to.enqueue(bytes(piece));
    to.close();
  });
  const line = lineOver(() => new Response(body, { headers: json }));
  expect(await read(line)).toEqual([['area-a1', 'care-a1'], [], ['own-grid1'], []]);
  expect(asked).toEqual([{ method: 'POST', body: { beat: 120, reached }, token: 'Bearer token-0' }]);
});

it('asks a relay from before wishes the old way, and from then on at once', async () => {
  const old = (): Response => new Response('{"moved":["area-a1"]}\n', { headers: json });
  const line = lineOver(() => new Response('{}', { status: 404 }), old, old);
  expect(await read(line)).toEqual([['area-a1']]);
  expect(await read(line)).toEqual([['area-a1']]);
  expect(asked.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
});

it('takes a new token at once when the relay ended the session, and gives up when it goes on so', async () => {
  const ended = (): Response => Response.json({ error: 'session-ended' }, { status: 401 });
  const line = lineOver(ended, () => new Response('{"moved":[]}\n', { headers: json }), ended, ended, ended);
  expect(await read(line)).toEqual([[]]);
  expect(asked.map(({ token }) => token)).toEqual(['Bearer token-0', 'Bearer token-1']);
  expect(await read(line)).toEqual([]);
  expect(refused).toEqual(['token-0', 'token-1', 'token-2', 'token-3']);
  expect(asked).toHaveLength(5);
});

describe('a line that falls silent', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const beatsAsked = (): number[] => asked.map(({ body }) => (body as { beat: number }).beat);

  /** A stream that says one thing and is cut by a proxy after so many seconds without another. */
  const cutAfter = (seconds: number) => () =>
    new Response(
      bodyOf((to) => {
        to.enqueue(bytes('{"moved":[]}\n'));
        setTimeout(() => {
          to.close();
        }, seconds * 1_000);
      }),
      { headers: json },
    );

  it('is asked for signs of life more often where a proxy cut it, down to every twenty seconds', async () => {
    const line = lineOver(...[60, 60, 60, 60, 60].map(cutAfter));
    for (let n = 0; n < 5; n += 1) {
      const over = read(line);
      await vi.advanceTimersByTimeAsync(60_000);
      await over;
    }
    expect(beatsAsked()).toEqual([120, 60, 30, 20, 20]);
  });

  it('is asked as before where it ended soon after a line: the relay went, nobody cut it', async () => {
    const line = lineOver(cutAfter(2), cutAfter(2));
    for (let n = 0; n < 2; n += 1) {
      const over = read(line);
      await vi.advanceTimersByTimeAsync(2_000);
      await over;
    }
    expect(beatsAsked()).toEqual([120, 120]);
  });

  it('is dead after two and a half beats', async () => {
    const silent = bodyOf((to) => {
      open.push(to);
    });
    const line = lineOver(() => new Response(silent, { headers: json }));
    let ended = false;
    const over = line
      .read(() => undefined, new AbortController().signal, {})
      .then(() => {
        ended = true;
      });
    await vi.advanceTimersByTimeAsync(299_000);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    await over;
  });
});
