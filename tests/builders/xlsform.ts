import writeSheets from 'write-excel-file/node';
import { readForm, type ReadForm } from '../../src/domain/xlsform/read-form.ts';
import type { FormWorkbook } from '../../src/domain/xlsform/form-table.ts';

export type SheetTexts = readonly (readonly string[])[];

/** A form like those that are made with Excel or KoboToolbox: two languages, groups, conditions, and things we do not keep. */
export const liftForm: Readonly<Record<'survey' | 'choices' | 'settings', SheetTexts>> = {
  survey: [
    [
      'type',
      'name',
      'label::中文 (zh)',
      'label::English (en)',
      'hint::中文 (zh)',
      'required',
      'relevant',
      'constraint',
      'constraint_message::中文 (zh)',
      'appearance',
      'calculation',
    ],
    ['start', 'start', '', '', '', '', '', '', '', '', ''],
    ['note', 'hello', '先说明来意', 'Say why you came', '', '', '', '', '', '', ''],
    ['begin_group', 'flat', '这一户', 'This flat', '', '', '', '', '', 'field-list', ''],
    [
      'integer',
      'Floor',
      '住在几楼',
      'Which floor',
      '',
      'yes',
      '',
      '. >= -2 and . <= 40',
      '楼层在 -2 到 40 之间',
      '',
      '',
    ],
    ['select_one yes_no', 'owner', '是业主吗', 'Are you the owner', '', 'true()', '', '', '', '', ''],
    [
      'decimal',
      'area',
      '建筑面积（平方米）',
      'Floor area (m²)',
      '房产证上的数字',
      '',
      "${owner} = 'yes'",
      '. > 0',
      '',
      '',
      '',
    ],
    ['end_group', '', '', '', '', '', '', '', '', '', ''],
    [
      'select_multiple worry or_other',
      'worries',
      '担心什么',
      'What worries you',
      '',
      'no',
      "selected(${owner}, 'yes') and ${Floor} <= 3",
      '',
      '',
      'minimal',
      '',
    ],
    ['begin group', 'cost', '费用', 'Costs', '', '', "not(selected(${worries}, 'none'))", '', '', '', ''],
    [
      'date',
      'until',
      '什么时候能定',
      'By when',
      '',
      '',
      "(${owner} = 'yes' or ${owner} = 'no') and ${Floor} != ''",
      ". >= '2026-01-01'",
      '',
      '',
      '',
    ],
    ['text', 'why', '为什么', '', '', '', 'count-selected(${worries}) > 2', "regex(., '^.+$')", '', '', ''],
    ['end group', '', '', '', '', '', '', '', '', '', ''],
    ['calculate', 'share', '', '', '', '', '', '', '', '', '${area} * 0.5'],
    ['geopoint', 'place', '位置', 'Place', '', 'yes', '', '', '', '', ''],
    ['begin_repeat', 'people', '家人', 'People', '', '', '', '', '', '', ''],
    ['text', 'name', '姓名', 'Name', '', '', '', '', '', '', ''],
    ['end_repeat', '', '', '', '', '', '', '', '', '', ''],
    ['image', 'sign', '签名', 'Signature', '', '', '', '', '', 'signature', ''],
  ],
  choices: [
    ['list_name', 'name', 'label::中文 (zh)', 'label::English (en)', 'label::Français (fr)', 'image'],
    ['yes_no', 'yes', '是', 'Yes', 'Oui', ''],
    ['yes_no', 'no', '否', 'No', 'Non', ''],
    ['worry', 'Noise', '噪声', 'Noise', '', 'noise.png'],
    ['worry', 'light', '挡光', 'Light', '', ''],
    ['worry', 'none', '不担心', 'Nothing', '', ''],
    ['colour', 'red', '红', 'Red', '', ''],
  ],
  settings: [
    ['form_title', 'form_id', 'version', 'default_language'],
    ['加装电梯意见', 'lift-2026', '2026031801', '中文 (zh)'],
  ],
};

export const aWorkbook = (sheets: Readonly<Record<string, SheetTexts>>): FormWorkbook =>
  new Map(
    Object.entries(sheets).map(([name, rows]) => [name, rows.map((cells, place) => ({ number: place + 1, cells }))]),
  );

/** Reads a survey alone. */
export const readSurvey = (survey: SheetTexts, choices: SheetTexts = []): ReadForm =>
  readForm(
    aWorkbook({
      survey,
      choices,
      settings: [
        ['form_title', 'form_id'],
        ['一张表', 'form'],
      ],
    }),
    'file',
    [],
  );

/** The same as an .xlsx, a sheet for each. */
export const anXlsForm = async (sheets: Readonly<Record<string, SheetTexts>>, name = 'lift.xlsx'): Promise<File> => {
  const written = Object.entries(sheets).map(([sheet, rows]) => ({
    sheet,
    data: rows.map((row) => row.map((value) => (value === '' ? null : { value, type: String }))),
  }));
  return new File([new Uint8Array(await writeSheets(written).toBuffer())], name);
};
