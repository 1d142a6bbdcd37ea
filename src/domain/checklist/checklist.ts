import * as v from 'valibot';
import { localised } from '../documents/head.ts';
import { conditionSchema } from './condition.ts';
import { effectRuleSchema } from './effect.ts';

export type { AnswerValue, Answers, Condition } from './condition.ts';

export const sections = ['meet', 'change', 'say', 'safe', 'close'] as const;
/** 见面、变化、想说的事、安全、小结: the steps of the form. */
export type Section = (typeof sections)[number];

export const questionTypes = [
  'single',
  'multi',
  'boolean',
  'text',
  'date',
  'datetime',
  'number',
  'signature',
  'photo',
  'rating',
  'tel',
  'statement',
] as const;
/**
 * The answer of each: single = choice value; multi = choice values; boolean = true | false (its choices, 是 and 否, are
 * not listed); date = YYYY-MM-DD; datetime = ISO 8601 with offset; number ≥ 0, less when `signed`; rating 0–10; signature = media id; photo = media ids;
 * statement = words to read out, never answered.
 */
export type QuestionType = (typeof questionTypes)[number];

export const questionRoles = [
  'outcome',
  'badge',
  'consent',
  'retry',
  'refuse',
  'changed',
  /** about the errand, before the door: who sent me, who came along */
  'errand',
  'matter',
  'safety',
  'note',
] as const;
/** What the engine needs to know of a question beyond its words. */
export type QuestionRole = (typeof questionRoles)[number];

const questionId = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{0,59}$/));
const choiceValue = v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,40}$/));

const choiceSchema = v.strictObject({ value: choiceValue, label: localised });
export type Choice = v.InferOutput<typeof choiceSchema>;

const questionSchema = v.strictObject({
  id: questionId,
  type: v.picklist(questionTypes),
  role: v.optional(v.picklist(questionRoles)),
  section: v.picklist(sections),
  label: localised,
  /** for the desk's tables and the summary */
  short: v.optional(localised),
  hint: v.optional(localised),
  choices: v.optional(v.array(choiceSchema)),
  required: v.boolean(),
  /** a number may be below 0 */
  signed: v.optional(v.literal(true)),
  /** a number has no fraction */
  whole: v.optional(v.literal(true)),
  /** an answer must fulfil this, of itself and of what stands before; else these words say why */
  constraint: v.optional(v.strictObject({ when: conditionSchema, words: localised })),
  showIf: v.optional(conditionSchema),
  /** scopes of sensitive information (PIPL art. 28): asked only of those who agreed to be recorded */
  sensitive: v.optional(v.array(v.pipe(v.string(), v.maxLength(40)))),
  /** 有法定义务: asked whatever was answered to consent */
  duty: v.optional(v.literal(true)),
  /** asked whatever came of the knock: a fire does not wait for a meeting */
  always: v.optional(v.literal(true)),
  /** basic information: not asked again when nothing changed */
  basic: v.optional(v.literal(true)),
  /** begins with the answer of the last visit */
  prefill: v.optional(v.literal(true)),
  /** begins with this known fact */
  fillFrom: v.optional(v.picklist(['now', 'planVersion'])),
  /** leaves with what it raises, never with the answers of an anonymous list */
  detached: v.optional(v.literal(true)),
  /** choices that go with no other: none, all well */
  exclusive: v.optional(v.array(choiceValue)),
  effects: v.optional(v.array(effectRuleSchema)),
});
export type Question = v.InferOutput<typeof questionSchema>;

/** Scope of a question of which nobody has said yet what it touches. */
export const unclassified = 'unclassified';

/** 清单. A list is versioned; answers name the version that they answer. */
export const checklistSchema = v.strictObject({
  id: questionId,
  version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  title: localised,
  /** what may stand on a screen that others see */
  neutralTitle: v.optional(localised),
  mode: v.picklist(['worker', 'handover', 'reviewer']),
  tier: v.picklist(['T1', 'T2', 'T3', 'T4']),
  targetMinutes: v.pipe(v.number(), v.minValue(1), v.maxValue(120)),
  anonymous: v.optional(v.boolean()),
  questions: v.pipe(v.array(questionSchema), v.minLength(1), v.maxLength(120)),
});
export type Checklist = v.InferOutput<typeof checklistSchema>;

/** The question of a list that plays a role, if any. */
export const questionOfRole = (checklist: Checklist, role: QuestionRole): Question | undefined =>
  checklist.questions.find((question) => question.role === role);
