import { setTimeout as pause } from 'node:timers/promises';
import type { CouchAddress } from './couch-calls.ts';

export interface Updates {
  address: CouchAddress;
  prefix: string;
  /** Name without prefix. */
  onMoved: (database: string) => void;
  /** The feed was away and is back: anything may have moved meanwhile. */
  onGap: () => Promise<void>;
  signal: AbortSignal;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Hears from CouchDB's `_db_updates` what other relays wrote, until the signal aborts. The feed coalesces, forgets what
 * was acknowledged just before a node died, and does not exist without `_global_changes`: news, never a ledger.
 */
export function listenToUpdates(updates: Updates): void {
  void listen(updates);
}

async function listen({ address, prefix, onMoved, onGap, signal }: Updates): Promise<void> {
  let wait = FIRST_PAUSE_MS;
  let gap = false;
  while (!signal.aborted) {
    try {
      const response = await fetch(`${address.origin}/_db_updates?feed=continuous&since=now&heartbeat=20000`, {
        headers: address.authorization ? { authorization: address.authorization } : {},
        signal,
      });
      if (response.ok) {
        if (gap) await onGap();
        gap = true;
        wait = FIRST_PAUSE_MS;
        for await (const name of updatedNames(response)) {
          if (name.startsWith(prefix)) onMoved(name.slice(prefix.length));
        }
      } else {
        await response.body?.cancel();
      }
    } catch {
      // away: tried again below; whoever needs the storage hears it from their own call
    }
    await pause(wait, undefined, { signal, ref: false }).catch(() => undefined);
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
}

async function* updatedNames(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      const { db_name } = JSON.parse(line) as { db_name?: string };
      if (db_name) yield db_name;
    }
  }
}
