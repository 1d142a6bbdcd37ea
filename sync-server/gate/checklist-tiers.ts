import { refOf, type Tier } from '../../src/domain/database-name.ts';
import { DatabaseMissing, type Storage } from '../storage/port.ts';
import { textIn } from './references.ts';

/** The tier of a checklist; of all its versions the highest, because an id reveals as much as any version does. */
export type ChecklistTiers = (checklistId: string) => Tier | undefined;

/** Reads the checklists of a community. They are few, and a delivery asks once. */
export async function checklistTiers(storage: Storage, community: string): Promise<ChecklistTiers> {
  const tiers = new Map<string, Tier>();
  for (const doc of await checklistsOf(storage, community)) {
    const checklist = doc['checklist'] as object | undefined;
    const [id, tier] = [textIn(checklist, 'id'), textIn(checklist, 'tier') as Tier | undefined];
    if (id === undefined || tier === undefined) continue;
    const known = tiers.get(id);
    if (known === undefined || known < tier) tiers.set(id, tier);
  }
  return (checklistId) => tiers.get(checklistId);
}

async function checklistsOf(storage: Storage, community: string): Promise<Record<string, unknown>[]> {
  try {
    return await storage.range(refOf(community), 'checklist:', 'checklist:\uffff');
  } catch (fault) {
    if (fault instanceof DatabaseMissing) return [];
    throw fault;
  }
}
