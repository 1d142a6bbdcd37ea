import { addDays, dayOf, type Day } from './day.ts';
import type { Visit } from './documents/visit.ts';

/**
 * At most two knocks on a household in thirty days across all programmes, unless it is an emergency, the household is owed an
 * answer, or its own cadence is closer than that (ours, domain.md §7.8, after visits were suspended for over-visiting, W6).
 */
export const knocksAMonth = 2;
const monthDays = 30;

/** A cadence that by itself needs more knocks than the cap; the confirmed tag has decided that. */
export const outrunsCap = (intervalDays: number): boolean => intervalDays * knocksAMonth < monthDays;

/** Outcomes where somebody knocked on the door of a home: a call, an empty flat or a locked entrance disturbs nobody. */
const disturbs: ReadonlySet<Visit['outcome']> = new Set(['met', 'not_home', 'refused']);

/**
 * The day on which the household may be knocked on again, or undefined while the cap is not reached.
 * @param visits from the oldest to the newest
 */
export function cappedUntil(visits: readonly Visit[], today: Day): Day | undefined {
  const since = addDays(today, 1 - monthDays);
  const knocks = visits
    .filter((visit) => disturbs.has(visit.outcome))
    .map((visit) => dayOf(visit.startedAt))
    .filter((day) => day >= since && day <= today);
  const freeing = knocks.at(-knocksAMonth);
  return freeing === undefined ? undefined : addDays(freeing, monthDays);
}
