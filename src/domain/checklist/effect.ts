import * as v from 'valibot';
import { localised } from '../documents/head.ts';
import { resolutions, severities } from '../documents/visit.ts';
import { conditionSchema } from './condition.ts';

export const writeBackTargets = [
  'dwelling.useStatus',
  'talent',
  'resident.emergencyContact.verifiedAt',
  'householdPlan.items',
  'householdPlan.items.dueAt',
  'ownership.areaM2',
] as const;
/** What a visit says about something that is described elsewhere. */
export type WriteBackTarget = (typeof writeBackTargets)[number];

const questionId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,59}$/));
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(60));

/** What an answer causes. Every `…From` names the question whose answer fills the field. */
export const effectSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('writeBack'), to: v.picklist(writeBackTargets) }),
  v.strictObject({
    kind: v.literal('proposal'),
    proposal: v.picklist(['careTag', 'mustArrive', 'serviceOrder']),
    /** care tag kind, must-arrive reason or service item; without one, the choice itself */
    subject: v.optional(word),
    levelFrom: v.optional(questionId),
    /** choice of that question; without one, for a fixed subject, the choice that raised it */
    detailFrom: v.optional(questionId),
    /** days after the visit by which somebody should have been there; 0 is today */
    dueInDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(366))),
  }),
  v.strictObject({
    kind: v.literal('matter'),
    /** a fixed type, or taken from the answer of `matterTypeFrom` */
    matterType: v.optional(word),
    matterTypeFrom: v.optional(questionId),
    severity: v.optional(v.picklist(severities)),
    severityFrom: v.optional(questionId),
    /** fixed words; without them and without `textFrom`, the label of the choice */
    text: v.optional(v.pipe(v.string(), v.maxLength(200))),
    textFrom: v.optional(questionId),
    resolutions: v.optional(v.record(word, v.picklist(resolutions))),
    resolutionFrom: v.optional(questionId),
    promisedReplyFrom: v.optional(questionId),
    contactFrom: v.optional(questionId),
  }),
  v.strictObject({
    kind: v.literal('callNow'),
    reason: v.picklist(['childHarmed', 'incapableHarmed', 'violence', 'selfHarm', 'gasSmell', 'fire', 'injury']),
    numbers: v.pipe(v.array(v.picklist(['110', '119', '120'])), v.minLength(1)),
  }),
  /** the next visit falls on the answered day plus this many days */
  v.strictObject({ kind: v.literal('nextDue'), plusDays: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** the residents' editor opens for the ticked kinds of change */
  v.strictObject({ kind: v.literal('openEditor') }),
  /** the matter that was called back about is handled again */
  v.strictObject({ kind: v.literal('reopenMatter') }),
  v.strictObject({ kind: v.literal('warn'), words: localised }),
  /** the form cannot be finished: until an answer changes, or until the worker confirms */
  v.strictObject({ kind: v.literal('block'), words: localised, until: v.picklist(['changed', 'confirmed']) }),
]);
export type Effect = v.InferOutput<typeof effectSchema>;

/** An effect of one question: of each chosen value in `on` (without it, of any answer), and only when `when` holds. */
export const effectRuleSchema = v.strictObject({
  on: v.optional(v.pipe(v.array(word), v.minLength(1))),
  when: v.optional(conditionSchema),
  effect: effectSchema,
});
export type EffectRule = v.InferOutput<typeof effectRuleSchema>;
