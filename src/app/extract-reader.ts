import { failed } from '../domain/fault.ts';
import type { FetchExtract } from '../features/neighbour/neighbour.svelte.ts';
import type { Store } from '../store/store.ts';

/** Reads extracts with what is fetched at the first question; most people never ask one. */
export function extractReader(store: () => Store): FetchExtract {
  let reading: Promise<FetchExtract> | undefined;
  return async (id) => {
    reading ??= import('./extracts.ts').then(({ extractsOf }) => extractsOf(store()));
    try {
      return await (
        await reading
      )(id);
    } catch {
      // it could not be fetched, or the tablet's memory not be opened: the next question begins anew
      reading = undefined;
      return failed('unexpected');
    }
  };
}
