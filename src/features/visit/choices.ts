import { isEmpty, type AnswerValue } from '../../domain/checklist/condition.ts';
import type { Choice, Question } from '../../domain/checklist/checklist.ts';
import type { Shelf } from '../../store/shelf.ts';

/** Up to this many choices are all shown: to hide two or three of nine costs a tap and saves no room. */
const mostButtons = 9;
const mostUsedShown = 6;

/** What an answer becomes when a choice is tapped: one of several goes in or out, and what stands alone stands alone. */
export function picked(question: Question, before: AnswerValue | undefined, value: string): AnswerValue | undefined {
  if (question.type === 'boolean') return value === 'yes';
  if (question.type !== 'multi') return question.required || before !== value ? value : undefined;
  const chosen = typeof before === 'object' ? before : [];
  if (chosen.includes(value)) return chosen.filter((one) => one !== value);
  if (question.exclusive?.includes(value)) return [value];
  return [...chosen.filter((one) => !question.exclusive?.includes(one)), value];
}

export function chosenOf(value: AnswerValue | undefined): readonly string[] {
  if (value === undefined || isEmpty(value)) return [];
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  return typeof value === 'object' ? value : [String(value)];
}

/** The six choices most used on this tablet; for what is not counted, the first six. Matter types are counted. */
export function mostUsed(shelf: Shelf, question: Question, isMatterType: boolean): readonly Choice[] {
  const choices = question.choices ?? [];
  if (choices.length <= mostButtons) return choices;
  if (!isMatterType) return choices.slice(0, mostUsedShown);
  const counts = shelf.derive('matter types', ['matter'], () => {
    const found = new Map<string, number>();
    for (const { matterType } of shelf.all('matter')) found.set(matterType, (found.get(matterType) ?? 0) + 1);
    return found;
  });
  return [...choices].sort((a, b) => (counts.get(b.value) ?? 0) - (counts.get(a.value) ?? 0)).slice(0, mostUsedShown);
}
