import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisons, holds, type Condition } from '../../../src/domain/checklist/condition.ts';
import { ConditionError, parseCondition, printCondition } from '../../../src/domain/checklist/condition-text.ts';

const id = fc.constantFrom('rt_outcome', 'rt_consent', 'last.el_level', 'hd_plan');
const value = fc.constantFrom('met', 'phone', '110', 'no_access', '男', "it's", "'", '-3.5', 'a b', '2026-03-01');
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.record({ op: fc.constant('eq' as const), id, value }),
    fc.record({ op: fc.constant('in' as const), id, values: fc.array(value, { minLength: 1, maxLength: 3 }) }),
    fc.record({ op: fc.constantFrom(...comparisons), id, value }),
    fc.record({ op: fc.constant('answered' as const), id }),
    fc.record({ op: fc.constant('not' as const), of: tie('condition') }),
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

test('a printed condition reads back as itself', () => {
  fc.assert(
    fc.property(condition, (tree) => {
      expect(parseCondition(printCondition(tree))).toEqual(tree);
    }),
  );
});

test.each([
  ['rt_outcome==met', { rt_outcome: 'met' }, true],
  ['rt_outcome in met,phone', { rt_outcome: 'phone' }, true],
  ['rt_outcome in met, phone && rt_consent==yes', { rt_outcome: 'phone', rt_consent: 'no' }, false],
  ["hd_plan!=''", { hd_plan: '装一盏灯' }, true],
  ["hd_plan!=''", { hd_plan: '  ' }, false],
  ["hd_plan==''", {}, true],
  ['dp_danger in hit,weapon', { dp_danger: ['verbal', 'weapon'] }, true],
  ['dp_danger==verbal', { dp_danger: ['verbal', 'weapon'] }, true],
  ['el_emg==yes', { el_emg: true }, true],
  ['el_emg==no', { el_emg: false }, true],
  ['el_emg==no', {}, false],
  ['a==x || b==x && c==x', { a: 'x' }, true],
  ['(a==x || b==x) && c==x', { a: 'x' }, false],
  ['!(a==x || b==x)', { b: 'y' }, true],
  ['a!=x', {}, true],
  ["a=='男'", { a: '男' }, true],
  ['a<3', { a: 2 }, true],
  ['a<3', { a: 3 }, false],
  ['a<=3', { a: 3 }, true],
  ['a>-1', { a: 0 }, true],
  ['a>=2.5', { a: 2.4 }, false],
  ['a<3', {}, false],
  ['a>=3', {}, false],
  ['a>2', { a: '10' }, true],
  ['a>=2026-03-01', { a: '2026-03-01' }, true],
  ['a>=2026-03-01', { a: '2026-02-28' }, false],
  ['a<=2026-03-01', { a: '2026-03-01T23:10:00+08:00' }, true],
  ['a<2026-03-01', { a: 'soon' }, false],
  ['a>1', { a: ['2', '3'] }, false],
] as const)('%s of %o is %s', (text, answers, truth) => {
  const read = (name: string) => (answers as Record<string, string | number | boolean | readonly string[]>)[name];
  expect(holds(parseCondition(text), read)).toBe(truth);
});

describe('a text that cannot be read says where and what was expected', () => {
  test.each([
    ['', 0, 'a question id'],
    ['rt_outcome', 10, '==, !=, <, <=, >, >= or in'],
    ['rt_outcome=met', 10, '==, !=, <, <=, >, >= or in'],
    ['rt_outcome==', 12, 'a value'],
    ['rt_outcome in met,', 18, 'a value'],
    ['rt_outcome==met & rt_consent==yes', 16, '&& or ||'],
    ['(rt_outcome==met', 16, '&&, || or )'],
  ])('“%s”', (text, at, expected) => {
    try {
      parseCondition(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ConditionError);
      expect(error).toMatchObject({ at, message: expect.stringContaining(`expected ${expected}`) as string });
    }
  });
});
