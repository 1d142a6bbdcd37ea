import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Answers, AnswerValue } from '../../../src/domain/checklist/checklist.ts';
import {
  droppedAnswers,
  evaluate,
  isComplete,
  nextMissing,
  storedAnswers,
  type Evaluation,
} from '../../../src/domain/checklist/evaluate.ts';
import { aChecklist, anAnswerTo, answersTo, elevenLists } from '../../builders/checklists.ts';

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
const routine = aChecklist('routine');
const met: Answers = { rt_outcome: 'met', rt_id: true, rt_consent: 'yes' };

describe.each(elevenLists.map((list) => [list.id, list] as const))('%s', (_, list) => {
  test('never stores a hidden answer, and loses none that is asked', () => {
    fc.assert(
      fc.property(answersTo(list), answersTo(list), (answers, previous) => {
        const { visible } = evaluate(list, answers, { previous });
        const stored = storedAnswers(list, answers, { previous });
        const asked = new Set(idsOf(visible));
        expect(Object.keys(stored).filter((id) => !asked.has(id))).toEqual([]);
        const kept = visible.filter(({ id, detached }) => !detached && answers[id] !== undefined);
        expect(Object.keys(stored)).toEqual(idsOf(kept));
      }),
    );
  });

  test('judges stored answers as it judged the draft', () => {
    const inWords = ({ visible, skipped, sections, ...rest }: Evaluation) => ({
      ...rest,
      visible: idsOf(visible),
      skipped: idsOf(skipped),
      sections: sections.map(({ id, questions, complete }) => [id, idsOf(questions), complete]),
    });
    fc.assert(
      fc.property(answersTo(list), answersTo(list), (answers, previous) => {
        const stored = storedAnswers(list, answers, { previous });
        expect(storedAnswers(list, stored, { previous })).toEqual(stored);
        const left = list.questions.filter(({ detached }) => detached).map(({ id }) => id);
        const whole = { ...stored, ...Object.fromEntries(Object.entries(answers).filter(([id]) => left.includes(id))) };
        expect(inWords(evaluate(list, whole, { previous }))).toEqual(inWords(evaluate(list, answers, { previous })));
      }),
    );
  });

  test('after a refused consent asks only outcome, errand, matter, safety, note and duty', () => {
    const consent = list.questions.find(({ role }) => role === 'consent');
    const outcome = list.questions.find(({ role }) => role === 'outcome');
    fc.assert(
      fc.property(answersTo(list), (answers) => {
        if (consent === undefined || outcome === undefined) return;
        const { visible } = evaluate(list, { ...answers, [outcome.id]: 'met', [consent.id]: 'no' });
        const allowed = ['outcome', 'badge', 'consent', 'errand', 'matter', 'safety', 'note'];
        if (!visible.includes(consent)) return;
        expect(idsOf(visible.filter(({ role, duty }) => !duty && !allowed.includes(role ?? '')))).toEqual([]);
      }),
    );
  });

  test('asks nothing sensitive but by duty unless the household agreed', () => {
    const consent = list.questions.find(({ role }) => role === 'consent');
    fc.assert(
      fc.property(answersTo(list), fc.constantFrom('partial', 'no', undefined), (answers, given) => {
        if (consent === undefined) return;
        const { [consent.id]: _, ...others } = answers;
        const { visible } = evaluate(list, given === undefined ? others : { ...others, [consent.id]: given });
        expect(idsOf(visible.filter(({ sensitive, duty }) => sensitive && !duty))).toEqual([]);
      }),
    );
  });

  test('names each answer that a change drops, and no other', () => {
    const change = fc
      .constantFrom(...list.questions)
      .chain((question) => fc.tuple(fc.constant(question), anAnswerTo(question)));
    fc.assert(
      fc.property(answersTo(list), change, (before, [question, value]) => {
        const after = { ...before, [question.id]: value };
        const kept = new Set(idsOf(evaluate(list, after).visible));
        const lost = evaluate(list, before).visible.filter(({ id }) => before[id] !== undefined && !kept.has(id));
        expect(droppedAnswers(list, before, after).map((one) => one.question.id)).toEqual(idsOf(lost));
      }),
    );
  });

  test('can be finished by answering what is missing, one after another', () => {
    const choose = (question: (typeof list.questions)[number], seed: number): AnswerValue | undefined =>
      fc.sample(anAnswerTo(question), { numRuns: 1, seed })[0];
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        // Nobody asked (rl_auth), an unwilling party with an agreement, a fire without a call: these stop a form on purpose.
        let answers: Record<string, AnswerValue> = { rl_auth: 'sfs', dp_wa: 'yes', dp_wb: 'yes', in_call: ['119'] };
        let next = nextMissing(evaluate(list, answers));
        for (let step = 0; next !== undefined && step < 100; step += 1) {
          const question = list.questions.find(({ id }) => id === next);
          const answer = question && choose(question, seed + step);
          if (answer !== undefined) answers = { ...answers, [next]: answer };
          next = nextMissing(evaluate(list, answers), next);
        }
        expect(isComplete(evaluate(list, answers))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the outcome', () => {
  test('comes first: nothing else is asked before it', () => {
    expect(idsOf(evaluate(routine, {}).visible)).toEqual(['rt_outcome']);
    expect(idsOf(evaluate(aChecklist('dispute'), {}).visible)).toEqual(['dp_outcome']);
    expect(idsOf(evaluate(aChecklist('reintegration'), {}).visible)).toEqual(['rl_auth']);
  });

  test.each([
    ['routine', { rt_outcome: 'not_home' }, ['rt_outcome', 'rt_retry']],
    ['routine', { rt_outcome: 'no_access' }, ['rt_outcome', 'rt_retry']],
    ['routine', { rt_outcome: 'refused' }, ['rt_outcome', 'rt_refuse']],
    ['routine', { rt_outcome: 'moved' }, ['rt_outcome']],
    ['routine', { rt_outcome: 'vacant' }, ['rt_outcome', 'rt_use', 'rt_safe']],
    ['elderly_alone', { el_outcome: 'not_home' }, ['el_outcome', 'el_retry', 'el_noans']],
    ['dispute', { dp_outcome: 'not_home', dp_type: 'family' }, ['dp_outcome', 'dp_retry']],
    ['reintegration', { rl_auth: 'sfs', rl_outcome: 'not_home' }, ['rl_auth', 'rl_pair', 'rl_outcome', 'rl_retry']],
    ['reintegration', { rl_auth: 'none', rl_outcome: 'met' }, ['rl_auth']],
  ] as const)('%s with %o asks only %o', (id, answers, visible) => {
    expect(idsOf(evaluate(aChecklist(id), answers).visible)).toEqual(visible);
  });

  test.each(['moved', 'not_home', 'refused', 'no_access'])('%s finishes a routine visit with one tap', (outcome) => {
    expect(isComplete(evaluate(routine, { rt_outcome: outcome }))).toBe(true);
  });

  test('an incident is recorded whether or not somebody was met', () => {
    const asked = idsOf(evaluate(aChecklist('incident'), { in_outcome: 'vacant' }).visible);
    expect(asked).toContain('in_type');
    expect(asked).not.toContain('in_consent');
  });
});

describe('consent', () => {
  test('refused: six questions of the routine visit are not asked', () => {
    const { hiddenByConsent, consent } = evaluate(routine, { ...met, rt_consent: 'no' });
    expect({ consent, hiddenByConsent }).toEqual({ consent: 'no', hiddenByConsent: 6 });
  });

  test('partial: only what is sensitive is not asked', () => {
    const all = idsOf(evaluate(routine, met).visible);
    const some = idsOf(evaluate(routine, { ...met, rt_consent: 'partial' }).visible);
    expect(all.filter((id) => !some.includes(id))).toEqual(['rt_focus']);
  });

  test('refused: the questions of duty are asked all the same', () => {
    const asked = (id: string, answers: Answers) =>
      evaluate(aChecklist(id), answers)
        .visible.filter(({ duty }) => duty)
        .map((question) => question.id);
    expect(asked('elderly_alone', { el_outcome: 'met', el_consent: 'no' })).toEqual(['el_abuse']);
    expect(asked('hardship', { hd_outcome: 'met', hd_consent: 'no', hd_child: 'yes' })).toEqual([
      'hd_child',
      'hd_harm',
    ]);
    expect(asked('reintegration', { rl_auth: 'self', rl_outcome: 'met', rl_consent: 'no' })).toEqual(['rl_risk']);
  });

  test('asking again brings the questions back', () => {
    expect(evaluate(routine, met).hiddenByConsent).toBe(0);
  });
});

describe('nothing changed', () => {
  test('skips the two basic questions of the routine visit and counts them', () => {
    const { skipped, visible } = evaluate(routine, { ...met, rt_changed: 'none', rt_use: 'rent' });
    expect(idsOf(skipped)).toEqual(['rt_use', 'rt_what']);
    expect(idsOf(visible)).not.toContain('rt_use');
    expect(storedAnswers(routine, { ...met, rt_changed: 'none', rt_use: 'rent' })).not.toHaveProperty('rt_use');
  });

  test('skips nothing when something changed or nothing was said', () => {
    expect(evaluate(routine, { ...met, rt_changed: 'changed' }).skipped).toEqual([]);
    expect(evaluate(routine, met).skipped).toEqual([]);
  });
});

test('an answer that would be dropped is named, and whether it was written', () => {
  const before = { ...met, rt_has: 'yes', rt_type: 'noise', rt_text: '楼上半夜拖椅子' };
  const dropped = droppedAnswers(routine, before, { ...before, rt_has: 'no' });
  expect(dropped.map(({ question, written }) => [question.id, written])).toEqual([
    ['rt_type', false],
    ['rt_text', true],
  ]);
});

test('sections stand in the order of the steps and are complete when nothing in them is missing', () => {
  const { sections } = evaluate(routine, met);
  expect(sections.map(({ id, complete }) => [id, complete])).toEqual([
    ['meet', true],
    ['change', false],
    ['say', false],
    ['safe', true],
    ['close', true],
  ]);
});

test('the next missing question follows the one under the finger, then starts from the top', () => {
  const evaluation = evaluate(routine, met);
  expect(evaluation.missing).toEqual(['rt_changed', 'rt_use', 'rt_focus', 'rt_has']);
  expect(nextMissing(evaluation, 'rt_changed')).toBe('rt_use');
  expect(nextMissing(evaluation, 'rt_note')).toBe('rt_changed');
  expect(nextMissing(evaluation)).toBe('rt_changed');
});

test.each([
  ['rt_changed', 'perhaps', 'unknown-choice'],
  ['rt_use', ['self'], 'wrong-type'],
  ['rt_focus', ['none', 'alone'], 'exclusive-choice'],
  ['rt_focus', ['alone', 'alone'], 'repeated-choice'],
  ['rt_reply', '2026-02-30', 'bad-date'],
  ['rt_id', 'yes', 'wrong-type'],
  ['rt_text', 'x'.repeat(4001), 'too-long'],
] as const)('an ill-formed answer to %s is reported as such', (id, value, code) => {
  const answers = { ...met, rt_changed: 'changed', rt_has: 'yes', rt_now: 'take', [id]: value };
  const evaluation = evaluate(routine, answers);
  expect(evaluation.problems).toEqual([{ id, code }]);
  expect(isComplete(evaluation)).toBe(false);
});

test.each([
  ['incident', 'in_hurt', -1, 'bad-number'],
  ['incident', 'in_found', '2026-03-18T25:00:00+08:00', 'bad-date'],
  ['incident', 'in_arrive', '2026-03-18T10:06', 'bad-date'],
  ['satisfaction', 'sa_all', 11, 'out-of-range'],
] as const)('%s: %s cannot be %s', (id, question, value, code) => {
  expect(evaluate(aChecklist(id), { [question]: value }).problems).toEqual([{ id: question, code }]);
});

test('a telephone left for a reply never stays with the anonymous answers', () => {
  const list = aChecklist('satisfaction');
  expect(evaluate(list, { sa_back: 'yes', sa_tel: '12345' }).problems).toEqual([
    { id: 'sa_tel', code: 'bad-telephone' },
  ]);
  expect(storedAnswers(list, { sa_back: 'yes', sa_tel: '13800001234' })).toEqual({ sa_back: 'yes' });
});
