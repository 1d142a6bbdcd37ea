import { answerOf, problemOf } from './answers.ts';
import type { Checklist, Question } from './checklist.ts';
import { isEmpty, type AnswerValue, type Answers } from './condition.ts';
import type { WriteBackTarget } from './effect.ts';

/** What is known before the door opens, by what it describes. */
export type Known = Readonly<Partial<Record<WriteBackTarget | 'now' | 'planVersion', AnswerValue>>>;

function knownOf(question: Question, known: Known): AnswerValue | undefined {
  if (question.fillFrom !== undefined) return known[question.fillFrom];
  const targets = (question.effects ?? []).flatMap(({ effect }) => (effect.kind === 'writeBack' ? [effect.to] : []));
  return targets.map((to) => known[to]).find((value) => value !== undefined);
}

/**
 * The answers a form begins with: what is known now, else what was said last time, of the questions that allow it. They
 * count only once their questions are asked.
 */
export function prefill(checklist: Checklist, previous: Answers, known: Known = {}): Answers {
  return Object.fromEntries(
    checklist.questions.flatMap((question): [string, AnswerValue][] => {
      if (!question.prefill && question.fillFrom === undefined) return [];
      const value = [knownOf(question, known), answerOf(previous, question.id)].find(
        (one) => one !== undefined && !isEmpty(one) && problemOf(question, one) === undefined,
      );
      return value === undefined ? [] : [[question.id, value]];
    }),
  );
}

/**
 * What was last said to each question, from the answers of past visits, oldest first. A visit after which nothing had
 * changed holds no basic answers, so one visit alone does not tell.
 */
export const lastSaid = (history: readonly Answers[]): Answers =>
  history.reduce<Answers>((said, answers) => ({ ...said, ...answers }), {});
