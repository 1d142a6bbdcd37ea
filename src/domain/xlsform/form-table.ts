/** One row of a sheet: its texts by place. */
export interface FormRow {
  /** as the program that made the workbook counts it, from 1 */
  readonly number: number;
  readonly cells: readonly string[];
}

/** The sheets of a workbook, by name. */
export type FormWorkbook = ReadonlyMap<string, readonly FormRow[]>;

export interface FormColumn {
  /** as it stands in the sheet */
  readonly header: string;
  /** without a language, in lower case, blanks as `_`, older names as today's: label, list_name, media::image */
  readonly name: string;
  readonly language?: string;
  readonly place: number;
}

/** A sheet of a form: its columns, and its rows that say something. */
export interface FormTable {
  readonly sheet: string;
  readonly columns: readonly FormColumn[];
  readonly rows: readonly FormRow[];
}

const formerly: Readonly<Record<string, string>> = {
  relevance: 'relevant',
  caption: 'label',
  value: 'name',
  list: 'list_name',
  readonly: 'read_only',
  constraint_msg: 'constraint_message',
};
/** Columns of which a form may hold one for each language. */
const translated = ['label', 'hint', 'constraint_message', 'required_message', 'guidance_hint'];

function columnOf(header: string, place: number): FormColumn {
  const [first = '', ...rest] = header.split(/\s*::?\s*/);
  const bare = first.trim().toLowerCase().replace(/\s+/g, '_');
  const base = formerly[bare] ?? bare;
  if (rest.length === 0) return { header, name: base, place };
  if (translated.includes(base)) return { header, name: base, language: rest.join(':').trim(), place };
  return { header, name: [base, ...rest].join('::').toLowerCase(), place };
}

/** The table of a sheet; undefined: there is no such sheet, or nothing stands in it. Names of sheets: in any case. */
export function tableOf(workbook: FormWorkbook, sheet: string): FormTable | undefined {
  const [, rows] = [...workbook].find(([name]) => name.trim().toLowerCase() === sheet) ?? [];
  const said = (rows ?? [])
    .map(({ number, cells }) => ({ number, cells: cells.map((text) => text.trim()) }))
    .filter(({ cells }) => cells.some((text) => text !== ''));
  const [head, ...content] = said;
  if (!head) return undefined;
  const columns = head.cells.flatMap((header, place) => (header === '' ? [] : [columnOf(header, place)]));
  return { sheet, columns, rows: content };
}

/** What stands in a row under a name, in whatever language comes first; '' for nothing. */
export function cellOf(table: FormTable, row: FormRow, name: string): string {
  for (const column of table.columns) {
    const text = column.name === name ? (row.cells[column.place] ?? '') : '';
    if (text !== '') return text;
  }
  return '';
}
