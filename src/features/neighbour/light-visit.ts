import { areaOf } from '../../domain/database-name.ts';
import type { Outcome, Visit } from '../../domain/documents/visit.ts';
import { failed, type Result } from '../../domain/fault.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import { undoMs } from '../../store/one-tap.ts';
import { saveAction, type Saved } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';

/** What a neighbour can tell of a knock: nothing that was asked, nothing about how the family lives. */
export const lightOutcomes = ['met', 'phone', 'not_home', 'refused', 'no_access'] as const satisfies readonly Outcome[];
export type LightOutcome = (typeof lightOutcomes)[number];

/**
 * Saves that a neighbour called at a door of their own building; held for eight seconds so that it can be undone. The
 * extract names no household, so neither does the visit.
 */
export async function saveLightVisit(
  store: Store,
  { holder }: Me,
  at: { readonly dwellingId: string; readonly buildingId: string },
  outcome: LightOutcome,
): Promise<Result<Saved>> {
  const grant = holder.grants.find(({ buildings = [] }) => buildings.includes(at.buildingId));
  const [area] = grant?.areas ?? [];
  const now = store.clock.instant();
  const doc: Visit = { ...newHead(store, 'visit'), ...at, outcome, startedAt: now, endedAt: now };
  if (area === undefined || mayWrite(holder, areaOf(area), doc, { buildingId: at.buildingId }) !== undefined)
    return failed('not-yours');
  return saveAction(store, { parts: [{ db: areaOf(area), doc }], holdMs: undoMs });
}
