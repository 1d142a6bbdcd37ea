import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { authoringFaults } from '../../../src/domain/checklist/authoring.ts';
import { checklistSchema, sections, type Checklist } from '../../../src/domain/checklist/checklist.ts';
import { withCommonHeader } from '../../../src/domain/checklist/common-header.ts';
import { defaultChecklists } from '../../../src/domain/checklist/default/default-checklists.ts';

const lists = defaultChecklists();
const wordsOf = (list: Checklist) => [
  list.title,
  ...list.questions.flatMap((question) => [
    question.label,
    ...(question.short ? [question.short] : []),
    ...(question.hint ? [question.hint] : []),
    ...(question.choices ?? []).map((choice) => choice.label),
  ]),
];

test('a community starts with eleven lists', () => {
  expect(lists.map((list) => list.id)).toEqual([
    'routine',
    'elderly_alone',
    'hardship',
    'hospitalised',
    'unemployed',
    'reintegration',
    'dispute',
    'incident',
    'renovation_opinion',
    'satisfaction',
    'return_visit',
  ]);
});

test('exactly four questions are asked by duty', () => {
  const duty = lists.flatMap((list) => list.questions.filter((question) => question.duty).map(({ id }) => id));
  expect(duty.sort()).toEqual(['el_abuse', 'hd_child', 'hd_harm', 'rl_risk']);
});

describe.each(lists.map((list) => [list.id, list] as const))('%s', (_, list) => {
  test('names only questions that stand before and choices that exist, with and without the header', () => {
    expect(authoringFaults(list)).toEqual([]);
    expect(authoringFaults(withCommonHeader(list))).toEqual([]);
  });

  test('fits its schema as a document of at most 64 KB', () => {
    expect(v.is(checklistSchema, withCommonHeader(list))).toBe(true);
    expect(new TextEncoder().encode(JSON.stringify(list)).length).toBeLessThan(60_000);
  });

  test('walks through the sections in their order', () => {
    const order = withCommonHeader(list).questions.map((question) => sections.indexOf(question.section));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('writes Chinese with full-width punctuation', () => {
    const half = wordsOf(list).filter(({ zh }) => /[(),;!?/]|-|(?<!\d):|:(?!\d)/.test(zh));
    expect(half).toEqual([]);
  });

  test('opens a visit by a worker with the five questions, once', () => {
    const roles = withCommonHeader(list).questions.flatMap(({ role }) =>
      role !== undefined && ['outcome', 'badge', 'consent', 'retry', 'refuse'].includes(role) ? [role] : [],
    );
    expect(roles).toEqual(list.mode === 'worker' ? ['outcome', 'badge', 'consent', 'retry', 'refuse'] : []);
  });
});

test('care levels are words', () => {
  const level = lists.flatMap((list) => list.questions).find(({ id }) => id === 'el_level');
  expect(level?.choices?.map((choice) => choice.label.zh)).toEqual(['高风险', '重点', '一般']);
});

test('dispute and incident get the header under their own prefix', () => {
  const prefixed = lists
    .filter(({ id }) => id === 'dispute' || id === 'incident')
    .map((list) => withCommonHeader(list).questions[0]?.id);
  expect(prefixed).toEqual(['dp_outcome', 'in_outcome']);
});

test('the same header opens every list that brings its own', () => {
  const header = (list: Checklist) =>
    withCommonHeader(list)
      .questions.filter(({ role }) => role === 'consent' || role === 'retry' || role === 'refuse' || role === 'badge')
      .map((question) => ({ ...question, id: question.id.replace(/^[a-z]+_/, '') }))
      .map((question) => JSON.stringify({ ...question, showIf: undefined }));
  const [first, ...others] = lists.filter(({ mode }) => mode === 'worker').map(header);
  for (const other of others) expect(other).toEqual(first);
});
