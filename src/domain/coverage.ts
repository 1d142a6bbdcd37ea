import type { Day } from './day.ts';
import type { VisitPlan } from './visit-plan.ts';

/** 走访覆盖: of the visits that care tags asked for in a period. Counts doors, never people who walk. */
export interface Coverage {
  /** due in the period: the sum of the four below */
  readonly due: number;
  readonly onTime: number;
  readonly late: number;
  /** nobody came in time, or at all */
  readonly notDone: number;
  /** due, and still on time if somebody comes now */
  readonly open: number;
  /** by a secretary, with a reason; not counted as due */
  readonly cancelled: number;
}

export interface Period {
  readonly from: Day;
  /** last day, included */
  readonly to: Day;
}

/** Plans whose due day lies in a period. */
export const plansIn = <P extends Pick<VisitPlan, 'dueOn'>>(plans: readonly P[], { from, to }: Period): P[] =>
  plans.filter(({ dueOn }) => dueOn >= from && dueOn <= to);

/** How many of these plans were kept. What is planned or put off to a day still to come is not due yet. */
export function coverageOf(plans: readonly Pick<VisitPlan, 'state' | 'late'>[]): Coverage {
  const count = (is: (plan: Pick<VisitPlan, 'state' | 'late'>) => boolean): number => plans.filter(is).length;
  const late = count(({ state, late: after }) => state === 'done' && after === true);
  const onTime = count(({ state }) => state === 'done') - late;
  const notDone = count(({ state }) => state === 'missed' || state === 'overdue');
  const open = count(({ state }) => state === 'due');
  const due = onTime + late + notDone + open;
  return { due, onTime, late, notDone, open, cancelled: count(({ state }) => state === 'cancelled') };
}

/** A share in whole per cent; undefined where nothing was due. */
const percent = (part: number, whole: number): number | undefined =>
  whole === 0 ? undefined : Math.round((part * 100) / whole);

export const onTimePercent = ({ onTime, due }: Coverage): number | undefined => percent(onTime, due);
/** On time or late: somebody came. */
export const visitedPercent = ({ onTime, late, due }: Coverage): number | undefined => percent(onTime + late, due);

/** Coverage by area, kind of tag, or whatever else a plan has; sorted by key. */
export function coverageBy<P extends Pick<VisitPlan, 'state' | 'late'>>(
  plans: readonly P[],
  keyOf: (plan: P) => string,
): ReadonlyMap<string, Coverage> {
  const keys = [...new Set(plans.map(keyOf))].sort();
  return new Map(keys.map((key) => [key, coverageOf(plans.filter((plan) => keyOf(plan) === key))]));
}
