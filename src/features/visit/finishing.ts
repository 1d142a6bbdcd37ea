import type { Answers } from '../../domain/checklist/checklist.ts';
import type { Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { finishVisit, type Finished } from '../../store/finish-visit.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import type { VisitDraftBody } from '../../store/visit-draft.ts';

export interface Finishing extends Finished {
  /** takes the visit back while it is held, and lays its draft where it was. False: too late */
  readonly undo?: () => Promise<boolean>;
}

/** Finishes a visit, with the way back where there is one. */
export async function finishAt(
  store: Store,
  me: Me,
  draft: VisitDraftBody,
  previous: Answers,
): Promise<Result<Finishing>> {
  const finished = await finishVisit(store, me, draft, previous);
  if (!finished.ok || finished.value.holdUntil === undefined) return finished;
  const { envelopeId } = finished.value;
  return { ok: true, value: { ...finished.value, undo: () => undo(store, envelopeId) } };
}
