import { bodyOf, sameBody } from '../../src/domain/canonical.ts';
import { mergeAll } from '../../src/domain/merge.ts';
import type { Head } from '../../src/domain/register.ts';
import type { DraftDoc, Storage, StoredDoc } from '../storage/port.ts';

/**
 * Makes one document of several leaves: the merge of all on top of the winner, then the others removed. Relays that do
 * this at the same moment write the same bytes. Only in a whole cluster, and only after the merge is safe, is a leaf
 * removed.
 * @returns whether one leaf is left
 */
export async function untangle(storage: Storage, database: string, id: string): Promise<boolean> {
  const winner = await storage.get(database, id, { conflicts: true });
  if (!winner?._conflicts?.length) return true;
  if (!(await storage.whole())) return false;
  const leaves = await storage.leaves(database, id);
  const merged = mergedOf(leaves);
  if (!merged) return true;
  if (!sameBody(winner, merged)) {
    const draft: DraftDoc = { ...(merged as unknown as DraftDoc), _rev: winner._rev };
    const [written] = await storage.write(database, [draft]);
    if (!written?.durable) return false;
  }
  const losers = leaves.filter((leaf) => leaf._rev !== winner._rev);
  for (const { _rev } of losers) {
    const [removed] = await storage.write(database, [{ _id: id, _rev, _deleted: true }]);
    // a conflict here says that another relay removed it first
    if (removed?.error === 'unavailable') return false;
  }
  return true;
}

/** The body that all leaves make together. */
export function mergedOf(leaves: readonly StoredDoc[]): Head | undefined {
  const [first, ...others] = leaves.map((leaf) => bodyOf(leaf) as unknown as Head);
  return first && mergeAll([first, ...others]);
}
