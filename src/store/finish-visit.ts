import { canonical } from '../domain/canonical.ts';
import { questionOfRole, type Answers } from '../domain/checklist/checklist.ts';
import { withCommonHeader } from '../domain/checklist/common-header.ts';
import { evaluate, isComplete, storedAnswers } from '../domain/checklist/evaluate.ts';
import { lastSaid } from '../domain/checklist/prefill.ts';
import { effectsOf } from '../domain/checklist/visit-effects.ts';
import { dayOf } from '../domain/day.ts';
import type { Visit, VisitAnswers } from '../domain/documents/visit.ts';
import type { Part } from '../domain/envelope.ts';
import { failed, type Result } from '../domain/fault.ts';
import type { Me } from '../domain/me.ts';
import { doorOfDraft } from './door-of-draft.ts';
import { earlierVersion, type EarlierVersion, type Standing } from './earlier-version.ts';
import { peopleParts, tickOf, writeBackParts } from './home-changes.ts';
import { undoMs } from './one-tap.ts';
import { checklistOfDraft } from './reference.ts';
import { measureParts } from './plan-from-visit.ts';
import { saveAction, type Saved } from './save.ts';
import { newHead, type Store } from './store.ts';
import { keyOfVisitDraft, type VisitDraftBody } from './visit-draft.ts';
import { wantedFacts, type Wanted } from './visit-facts.ts';
import { homesOf } from './visit-homes.ts';
import { answersHistory } from './visits.ts';

export interface Finished extends Saved {
  readonly visit: Visit;
}

const inTouch: readonly string[] = ['met', 'phone'];

/** What two facts say, their heads and the version of the visit aside. */
const saying = (fact: object): string => {
  const { _id, type, schema, by, deviceId, at, supersedes, after, visitId, ...said } = fact as Record<string, unknown>;
  return canonical(said);
};

/** What was last said at a door to a checklist, the version that is being corrected aside. */
export async function previousAnswers(
  store: Store,
  draft: Pick<VisitDraftBody, 'dwellingId' | 'householdId' | 'checklistId' | 'supersedes'>,
): Promise<Answers> {
  const history = await answersHistory(store, draft, draft.checklistId, draft.supersedes);
  return lastSaid(history.map((one) => one.answers));
}

/**
 * Finishes a visit: its shell, its answers and everything it causes in one action, standing or falling together, and its
 * draft goes with them. A correction keeps what says the same, replaces what says something else, and withdraws the rest.
 * Nobody met: held for eight seconds like an outcome by one tap. Throws when something required is missing.
 * @param previous what was last said to this list, where the caller knows it already
 */
export async function finishVisit(
  store: Store,
  me: Me,
  draft: VisitDraftBody,
  previous?: Answers,
): Promise<Result<Finished>> {
  const door = doorOfDraft(store, draft);
  const list = checklistOfDraft(store.shelf, draft);
  if (!door || !list) return failed('not-yours');
  const checklist = withCommonHeader(list);
  const homes = homesOf(store, me, door, checklist);
  if (!homes) return failed('not-yours');
  const context = { previous: previous ?? (await previousAnswers(store, draft)), confirmed: draft.confirmed ?? [] };
  const evaluation = evaluate(checklist, draft.answers, context);
  const { outcome } = evaluation;
  if (outcome === undefined || !isComplete(evaluation)) throw new Error('a visit with something required missing');
  const earlier = draft.supersedes === undefined ? undefined : await earlierVersion(store, draft.supersedes);

  const head = newHead(store, 'visit');
  const visit: Visit = {
    ...head,
    ...(draft.supersedes !== undefined && { supersedes: draft.supersedes, after: draft.after ?? draft.supersedes }),
    dwellingId: door.dwellingId,
    buildingId: door.buildingId,
    ...(door.householdId !== undefined && { householdId: door.householdId }),
    outcome,
    startedAt: draft.startedAt,
    endedAt: earlier?.visit.endedAt ?? draft.endedAt ?? head.at,
    ...(draft.correction !== undefined && { correction: draft.correction }),
  };
  const unit = visit._id;
  const effects = effectsOf(checklist, draft.answers, context);
  const answers = storedAnswers(checklist, draft.answers, context);
  const day = dayOf(visit.startedAt);
  const versions = earlier?.versions ?? new Set<string>();
  const wanted = wantedFacts({ store, door, draft, checklist, effects, answers, homes, day, versions });
  const changes = draft.changes.filter((change) => effects.editKinds.includes(tickOf[change.kind]));
  const before = (earlier?.answers ?? []).flatMap(({ doc }) => effectsOf(checklist, doc.answers, context).writeBacks);
  const writeBacks = effects.writeBacks.filter(({ to, value }) => {
    const said = [draft.known?.[to], ...before.map((one) => (one.to === to ? one.value : undefined))];
    return !said.some((one) => one !== undefined && canonical(one) === canonical(value));
  });
  const home = { store, door, changes, writeBacks, area: homes.area, visitId: unit, day };
  const people = peopleParts({ ...home, before: earlier?.residencies ?? [] });
  const { kept, parts } = reconcile(store, visit, wanted, earlier);
  const body = answersPart(store, visit, draft, homes.body, { checklist, answers, given: evaluation.consent }, earlier);
  const dropped = [
    ...(earlier?.standing.filter((one) => !kept.has(one.doc._id) && one.db !== homes.own) ?? []),
    ...people.dropped.map((doc) => ({ db: homes.area, doc })),
    ...(earlier?.answers.filter((one) => body?.doc['supersedes'] !== one.doc._id) ?? []),
  ].map(({ db, doc }) => withdrawal(store, visit, db, doc._id));

  const saved = await saveAction(store, {
    parts: [
      ...(body ? [body] : []),
      ...parts,
      ...people.parts,
      ...writeBackParts({ ...home, before: [] }),
      ...measureParts({
        store,
        door,
        visit,
        checklistId: list.id,
        db: homes.body,
        said: effects.writeBacks,
        isNew: writeBacks,
      }),
      ...dropped,
      { db: homes.area, unit, doc: visit },
    ],
    draftKey: keyOfVisitDraft(draft),
    form: { kind: 'visit', body: draft },
    ...(!inTouch.includes(outcome) && { holdMs: undoMs }),
  });
  return saved.ok ? { ok: true, value: { ...saved.value, visit } } : saved;
}

