import { compareInstants, dayOf, endOfWeek, type Day } from './day.ts';
import type { Localised } from './documents/head.ts';

/** How pressing, the most pressing first: a running clock, overdue, today, this week (to Sunday), later. */
export const dueStates = ['clock', 'overdue', 'today', 'week', 'later'] as const;
export type DueState = (typeof dueStates)[number];

/**
 * Why a door is due. `retry` is a policy whose cycle has already seen a try. Words say the cadence only, never a trouble.
 * What follows from a care tag is as secret as the tag: it is computed where the tag may be held, and stored nowhere.
 */
export interface DueReason {
  readonly kind: 'policy' | 'retry' | 'round' | 'mustArrive' | 'promise';
  readonly cadence: Localised;
  readonly dueOn: Day;
  readonly state: DueState;
  /** instant at which the clock of a must-arrive runs out */
  readonly dueAt?: string;
  /** when the clock was set */
  readonly raisedAt?: string;
  readonly policyKey?: string;
  readonly checklistId?: string;
  readonly intervalDays?: number;
  /** the must-arrive proposal, the matter that was promised, or the round */
  readonly subjectId?: string;
}

export interface DueTime {
  readonly today: Day;
  /** instant with the offset of the place */
  readonly now: string;
}

export const dueTime = (now: string): DueTime => ({ today: dayOf(now), now });

export const stateOn = (dueOn: Day, today: Day): DueState =>
  dueOn < today ? 'overdue' : dueOn === today ? 'today' : dueOn <= endOfWeek(today) ? 'week' : 'later';

const kindOrder: Readonly<Record<DueReason['kind'], number>> = {
  mustArrive: 0,
  promise: 1,
  round: 2,
  retry: 3,
  policy: 3,
};

/** The more pressing reason first; a must-arrive stands before everything. */
export function byPressure(a: DueReason, b: DueReason): number {
  return (
    Number(b.kind === 'mustArrive') - Number(a.kind === 'mustArrive') ||
    dueStates.indexOf(a.state) - dueStates.indexOf(b.state) ||
    (a.dueAt !== undefined && b.dueAt !== undefined ? compareInstants(a.dueAt, b.dueAt) : 0) ||
    (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0) ||
    kindOrder[a.kind] - kindOrder[b.kind] ||
    (a.intervalDays ?? 0) - (b.intervalDays ?? 0) ||
    ((a.subjectId ?? a.policyKey ?? '') < (b.subjectId ?? b.policyKey ?? '') ? -1 : 1)
  );
}
