import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparisons, holds, type AnswerValue, type Condition } from '../../../src/domain/checklist/condition.ts';
import { readExpression } from '../../../src/domain/xlsform/expression.ts';
import { printExpression } from '../../../src/domain/xlsform/print-expression.ts';

const id = fc.constantFrom('age', 'Q1', 'has-lift', '姓名', 'and', 'selected');
const value = fc.oneof(
  fc.constantFrom('yes', '60', '-3.5', '0.10', '1e3', '2026-03-01', '有 电梯', "it's", 'say "x"', '.', 'or'),
  fc.string({ minLength: 1, maxLength: 6 }).filter((text) => !(text.includes("'") && text.includes('"'))),
);
const treeOf = (...more: fc.Arbitrary<Condition>[]) =>
  fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      fc.record({ op: fc.constant('eq' as const), id, value }),
      fc.record({ op: fc.constantFrom(...comparisons), id, value }),
      fc.record({ op: fc.constant('answered' as const), id }),
      ...more,
      fc.record({ op: fc.constant('not' as const), of: tie('condition') }),
      fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  })).condition;

test('a tree, written as an expression, reads back as the same tree', () => {
  fc.assert(
    fc.property(treeOf(), (tree) => {
      expect(readExpression(printExpression(tree))).toEqual({ ok: true, condition: tree });
    }),
    { numRuns: 500 },
  );
});

test('one of several values means the same when it is written as a choice', () => {
  const several = fc.record({
    op: fc.constant('in' as const),
    id,
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  });
  const answers = fc.dictionary(id, fc.oneof(value, fc.array(value, { maxLength: 3 }), fc.integer(), fc.boolean()));
  fc.assert(
    fc.property(treeOf(several), answers, (tree, said) => {
      const read = (name: string): AnswerValue | undefined => (Object.hasOwn(said, name) ? said[name] : undefined);
      const back = readExpression(printExpression(tree));
      expect(back.ok && holds(back.condition, read)).toBe(holds(tree, read));
    }),
    { numRuns: 500 },
  );
});

const eq = (name: string, wanted: string): Condition => ({ op: 'eq', id: name, value: wanted });
test.each<[string, Condition]>([
  ["${a} = 'x'", eq('a', 'x')],
  ['${ a }="x"', eq('a', 'x')],
  ['${a} = 1', eq('a', '1')],
  ["'x' = ${a}", eq('a', 'x')],
  ["selected(${a}, 'x')", eq('a', 'x')],
  ["selected( ${a} ,'x' ) ", eq('a', 'x')],
  ["${a} != 'x'", { op: 'not', of: eq('a', 'x') }],
  ["${a} = ''", { op: 'not', of: { op: 'answered', id: 'a' } }],
  ["${a} != ''", { op: 'answered', id: 'a' }],
  ['${a} >= 18', { op: 'atLeast', id: 'a', value: '18' }],
  ['18 <= ${a}', { op: 'atLeast', id: 'a', value: '18' }],
  [
    '. > -1 and . < 120',
    {
      op: 'and',
      of: [
        { op: 'above', id: 'me', value: '-1' },
        { op: 'below', id: 'me', value: '120' },
      ],
    },
  ],
  ["selected(., 'none')", eq('me', 'none')],
  [
    "${a} = 'x' or ${b} = 'y' and ${c} = 'z'",
    { op: 'or', of: [eq('a', 'x'), { op: 'and', of: [eq('b', 'y'), eq('c', 'z')] }] },
  ],
  [
    "(${a} = 'x' or ${b} = 'y') and not(${c} = 'z')",
    {
      op: 'and',
      of: [
        { op: 'or', of: [eq('a', 'x'), eq('b', 'y')] },
        { op: 'not', of: eq('c', 'z') },
      ],
    },
  ],
  ['. >= .5', { op: 'atLeast', id: 'me', value: '0.5' }],
])('%s is read', (text, condition) => {
  expect(readExpression(text, 'me')).toEqual({ ok: true, condition });
});

describe('what is not read is named, from where it stands', () => {
  test.each([
    ['count-selected(${a}) > 2', 0],
    ["regex(., '^[0-9]+$')", 0],
    ['. <= today()', 5],
    ['${a} > ${b}', 7],
    ['${a} + 1 > 3', 5],
    ['${a}', 0],
    ["${a} = 'x' and", 14],
    ["${a} = 'x' ${b} = 'y'", 11],
    ["(${a} = 'x'", 11],
    ["../a = 'x'", 2],
    ["${a} = 'x", 7],
    ['${a} < ""', 0],
    ["selected(${a}, '')", 0],
    ['', 0],
  ])('“%s” at %i', (text, at) => {
    expect(readExpression(text, 'me')).toEqual({ ok: false, at, piece: text.slice(at, at + 24) });
  });

  test('the question itself where there is none', () => {
    expect(readExpression('. > 1')).toMatchObject({ ok: false, at: 0 });
  });

  test('nothing makes it stumble', () => {
    const bits = fc.array(
      fc.constantFrom('${a}', "'x'", '=', '(', ')', 'and', 'or', 'not', 'selected', ',', '.', '-1', '<', ' ', '$', '{'),
    );
    fc.assert(fc.property(bits, (parts) => void readExpression(parts.join(''), 'me')));
  });
});
