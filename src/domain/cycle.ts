import { byHash } from './canonical.ts';
import { addDays, compareInstants, dayOf, laterDay, type Day } from './day.ts';
import type { Refusal, RetrySlot, Visit } from './documents/visit.ts';
import type { DoorFacts } from './door.ts';

/** Days until a family that said "later" is asked again. Ours: two weeks, well inside the cap of knocks. */
export const laterDays = 14;

/** What has happened at a door since its last completed visit. */
export interface Cycle {
  /** the visit that opened the cycle; none where no visit was ever completed */
  readonly opened?: Visit;
  /** visits of this cycle that did not complete it: nobody home, no entry, "later" */
  readonly tries: readonly Visit[];
  /** the family, or the worker on its behalf, named a day before which nobody comes */
  readonly notBefore?: Day;
  /** by the last completed visit nobody lives here */
  readonly empty: boolean;
}

const strictness: Readonly<Record<Refusal['choice'], number>> = { no_more: 0, paper: 1, later: 2 };

/** Whether a declined visit is to be tried again in this cycle: only if "later" was chosen, and nothing stricter. */
function saidLater(visit: Visit, refusals: readonly Refusal[]): boolean {
  const chosen = refusals
    .filter((refusal) => refusal.visitId === visit._id || refusal.visitId === visit.supersedes)
    .sort((a, b) => strictness[a.choice] - strictness[b.choice])[0];
  return chosen?.choice === 'later';
}

/** A declined visit is an answer: it completes the cycle unless the family itself said "later". */
export function completes(visit: Visit, refusals: readonly Refusal[]): boolean {
  if (visit.outcome === 'refused') return !saidLater(visit, refusals);
  return visit.outcome !== 'not_home' && visit.outcome !== 'no_access';
}

/** The open cycle of a door, folded from its facts. */
export function cycleOf({ visits, refusals, postponements }: DoorFacts): Cycle {
  const last = visits.findLastIndex((visit) => completes(visit, refusals));
  const opened = visits[last];
  const tries = visits.slice(last + 1);
  const later = tries.findLast((visit) => visit.outcome === 'refused');
  const days = postponements
    .filter((one) => opened === undefined || compareInstants(one.at, opened.startedAt) > 0)
    .flatMap((one) => one.until ?? [])
    .concat(later ? addDays(dayOf(later.startedAt), laterDays) : []);
  return {
    tries,
    empty: opened?.outcome === 'vacant' || opened?.outcome === 'moved',
    ...(opened && { opened }),
    ...(days.length > 0 && { notBefore: days.reduce(laterDay) }),
  };
}

/** When the family would rather be visited: the newest wish, which outlives a cycle. */
export function slotOf({ postponements }: DoorFacts): RetrySlot | undefined {
  return postponements
    .filter((one) => one.slot !== undefined)
    .sort((a, b) => compareInstants(b.at, a.at) || byHash(a._id, b._id))[0]?.slot;
}

/**
 * The day from which a door may be asked again in what is no emergency; undefined when nobody asked to be left alone.
 * "Not this year" without a day ends with the year. (网络数据安全管理条例 art. 22(5): no repeated asking after a refusal.)
 */
export function doNotAskUntil({ refusals }: DoorFacts): Day | undefined {
  const days = refusals.flatMap(
    ({ choice, doNotAskUntil: until, at }) =>
      until ?? (choice === 'no_more' ? `${String(Number(at.slice(0, 4)) + 1)}-01-01` : []),
  );
  return days.length === 0 ? undefined : days.reduce(laterDay);
}

/** Who shall knock: of the assignments that no later one names, the one with the smaller hash. */
export function assigneeOf({ assignments }: DoorFacts): string | undefined {
  const followed = new Set(assignments.map((assignment) => assignment.after));
  return assignments.filter((assignment) => !followed.has(assignment._id)).sort((a, b) => byHash(a._id, b._id))[0]
    ?.assignee;
}
