import { parseDatabaseName } from '../domain/database-name.ts';
import type { Door } from '../domain/door.ts';
import type { Outcome, Postponement, Refusal, RetrySlot, Visit } from '../domain/documents/visit.ts';
import { failed, type Result } from '../domain/fault.ts';
import { areaDatabaseOf } from './organisation.ts';
import { saveAction, type Saved } from './save.ts';
import { newHead, type Store } from './store.ts';

/** How long an outcome by one tap can be undone before it may be sent (ui.md §5.2). */
export const undoMs = 8_000;

export interface OneTap extends Saved {
  readonly visit: Visit;
}

const doorOf = (door: Door) => ({
  dwellingId: door.dwellingId,
  ...(door.householdId !== undefined && { householdId: door.householdId }),
});

/**
 * The area database of a door; a door always lies in one that this tablet holds. What was begun at a building that has gone
 * to another area since is addressed to the area of which this tablet heard so: the relay knows where it went.
 */
export function areaOfDoor(store: Store, door: Door): string | undefined {
  const { shelf } = store;
  const [relocation] = shelf.by('relocation', 'buildingId', door.buildingId);
  const lies =
    shelf.databaseOf('dwelling', door.dwellingId) ??
    (relocation && shelf.databaseOf('relocation', relocation._id)) ??
    areaDatabaseOf(store, door.buildingId);
  return lies !== undefined && parseDatabaseName(lies)?.kind === 'area' ? lies : undefined;
}

/** Saves that somebody knocked and what came of it, nothing else; held for eight seconds so that it can be undone. */
export async function saveOneTap(store: Store, door: Door, outcome: Outcome): Promise<Result<OneTap>> {
  const db = areaOfDoor(store, door);
  if (db === undefined) return failed('not-yours');
  const at = store.clock.instant();
  const head = newHead(store, 'visit');
  const visit: Visit = { ...head, ...doorOf(door), buildingId: door.buildingId, outcome, startedAt: at, endedAt: at };
  const saved = await saveAction(store, { parts: [{ db, doc: visit }], holdMs: undoMs });
  return saved.ok ? { ok: true, value: { ...saved.value, visit } } : saved;
}

/** What the family said about coming again: a fact about the door, never a change of the visit. */
export async function saveSlot(store: Store, door: Door, visitId: string, slot: RetrySlot): Promise<Result<Saved>> {
  const db = areaOfDoor(store, door);
  if (db === undefined) return failed('not-yours');
  const doc: Postponement = { ...newHead(store, 'postponement'), ...doorOf(door), visitId, slot };
  return saveAction(store, { parts: [{ db, doc }], holdMs: undoMs });
}

/** What a family wishes after declining; 今年不再上门 closes every non-emergency list until the end of the year. */
export async function saveRefusal(
  store: Store,
  door: Door,
  visitId: string,
  choice: Refusal['choice'],
): Promise<Result<Saved>> {
  const db = areaOfDoor(store, door);
  if (db === undefined) return failed('not-yours');
  const head = newHead(store, 'refusal');
  // the first day on which one may ask again
  const until = choice === 'no_more' ? { doNotAskUntil: `${String(Number(head.at.slice(0, 4)) + 1)}-01-01` } : {};
  const doc: Refusal = { ...head, ...doorOf(door), visitId, choice, ...until };
  return saveAction(store, { parts: [{ db, doc }], holdMs: undoMs });
}
