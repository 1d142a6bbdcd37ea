import { addDays, compareInstants, dayOf, type Day } from './day.ts';
import type { Matter, Visit } from './documents/visit.ts';
import type { DoorFacts } from './door.ts';
import { stateOn, type DueReason } from './due-reason.ts';

/** Days before the promised day from which a promise stands on the door's row, so that a visit then keeps it. Ours. */
export const promiseShownDays = 7;

/** A promise is kept by the first contact after the row began to show it; earlier visits were about something else. */
export function firstContactFor(matter: Matter, promised: Day, visits: readonly Visit[]): Visit | undefined {
  const shown = addDays(promised, -promiseShownDays);
  return visits
    .filter(
      (visit) =>
        (visit.outcome === 'met' || visit.outcome === 'phone') &&
        visit._id !== matter.visitId &&
        compareInstants(visit.startedAt, matter.at) > 0 &&
        dayOf(visit.startedAt) >= shown,
    )
    .reduce<Visit | undefined>((a, b) => (a && compareInstants(a.startedAt, b.startedAt) <= 0 ? a : b), undefined);
}

/** Answers that this household was promised and has not had. */
export function promiseReasons({ promises, visits }: DoorFacts, today: Day): DueReason[] {
  return promises.flatMap((matter) => {
    const dueOn = matter.promisedReplyOn;
    if (dueOn === undefined || firstContactFor(matter, dueOn, visits) !== undefined) return [];
    const cadence = { zh: '答复反映的事', en: 'Reply as promised' };
    return { kind: 'promise' as const, cadence, dueOn, state: stateOn(dueOn, today), subjectId: matter._id };
  });
}
