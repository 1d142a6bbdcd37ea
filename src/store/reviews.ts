import type { VisitAnswers } from '../domain/documents/visit.ts';
import type { FoldedVisit } from '../domain/visit-state.ts';
import type { Shelf } from './shelf.ts';
import type { Store } from './store.ts';
import { answersOf, stateOfVisit, visitStates } from './visits.ts';

/** Visits of others that wait for a verdict, oldest first. */
export const waitingForReview = (shelf: Shelf, reviewer: string): readonly FoldedVisit[] =>
  shelf.derive(`waiting for ${reviewer}`, ['visit', 'review'], () =>
    [...visitStates(shelf).values()]
      .filter((folded) => folded.state === 'submitted' && folded.visit.by !== reviewer)
      .sort((a, b) => (a.visit.endedAt < b.visit.endedAt ? -1 : 1)),
  );

/** One's own visits that were sent back and not yet corrected, newest verdict first. */
export const returnedTo = (shelf: Shelf, author: string): readonly FoldedVisit[] =>
  shelf.derive(`returned to ${author}`, ['visit', 'review'], () => {
    // Few were ever sent back: only those are folded.
    const sentBack = new Set(
      shelf
        .all('review')
        .filter((review) => review.verdict === 'returned')
        .map((review) => review.visitId),
    );
    return [...sentBack]
      .flatMap((id) => stateOfVisit(shelf, id) ?? [])
      .filter((folded) => folded.state === 'returned' && folded.visit.by === author)
      .sort((a, b) => ((a.review?.at ?? '') < (b.review?.at ?? '') ? 1 : -1));
  });

/** Verdicts that one gave and that another verdict overtook. */
export const overtakenReviews = (shelf: Shelf, reviewer: string): readonly FoldedVisit[] =>
  [...visitStates(shelf).values()].filter((folded) => folded.overtaken.some((review) => review.by === reviewer));

export interface ReviewCase extends FoldedVisit {
  readonly answers: readonly VisitAnswers[];
  /** the version before this one, and its answers, to see what the correction changed */
  readonly previous?: { readonly folded: FoldedVisit; readonly answers: readonly VisitAnswers[] };
}

/** One visit with all that a desk looks at. */
export async function reviewCase(store: Store, visitId: string): Promise<ReviewCase | undefined> {
  const states = visitStates(store.shelf);
  const folded = states.get(visitId);
  if (!folded) return undefined;
  const answers = await answersOf(store, visitId);
  const before = folded.visit.supersedes === undefined ? undefined : states.get(folded.visit.supersedes);
  if (!before) return { ...folded, answers };
  return { ...folded, answers, previous: { folded: before, answers: await answersOf(store, before.visit._id) } };
}
