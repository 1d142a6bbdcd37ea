import { completes } from './cycle.ts';
import { dayOf, type Day } from './day.ts';
import type { RoundClosing, VisitRound } from './documents/round.ts';
import type { Visit } from './documents/visit.ts';
import type { DoorFacts } from './door.ts';
import type { DueReason, DueState } from './due-reason.ts';

/** Rounds that nobody has closed. */
export function openRounds(rounds: readonly VisitRound[], closings: readonly RoundClosing[]): VisitRound[] {
  const closed = new Set(closings.map(({ roundId }) => roundId));
  return rounds.filter(({ _id }) => !closed.has(_id));
}

/** Visits that count for a round: from its first day on; one that comes late is a visit all the same. */
export const visitsOfRound = (round: Pick<VisitRound, 'from'>, visits: readonly Visit[]): Visit[] =>
  visits.filter(({ startedAt }) => dayOf(startedAt) >= round.from);

/** While a round runs each of its doors is due; its last day decides only when that is late. */
function stateOf({ from, to }: VisitRound, today: Day): DueState {
  if (today < from) return 'later';
  return today > to ? 'overdue' : today === to ? 'today' : 'week';
}

/** What rounds ask of a door that has given no answer since they began, whatever the visit was for. */
export function roundReasons({ rounds, visits, refusals }: DoorFacts, today: Day): DueReason[] {
  return rounds.flatMap((round) => {
    if (visitsOfRound(round, visits).some((visit) => completes(visit, refusals))) return [];
    const { _id: subjectId, title, to: dueOn, checklistId } = round;
    const cadence = { zh: title, en: title };
    return { kind: 'round' as const, cadence, dueOn, state: stateOf(round, today), subjectId, checklistId };
  });
}
