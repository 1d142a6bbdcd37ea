import type { Choice } from '../checklist/checklist.ts';
import type { Localised } from '../documents/head.ts';
import { FormNames } from './form-names.ts';
import { cellOf, type FormColumn, type FormTable } from './form-table.ts';
import { FormWords } from './form-words.ts';
import type { Tell } from './remark.ts';

/** The choices of one list, and by which value each name of the form is known here. */
export interface FormList {
  readonly choices: readonly Choice[];
  readonly byName: ReadonlyMap<string, string>;
  /** the first row in which the list stands */
  readonly row: number;
}

const kept = ['list_name', 'name', 'label'];

/** Tells of everything in a row that stands in a column which is not read. */
export function tellOfColumns(
  table: FormTable,
  row: { readonly number: number; readonly cells: readonly string[] },
  isKept: (column: FormColumn) => boolean,
  tell: Tell,
): void {
  for (const column of table.columns) {
    const what = row.cells[column.place] ?? '';
    if (what !== '' && !isKept(column))
      tell({ sheet: table.sheet, row: row.number, column: column.header, code: 'column-not-kept', what });
  }
}

/** The lists of choices of a form, by their names there. */
export function readLists(table: FormTable | undefined, usual: keyof Localised, tell: Tell): Map<string, FormList> {
  const lists = new Map<string, { choices: Choice[]; byName: Map<string, string>; names: FormNames; row: number }>();
  if (!table) return new Map();
  const words = new FormWords(table, usual, tell);
  for (const row of table.rows) {
    const at = { sheet: table.sheet, row: row.number };
    const listName = cellOf(table, row, 'list_name');
    const name = cellOf(table, row, 'name');
    if (listName === '' || name === '') {
      tell({ ...at, code: 'no-name', what: row.cells.filter((text) => text !== '').join(' ') });
      continue;
    }
    const list = lists.get(listName) ?? {
      ...{ choices: [], byName: new Map<string, string>(), row: row.number },
      names: new FormNames(40, ''),
    };
    lists.set(listName, list);
    const value = list.names.take(name, `c${String(list.choices.length + 1)}`);
    if (value !== name) tell({ ...at, code: 'renamed', what: `${name} → ${value}` });
    const label = words.read(row, 'label');
    if (!label) tell({ ...at, code: 'no-label', what: name });
    const shown = name.slice(0, 200);
    list.choices.push({ value, label: label ?? { zh: shown, en: shown } });
    if (!list.byName.has(name)) list.byName.set(name, value);
    tellOfColumns(table, row, (column) => kept.includes(column.name), tell);
  }
  return lists;
}
