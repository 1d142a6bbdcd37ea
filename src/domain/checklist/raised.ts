import { readAnswer, type Asked, type VisitContext } from './asking.ts';
import type { Question } from './checklist.ts';
import { holds, type AnswerValue } from './condition.ts';
import type { Effect, EffectRule } from './effect.ts';

/** One effect that holds. */
export interface Raised {
  /** question, choice and kind: the same in every version of a visit, so that a correction can reuse what it raised */
  readonly key: string;
  readonly question: Question;
  readonly value: AnswerValue;
  readonly choice?: string;
  readonly effect: Effect;
}

const choicesOf = (value: AnswerValue): readonly string[] => {
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  return typeof value === 'object' ? value : [String(value)];
};

function ofRule(question: Question, value: AnswerValue, { on, effect }: EffectRule): Raised[] {
  const kind = effect.kind === 'proposal' ? effect.proposal : effect.kind;
  if (on === undefined) return [{ key: `${question.id}:${kind}`, question, value, effect }];
  return choicesOf(value)
    .filter((choice) => on.includes(choice))
    .map((choice) => ({ key: `${question.id}:${choice}:${kind}`, question, value, choice, effect }));
}

/** Every effect of what is asked and answered, in the order of the list; a key stands once. */
export function raisedBy(asked: Asked, context: VisitContext): readonly Raised[] {
  const read = (id: string): AnswerValue | undefined => readAnswer(id, asked.answers, context);
  const found = new Map<string, Raised>();
  for (const question of asked.visible) {
    const value = read(question.id);
    if (value === undefined) continue;
    for (const rule of question.effects ?? []) {
      if (rule.when !== undefined && !holds(rule.when, read)) continue;
      for (const raised of ofRule(question, value, rule)) {
        if (!found.has(raised.key)) found.set(raised.key, raised);
      }
    }
  }
  return [...found.values()];
}
