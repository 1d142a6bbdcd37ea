import type { Period } from '../../domain/coverage.ts';
import { addDays, type Day } from '../../domain/day.ts';

export const periodNames = ['month', 'last', 'quarter', 'year'] as const;
export type PeriodName = (typeof periodNames)[number];

const firstOf = (day: Day): Day => `${day.slice(0, 7)}-01`;
const monthBefore = (day: Day): Day => firstOf(addDays(firstOf(day), -1));
const lastOf = (day: Day): Day => addDays(firstOf(addDays(firstOf(day), 31)), -1);

/** Whole months: this one, the one before, this and the two before, this and the eleven before. */
export function periodOf(name: PeriodName, today: Day): Period {
  const back = { month: 0, last: 1, quarter: 2, year: 11 }[name];
  let from = firstOf(today);
  for (let month = 0; month < back; month += 1) from = monthBefore(from);
  return { from, to: name === 'last' ? lastOf(from) : lastOf(today) };
}
