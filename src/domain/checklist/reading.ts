import { answerOf, sameAnswer } from './answers.ts';
import { ask, type VisitContext } from './asking.ts';
import type { Checklist, Question } from './checklist.ts';
import type { AnswerValue, Answers } from './condition.ts';
import { evaluate } from './evaluate.ts';

const signed = { zh: '已签', en: 'Signed' };

/** An answer in words, for the summary and the desk. Dates and numbers stay as they are: the screen writes them out. */
export function answerLabel(question: Question, value: AnswerValue, locale: 'zh' | 'en'): string {
  const labelOf = (choice: string) => question.choices?.find((one) => one.value === choice)?.label[locale] ?? choice;
  if (typeof value === 'boolean') return { zh: value ? '是' : '否', en: value ? 'Yes' : 'No' }[locale];
  if (question.type === 'signature') return signed[locale];
  if (typeof value === 'object') {
    if (question.type === 'photo') return { zh: `${value.length} 张`, en: String(value.length) }[locale];
    return value.map(labelOf).join(locale === 'zh' ? '、' : ', ');
  }
  return labelOf(String(value));
}

export interface Said {
  readonly question: Question;
  readonly value: AnswerValue;
  /** what was said last time, when it was something else */
  readonly before?: AnswerValue;
}

/**
 * A visit as the desk reads it: `said` is what was newly said, with the former answer where it differs; `unchanged` is
 * what was carried from last time, whether confirmed today or not asked because nothing changed.
 */
export function newlySaid(
  checklist: Checklist,
  answers: Answers,
  previous: Answers = {},
): { readonly said: readonly Said[]; readonly unchanged: readonly Said[] } {
  const context: VisitContext = { previous };
  const asked = ask(checklist, answers, context);
  const said: Said[] = [];
  const unchanged: Said[] = [];
  for (const question of asked.visible) {
    const value = answerOf(asked.answers, question.id);
    const before = answerOf(previous, question.id);
    if (value === undefined) continue;
    const same = before !== undefined && sameAnswer(before, value);
    if (same && (question.basic || question.prefill)) unchanged.push({ question, value });
    else said.push({ question, value, ...(before === undefined || same ? {} : { before }) });
  }
  for (const question of evaluate(checklist, answers, context).skipped) {
    const value = answerOf(previous, question.id);
    if (question.prefill && value !== undefined) unchanged.push({ question, value });
  }
  return { said, unchanged };
}
