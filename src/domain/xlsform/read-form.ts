import type { Checklist } from '../checklist/checklist.ts';
import type { Localised } from '../documents/head.ts';
import { readLists, tellOfColumns } from './form-choices.ts';
import { FormNames } from './form-names.ts';
import { FormQuestions } from './form-questions.ts';
import { cellOf, tableOf, type FormTable, type FormWorkbook } from './form-table.ts';
import { languageNamed } from './form-words.ts';
import type { Remark, Tell } from './remark.ts';

export type ReadForm =
  | { readonly ok: true; readonly checklist: Checklist; readonly remarks: readonly Remark[] }
  | { readonly ok: false; readonly code: 'no-survey' | 'no-questions'; readonly remarks: readonly Remark[] };

const sheets = ['survey', 'choices', 'settings'];
const keptSettings = ['form_title', 'form_id', 'default_language'];

/** The language of columns that name none: as the settings say, else as most of it is written. */
function usualLanguage(settings: FormTable | undefined, survey: FormTable): keyof Localised {
  const [row] = settings?.rows ?? [];
  const said = settings && row ? languageNamed(cellOf(settings, row, 'default_language')) : undefined;
  if (said) return said;
  return survey.rows.some((one) => /\p{Script=Han}/u.test(cellOf(survey, one, 'label'))) ? 'zh' : 'en';
}

function readSettings(settings: FormTable | undefined, file: string, taken: Iterable<string>, tell: Tell) {
  const [row] = settings?.rows ?? [];
  const read = (name: string): string => (settings && row ? cellOf(settings, row, name) : '');
  if (settings)
    for (const one of settings.rows)
      tellOfColumns(settings, one, (column) => one === row && keptSettings.includes(column.name), tell);
  const [title, name] = [read('form_title'), read('form_id')];
  if (title === '') tell({ sheet: 'settings', code: 'title-missing', what: file });
  const wanted = name === '' ? file : name;
  const id = new FormNames(60, 'f_', taken).take(wanted, 'form');
  const alone = new FormNames(60, 'f_').take(wanted, 'form');
  if (id !== alone) tell({ sheet: 'settings', code: 'id-taken', what: `${alone} → ${id}` });
  const shown = (title === '' ? file : title).slice(0, 200);
  return { id, title: { zh: shown, en: shown } };
}

/**
 * The checklist of an XLSForm, and everything of the form that it does not keep, by its place in the workbook. It is T3, and
 * every question of it counts as sensitive, until a secretary says otherwise; its version is 1.
 * @param file name of the file without its ending: the title of a form that has none
 * @param taken ids of checklists that exist
 */
export function readForm(workbook: FormWorkbook, file: string, taken: Iterable<string>): ReadForm {
  const remarks: Remark[] = [];
  const tell: Tell = (remark) => void remarks.push(remark);
  const survey = tableOf(workbook, 'survey');
  if (!survey?.columns.some(({ name }) => name === 'type')) return { ok: false, code: 'no-survey', remarks };
  for (const [name, rows] of workbook)
    if (!sheets.includes(name.trim().toLowerCase()) && rows.length > 0) tell({ sheet: name, code: 'sheet-not-kept' });
  const settings = tableOf(workbook, 'settings');
  const usual = usualLanguage(settings, survey);
  const head = readSettings(settings, file, taken, tell);
  const lists = readLists(tableOf(workbook, 'choices'), usual, tell);
  const questions = new FormQuestions(survey, lists, usual, tell).read();
  if (questions.length === 0) return { ok: false, code: 'no-questions', remarks };
  return {
    ok: true,
    remarks,
    checklist: {
      ...head,
      version: 1,
      mode: 'worker',
      tier: 'T3',
      targetMinutes: Math.max(3, Math.ceil(questions.length / 6)),
      questions,
    },
  };
}
