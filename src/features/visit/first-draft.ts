import { questionOfRole, type Answers, type Checklist } from '../../domain/checklist/checklist.ts';
import { withCommonHeader } from '../../domain/checklist/common-header.ts';
import { prefill, type Known } from '../../domain/checklist/prefill.ts';
import { doorKey, type Door } from '../../domain/door.ts';
import type { DueReason } from '../../domain/due-reason.ts';
import type { Me } from '../../domain/me.ts';
import { placeOf } from '../../store/door-of-draft.ts';
import { dueOfDoorOnTablet } from '../../store/due-doors.ts';
import { checklistOfDraft, checklists } from '../../store/reference.ts';
import type { Draft } from '../../store/shelf-drafts.ts';
import type { Store } from '../../store/store.ts';
import { keyOfVisitDraft, visitDrafts, type VisitDraftBody } from '../../store/visit-draft.ts';
import { previousAnswers } from '../../store/finish-visit.ts';
import { mayOpen } from '../../store/visit-homes.ts';

/** Lists that this worker may open at a door, with the common header, in the order of their names' ids. */
export const openLists = (store: Store, me: Me): readonly Checklist[] =>
  [...checklists(store.shelf).values()]
    .filter((list) => mayOpen(me, list))
    .map(withCommonHeader)
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** The list of a draft, in the version with which it began; undefined: not for this worker. */
export function listOfDraft(store: Store, me: Me, draft: VisitDraftBody): Checklist | undefined {
  const list = checklistOfDraft(store.shelf, draft);
  return list && mayOpen(me, list) ? withCommonHeader(list) : undefined;
}

/** Drafts that lie at this door: what came back and corrections first, because somebody waits for them. */
export function draftsAt(store: Store, door: Door): readonly Draft<VisitDraftBody>[] {
  const waitedFor = ({ body }: Draft<VisitDraftBody>): number =>
    body.again !== undefined ? 0 : body.supersedes !== undefined ? 1 : 2;
  return visitDrafts(store)
    .filter(({ body }) => doorKey(body) === doorKey(door))
    .sort((a, b) => waitedFor(a) - waitedFor(b));
}

/** Drafts at the same door beside this one. */
export const othersAt = (store: Store, draft: VisitDraftBody): readonly Draft<VisitDraftBody>[] =>
  visitDrafts(store).filter(({ key, body }) => doorKey(body) === doorKey(draft) && key !== keyOfVisitDraft(draft));

/** What must be gone to, then what a round asks of every door: that is asked once, a regular visit comes again. */
const rankOf = ({ kind, state }: DueReason): number =>
  kind === 'mustArrive' ? 0 : kind === 'round' && state !== 'later' ? 1 : 2;

/** The list for a door: that of its main reason, if this worker may open it, else the routine one. */
export function listFor(store: Store, me: Me, door: Door): Checklist | undefined {
  const lists = openLists(store, me);
  const due = dueOfDoorOnTablet(store, doorKey(door));
  const reasons = [...(due?.reasons ?? [])].sort((a, b) => rankOf(a) - rankOf(b));
  const wanted = reasons.flatMap(({ checklistId }) => lists.find((list) => list.id === checklistId) ?? [])[0];
  return wanted ?? lists.find((list) => list.id === 'routine') ?? lists[0];
}

/** What is described elsewhere of a door before it opens. */
const describedOf = (door: Door): Known => ({
  ...(door.useStatus !== undefined && { 'dwelling.useStatus': door.useStatus }),
});

/** What is known of a door before it opens. */
export const knownOf = (store: Store, door: Door): Known => ({ now: store.clock.instant(), ...describedOf(door) });

export const newDraft = (store: Store, door: Door, list: Checklist, previous: Answers): VisitDraftBody => ({
  dwellingId: door.dwellingId,
  ...(door.householdId !== undefined && { householdId: door.householdId }),
  place: placeOf(door),
  checklistId: list.id,
  checklistVersion: list.version,
  startedAt: store.clock.instant(),
  answers: prefill(list, previous, knownOf(store, door)),
  known: describedOf(door),
  changes: [],
  summary: {},
});

/** A visit as its form begins. */
export interface Begun {
  readonly draft: VisitDraftBody;
  /** what was last said to its list */
  readonly previous: Answers;
  readonly savedAt: string | undefined;
}

/**
 * The draft that lies at a door, or a new one; undefined when there is no list for it.
 * @param key of one of several drafts
 */
export async function beginAt(store: Store, me: Me, door: Door, key?: string): Promise<Begun | undefined> {
  const here = draftsAt(store, door);
  const kept = here.find((draft) => draft.key === key) ?? here[0];
  const listed = listFor(store, me, door);
  const wanted = kept?.body.knockReason && kept.body.checklistId;
  const list = openLists(store, me).find(({ id }) => id === wanted) ?? listed;
  const at = {
    dwellingId: door.dwellingId,
    ...(door.householdId !== undefined && { householdId: door.householdId }),
  };
  const checklistId = kept?.body.checklistId ?? list?.id;
  if (checklistId === undefined) return undefined;
  const previous = await previousAnswers(store, { ...at, checklistId, ...kept?.body });
  if (!kept) return list && { draft: newDraft(store, door, list, previous), previous, savedAt: undefined };
  const { savedAt } = kept;
  const body = { place: placeOf(door), ...kept.body };
  // A draft that another screen began knows the outcome alone.
  const bare = body.at === undefined && body.supersedes === undefined && list?.id === body.checklistId;
  if (!bare) return { draft: body, previous, savedAt };
  const { answers, known } = newDraft(store, door, list, previous);
  const { version: checklistVersion } = list;
  const draft = { ...body, checklistVersion, answers: { ...answers, ...body.answers }, ...(known && { known }) };
  return { draft, previous, savedAt };
}

const shared = ['outcome', 'badge', 'consent', 'retry', 'refuse'] as const;

/** Answers to the questions that both lists ask under names of their own, so that another list does not ask them again. */
function carriedOver(from: Checklist | undefined, to: Checklist, answers: Answers): Answers {
  const carried: Record<string, Answers[string]> = {};
  for (const role of shared) {
    const [old, now] = [from && questionOfRole(from, role), questionOfRole(to, role)];
    const value = old && answers[old.id];
    if (now && value !== undefined && answers[now.id] === undefined) carried[now.id] = value;
  }
  return carried;
}

/**
 * The same draft on another list: what both ask is carried over, what only the former asked stays with the draft.
 * @param draft as it is when it is asked: what is answered while the list is read counts as well
 */
export async function withAnotherList(
  store: Store,
  door: Door,
  draft: () => VisitDraftBody,
  from: Checklist,
  to: Checklist,
): Promise<{ readonly previous: Answers; readonly answers: Answers }> {
  const previous = await previousAnswers(store, { ...draft(), checklistId: to.id });
  const begun = newDraft(store, door, to, previous).answers;
  const said = draft().answers;
  return { previous, answers: { ...begun, ...said, ...carriedOver(from, to, said) } };
}
