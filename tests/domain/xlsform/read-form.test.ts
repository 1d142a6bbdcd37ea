import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { authoringFaults } from '../../../src/domain/checklist/authoring.ts';
import { checklistSchema, type Question } from '../../../src/domain/checklist/checklist.ts';
import { withCommonHeader } from '../../../src/domain/checklist/common-header.ts';
import { evaluate } from '../../../src/domain/checklist/evaluate.ts';
import type { RemarkCode } from '../../../src/domain/xlsform/remark.ts';
import { readForm } from '../../../src/domain/xlsform/read-form.ts';
import { aWorkbook, liftForm, readSurvey } from '../../builders/xlsform.ts';

const read = readForm(aWorkbook(liftForm), 'lift', ['routine']);
if (!read.ok) throw new Error(read.code);
const { checklist, remarks } = read;
const asked = (id: string): Question => {
  const found = checklist.questions.find((question) => question.id === id);
  if (!found) throw new Error(`no question ${id}`);
  return found;
};

describe('a form as it is made in the field', () => {
  it('becomes a sound checklist in both languages', () => {
    expect(v.safeParse(checklistSchema, checklist).success).toBe(true);
    expect(authoringFaults(withCommonHeader(checklist))).toEqual([]);
    expect(checklist).toMatchObject({ id: 'lift_2026', version: 1, title: { zh: '加装电梯意见', en: '加装电梯意见' } });
    expect(asked('owner')).toMatchObject({
      type: 'single',
      label: { zh: '是业主吗', en: 'Are you the owner' },
      required: true,
      choices: [{ value: 'yes', label: { zh: '是', en: 'Yes' } }, { value: 'no' }],
    });
    expect(asked('area').hint).toEqual({ zh: '房产证上的数字', en: '房产证上的数字' });
  });

  it('is T3, and every question of it is sensitive', () => {
    expect(checklist.tier).toBe('T3');
    expect(checklist.questions.every(({ sensitive = [] }) => sensitive.length > 0)).toBe(true);
  });

  it('keeps the order, the kinds, and the headings of groups', () => {
    expect(checklist.questions.map(({ id, type }) => `${id} ${type}`)).toEqual([
      'hello statement',
      'flat statement',
      'floor number',
      'owner single',
      'area number',
      'worries multi',
      'worries_other text',
      'cost statement',
      'until date',
      'why text',
      'sign signature',
    ]);
    expect(asked('floor')).toMatchObject({ whole: true, signed: true });
  });

  it('keeps conditions as trees, those of groups before their own', () => {
    const owner = (value: string) => ({ op: 'eq', id: 'owner', value });
    const notNone = { op: 'not', of: { op: 'eq', id: 'worries', value: 'none' } };
    expect(asked('area').showIf).toEqual(owner('yes'));
    expect(asked('worries').showIf).toEqual({
      op: 'and',
      of: [owner('yes'), { op: 'atMost', id: 'floor', value: '3' }],
    });
    expect(asked('worries_other').showIf).toEqual({ op: 'eq', id: 'worries', value: 'other' });
    expect(asked('cost').showIf).toEqual(notNone);
    expect(asked('until').showIf).toEqual({
      op: 'and',
      of: [
        notNone,
        {
          op: 'and',
          of: [
            { op: 'or', of: [owner('yes'), owner('no')] },
            { op: 'answered', id: 'floor' },
          ],
        },
      ],
    });
    // a name that changed is looked for under its new one
    expect(asked('worries').choices?.map(({ value }) => value)).toEqual(['noise', 'light', 'none', 'other']);
  });

  it('asks as the form would have asked', () => {
    const prefix = withCommonHeader(checklist).questions[0]?.id.split('_')[0] ?? '';
    const met = { [`${prefix}_outcome`]: 'met', [`${prefix}_id`]: true, [`${prefix}_consent`]: 'yes' };
    const at = (answers: object) => evaluate(withCommonHeader(checklist), { ...met, ...answers });
    const shown = (answers: object) => at(answers).visible.map(({ id }) => id);
    expect(shown({ floor: 2, owner: 'yes' })).toEqual(expect.arrayContaining(['area', 'worries']));
    expect(shown({ floor: 4, owner: 'yes' })).not.toContain('worries');
    expect(at({ floor: -3, owner: 'no' }).problems).toEqual([{ id: 'floor', code: 'not-allowed' }]);
    expect(at({ floor: 2.5, owner: 'no' }).problems).toEqual([{ id: 'floor', code: 'not-whole' }]);
    expect(at({ floor: -2, owner: 'no', until: '2025-12-31' }).problems).toEqual([
      { id: 'until', code: 'not-allowed' },
    ]);
    expect(at({ floor: -2, owner: 'no' }).missing).toEqual([]);
    expect(asked('floor').constraint?.words.zh).toBe('楼层在 -2 到 40 之间');
  });

  it('lists everything that it did not keep, by sheet, row and column', () => {
    const told = remarks.map(({ sheet, row, column, code, what }) => [sheet, row, column, code, what].join(' '));
    expect(told.sort()).toEqual(
      [
        'settings 2 version column-not-kept 2026031801',
        'choices  label::Français (fr) language-not-kept Français (fr)',
        'choices 4 image column-not-kept noise.png',
        'choices 4  renamed Noise → noise',
        'choices 7  list-unused colour',
        'survey 2 type type-not-kept start start',
        'survey 4 appearance column-not-kept field-list',
        'survey 5 name renamed Floor → floor',
        'survey 5 constraint_message label-missing en',
        'survey 7 hint label-missing en',
        'survey 9 appearance column-not-kept minimal',
        'survey 12 label label-missing en',
        'survey 12 relevant condition-not-read count-selected(${worries}) > 2',
        "survey 12 constraint constraint-not-read regex(., '^.+$')",
        'survey 14 type type-not-kept calculate share',
        'survey 15 type type-not-kept geopoint place',
        'survey 16 type type-not-kept begin_repeat',
        'survey 17  in-repeat name',
      ].sort(),
    );
  });
});

