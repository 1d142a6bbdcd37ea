import { isEmpty, type Answers } from '../../domain/checklist/condition.ts';
import { sections, type Checklist, type Section } from '../../domain/checklist/checklist.ts';
import type { Evaluation } from '../../domain/checklist/evaluate.ts';
import type { Step } from '../../ui/step.ts';

/**
 * 见面 … 小结: all parts of a list until it shows that nobody was met; then only what is asked. A step is done when something
 * in it was answered and nothing required is open. The last leads out.
 */
export function stepsOf(
  checklist: Checklist,
  evaluation: Evaluation,
  answers: Answers,
  words: Readonly<Record<Section, string>>,
): readonly Step[] {
  const { outcome } = evaluation;
  const whole = outcome === undefined || outcome === 'met' || outcome === 'phone';
  const known = whole ? checklist.questions.map(({ section }) => section) : evaluation.sections.map(({ id }) => id);
  return sections
    .filter((id) => id === 'close' || known.includes(id))
    .map((id) => {
      const asked = evaluation.sections.find((one) => one.id === id);
      const done = asked?.complete === true && asked.questions.some((question) => !isEmpty(answers[question.id]));
      return { id, word: words[id], done };
    });
}
