import * as v from 'valibot';
import { day, idOf, line, naturalId, register, text } from './head.ts';

/** What a measure goes through, and with its measures the plan: domain.md §3 D5. */
export const planStates = ['drafted', 'agreed', 'in_progress', 'done', 'failed'] as const;
export type PlanState = (typeof planStates)[number];

/**
 * 一户一策: what is to become of a household, and that it agreed. Its id is that of the household, so that two offline workers
 * who begin a plan for one household meet in one plan; the measures are documents of their own, so that they merge one by one.
 */
export const householdPlan = register('householdPlan', idOf('householdPlan'), {
  householdId: idOf('household'),
  dwellingId: naturalId('dwelling'),
  goal: line,
  /** 户内同意: rises by one each time the household agrees; measures that came later are not agreed */
  agreement: v.strictObject({
    version: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
    on: day,
    how: v.picklist(['oral', 'signature']),
  }),
});
export type HouseholdPlan = v.InferOutput<typeof householdPlan>;

/** 措施: one item of a household's plan, of whatever programme. */
export const planMeasure = register('planMeasure', idOf('planMeasure'), {
  householdId: idOf('household'),
  dwellingId: naturalId('dwelling'),
  /** key of a checklist or of a known programme, or the community's own words: 违建整治 */
  programme: line,
  measure: text,
  /** who does it, in words: a person, a post, an office */
  owner: line,
  dueOn: day,
  /** the state, since when, and why it failed: read together */
  state: v.strictObject({ is: v.picklist(planStates), on: day, why: v.optional(line) }),
});
export type PlanMeasure = v.InferOutput<typeof planMeasure>;
