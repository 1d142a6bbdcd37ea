import { describe, expect, test } from 'vitest';
import { lastSaid, prefill } from '../../../src/domain/checklist/prefill.ts';
import { answerLabel, newlySaid } from '../../../src/domain/checklist/reading.ts';
import { aChecklist } from '../../builders/checklists.ts';

const routine = aChecklist('routine');
const question = (list: string, id: string) => {
  const found = aChecklist(list).questions.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no question ${id}`);
  return found;
};

describe('a form begins', () => {
  test('with what is known now, before what was said last time', () => {
    expect(prefill(routine, { rt_use: 'self' })).toEqual({ rt_use: 'self' });
    expect(prefill(routine, { rt_use: 'self' }, { 'dwelling.useStatus': 'rent' })).toEqual({ rt_use: 'rent' });
  });

  test('never with what has to be asked afresh', () => {
    expect(prefill(routine, { rt_outcome: 'met', rt_consent: 'yes', rt_focus: ['alone'], rt_note: '旧' })).toEqual({});
    expect(prefill(aChecklist('elderly_alone'), { el_abuse: 'no', el_level: 'high', el_type: 'alone' })).toEqual({
      el_type: 'alone',
    });
  });

  test('never with an answer that is no longer a choice', () => {
    expect(prefill(routine, { rt_use: 'stable' }, { 'dwelling.useStatus': 'barn' })).toEqual({});
  });

  test('with the time of arrival and the version of the plan', () => {
    const now = '2026-03-18T10:06:00+08:00';
    expect(prefill(aChecklist('incident'), {}, { now })).toEqual({ in_arrive: now });
    expect(prefill(aChecklist('renovation_opinion'), {}, { planVersion: '第2版', 'ownership.areaM2': 92.4 })).toEqual({
      op_area: 92.4,
      op_ver: '第2版',
    });
  });

  test('after a visit without changes still with the older answer', () => {
    expect(
      lastSaid([
        { rt_use: 'rent', rt_mood: 'ok' },
        { rt_changed: 'none', rt_mood: 'worry' },
      ]),
    ).toEqual({
      rt_use: 'rent',
      rt_changed: 'none',
      rt_mood: 'worry',
    });
  });
});

test.each([
  ['routine', 'rt_outcome', 'no_access', '进不了单元门', 'Could not enter building'],
  ['routine', 'rt_id', true, '是', 'Yes'],
  ['elderly_alone', 'el_mind', ['low', 'stress'], '情绪低落、压力大', 'Low mood, Under stress'],
  ['incident', 'in_hurt', 0, '0', '0'],
  ['incident', 'in_photo', ['a', 'b'], '2 张', '2'],
  ['dispute', 'dp_sign', 'signature-1', '已签', 'Signed'],
  ['routine', 'rt_text', '灯不亮', '灯不亮', '灯不亮'],
] as const)('%s %s = %s reads %s, %s', (list, id, value, zh, en) => {
  expect(answerLabel(question(list, id), value, 'zh')).toBe(zh);
  expect(answerLabel(question(list, id), value, 'en')).toBe(en);
});

describe('the desk reads', () => {
  const met = { rt_outcome: 'met', rt_id: true, rt_consent: 'yes' };
  const read = (answers: Record<string, string | boolean | string[]>, previous?: Record<string, string | string[]>) => {
    const { said, unchanged } = newlySaid(routine, { ...met, ...answers }, previous);
    const brief = (list: typeof said) => list.map((one) => [one.question.id, one.value, one.before]);
    return { said: brief(said.slice(3)), unchanged: brief(unchanged) };
  };

  test('a change with what was said before', () => {
    expect(read({ rt_changed: 'changed', rt_use: 'rent' }, { rt_use: 'self', rt_changed: 'changed' })).toEqual({
      said: [
        ['rt_changed', 'changed', undefined],
        ['rt_use', 'rent', 'self'],
      ],
      unchanged: [],
    });
  });

  test('what was carried, confirmed or not asked, apart from what was said', () => {
    const unchanged = [['rt_use', 'self', undefined]];
    expect(read({ rt_changed: 'changed', rt_use: 'self' }, { rt_use: 'self' }).unchanged).toEqual(unchanged);
    expect(read({ rt_changed: 'none' }, { rt_use: 'self' }).unchanged).toEqual(unchanged);
  });

  test('an answer asked afresh as newly said, even when it is the same', () => {
    expect(read({ rt_focus: ['none'] }, { rt_focus: ['none'] }).said).toEqual([['rt_focus', ['none'], undefined]]);
  });

  test('the same choices in another order as no change', () => {
    const hardship = aChecklist('hardship');
    const answers = { hd_outcome: 'met', hd_consent: 'yes', hd_have: ['med', 'dibao'] };
    expect(newlySaid(hardship, answers, { hd_have: ['dibao', 'med'] }).unchanged).toHaveLength(1);
  });
});
