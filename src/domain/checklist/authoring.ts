import type { Checklist, Question } from './checklist.ts';
import { referencesOf, type Condition } from './condition.ts';
import type { EffectRule } from './effect.ts';

export type AuthoringCode =
  | 'too-large'
  | 'no-title'
  | 'no-words'
  | 'stands-twice'
  | 'no-choices'
  | 'choice-twice'
  | 'no-choice-words'
  | 'statement-required'
  | 'unknown-exclusive'
  | 'unknown-question'
  | 'unknown-value'
  | 'not-measured'
  | 'effect-on-unknown'
  | 'effect-from-unknown';

/** One thing that the author of a checklist has to mend. */
export interface AuthoringFault {
  /** the question in which it stands; none: the list itself */
  readonly questionId?: string;
  readonly code: AuthoringCode;
  /** the id that is not known, and the value that it does not have */
  readonly named?: string;
  readonly value?: string;
}

const choosing = ['single', 'multi'];
const measuring = ['single', 'number', 'rating', 'date', 'datetime', 'text'];
const isBlank = (words: { readonly zh: string; readonly en: string }): boolean =>
  words.zh.trim() === '' || words.en.trim() === '';

const valuesOf = (question: Question): readonly string[] =>
  question.type === 'boolean' ? ['yes', 'no'] : (question.choices ?? []).map((choice) => choice.value);
/** Only an answer that is chosen can be one that does not exist. */
const hasValue = (question: Question, value: string): boolean =>
  !(question.type === 'boolean' || choosing.includes(question.type)) || valuesOf(question).includes(value);
const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, place) => values.indexOf(value) !== place);

function conditionFaults(
  condition: Condition,
  known: ReadonlyMap<string, Question>,
  questionId: string,
): AuthoringFault[] {
  return referencesOf(condition).flatMap(({ id, values, measured }): AuthoringFault[] => {
    const question = known.get(id.replace(/^last\./, ''));
    if (question === undefined) return [{ questionId, code: 'unknown-question', named: id }];
    if (measured && !measuring.includes(question.type)) return [{ questionId, code: 'not-measured', named: id }];
    return values
      .filter((value) => !hasValue(question, value))
      .map((value) => ({ questionId, code: 'unknown-value', named: id, value }));
  });
}

function effectFaults(question: Question, rule: EffectRule, all: ReadonlyMap<string, Question>): AuthoringFault[] {
  const questionId = question.id;
  const named = Object.entries(rule.effect)
    .filter(([field]) => field.endsWith('From'))
    .map(([, id]) => String(id));
  return [
    ...(rule.on ?? [])
      .filter((value) => !valuesOf(question).includes(value))
      .map((value): AuthoringFault => ({ questionId, code: 'effect-on-unknown', value })),
    ...named
      .filter((id) => !all.has(id))
      .map((id): AuthoringFault => ({ questionId, code: 'effect-from-unknown', named: id })),
    ...(rule.when === undefined ? [] : conditionFaults(rule.when, all, questionId)),
  ];
}

function ownFaults(question: Question): AuthoringFault[] {
  const { id: questionId, choices = [] } = question;
  const needsChoices = choosing.includes(question.type);
  const found = (code: AuthoringCode, value?: string): AuthoringFault => ({
    ...{ questionId, code },
    ...(value !== undefined && { value }),
  });
  return [
    ...(isBlank(question.label) ? [found('no-words')] : []),
    ...(needsChoices && choices.length === 0 ? [found('no-choices')] : []),
    ...repeated(choices.map(({ value }) => value)).map((value) => found('choice-twice', value)),
    ...choices.filter(({ label }) => isBlank(label)).map(({ value }) => found('no-choice-words', value)),
    ...(question.type === 'statement' && question.required ? [found('statement-required')] : []),
    ...(question.exclusive ?? [])
      .filter((value) => !valuesOf(question).includes(value))
      .map((value) => found('unknown-exclusive', value)),
  ];
}

/**
 * What the author of a checklist has to mend: words that are missing, ids that stand twice, conditions on questions that do
 * not stand before (one reading from top to bottom decides what is shown), values that are no choices. Empty when the list
 * is sound.
 */
export function authoringFaults(checklist: Checklist): readonly AuthoringFault[] {
  const all = new Map(checklist.questions.map((question) => [question.id, question]));
  const before = new Map<string, Question>();
  const untitled: AuthoringFault[] = isBlank(checklist.title) ? [{ code: 'no-title' }] : [];
  const inQuestions = checklist.questions.flatMap((question): AuthoringFault[] => {
    const { id: questionId, showIf, constraint } = question;
    const twice: AuthoringFault[] = before.has(questionId) ? [{ questionId, code: 'stands-twice' }] : [];
    const shown = showIf === undefined ? [] : conditionFaults(showIf, before, questionId);
    before.set(questionId, question);
    return [
      ...twice,
      ...ownFaults(question),
      ...shown,
      // what an answer must fulfil may look at the answer itself
      ...(constraint === undefined ? [] : conditionFaults(constraint.when, before, questionId)),
      ...(question.effects ?? []).flatMap((rule) => effectFaults(question, rule, all)),
    ];
  });
  return [...untitled, ...inQuestions];
}

/** A fault for whoever reads a program's output. */
export const authoringFaultText = ({ questionId, code, named, value }: AuthoringFault): string =>
  [questionId ?? 'the list', code, named, value].filter((part) => part !== undefined).join(' ');
