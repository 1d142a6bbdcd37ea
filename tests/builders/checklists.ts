import fc from 'fast-check';
import type { Answers, AnswerValue, Checklist, Question } from '../../src/domain/checklist/checklist.ts';
import { withCommonHeader } from '../../src/domain/checklist/common-header.ts';
import { effectsOf, type VisitEffects } from '../../src/domain/checklist/visit-effects.ts';
import { defaultChecklists } from '../../src/domain/checklist/default/default-checklists.ts';

/** The eleven lists as the form runs them. */
export const elevenLists: readonly Checklist[] = defaultChecklists().map(withCommonHeader);

export function aChecklist(id: string): Checklist {
  const found = elevenLists.find((list) => list.id === id);
  if (found === undefined) throw new Error(`no checklist ${id}`);
  return found;
}

/** A well-formed answer to a question. */
export function anAnswerTo(question: Question): fc.Arbitrary<AnswerValue> {
  const values = (question.choices ?? []).map((choice) => choice.value);
  const exclusive = question.exclusive ?? [];
  const others = values.filter((value) => !exclusive.includes(value));
  switch (question.type) {
    case 'single':
      return fc.constantFrom(...values);
    case 'multi':
      return fc.oneof(
        fc.subarray(others, { minLength: 1 }),
        ...(exclusive.length > 0 ? [fc.constantFrom(...exclusive).map((value) => [value])] : []),
      );
    case 'boolean':
      return fc.boolean();
    case 'date':
      return fc.constantFrom('2026-03-20', '2028-02-29');
    case 'datetime':
      return fc.constant('2026-03-18T10:06:00+08:00');
    case 'number':
      return fc.nat(200);
    case 'rating':
      return fc.nat(10);
    case 'tel':
      return fc.constantFrom('13800001234', '+86 138 0000 1234', '027-82345678');
    case 'photo':
      return fc.constant(['photo-1']);
    case 'signature':
      return fc.constant('signature-1');
    // never answered: what is said to it comes from a stale form
    case 'statement':
    case 'text':
      return fc.constantFrom('楼道灯不亮', '晚上倒垃圾全靠手机照');
  }
}

/** One answer after another, to any question of the list, asked or not: as a hasty thumb would. */
export const answersTo = (list: Checklist): fc.Arbitrary<Answers> =>
  fc
    .record(Object.fromEntries(list.questions.map((question) => [question.id, anAnswerTo(question)])), {
      requiredKeys: [],
    })
    .map((answers) => answers as Answers);

/** Somebody was met and agreed to be recorded, on each list. */
const metAndAgreed: Readonly<Record<string, Answers>> = {
  routine: { rt_outcome: 'met', rt_consent: 'yes' },
  elderly_alone: { el_outcome: 'met', el_consent: 'yes' },
  hardship: { hd_outcome: 'met', hd_consent: 'yes' },
  hospitalised: { hs_outcome: 'met', hs_consent: 'yes' },
  unemployed: { un_outcome: 'met', un_consent: 'yes' },
  reintegration: { rl_auth: 'sfs', rl_outcome: 'met', rl_consent: 'yes' },
  dispute: { dp_outcome: 'met', dp_consent: 'yes' },
  incident: { in_outcome: 'met', in_consent: 'yes' },
  renovation_opinion: { op_outcome: 'met', op_consent: 'yes' },
};

/** What a visit causes where somebody was met and agreed, unless the answers say otherwise. */
export const effectsWhenMet = (list: string, answers: Answers, previous: Answers = {}): VisitEffects =>
  effectsOf(aChecklist(list), { ...metAndAgreed[list], ...answers }, { previous });
