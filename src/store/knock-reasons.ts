import { refOf } from '../domain/database-name.ts';
import type { KnockReason } from '../domain/documents/round.ts';
import { doorKey, type Door } from '../domain/door.ts';
import type { Result } from '../domain/fault.ts';
import { knockReasonsInForce, saidOf, type KnockSlot } from '../domain/knock-reasons.ts';
import type { Me } from '../domain/me.ts';
import { saveAction, type Saved } from './save.ts';
import type { Shelf } from './shelf.ts';
import { newHead, type Store } from './store.ts';
import { saveVisitDraft, visitDrafts } from './visit-draft.ts';

/** The six slots as they are in force here. */
export const knockReasons = (shelf: Shelf): readonly KnockSlot[] =>
  shelf.derive('knock reasons', ['knockReason'], () => knockReasonsInForce(shelf.all('knockReason')));

/** Names a slot anew, for the whole community: the next version of it. */
export async function nameKnockReason(
  store: Store,
  me: Me,
  seen: KnockSlot,
  said: Pick<KnockSlot, 'name' | 'checklistId'>,
): Promise<Result<Saved>> {
  const { name, checklistId } = said;
  const doc: KnockReason = {
    ...newHead(store, 'knockReason'),
    slot: seen.slot,
    version: seen.version + 1,
    name,
    checklistId,
  };
  return saveAction(store, { parts: [{ db: refOf(me.holder.community), doc }] });
}

/**
 * Begins a visit for a reason: a draft with its words and its list. A draft that lies at the door already keeps its list and
 * everything written in it.
 */
export async function beginForReason(store: Store, door: Door, reason: KnockSlot): Promise<Result<unknown>> {
  const { dwellingId, householdId } = door;
  const kept = visitDrafts(store).find(({ body }) => doorKey(body) === doorKey(door) && body.supersedes === undefined);
  const draft = kept?.body ?? {
    dwellingId,
    ...(householdId !== undefined && { householdId }),
    checklistId: reason.checklistId,
    startedAt: store.clock.instant(),
    answers: {},
    changes: [],
    summary: {},
  };
  return saveVisitDraft(store, { ...draft, knockReason: saidOf(reason) });
}
