import type { Result } from '../domain/fault.ts';
import type { Store } from '../store/store.ts';
import { askRelayFor } from './ask-relay.ts';

/** Reads single extracts, online: the relay's document, as it is. */
export async function extractsOf(
  store: Store,
): Promise<(id: string) => Promise<Result<Readonly<Record<string, unknown>>>>> {
  const ask = await askRelayFor(store);
  return (id) => ask(`/api/extracts/${encodeURIComponent(id)}`);
}
