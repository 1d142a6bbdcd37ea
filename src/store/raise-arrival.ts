import type { ArrivalTask } from '../domain/arrival/arrival-task.ts';
import { areaOf, careOf, ownOf, parseDatabaseName } from '../domain/database-name.ts';
import type { ArrivalReason, ArrivalStage, ArrivalStep, Escalation } from '../domain/documents/arrival.ts';
import type { Proposal } from '../domain/documents/care.ts';
import type { Severity } from '../domain/documents/visit.ts';
import { failed, type Result } from '../domain/fault.ts';
import type { Door } from '../domain/door.ts';
import { areaOfDoor, undoMs } from './one-tap.ts';
import { saveAction, type Action, type Saved } from './save.ts';
import { newHead, type Store } from './store.ts';

/** The form that a step or a must-arrive was written in. */
type Written = Pick<Action, 'draftKey' | 'form'>;

/** What somebody says who raises a must-arrive by hand, or from a matter. */
export interface RaisedByHand {
  readonly reason: ArrivalReason;
  /** of a family dispute; below yellow it is an ordinary visit */
  readonly severity?: Severity;
  readonly detail?: string;
  readonly matterId?: string;
}

/** Saves a must-arrive at a door; its clock runs from now. Held for eight seconds, so that it can be undone. */
export async function raiseArrival(
  store: Store,
  door: Door,
  raised: RaisedByHand,
  written: Written = {},
): Promise<Result<Saved & { proposal: Proposal }>> {
  const area = parseDatabaseName(areaOfDoor(store, door) ?? '');
  if (!area) return failed('not-yours');
  const { reason, severity, detail, matterId } = raised;
  const proposal: Proposal = {
    ...newHead(store, 'proposal'),
    dwellingId: door.dwellingId,
    ...(door.householdId !== undefined && { householdId: door.householdId }),
    kind: 'mustArrive',
    subject: reason,
    ...(reason === 'familyDispute' && severity !== undefined && { severity }),
    ...(detail !== undefined && detail !== '' && { detail }),
    ...(matterId !== undefined && { matterId }),
  };
  const saved = await saveAction(store, {
    parts: [{ db: careOf(area.scope), doc: proposal }],
    holdMs: undoMs,
    ...written,
  });
  return saved.ok ? { ok: true, value: { ...saved.value, proposal } } : saved;
}

/** What a step says beside its stage. */
export type StepSaid = Pick<ArrivalStep, 'arrivedAt' | 'found' | 'next'>;

/** Saves one step of a must-arrive where its proposal lies; it names the newest step that was seen. */
export async function takeStep(
  store: Store,
  { proposal, steps }: ArrivalTask,
  stage: ArrivalStage,
  said: StepSaid = {},
  written: Written = {},
): Promise<Result<Saved>> {
  const db = store.shelf.databaseOf('proposal', proposal._id);
  if (db === undefined) return failed('not-yours');
  // what was said from above stands in another database: the gate looks for it where the proposal lies, and in its area
  const followed = stage === 'closed' ? steps.findLast((step) => step.stage === 'followedUp') : undefined;
  const after = (followed ?? steps.at(-1))?._id ?? proposal._id;
  const doc: ArrivalStep = { ...newHead(store, 'arrivalStep'), after, proposalId: proposal._id, stage, ...said };
  return saveAction(store, { parts: [{ db, doc }], holdMs: undoMs, ...written });
}

/** Somebody above says that they take it on, or stood there: into the area, by what they were told. */
export async function answerFromAbove(
  store: Store,
  told: Escalation,
  stage: 'acknowledged' | 'arrived',
): Promise<Result<Saved>> {
  if (store.shelf.databaseOf('escalation', told._id) !== ownOf(store.user)) return failed('not-yours');
  const head = newHead(store, 'arrivalStep');
  const doc: ArrivalStep = { ...head, after: told._id, proposalId: told.proposalId, stage };
  return saveAction(store, { parts: [{ db: areaOf(told.area), doc }], holdMs: undoMs });
}
