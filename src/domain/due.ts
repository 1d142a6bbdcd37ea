import { isEmergency } from './care.ts';
import { assigneeOf, cycleOf, doNotAskUntil, slotOf } from './cycle.ts';
import { addDays, dayOf, laterDay, type Day } from './day.ts';
import type { Policy } from './documents/organisation.ts';
import type { RetrySlot, Visit } from './documents/visit.ts';
import { doorKey, factsOfDoors, type Door, type DoorFacts, type DueFacts } from './door.ts';
import { mustArriveReasons } from './due-by-arrival.ts';
import { policyReasons } from './due-by-policy.ts';
import { promiseReasons } from './due-by-promise.ts';
import { roundReasons } from './due-by-round.ts';
import { byPressure, dueStates, type DueReason, type DueState, type DueTime } from './due-reason.ts';
import { cappedUntil, outrunsCap } from './knock-cap.ts';
import { policiesInForce } from './policy.ts';
import { retryAfter, type Retry } from './retry.ts';

export interface DueDoor {
  readonly door: Door;
  readonly key: string;
  /** main reason first; empty when nothing is planned or the family asked to be left alone */
  readonly reasons: readonly DueReason[];
  readonly dueOn?: Day;
  readonly state: DueState;
  /** for comparing doors: smaller is more urgent */
  readonly urgency: number;
  readonly tries: number;
  readonly lastVisit?: Visit;
  readonly slot?: RetrySlot;
  /** when to try again where nobody was home */
  readonly retry?: Retry;
  readonly assignee?: string;
  /** nobody should come before this day, save for a clock or a promise */
  readonly notBefore?: Day;
  /** two knocks in thirty days were had; `notBefore` says until when */
  readonly capped: boolean;
  readonly doNotAskUntil?: Day;
  /** the family asked to be left alone: only what cannot wait is a reason */
  readonly emergencyOnly: boolean;
}

/** A round, or a cadence that the cap leaves room for: it waits. What cannot wait, and closer cadences, do not. */
const heedsCap = ({ kind, intervalDays }: DueReason): boolean =>
  kind === 'round' || (intervalDays !== undefined && !outrunsCap(intervalDays));

/** Whole numbers would tie two clocks: days since 1970 with their fraction, below a million for every state. */
const urgencyOf = (main: DueReason | undefined): number =>
  main === undefined
    ? Number.MAX_SAFE_INTEGER
    : dueStates.indexOf(main.state) * 1e6 + Date.parse(main.dueAt ?? main.dueOn) / 86_400_000;

/**
 * What is due at one door, and why; the pure rule behind every list. Only facts decide: of the door itself only its ids are
 * read. Call it again with `withVisit` after a visit; nothing else changes.
 * @param policies those in force
 */
export function dueOfDoor(facts: DoorFacts, policies: readonly Policy[], time: DueTime): DueDoor {
  const { today } = time;
  const cycle = cycleOf(facts);
  const blockedUntil = doNotAskUntil(facts);
  const emergencyOnly = blockedUntil !== undefined && blockedUntil > today;
  const urgent = mustArriveReasons(facts, time);
  const emergencies = new Set(facts.mustArrive.filter((one) => isEmergency(one.subject)).map((one) => one._id));
  const reasons = emergencyOnly
    ? urgent.filter((reason) => emergencies.has(reason.subjectId ?? ''))
    : [
        ...urgent,
        ...promiseReasons(facts, today),
        ...roundReasons(facts, today),
        ...policyReasons(facts, policies, cycle, today),
      ];
  reasons.sort(byPressure);
  const main = reasons[0];
  const asking = reasons.filter(({ state }) => state !== 'later');
  const free = (asking.length > 0 ? asking : reasons).every(heedsCap) ? cappedUntil(facts.visits, today) : undefined;
  // What is listed ahead of its day (up to Sunday) would be knocked on ahead of it.
  const tooSoon = free !== undefined && reasons.some(({ dueOn, state }) => dueOn < free || state !== 'later');
  const cappedTo = tooSoon ? free : undefined;
  const lastVisit = facts.visits.at(-1);
  // Who was tried today is not tried again today.
  const rested = cycle.tries.some((visit) => dayOf(visit.startedAt) === today) ? addDays(today, 1) : undefined;
  const slot = slotOf(facts);
  const retry = retryAfter(cycle.tries, slot);
  const notBefore = [cycle.notBefore, rested, retry?.on, cappedTo].reduce<Day | undefined>(
    (latest, day) => (day === undefined ? latest : latest === undefined ? day : laterDay(latest, day)),
    undefined,
  );
  const assignee = assigneeOf(facts);
  return {
    door: facts.door,
    key: doorKey(facts.door),
    reasons,
    state: main?.state ?? 'later',
    urgency: urgencyOf(main),
    tries: cycle.tries.length,
    capped: cappedTo !== undefined,
    emergencyOnly,
    ...(main && { dueOn: main.dueOn }),
    ...(lastVisit && { lastVisit }),
    ...(slot && { slot }),
    ...(retry && { retry }),
    ...(assignee !== undefined && { assignee }),
    ...(notBefore !== undefined && notBefore > today && { notBefore }),
    ...(blockedUntil !== undefined && { doNotAskUntil: blockedUntil }),
  };
}

/** What is due at every door of an area, in the order of the doors. Doors without a reason are there too. */
export function dueDoors(facts: DueFacts, policies: readonly Policy[], time: DueTime): DueDoor[] {
  const inForce = policiesInForce(policies);
  return [...factsOfDoors(facts).values()].map((door) => dueOfDoor(door, inForce, time));
}
