import { byHash } from './canonical.ts';
import type { Day } from './day.ts';
import { planStates, type HouseholdPlan, type PlanMeasure, type PlanState } from './documents/plan.ts';
import { groupBy } from './group.ts';
import { fieldOf } from './register.ts';

/** One household, one plan: the id of a household's plan follows from the household's. */
export const planIdOf = (householdId: string): string => householdId.replace(/^household:/, 'householdPlan:');

const over: readonly PlanState[] = ['done', 'failed'];
export const isOver = (state: PlanState): boolean => over.includes(state);

/** Legal next steps (domain.md D5). Whatever is not over may fail, and says why: a household may decline a draft. */
export const nextStates: Readonly<Record<PlanState, readonly PlanState[]>> = {
  drafted: ['agreed', 'failed'],
  agreed: ['in_progress', 'failed'],
  in_progress: ['done', 'failed'],
  done: [],
  failed: [],
};

/** How far a state is; what is done and what failed are equally far. */
const rank = (state: PlanState): number => Math.min(planStates.indexOf(state), 3);

/**
 * Whether a measure may come from one state to another. Steps between may be on their way still, or be lost with a restored
 * relay, so a step may be jumped over; what was taken is not taken back, and what is over is over.
 */
export const mayBecome = (from: PlanState, to: PlanState): boolean => from === to || rank(to) > rank(from);

export const stateOfMeasure = (measure: PlanMeasure): PlanState => fieldOf(measure, 'state')?.is ?? 'drafted';

/** Past its day and not over. On the day itself there is still time. */
export function isOverdue(measure: PlanMeasure, today: Day): boolean {
  const dueOn = fieldOf(measure, 'dueOn');
  return dueOn !== undefined && dueOn < today && !isOver(stateOfMeasure(measure));
}

export interface FoldedPlan {
  readonly householdId: string;
  readonly plan: HouseholdPlan | undefined;
  /** of every programme, those of one programme together, the nearest day first */
  readonly measures: readonly PlanMeasure[];
  readonly overdue: readonly PlanMeasure[];
  readonly state: PlanState;
  /** 第几版: how often the household has agreed, and one more while something waits for its agreement */
  readonly version: number;
}

/** A plan is as far as its measures: over when all are, failed when one of them did, begun when one was begun. */
function stateOf(states: readonly PlanState[]): PlanState {
  if (states.length > 0 && states.every(isOver)) return states.includes('failed') ? 'failed' : 'done';
  if (states.some((state) => rank(state) >= rank('in_progress'))) return 'in_progress';
  return states.includes('agreed') ? 'agreed' : 'drafted';
}

const inOrder = (a: PlanMeasure, b: PlanMeasure): number => {
  const key = (one: PlanMeasure): string => `${fieldOf(one, 'programme') ?? ''}\n${fieldOf(one, 'dueOn') ?? '9'}`;
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : byHash(a._id, b._id);
};

/** One household's plan as it stands on a day; depends on the documents alone, not on their order. */
export function foldPlan(
  householdId: string,
  plan: HouseholdPlan | undefined,
  measures: readonly PlanMeasure[],
  today: Day,
): FoldedPlan {
  const states = measures.map(stateOfMeasure);
  const agreed = (plan && fieldOf(plan, 'agreement')?.version) ?? 0;
  return {
    householdId,
    plan,
    measures: [...measures].sort(inOrder),
    overdue: measures.filter((measure) => isOverdue(measure, today)).sort(inOrder),
    state: stateOf(states),
    version: agreed + (agreed === 0 || states.includes('drafted') ? 1 : 0),
  };
}

/** Every plan of an area. A household of which only a measure has come so far has a plan all the same. */
export function foldPlans(
  plans: readonly HouseholdPlan[],
  measures: readonly PlanMeasure[],
  today: Day,
): ReadonlyMap<string, FoldedPlan> {
  const planOf = new Map(plans.map((plan) => [fieldOf(plan, 'householdId') ?? '', plan]));
  const measuresOf = groupBy(measures, (measure) => fieldOf(measure, 'householdId') ?? '');
  const households = [...new Set([...planOf.keys(), ...measuresOf.keys()])].filter((id) => id !== '');
  return new Map(households.map((id) => [id, foldPlan(id, planOf.get(id), measuresOf.get(id) ?? [], today)]));
}
