import { sameBody } from '../../src/domain/canonical.ts';
import { StorageUnavailable, type DraftDoc, type Storage } from '../storage/port.ts';

const mostRounds = 8;

/**
 * Writes documents that follow from others, where they differ from what is stored. Every relay computes the same bodies,
 * so two that write at once agree, and nothing is rewritten without a change.
 */
export async function writeDerived(storage: Storage, database: string, docs: readonly DraftDoc[]): Promise<void> {
  let open = docs;
  for (let round = 0; open.length > 0; round += 1) {
    if (round === mostRounds) throw new StorageUnavailable();
    const stored = await storage.getMany(
      database,
      open.map((doc) => doc._id),
    );
    const changed = open.filter((doc) => !sameBody(stored.get(doc._id) ?? {}, doc));
    if (changed.length === 0) return;
    const results = await storage.write(
      database,
      changed.map((doc) => ({ ...doc, ...(stored.has(doc._id) && { _rev: stored.get(doc._id)?._rev ?? '' }) })),
    );
    open = changed.filter((_, index) => results[index]?.error !== undefined);
  }
}
