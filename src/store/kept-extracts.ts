import type { FaultCode, Result } from '../domain/fault.ts';
import type { Sealed } from '../platform/crypto.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { Store } from './store.ts';

/** Asks the relay for one extract. */
export type AskExtract = (id: string) => Promise<Result<Readonly<Record<string, unknown>>>>;

/** The relay said that this person may not read it, or that there is none: what was kept of it goes. */
const ends: readonly FaultCode[] = ['forbidden', 'not-found'];

/**
 * Reads extracts from the relay and keeps each, sealed like everything here; without an answer the one that was kept is
 * read. The relay decides at every question whether this person may still read it.
 */
export const keepingExtracts =
  (store: Store, ask: AskExtract): AskExtract =>
  async (id) => {
    const answer = await ask(id);
    if (answer.ok) {
      const [sealed] = await store.seal.seal([answer.value]);
      await keep(store, id, sealed);
      return answer;
    }
    if (ends.includes(answer.fault.code)) {
      await keep(store, id, undefined);
      return answer;
    }
    const sealed = (await readMeta(store.db, 'extracts'))?.[id];
    if (sealed === undefined) return answer;
    const [value] = await store.seal.open([sealed]);
    return { ok: true, value: value as Readonly<Record<string, unknown>> };
  };

async function keep({ db }: Store, id: string, sealed: Sealed | undefined): Promise<void> {
  await db.transaction('rw', db.meta, async () => {
    const { [id]: _before, ...others } = (await readMeta(db, 'extracts')) ?? {};
    await writeMeta(db, 'extracts', { ...others, ...(sealed !== undefined && { [id]: sealed }) });
  });
}