describe('no row goes in silence', () => {
  const header = ['type', 'name', 'label', 'required', 'relevant', 'constraint'];
  const codes = (rows: string[][], choices: string[][] = []): RemarkCode[] =>
    readSurvey([header, ['text', 'first', '第一题'], ...rows], choices)
      .remarks.filter(({ code }) => code !== 'one-language')
      .map(({ code }) => code);
  test.each<[string, string[][], RemarkCode[]]>([
    ['an audio question', [['audio', 'a', '录音']], ['type-not-kept']],
    ['a range', [['range', 'a', '几分']], ['type-not-kept']],
    ['a list from a file', [['select_one_from_file x.csv', 'a', '哪个']], ['type-not-kept']],
    ['a list that is not there', [['select_one x', 'a', '哪个']], ['no-such-list']],
    ['a question without a name', [['text', '', '姓名']], ['no-name']],
    ['a question without words', [['text', 'a', '']], ['no-label']],
    ['two of one name', [['text', 'first', '又一题']], ['renamed']],
    [
      'a condition on a question that comes later',
      [
        ['text', 'a', '甲', '', "${b} = 'x'"],
        ['text', 'b', '乙'],
      ],
      ['unknown-question'],
    ],
    ['required on a condition', [['text', 'a', '甲', "${first} = 'x'"]], ['required-by-condition']],
    [
      'a group that nobody closes',
      [
        ['begin group', 'g', '组'],
        ['text', 'a', '甲'],
      ],
      ['group-not-closed'],
    ],
    ['an end without a group', [['end group', '', '']], ['group-not-closed']],
    ['words that are too long', [['note', 'a', '长'.repeat(201)]], ['cut']],
    [
      'more questions than a checklist has',
      Array.from({ length: 121 }, (_, n) => ['text', `x${String(n)}`, '题']),
      ['too-many', 'too-many'],
    ],
  ])('%s', (_, rows, expected) => {
    expect(codes(rows)).toEqual(expected);
  });

  it('says when “=” of several answers means these and no others', () => {
    const rows = [
      ['select_multiple l', 'a', '甲'],
      ['text', 'b', '乙', '', "${a} = 'x'"],
    ];
    expect(
      codes(rows, [
        ['list_name', 'name', 'label'],
        ['l', 'x', '子'],
      ]),
    ).toEqual(['equals-several']);
  });

  it('leaves out what is disabled, with all that stands in it', () => {
    const survey = [
      ['type', 'name', 'label', 'disabled'],
      ['begin group', 'g', '组', 'yes'],
      ['text', 'a', '甲', ''],
      ['end group', '', '', ''],
      ['text', 'b', '乙', ''],
    ];
    const form = readSurvey(survey);
    expect(form.ok && form.checklist.questions.map(({ id }) => id)).toEqual(['b']);
    expect(form.remarks.map(({ row, code }) => [row, code])).toEqual([
      [undefined, 'one-language'],
      [2, 'disabled'],
      [3, 'disabled'],
    ]);
  });
});

test('a form in one language stands in both, and it is said', () => {
  const form = readSurvey([
    ['type', 'name', 'label', 'hint'],
    ['text', 'a', '甲', '提示'],
  ]);
  expect(form.ok && form.checklist.questions[0]).toMatchObject({
    label: { zh: '甲', en: '甲' },
    hint: { zh: '提示', en: '提示' },
  });
  expect(form.remarks).toEqual([{ sheet: 'survey', code: 'one-language', what: 'zh' }]);
});

test('a name in Chinese gets an id of its own, and conditions still find it', () => {
  const form = readSurvey([
    ['type', 'name', 'label', 'relevant'],
    ['integer', '年龄', '几岁', ''],
    ['text', '学校', '在哪里上学', '${年龄} < 18'],
  ]);
  expect(form.ok && form.checklist.questions.map(({ id, showIf }) => [id, showIf])).toEqual([
    ['q2', undefined],
    ['q3', { op: 'below', id: 'q2', value: '18' }],
  ]);
});

test('an id that another checklist bears is not taken from it', () => {
  const form = readForm(
    aWorkbook({
      survey: [
        ['type', 'name', 'label'],
        ['text', 'a', '甲'],
      ],
      settings: [
        ['form_title', 'form_id'],
        ['走访', 'routine'],
      ],
    }),
    'file',
    ['routine'],
  );
  expect(form.ok && form.checklist.id).toBe('routine_2');
  expect(form.remarks).toContainEqual({ sheet: 'settings', code: 'id-taken', what: 'routine → routine_2' });
});

test.each([
  ['no-survey', { people: [['楼栋', '房号']] }],
  [
    'no-questions',
    {
      survey: [
        ['type', 'name', 'label'],
        ['start', 'start', ''],
      ],
    },
  ],
] as const)('what is no form says so: %s', (code, sheets) => {
  expect(readForm(aWorkbook(sheets), 'x', [])).toMatchObject({ ok: false, code });
});
