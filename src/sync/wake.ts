import { protocol, protocolHeader } from '../domain/protocol.ts';
import { endsSession, isForeign, type FetchLimits } from './limited-fetch.ts';

export interface WakeParts extends Omit<FetchLimits, 'patience'> {
  readonly origin: string;
  readonly heard: (databases: readonly string[]) => void;
  readonly ending: AbortSignal;
}

/** The relay says at least every 20 s that the line is alive; after this silence it is not (ms). */
const deadAfter = 50_000;

/**
 * Reads `/api/wake` by fetch, one JSON line each: `{ "moved": [database, …] }`, or an empty one that only says that the
 * relay is there. Resolves when the stream ends, breaks, falls silent or is aborted: whether and when to open another is
 * the engine's decision.
 */
export async function readWake({ origin, heard, ending, bearer, fetch, answered }: WakeParts): Promise<void> {
  const token = await bearer.token();
  if (!token.ok) return;
  const silence = new AbortController();
  let watch = setTimeout(() => {
    silence.abort();
  }, deadAfter);
  try {
    const response = await fetch(`${origin}/api/wake`, {
      headers: { authorization: `Bearer ${token.value}`, [protocolHeader]: String(protocol.now) },
      signal: AbortSignal.any([ending, silence.signal]),
      cache: 'no-store',
      credentials: 'omit',
    });
    answered(!isForeign(response));
    if (isForeign(response)) return;
    if (await endsSession(response)) bearer.refused(token.value);
    if (!response.ok || !response.body) return;
    let rest = '';
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(watch);
      watch = setTimeout(() => {
        silence.abort();
      }, deadAfter);
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) heard(line === '' ? [] : (JSON.parse(line) as { moved: string[] }).moved);
    }
  } catch {
    if (!ending.aborted) answered(false);
  } finally {
    clearTimeout(watch);
  }
}