/** Facts to send: new ones, and those that replace what an earlier version said in the same place. */
function reconcile(
  store: Store,
  visit: Visit,
  wanted: readonly Wanted[],
  earlier: EarlierVersion | undefined,
): { parts: Part[]; kept: ReadonlySet<string> } {
  const kept = new Set<string>();
  const oldOf = (one: Wanted): Standing | undefined =>
    earlier?.standing.find(
      ({ slot, db, doc }) =>
        db === one.db &&
        doc.type === one.type &&
        !kept.has(doc._id) &&
        (slot === one.slot || (one.type === 'note' && slot === `text:${one.body.text}`)),
    );
  const parts = wanted.flatMap((one): Part[] => {
    const old = oldOf(one);
    if (old) kept.add(old.doc._id);
    if (old && saying(old.doc) === saying(one.body)) return [];
    // Private notes lie where the facts of a visit are not: each follows its own former wording.
    const after = old && (one.db.startsWith('own-') ? old.doc._id : visit.after);
    const follows = old ? { supersedes: old.doc._id, after } : {};
    const doc = { ...newHead(store, one.type), ...follows, ...one.body, visitId: visit._id };
    return [{ db: one.db, unit: visit._id, doc }];
  });
  return { parts, kept };
}

function withdrawal(store: Store, visit: Visit, db: string, subjectId: string): Part {
  const doc = { ...newHead(store, 'withdrawal'), subjectId, after: subjectId, visitId: visit._id };
  return { db, unit: visit._id, doc };
}

interface Answered {
  readonly checklist: { readonly id: string; readonly version: number } & Parameters<typeof questionOfRole>[0];
  readonly answers: Answers;
  readonly given: string | undefined;
}

/** The answers, when there are more than the outcome that the shell tells already. */
function answersPart(
  store: Store,
  visit: Visit,
  draft: VisitDraftBody,
  db: string,
  { checklist, answers, given }: Answered,
  earlier: EarlierVersion | undefined,
): Part | undefined {
  const outcomeId = questionOfRole(checklist, 'outcome')?.id;
  const noteId = questionOfRole(checklist, 'note')?.id;
  // The reminder of a worker to whom nothing was allowed is the worker's own.
  const stored = Object.fromEntries(
    Object.entries(answers).filter(([id]) => !(given === 'no' && id === noteId)),
  ) as VisitAnswers['answers'];
  const summary = Object.fromEntries(
    Object.entries(given === 'no' || !inTouch.includes(visit.outcome) ? {} : draft.summary).filter(
      ([, text]) => text !== undefined && text.trim() !== '',
    ),
  ) as NonNullable<VisitAnswers['summary']>;
  const hasSummary = Object.keys(summary).length > 0;
  const media = Object.entries(draft.media ?? {}).flatMap(([slot, taken]) =>
    taken.filter(({ id }) => [stored[slot]].flat().includes(id)),
  );
  const { knockReason } = draft;
  if (!hasSummary && !knockReason && Object.keys(stored).every((id) => id === outcomeId)) return undefined;
  const old = earlier?.answers.find((one) => one.db === db);
  const doc: VisitAnswers = {
    ...newHead(store, 'visitAnswers'),
    ...(old && visit.after !== undefined && { supersedes: old.doc._id, after: visit.after }),
    visitId: visit._id,
    dwellingId: visit.dwellingId,
    ...(visit.householdId !== undefined && { householdId: visit.householdId }),
    checklistId: checklist.id,
    checklistVersion: checklist.version,
    answers: stored,
    ...(hasSummary && { summary }),
    ...(knockReason && { knockReason }),
    ...(media.length > 0 && { media }),
  };
  return { db, unit: visit._id, doc: doc as unknown as Part['doc'] };
}
