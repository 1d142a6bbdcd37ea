import { keepingExtracts, type AskExtract } from '../store/kept-extracts.ts';
import type { Store } from '../store/store.ts';
import { askRelayFor } from './ask-relay.ts';

/** Reads single extracts: the relay's document, as it is; without a signal the one that was read last. */
export async function extractsOf(store: Store): Promise<AskExtract> {
  const ask = await askRelayFor(store);
  return keepingExtracts(store, (id) => ask(`/api/extracts/${encodeURIComponent(id)}`));
}
