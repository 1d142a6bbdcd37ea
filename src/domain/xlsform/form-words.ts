import type { Localised } from '../documents/head.ts';
import { cellOf, type FormColumn, type FormRow, type FormTable } from './form-table.ts';
import type { Tell } from './remark.ts';

type Language = keyof Localised;

/** The longest words of a question, a choice, a hint or a title (UTF-16 units). */
const longest = 200;

const codes: ReadonlyMap<string, Language> = new Map([
  ['zh', 'zh'],
  ['zho', 'zh'],
  ['chi', 'zh'],
  ['en', 'en'],
  ['eng', 'en'],
]);

/** Which of the two languages of the app a language of a form is: by its code, as in `中文 (zh)`, or by its name. */
export function languageNamed(name: string): Language | undefined {
  const code = /\(\s*([a-z]{2,3})\b[^)]*\)\s*$/i.exec(name)?.[1] ?? /^([a-z]{2,3})(?:[-_].*)?$/i.exec(name.trim())?.[1];
  if (code !== undefined) return codes.get(code.toLowerCase());
  if (/中文|汉语|华语|普通话|chinese/i.test(name)) return 'zh';
  return /english|英语|英文/i.test(name) ? 'en' : undefined;
}

/** Reads the words of a form in both languages; what is there in one only stands for both, and it is said. */
export class FormWords {
  readonly #table: FormTable;
  readonly #tell: Tell;
  /** the language of columns that name none */
  readonly #usual: Language;
  /** languages in which anything is said in this sheet */
  readonly #spoken: ReadonlySet<Language>;

  constructor(table: FormTable, usual: Language, tell: Tell) {
    this.#table = table;
    this.#usual = usual;
    this.#tell = tell;
    this.#spoken = new Set(
      table.columns.flatMap((column) => (column.name === 'label' ? (this.#languageOf(column) ?? []) : [])),
    );
    this.#tellOfColumns();
  }

  #languageOf(column: FormColumn): Language | undefined {
    return column.language === undefined ? this.#usual : languageNamed(column.language);
  }

  /** The column of a name in a language: the first of several. */
  #columnOf(name: string, language: Language): FormColumn | undefined {
    return this.#table.columns.find((column) => column.name === name && this.#languageOf(column) === language);
  }

  #tellOfColumns(): void {
    const { sheet, columns } = this.#table;
    for (const column of columns) {
      if (column.name !== 'label' && column.language === undefined) continue;
      const language = this.#languageOf(column);
      if (language === undefined || this.#columnOf(column.name, language) !== column)
        this.#tell({ sheet, column: column.header, code: 'language-not-kept', what: column.language ?? '' });
    }
    const [only] = this.#spoken;
    if (this.#spoken.size === 1 && only) this.#tell({ sheet, code: 'one-language', what: only });
  }

  /** Words under a name in both languages; undefined: nothing stands there. */
  read(row: FormRow, name: string): Localised | undefined {
    const of = (language: Language): string => row.cells[this.#columnOf(name, language)?.place ?? -1] ?? '';
    const said = { zh: of('zh'), en: of('en') };
    // a language that is neither is better than none
    const other = said.zh || said.en || cellOf(this.#table, row, name);
    if (other === '') return undefined;
    const { sheet } = this.#table;
    if ((said.zh === '') !== (said.en === '') && this.#spoken.size > 1)
      this.#tell({ sheet, row: row.number, column: name, code: 'label-missing', what: said.zh === '' ? 'zh' : 'en' });
    const zh = this.#cut(row, name, said.zh || other);
    // what stands in for the other language is told of once
    return { zh, en: said.en === '' || said.zh === '' ? zh : this.#cut(row, name, said.en) };
  }

  #cut(row: FormRow, column: string, text: string): string {
    if (text.length <= longest) return text;
    this.#tell({ sheet: this.#table.sheet, row: row.number, column, code: 'cut', what: text.slice(longest) });
    return text.slice(0, longest);
  }
}
