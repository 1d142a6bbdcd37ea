import { protocol, protocolHeader } from '../domain/protocol.ts';
import { beats, type WakeWish } from '../domain/wake.ts';
import { endsSession, isForeign, type FetchLimits } from './limited-fetch.ts';

export interface WakeParts extends Omit<FetchLimits, 'patience'> {
  readonly origin: string;
}

/** Hears the databases that a line names; an empty line only says that the relay is there. */
export type Heard = (databases: readonly string[]) => void;

/** Seconds of silence that are asked for first: half as often would be noticed too late, twice as often costs a day's bytes. */
const firstBeat = 120;
/** A line that was silent for this many beats is dead. */
const deadAfter = 2.5;

/**
 * Reads `/api/wake` by fetch, one JSON line each: `{ "moved": [database, …] }`, or an empty one that only says that the
 * relay is there. A proxy that cuts a silent line teaches it to ask for signs of life more often.
 */
export class WakeLine {
  readonly #parts: WakeParts;
  #beat: number = firstBeat;
  /** an older relay takes no wishes, and names everything first */
  #plain = false;

  constructor(parts: WakeParts) {
    this.#parts = parts;
  }

  /**
   * Resolves when the stream ends, breaks, falls silent or is aborted: whether and when to open another is the engine's
   * decision.
   */
  async read(heard: Heard, ending: AbortSignal, reached: WakeWish['reached']): Promise<void> {
    const { bearer, answered } = this.#parts;
    const silence = new AbortController();
    const signal = AbortSignal.any([ending, silence.signal]);
    let watch: ReturnType<typeof setTimeout> | undefined;
    let lastLine: number | undefined;
    const alive = (): void => {
      clearTimeout(watch);
      watch = setTimeout(
        () => {
          silence.abort();
        },
        this.#beat * deadAfter * 1_000,
      );
    };
    try {
      alive();
      // A session that ended while the line stood, with a right perhaps, is renewed at once.
      for (let tries = 0; tries < 3; tries += 1) {
        const token = await bearer.token();
        if (!token.ok) return;
        const response = await this.#ask(token.value, { beat: this.#beat, reached }, signal);
        answered(!isForeign(response));
        if (isForeign(response)) return;
        if (await endsSession(response)) bearer.refused(token.value);
        else if (!this.#plain && [404, 405].includes(response.status)) this.#plain = true;
        else if (!response.ok || !response.body) return;
        else {
          for await (const line of linesOf(response.body)) {
            alive();
            lastLine = performance.now();
            heard(line === '' ? [] : (JSON.parse(line) as { moved: string[] }).moved);
          }
          return;
        }
      }
    } catch {
      if (!ending.aborted) answered(false);
    } finally {
      clearTimeout(watch);
      const silent = lastLine === undefined ? 0 : performance.now() - lastLine;
      const cut = !ending.aborted && !silence.signal.aborted && silent > this.#beat * 400;
      if (cut) this.#beat = Math.max(beats.least, this.#beat / 2);
    }
  }

  #ask(token: string, wish: WakeWish, signal: AbortSignal): Promise<Response> {
    const { fetch, origin } = this.#parts;
    const headers = { authorization: `Bearer ${token}`, [protocolHeader]: String(protocol.now) };
    return fetch(`${origin}/api/wake`, {
      ...(this.#plain
        ? { headers }
        : { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(wish) }),
      signal,
      cache: 'no-store',
      credentials: 'omit',
    });
  }
}

async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = '';
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    // Whoever stops listening in the middle hangs up.
    await reader.cancel().catch(() => undefined);
  }
}
