import type { DocumentOf } from '../domain/document.ts';
import type { Visit, VisitAnswers } from '../domain/documents/visit.ts';
import { foldVisits, speaks, type FoldedVisit } from '../domain/visit-state.ts';
import type { Shelf } from './shelf.ts';
import type { Store } from './store.ts';

/** Every visit on this tablet with its state, by visit id. */
export const visitStates = (shelf: Shelf): ReadonlyMap<string, FoldedVisit> =>
  shelf.derive('visit states', ['visit', 'review'], () => foldVisits(shelf.all('visit'), shelf.all('review')));

/** The state of one visit, folded from what is said of it alone: every version of it and their reviews. */
export function stateOfVisit(shelf: Shelf, id: string): FoldedVisit | undefined {
  const versions = new Map<string, Visit>();
  for (let visit = shelf.get('visit', id); visit && !versions.has(visit._id);) {
    versions.set(visit._id, visit);
    visit = visit.supersedes === undefined ? undefined : shelf.get('visit', visit.supersedes);
  }
  // whatever is added on the way is walked through as well
  for (const [version, { supersedes }] of versions)
    for (const from of [version, ...(supersedes === undefined ? [] : [supersedes])])
      for (const correction of shelf.by('visit', 'supersedes', from)) versions.set(correction._id, correction);
  const visits = [...versions.values()];
  const reviews = visits.flatMap((visit) => shelf.by('review', 'visitId', visit._id));
  return foldVisits(visits, reviews).get(id);
}

const newestFirst = (a: Visit, b: Visit): number =>
  a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0;
const speaking = (shelf: Shelf, visits: readonly Visit[]): Visit[] =>
  visits
    .filter((visit) => {
      const folded = visitStates(shelf).get(visit._id);
      return !folded || speaks(folded);
    })
    .sort(newestFirst);

/** Visits to a door, newest first, without the versions that another one speaks for. */
export const visitsToDoor = (shelf: Shelf, dwellingId: string): Visit[] =>
  speaking(shelf, shelf.by('visit', 'dwellingId', dwellingId));

export const visitsToHousehold = (shelf: Shelf, householdId: string): Visit[] =>
  speaking(shelf, shelf.by('visit', 'householdId', householdId));

/** One's own visits of a local day, newest first. @param day YYYY-MM-DD */
export const ownVisitsOn = (shelf: Shelf, user: string, day: string): Visit[] =>
  speaking(
    shelf,
    shelf.all('visit').filter((visit) => visit.startedAt.startsWith(day) && visit.by === user),
  );

/** Rows that are not laid out, opened: those of a type that belong to one document. */
export async function aboutOne<T extends keyof DocumentOf>(
  store: Store,
  type: T,
  id: string,
): Promise<DocumentOf[T][]> {
  const rows = (await store.db.documents.where('about').equals(id).toArray()).filter(
    (row) => row.type === type && !row.gone,
  );
  return (await store.seal.open(rows.map((row) => row.body))) as unknown as DocumentOf[T][];
}

/** The answers of a visit that this tablet may hold; none when they lie in a closed database. */
export const answersOf = (store: Store, visitId: string): Promise<VisitAnswers[]> =>
  aboutOne(store, 'visitAnswers', visitId);

/** The answers of several visits in one reading, by visit; none where nothing was asked, or where they are not held. */
export async function answersByVisit(store: Store, ids: readonly string[]): Promise<ReadonlyMap<string, VisitAnswers>> {
  const rows = await store.db.documents
    .where('about')
    .anyOf(ids)
    .filter((row) => row.type === 'visitAnswers' && !row.gone)
    .toArray();
  const answers = (await store.seal.open(rows.map((row) => row.body))) as unknown as VisitAnswers[];
  return new Map(answers.map((one) => [one.visitId, one]));
}

/**
 * The answers to a checklist at a door, oldest first: a visit after which nothing had changed holds no basic answers, so
 * what was last said is folded from several (`lastSaid`).
 * @param without a visit that does not count, such as the version that is being corrected
 */
export async function answersHistory(
  store: Store,
  at: { readonly dwellingId: string; readonly householdId?: string | undefined },
  checklistId: string,
  without?: string,
  within = 12,
): Promise<readonly VisitAnswers[]> {
  const { shelf } = store;
  const visits = (
    at.householdId === undefined ? visitsToDoor(shelf, at.dwellingId) : visitsToHousehold(shelf, at.householdId)
  )
    .filter((visit) => visit._id !== without)
    .slice(0, within)
    .reverse();
  const rows = await store.db.documents
    .where('about')
    .anyOf(visits.map((visit) => visit._id))
    .filter((row) => row.type === 'visitAnswers' && !row.gone)
    .toArray();
  const answers = (await store.seal.open(rows.map((row) => row.body))) as unknown as VisitAnswers[];
  const turn = new Map(visits.map((visit, index) => [visit._id, index]));
  return answers
    .filter((one) => one.checklistId === checklistId)
    .sort((a, b) => (turn.get(a.visitId) ?? 0) - (turn.get(b.visitId) ?? 0));
}
