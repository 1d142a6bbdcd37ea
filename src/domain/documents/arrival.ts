import * as v from 'valibot';
import { day, fact, idOf, instant, naturalId, text } from './head.ts';

/** 三必到 in the narrow sense: what somebody has to go to before a clock runs out. */
export const arrivalReasons = ['incident', 'dissatisfaction', 'familyDispute'] as const;
export type ArrivalReason = (typeof arrivalReasons)[number];

export const arrivalStages = ['notified', 'acknowledged', 'arrived', 'followedUp', 'closed'] as const;
/** 已通知、已接下、已到场、已回访、已了结: what became of a must-arrive after it was raised. */
export type ArrivalStage = (typeof arrivalStages)[number];

/**
 * 到场记录: one step of a must-arrive, written where its proposal lies. Those above an area hold no closed facts of it: they
 * write into the area, and then only that they took it on or stood there. `notified` is the relay's.
 */
export const arrivalStep = v.strictObject({
  ...fact('arrivalStep', naturalId('arrivalStep')),
  proposalId: idOf('proposal'),
  stage: v.picklist(arrivalStages),
  /** when somebody stood there, where it is written down later */
  arrivedAt: v.optional(instant),
  found: v.optional(text),
  next: v.optional(text),
});
export type ArrivalStep = v.InferOutput<typeof arrivalStep>;

const levelKey = v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,30}$/));

/**
 * 升级: nobody had arrived when the time was up, so the level above has it; `at` is that moment. Written by the relay alone, one
 * for each level, beside the proposal and for whoever answers above. It names neither door nor reason (T1).
 */
export const escalation = v.strictObject({
  ...fact('escalation', naturalId('escalation')),
  proposalId: idOf('proposal'),
  /** database key of the area */
  area: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}$/)),
  level: levelKey,
  unitId: naturalId('orgUnit'),
});
export type Escalation = v.InferOutput<typeof escalation>;

const minutes = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60 * 24 * 60));

/**
 * 到场时限: within how many minutes somebody has to be there, and after how many more each further level has it. A version is a
 * fact; it counts for what is raised from its day on.
 */
export const arrivalTarget = v.strictObject({
  ...fact('arrivalTarget', naturalId('arrivalTarget')),
  reason: v.picklist(arrivalReasons),
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  from: day,
  minutes,
  thenMinutes: minutes,
});
export type ArrivalTarget = v.InferOutput<typeof arrivalTarget>;
