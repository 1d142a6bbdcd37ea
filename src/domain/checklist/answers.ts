import type { Question } from './checklist.ts';
import { isEmpty, type AnswerValue, type Answers } from './condition.ts';

/** Longest text of one answer, in UTF-16 units; the schema of the stored answers has the same bound. */
export const longestText = 4000;

export type AnswerProblem =
  | 'wrong-type'
  | 'unknown-choice'
  | 'repeated-choice'
  | 'exclusive-choice'
  | 'bad-date'
  | 'bad-number'
  | 'not-whole'
  | 'out-of-range'
  | 'bad-telephone'
  | 'too-long'
  /** the question's own constraint is not fulfilled */
  | 'not-allowed';

/** The answer under an id; nothing for what every object inherits. */
export const answerOf = (answers: Answers, id: string): AnswerValue | undefined =>
  Object.hasOwn(answers, id) ? answers[id] : undefined;

export const sameAnswer = (one: AnswerValue, other: AnswerValue): boolean => {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.length === other.length && one.every((value) => other.includes(value));
};

const mobileOrLandline = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d{1,6})?)$/;
const instant = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function choiceProblem(question: Question, chosen: readonly string[]): AnswerProblem | undefined {
  const known = (question.choices ?? []).map((choice) => choice.value);
  if (chosen.some((value) => !known.includes(value))) return 'unknown-choice';
  if (new Set(chosen).size !== chosen.length) return 'repeated-choice';
  const alone = chosen.some((value) => question.exclusive?.includes(value));
  return alone && chosen.length > 1 ? 'exclusive-choice' : undefined;
}

function textProblem(question: Question, text: string): AnswerProblem | undefined {
  switch (question.type) {
    case 'single':
      return choiceProblem(question, [text]);
    case 'text':
      return text.length > longestText ? 'too-long' : undefined;
    case 'signature':
      return text.length > 200 ? 'too-long' : undefined;
    case 'date':
      return isDay(text) ? undefined : 'bad-date';
    case 'datetime':
      return isDay(instant.exec(text)?.[1] ?? '') ? undefined : 'bad-date';
    case 'tel':
      return mobileOrLandline.test(text.replace(/^\+86|[\s]/g, '')) ? undefined : 'bad-telephone';
    default:
      return 'wrong-type';
  }
}

function numberProblem(question: Question, value: number): AnswerProblem | undefined {
  if (question.type === 'number') {
    if (!Number.isFinite(value) || (value < 0 && !question.signed)) return 'bad-number';
    return question.whole && !Number.isInteger(value) ? 'not-whole' : undefined;
  }
  if (question.type !== 'rating') return 'wrong-type';
  return Number.isInteger(value) && value >= 0 && value <= 10 ? undefined : 'out-of-range';
}

/** What is wrong with an answer in itself, if anything. An empty answer is never wrong: it is missing, or not. */
export function problemOf(question: Question, value: AnswerValue): AnswerProblem | undefined {
  if (isEmpty(value)) return undefined;
  if (typeof value === 'boolean') return question.type === 'boolean' ? undefined : 'wrong-type';
  if (typeof value === 'number') return numberProblem(question, value);
  if (typeof value === 'string') return textProblem(question, value);
  if (question.type === 'multi') return choiceProblem(question, value);
  return question.type === 'photo' ? undefined : 'wrong-type';
}
