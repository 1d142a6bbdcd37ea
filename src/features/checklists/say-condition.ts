import type { Question } from '../../domain/checklist/checklist.ts';
import type { Condition } from '../../domain/checklist/condition.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import { checklistWords } from '../../words/checklists.ts';

/** A value of a question in words: its choice, yes or no, or as it stands. */
export function sayValue(question: Question | undefined, value: string, words: Words): string {
  if (question?.type === 'boolean' && (value === 'yes' || value === 'no')) return words.visit[value];
  return question?.choices?.find((choice) => choice.value === value)?.label[words.language] ?? value;
}

/** A condition as a sentence. @param questions what it may look at */
export function sayCondition(condition: Condition, questions: readonly Question[], words: Words): string {
  const t = checklistWords[words.language];
  const say = (part: Condition): string => sayCondition(part, questions, words);
  switch (condition.op) {
    case 'and':
    case 'or':
      return condition.of
        .map((part) => (part.op === 'and' || part.op === 'or' ? t.said.group(say(part)) : say(part)))
        .join(t.said[condition.op]);
    case 'not': {
      const { of } = condition;
      if (of.op === 'eq' || of.op === 'in') return sayTest(of, t.tests.isNot, questions, words);
      return of.op === 'answered' ? sayTest(of, t.tests.open, questions, words) : t.said.not(say(of));
    }
    case 'eq':
    case 'in':
      return sayTest(condition, t.tests.is, questions, words);
    default:
      return sayTest(condition, t.tests[condition.op], questions, words);
  }
}

function sayTest(
  test: Exclude<Condition, { readonly of: unknown }>,
  how: string,
  questions: readonly Question[],
  words: Words,
): string {
  const t = checklistWords[words.language];
  const last = test.id.startsWith('last.');
  const question = questions.find(({ id }) => id === test.id.replace(/^last\./, ''));
  const name = (question?.short ?? question?.label)?.[words.language] ?? test.id;
  const values = test.op === 'in' ? test.values : 'value' in test ? [test.value] : [];
  const said = t.said.values(values.map((value) => sayValue(question, value, words)));
  return t.said.test(`${last ? t.lastTime : ''}${name}`, how, said);
}
