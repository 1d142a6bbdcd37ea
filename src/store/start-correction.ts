import { withCommonHeader } from '../domain/checklist/common-header.ts';
import { questionOfRole } from '../domain/checklist/checklist.ts';
import { effectsOf } from '../domain/checklist/visit-effects.ts';
import { dayOf } from '../domain/day.ts';
import { doorKey } from '../domain/door.ts';
import { doorPath } from '../domain/door-path.ts';
import { done, failed, type Result } from '../domain/fault.ts';
import type { Residency, Visit } from '../domain/documents/visit.ts';
import type { MediaReference } from '../domain/documents/media.ts';
import { mediaIn } from '../domain/media.ts';
import { fieldOf } from '../domain/register.ts';
import { calledIn } from './call-note.ts';
import { dueOfDoorOnTablet } from './due-doors.ts';
import { earlierVersion } from './earlier-version.ts';
import { tickOf } from './home-changes.ts';
import { residentsOf } from './households.ts';
import { checklistOfDraft } from './reference.ts';
import type { Shelf } from './shelf.ts';
import type { Store } from './store.ts';
import { matterSlot, saveVisitDraft, visitDrafts, type HomeChange, type VisitDraftBody } from './visit-draft.ts';
import { visitStates } from './visits.ts';

/**
 * Begins the correction of one's own visit, returned or not yet reviewed, as a draft with everything it said; one that was
 * begun before is left as it is. Accepted visits are corrected by the correcting role alone, and with a reason; else
 * `illegal-step`.
 * @returns the door's part of the address: `/visits/<it>`
 */
export async function startCorrection(store: Store, visitId: string, reason?: string): Promise<Result<string>> {
  const { shelf } = store;
  const folded = visitStates(shelf).get(visitId);
  if (!folded || (reason === undefined && folded.visit.by !== store.user)) return failed('not-author');
  const { visit, review, state } = folded;
  if (state === 'corrected' || state === 'overtaken' || (state === 'accepted') !== (reason !== undefined))
    return failed('illegal-step');
  const path = doorPath(visit);
  if (visitDrafts(store).some(({ body }) => body.supersedes === visitId)) return done(path);
  const saved = await saveVisitDraft(store, {
    ...(await saidAtVisit(store, visit)),
    supersedes: visitId,
    after: state !== 'submitted' && review ? review._id : visitId,
    ...(reason !== undefined && { correction: reason }),
  });
  return saved.ok ? done(path) : saved;
}

/** Everything that a visit said, as the draft of another version of it. */
export async function saidAtVisit(store: Store, visit: Visit): Promise<VisitDraftBody> {
  const { shelf } = store;
  const visitId = visit._id;
  const earlier = await earlierVersion(store, visitId);
  const [said] = earlier?.answers ?? [];
  const due = dueOfDoorOnTablet(store, doorKey(visit))?.reasons.find((one) => one.checklistId !== undefined);
  const checklistId = said?.doc.checklistId ?? due?.checklistId ?? 'routine';
  const version = said?.doc.checklistVersion;
  const answered = { checklistId, ...(version !== undefined && { checklistVersion: version }) };
  const list = checklistOfDraft(shelf, answered);
  const outcomeId = list && questionOfRole(withCommonHeader(list), 'outcome')?.id;
  const noteId = list && questionOfRole(list, 'note')?.id;
  const note = earlier?.standing.find((one) => one.slot === 'note' && one.doc.type === 'note')?.doc;
  const effects = list && effectsOf(withCommonHeader(list), said?.doc.answers ?? {});
  const texts = (earlier?.standing ?? []).flatMap(({ slot, doc }) =>
    slot.startsWith('text:') && doc.type === 'note' ? [doc.text] : [],
  );
  const calls = calledIn(texts, visit.startedAt, effects?.callNow ?? []);
  const coming = (earlier?.residencies ?? []).flatMap((fact) => changeBy(shelf, fact));
  const numbers = effects?.editKinds.includes(tickOf.phone) ? numbersOfDay(shelf, visit) : [];
  const media: Record<string, readonly MediaReference[]> = {};
  for (const [id, value] of Object.entries(said?.doc.answers ?? {})) {
    const shown = mediaIn(said?.doc ?? {}).filter((one) => [value].flat().includes(one.id));
    if (shown.length > 0) media[id] = shown;
  }
  for (const { slot, doc } of earlier?.standing ?? [])
    if (mediaIn(doc).length > 0 && /^(matter|joined):/.test(slot))
      media[matterSlot(slot.slice(slot.indexOf(':') + 1))] = mediaIn(doc);
  return {
    dwellingId: visit.dwellingId,
    ...(visit.householdId !== undefined && { householdId: visit.householdId }),
    ...answered,
    ...(said?.doc.knockReason && { knockReason: said.doc.knockReason }),
    startedAt: visit.startedAt,
    answers: {
      ...(outcomeId !== undefined && { [outcomeId]: visit.outcome }),
      ...(noteId !== undefined && note?.type === 'note' && { [noteId]: note.text }),
      ...said?.doc.answers,
    },
    changes: [...coming, ...numbers],
    ...(Object.keys(media).length > 0 && { media }),
    summary: said?.doc.summary ?? {},
    ...(earlier && Object.keys(earlier.joined).length > 0 && { joined: earlier.joined }),
    ...(calls.length > 0 && { calls }),
  };
}

/** Who came or left, as the worker wrote it. */
function changeBy(shelf: Shelf, { change, residentId }: Residency): HomeChange[] {
  if (change === 'movedOut' || change === 'died') return [{ kind: change, residentId }];
  const resident = shelf.get('resident', residentId);
  const name = resident && fieldOf(resident, 'name');
  if (!resident || name === undefined) return [];
  const birthYear = fieldOf(resident, 'birthYear');
  const sex = ([0, 1, 2] as const).find((one) => one === fieldOf(resident, 'sex'));
  return [{ kind: change, name, ...(birthYear !== undefined && { birthYear }), ...(sex !== undefined && { sex }) }];
}

/** Telephone numbers that were verified on the day of the visit. */
const numbersOfDay = (shelf: Shelf, { householdId = '', startedAt }: Visit): HomeChange[] =>
  residentsOf(shelf, householdId).flatMap((resident): HomeChange[] => {
    const phone = fieldOf(resident, 'phone');
    if (phone?.verifiedOn !== dayOf(startedAt)) return [];
    return [{ kind: 'phone', residentId: resident._id, number: phone.number }];
  });
