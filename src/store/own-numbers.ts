import type { Outcome, Visit } from '../domain/documents/visit.ts';
import { speaks } from '../domain/visit-state.ts';
import type { Shelf } from './shelf.ts';
import { visitStates } from './visits.ts';

/** A worker's own figures, shown to nobody else: no scores, no ranks. */
export interface OwnNumbers {
  readonly visits: number;
  readonly byOutcome: Readonly<Partial<Record<Outcome, number>>>;
  readonly matters: number;
  readonly notes: number;
}

/** Own work between two local days, both included (YYYY-MM-DD). Versions of one visit are not counted twice. */
export function ownNumbers(shelf: Shelf, user: string, from: string, to: string): OwnNumbers {
  const within = (at: string): boolean => at.slice(0, 10) >= from && at.slice(0, 10) <= to;
  const states = visitStates(shelf);
  const counts = ({ _id }: Visit): boolean => {
    const folded = states.get(_id);
    return !folded || speaks(folded);
  };
  const visits = shelf.all('visit').filter((one) => one.by === user && within(one.startedAt) && counts(one));
  const byOutcome: Partial<Record<Outcome, number>> = {};
  for (const { outcome } of visits) byOutcome[outcome] = (byOutcome[outcome] ?? 0) + 1;
  const own = (list: readonly { readonly by: string; readonly at: string }[]): number =>
    list.filter((one) => one.by === user && within(one.at)).length;
  return { visits: visits.length, byOutcome, matters: own(shelf.all('matter')), notes: own(shelf.all('note')) };
}
