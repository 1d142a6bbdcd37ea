import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { authoringFaults } from '../../../src/domain/checklist/authoring.ts';
import type { Checklist } from '../../../src/domain/checklist/checklist.ts';
import type { Condition } from '../../../src/domain/checklist/condition.ts';
import {
  addChoice,
  addQuestion,
  askAs,
  changeQuestion,
  isSettled,
  loweredSince,
  mayRemove,
  moveQuestion,
  newChecklist,
  publishingFaults,
  removeChoice,
  removeQuestion,
} from '../../../src/domain/checklist/editing.ts';
import { conditionOf, simpleOf } from '../../../src/domain/checklist/simple-condition.ts';
import { elevenLists } from '../../builders/checklists.ts';

const words = (zh: string) => ({ zh, en: zh });
const small: Checklist = {
  ...{ id: 'lift', version: 1, title: words('电梯'), mode: 'worker', tier: 'T2', targetMinutes: 3 },
  questions: [
    { id: 'lf_agree', type: 'boolean', section: 'say', label: words('同意吗'), required: true },
    {
      ...{ id: 'lf_why', type: 'multi', section: 'say', label: words('为什么'), required: false },
      showIf: { op: 'eq', id: 'lf_agree', value: 'no' },
      choices: [
        { value: 'c1', label: words('噪声') },
        { value: 'c2', label: words('没有') },
      ],
      exclusive: ['c2'],
    },
  ],
};
const codes = (list: Checklist) => publishingFaults(list).map(({ questionId, code }) => `${questionId ?? ''} ${code}`);

describe('editing a list', () => {
  it('begins with a list that lacks nothing but words', () => {
    const list = newChecklist(['list1']);
    expect(list.id).toBe('list2');
    expect(new Set(authoringFaults(list).map(({ code }) => code))).toEqual(
      new Set(['no-title', 'no-words', 'no-choice-words']),
    );
  });

  it('never gives a question or a choice the name of another that was there before', () => {
    const first = addQuestion(small, 'lf_agree', []);
    expect(first.questions.map(({ id }) => id)).toEqual(['lf_agree', 'lf_q1', 'lf_why']);
    const gone = removeQuestion(first, 'lf_q1');
    expect(addQuestion(gone, undefined, [first]).questions.at(-1)?.id).toBe('lf_q2');
    const choice = addChoice(small, 'lf_why', []);
    expect(
      addChoice(removeChoice(choice, 'lf_why', 'c3'), 'lf_why', [choice]).questions[1]?.choices?.at(-1)?.value,
    ).toBe('c4');
  });

  it('notices a condition whose question was moved behind it', () => {
    expect(codes(moveQuestion(small, 'lf_agree', 1))).toEqual(['lf_why unknown-question']);
    expect(moveQuestion(small, 'lf_agree', -1)).toEqual(small);
  });

  it('notices a condition on a choice that is gone', () => {
    const listed = askAs(small, 'lf_agree', 'single');
    expect(codes(listed)).toContain('lf_why unknown-value');
  });

  it('lets a choice go with what was said of it', () => {
    const left = removeChoice(small, 'lf_why', 'c2');
    expect(left.questions[1]).not.toHaveProperty('exclusive');
    expect(codes(left)).toEqual([]);
  });

  it('takes away what belongs to one way of asking alone', () => {
    const asked = askAs(small, 'lf_why', 'text').questions[1];
    expect(asked).toEqual({
      ...{ id: 'lf_why', type: 'text', section: 'say', label: words('为什么'), required: false },
      showIf: { op: 'eq', id: 'lf_agree', value: 'no' },
    });
  });

  it('keeps what the software reads, and how answered questions are asked', () => {
    const routine = elevenLists.find(({ id }) => id === 'routine');
    const consent = routine?.questions.find(({ role }) => role === 'consent');
    expect(routine && consent && mayRemove(routine, consent)).toBe(false);
    expect(isSettled(small.questions[0]!, [])).toBe(false);
    expect(isSettled(small.questions[0]!, [small])).toBe(true);
  });

  it('sees that a question bears the name of one that every list opens with', () => {
    const clash = changeQuestion(small, 'lf_why', { id: 'lf_consent' });
    expect(codes(clash)).toContain('lf_consent stands-twice');
  });

  it('is too large before the relay says so', () => {
    const label = words('长'.repeat(200));
    const choices = Array.from({ length: 60 }, (_, n) => ({ value: `c${String(n)}`, label }));
    expect(codes(changeQuestion(small, 'lf_why', { choices, exclusive: undefined }))).toEqual([' too-large']);
  });

  it('finds each of the eleven sound', () => {
    for (const list of elevenLists) expect(publishingFaults(list)).toEqual([]);
  });
});

test('what a version opens that was closed is named', () => {
  const closed: Checklist = {
    ...small,
    tier: 'T3',
    questions: small.questions.map((question) => ({ ...question, sensitive: ['unclassified'] })),
  };
  expect(loweredSince(closed, closed)).toEqual({ questions: [] });
  const open = changeQuestion({ ...closed, tier: 'T2' }, 'lf_why', { sensitive: undefined });
  expect(loweredSince(closed, open)).toMatchObject({ tier: 'T2', questions: [{ id: 'lf_why' }] });
  expect(loweredSince(small, closed)).toEqual({ questions: [] });
  expect(addQuestion(closed, undefined, []).questions.at(-1)?.sensitive).toEqual(['unclassified']);
});

describe('a condition as lines', () => {
  const id = fc.constantFrom('a', 'b');
  const value = fc.constantFrom('x', 'y', '3');
  const line: fc.Arbitrary<Condition> = fc.oneof(
    fc.record({ op: fc.constant('eq' as const), id, value }),
    fc.record({ op: fc.constant('in' as const), id, values: fc.constant(['x', 'y']) }),
    fc.record({ op: fc.constant('answered' as const), id }),
    fc.record({ op: fc.constantFrom('below' as const, 'atLeast' as const), id, value }),
  );
  const negated = line
    .filter(({ op }) => op === 'eq' || op === 'in' || op === 'answered')
    .map((of): Condition => ({ op: 'not', of }));
  const lines = fc.oneof(line, negated);

  it('is the same tree again', () => {
    const joined = fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(lines, { minLength: 2 }),
    });
    fc.assert(
      fc.property(fc.oneof(lines, joined), (tree) => {
        const simple = simpleOf(tree);
        expect(simple && conditionOf(simple)).toEqual(tree);
      }),
    );
  });

  it('is not offered where lines would say something else', () => {
    const eq: Condition = { op: 'eq', id: 'a', value: 'x' };
    expect(simpleOf({ op: 'and', of: [eq, { op: 'or', of: [eq, eq] }] })).toBeUndefined();
    expect(simpleOf({ op: 'not', of: { op: 'below', id: 'a', value: '3' } })).toBeUndefined();
    expect(simpleOf({ op: 'eq', id: 'last.a', value: 'x' })).toBeUndefined();
  });

  it('says nothing before it is written to its end', () => {
    expect(conditionOf({ join: 'and', tests: [{ id: 'a', test: 'is', values: [] }] })).toBeUndefined();
    expect(simpleOf(undefined)).toEqual({ join: 'and', tests: [] });
  });
});
