import type { Checklist, Question } from './checklist.ts';
import { referencesOf, type Condition } from './condition.ts';
import type { EffectRule } from './effect.ts';

const valuesOf = (question: Question): readonly string[] =>
  question.type === 'boolean' ? ['yes', 'no'] : (question.choices ?? []).map((choice) => choice.value);

function conditionFaults(condition: Condition, known: ReadonlyMap<string, Question>, where: string): string[] {
  return referencesOf(condition).flatMap(({ id, values }) => {
    const question = known.get(id.replace(/^last\./, ''));
    if (question === undefined) return [`${where}: no question “${id}” to look at`];
    const allowed = valuesOf(question);
    return values.filter((value) => !allowed.includes(value)).map((value) => `${where}: “${id}” has no “${value}”`);
  });
}

function effectFaults(question: Question, rule: EffectRule, all: ReadonlyMap<string, Question>): string[] {
  const named = Object.entries(rule.effect)
    .filter(([field]) => field.endsWith('From'))
    .map(([, id]) => String(id));
  return [
    ...(rule.on ?? [])
      .filter((value) => !valuesOf(question).includes(value))
      .map((value) => `${question.id}: an effect on “${value}”, which is no choice`),
    ...named.filter((id) => !all.has(id)).map((id) => `${question.id}: an effect reads “${id}”, which is no question`),
    ...(rule.when === undefined ? [] : conditionFaults(rule.when, all, `${question.id} (effect)`)),
  ];
}

/**
 * What the author of a checklist has to mend: ids that stand twice, conditions on questions that do not stand before
 * (one reading from top to bottom decides what is shown), values that are no choices. Empty when the list is sound.
 */
export function authoringFaults(checklist: Checklist): readonly string[] {
  const all = new Map(checklist.questions.map((question) => [question.id, question]));
  const before = new Map<string, Question>();
  return checklist.questions.flatMap((question) => {
    const needsChoices = question.type === 'single' || question.type === 'multi';
    const found = [
      ...(before.has(question.id) ? [`${question.id}: stands twice`] : []),
      ...(needsChoices && (question.choices ?? []).length === 0 ? [`${question.id}: no choices`] : []),
      ...(question.exclusive ?? [])
        .filter((value) => !valuesOf(question).includes(value))
        .map((value) => `${question.id}: exclusive “${value}” is no choice`),
      ...(question.showIf === undefined ? [] : conditionFaults(question.showIf, before, question.id)),
      ...(question.effects ?? []).flatMap((rule) => effectFaults(question, rule, all)),
    ];
    before.set(question.id, question);
    return found;
  });
}
