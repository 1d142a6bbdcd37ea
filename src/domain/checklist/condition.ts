import * as v from 'valibot';

/** Of numbers, and of days: <, <=, >, >=. What is not answered, and what is neither, compares with nothing. */
export const comparisons = ['below', 'atMost', 'above', 'atLeast'] as const;
export type Comparison = (typeof comparisons)[number];

/** When a question is asked or an effect holds. `last.<id>` reads the answer of the last visit instead of today's. */
export type Condition =
  | { readonly op: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly op: 'not'; readonly of: Condition }
  | { readonly op: 'eq'; readonly id: string; readonly value: string }
  | { readonly op: 'in'; readonly id: string; readonly values: readonly string[] }
  | { readonly op: Comparison; readonly id: string; readonly value: string }
  | { readonly op: 'answered'; readonly id: string };

export type AnswerValue = string | number | boolean | readonly string[];
export type Answers = Readonly<Record<string, AnswerValue>>;

const reference = v.pipe(v.string(), v.regex(/^(last\.)?[a-z][a-z0-9_]{0,59}$/));
const literal = v.pipe(v.string(), v.minLength(1), v.maxLength(60));

export const conditionSchema: v.GenericSchema<Condition> = v.lazy(() =>
  v.variant('op', [
    v.strictObject({ op: v.picklist(['and', 'or']), of: v.pipe(v.array(conditionSchema), v.minLength(2)) }),
    v.strictObject({ op: v.literal('not'), of: conditionSchema }),
    v.strictObject({ op: v.literal('eq'), id: reference, value: literal }),
    v.strictObject({ op: v.literal('in'), id: reference, values: v.pipe(v.array(literal), v.minLength(1)) }),
    v.strictObject({ op: v.picklist(comparisons), id: reference, value: literal }),
    v.strictObject({ op: v.literal('answered'), id: reference }),
  ]),
);

/** An answer that says nothing: absent, blank text, nothing ticked. `false` and 0 say something. */
export function isEmpty(value: AnswerValue | undefined): boolean {
  if (value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** Several choices match when any of them is the value; yes and no match a boolean. */
function matches(answer: AnswerValue | undefined, value: string): boolean {
  if (answer === undefined) return false;
  if (typeof answer === 'boolean') return value === (answer ? 'yes' : 'no');
  if (typeof answer === 'object') return answer.includes(value);
  return String(answer) === value;
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}/.test(text);

/** Less than, equal to or more than 0, as the answer is to the value; NaN where the two do not compare. */
function difference(answer: AnswerValue | undefined, value: string): number {
  if (isEmpty(answer) || typeof answer === 'boolean' || typeof answer === 'object') return NaN;
  const text = String(answer);
  if (!isDay(text) || !isDay(value)) return Number(text) - Number(value);
  // a moment compares with a day by its own day
  const [mine, other] = [text.slice(0, value.length), value];
  return mine < other ? -1 : mine > other ? 1 : 0;
}

/** Whether a condition holds. `read` gives the answer by reference, or nothing for what is hidden or unanswered. */
export function holds(condition: Condition, read: (id: string) => AnswerValue | undefined): boolean {
  switch (condition.op) {
    case 'and':
      return condition.of.every((part) => holds(part, read));
    case 'or':
      return condition.of.some((part) => holds(part, read));
    case 'not':
      return !holds(condition.of, read);
    case 'eq':
      return matches(read(condition.id), condition.value);
    case 'in':
      return condition.values.some((value) => matches(read(condition.id), value));
    case 'below':
      return difference(read(condition.id), condition.value) < 0;
    case 'atMost':
      return difference(read(condition.id), condition.value) <= 0;
    case 'above':
      return difference(read(condition.id), condition.value) > 0;
    case 'atLeast':
      return difference(read(condition.id), condition.value) >= 0;
    case 'answered':
      return !isEmpty(read(condition.id));
  }
}

export interface Reference {
  readonly id: string;
  /** values that it may be, which have to be among the choices where there are any */
  readonly values: readonly string[];
  /** it is compared as a number or a day */
  readonly measured?: true;
}

/** Every question that a condition names, with the values it compares it to. */
export function referencesOf(condition: Condition): readonly Reference[] {
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.of.flatMap(referencesOf);
    case 'not':
      return referencesOf(condition.of);
    case 'eq':
      return [{ id: condition.id, values: [condition.value] }];
    case 'in':
      return [{ id: condition.id, values: condition.values }];
    case 'answered':
      return [{ id: condition.id, values: [] }];
    default:
      return [{ id: condition.id, values: [], measured: true }];
  }
}
