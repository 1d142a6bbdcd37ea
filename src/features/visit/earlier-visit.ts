import { dayOf, daysBetween } from '../../domain/day.ts';
import { doorKey, type Door } from '../../domain/door.ts';
import { recentDays } from '../../domain/household-story.ts';
import type { FoldedVisit } from '../../domain/visit-state.ts';
import { nameOfUser } from '../../store/reference.ts';
import type { Store } from '../../store/store.ts';
import type { VisitDraftBody } from '../../store/visit-draft.ts';
import { visitsToDoor, visitStates } from '../../store/visits.ts';

/** One's own last visit to a door, with its state. */
export function lastOwnAt(store: Store, door: Door): FoldedVisit | undefined {
  const last = visitsToDoor(store.shelf, door.dwellingId).find(
    (visit) => doorKey(visit) === doorKey(door) && visit.by === store.user,
  );
  return last && visitStates(store.shelf).get(last._id);
}

/** The visit that its author may still correct: recent, submitted and not yet reviewed. */
export function correctableAt(store: Store, door: Door): string | undefined {
  const last = lastOwnAt(store, door);
  if (last?.state !== 'submitted') return undefined;
  const ago = daysBetween(dayOf(last.visit.startedAt), store.clock.today());
  return ago < recentDays ? last.visit._id : undefined;
}

export interface Correction {
  /** what the secretary said, if somebody sent it back */
  readonly reason: string | undefined;
  readonly by: string | undefined;
}

export function correctionOf(store: Store, { supersedes }: VisitDraftBody): Correction | undefined {
  if (supersedes === undefined) return undefined;
  const review = visitStates(store.shelf).get(supersedes)?.review;
  return { reason: review?.reason, by: review && nameOfUser(store.shelf, review.by) };
}
