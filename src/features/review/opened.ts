import type { Checklist, Question } from '../../domain/checklist/checklist.ts';
import { withCommonHeader } from '../../domain/checklist/common-header.ts';
import type { AnswerValue, Answers } from '../../domain/checklist/condition.ts';
import { lastSaid } from '../../domain/checklist/prefill.ts';
import { newlySaid, type Said } from '../../domain/checklist/reading.ts';
import { sameAnswer } from '../../domain/checklist/answers.ts';
import { dayOf, type Day } from '../../domain/day.ts';
import type { Proposal } from '../../domain/documents/care.ts';
import type { MediaReference } from '../../domain/documents/media.ts';
import type { Matter, Note, Visit, VisitAnswers } from '../../domain/documents/visit.ts';
import { mediaIn } from '../../domain/media.ts';
import { stateOfProposal, type ProposalState } from '../../domain/care.ts';
import type { FoldedVisit } from '../../domain/visit-state.ts';
import { mattersOfVisit } from '../../store/matters.ts';
import { isCommon } from '../../store/three-party.ts';
import { checklistVersion } from '../../store/reference.ts';
import { reviewCase } from '../../store/reviews.ts';
import type { Shelf } from '../../store/shelf.ts';
import type { Store } from '../../store/store.ts';
import { answersOf, visitsToDoor, visitsToHousehold } from '../../store/visits.ts';

/** One answer as the desk reads it. */
export interface Line extends Said {
  /** what the version that was sent back said; null: nothing */
  readonly mended?: AnswerValue | null;
  /** T3: shown only after a purpose was chosen */
  readonly closed: boolean;
}

export interface Reading {
  readonly list: Checklist;
  readonly said: readonly Line[];
  readonly unchanged: readonly Line[];
  /** day of the visit from which the unchanged answers come */
  readonly since: Day | undefined;
  readonly summary: VisitAnswers['summary'];
  readonly knockReason: VisitAnswers['knockReason'];
  /** pictures and signatures that the answers name */
  readonly media: readonly MediaReference[];
}

export interface RaisedProposal {
  readonly proposal: Proposal;
  readonly state: ProposalState;
  /** the question's words for it */
  readonly question: Question | undefined;
}

/** A decision on a proposal, and why where it is declined. */
export interface DecisionSaid {
  readonly decision: 'confirmed' | 'declined';
  readonly reason?: string;
}

/** A visit laid out for the desk. */
export interface Opened {
  readonly id: string;
  readonly folded: FoldedVisit;
  readonly previous: FoldedVisit | undefined;
  readonly reading: Reading | undefined;
  readonly matters: readonly Matter[];
  /** ids of matters that several parties answer */
  readonly common: readonly string[];
  readonly notes: readonly Note[];
  readonly proposals: readonly RaisedProposal[];
}

/** How many visits back the last answers are looked for. */
const lookBack = 12;

/** What had been said before this visit to the same list, and on which day it was last said. */
async function before(store: Store, visit: Visit, checklistId: string): Promise<{ said: Answers; since?: Day }> {
  const { shelf } = store;
  const visits =
    visit.householdId === undefined
      ? visitsToDoor(shelf, visit.dwellingId)
      : visitsToHousehold(shelf, visit.householdId);
  const older = visits.filter((one) => one.startedAt < visit.startedAt).slice(0, lookBack);
  const found = await Promise.all(
    older.map(async (one) => ({
      day: dayOf(one.startedAt),
      answers: (await answersOf(store, one._id)).find((held) => held.checklistId === checklistId)?.answers,
    })),
  );
  const held = found.flatMap(({ day, answers }) => (answers ? [{ day, answers }] : []));
  const since = held[0]?.day;
  return { said: lastSaid(held.map(({ answers }) => answers).reverse()), ...(since !== undefined && { since }) };
}

const isClosed = (list: Checklist, question: Question): boolean =>
  list.tier === 'T3' || list.tier === 'T4' || (question.sensitive ?? []).length > 0;

async function read(store: Store, visit: Visit, held: VisitAnswers, earlier: VisitAnswers | undefined) {
  const known = checklistVersion(store.shelf, held.checklistId, held.checklistVersion);
  if (!known) return undefined;
  const list = withCommonHeader(known);
  const last = await before(store, visit, held.checklistId);
  const { said, unchanged } = newlySaid(list, held.answers, last.said);
  const line = (one: Said): Line => {
    const was = earlier?.answers[one.question.id];
    const mended =
      earlier === undefined || (was !== undefined && sameAnswer(was, one.value)) ? {} : { mended: was ?? null };
    return { ...one, ...mended, closed: isClosed(list, one.question) };
  };
  // the outcome stands in the title, the badge is a duty of the worker
  const shown = said.filter(({ question }) => question.role !== 'outcome' && question.role !== 'badge');
  return {
    list,
    said: shown.map(line),
    unchanged: unchanged.map(line),
    since: last.since,
    summary: held.summary,
    knockReason: held.knockReason,
    media: mediaIn(held),
  } satisfies Reading;
}

function proposalsOf(shelf: Shelf, visitId: string): RaisedProposal[] {
  return shelf
    .by('proposal', 'visitId', visitId)
    .filter((one) => one.kind !== 'mustArrive' && shelf.by('withdrawal', 'subjectId', one._id).length === 0)
    .map((proposal) => {
      const newest = shelf.all('checklist').filter(({ checklist }) => checklist.id === proposal.checklistId);
      const questions = newest.flatMap(({ checklist }) => checklist.questions);
      return {
        proposal,
        state: stateOfProposal(shelf.by('confirmation', 'proposalId', proposal._id)),
        question: questions.find(({ id }) => id === proposal.key?.split(':')[0]),
      };
    });
}

/** Gathers what a desk looks at; undefined: this tablet does not have the visit. */
export async function openVisit(store: Store, visitId: string): Promise<Opened | undefined> {
  const found = await reviewCase(store, visitId);
  if (!found) return undefined;
  const { answers, previous, ...folded } = found;
  const { shelf } = store;
  const matters = mattersOfVisit(shelf, visitId).filter(
    (one) => shelf.by('withdrawal', 'subjectId', one._id).length === 0,
  );
  const [held] = answers;
  const earlier = previous?.answers.find((one) => one.checklistId === held?.checklistId);
  return {
    id: visitId,
    folded,
    previous: previous?.folded,
    reading: held && (await read(store, folded.visit, held, earlier)),
    matters,
    common: matters.filter((one) => isCommon(shelf, one)).map(({ _id }) => _id),
    notes: shelf
      .by('note', 'dwellingId', folded.visit.dwellingId)
      .filter((note) => note.visitId === visitId && note.private !== true),
    proposals: proposalsOf(shelf, visitId),
  };
}
