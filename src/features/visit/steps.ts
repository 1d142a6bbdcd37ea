import { isEmpty, type Answers } from '../../domain/checklist/condition.ts';
import type { Section } from '../../domain/checklist/checklist.ts';
import type { Evaluation } from '../../domain/checklist/evaluate.ts';
import type { Step } from '../../ui/step.ts';

/** 见面 … 小结: a step is done when something in it was answered and nothing required is open. The last leads out. */
export function stepsOf(
  { sections }: Evaluation,
  answers: Answers,
  words: Readonly<Record<Section, string>>,
): readonly Step[] {
  const shown = sections.map(({ id, questions, complete }) => ({
    id,
    word: words[id],
    done: complete && questions.some((question) => !isEmpty(answers[question.id])),
  }));
  return shown.some(({ id }) => id === 'close') ? shown : [...shown, { id: 'close', word: words.close }];
}
