import writeSheet, { type SheetData } from 'write-excel-file/node';
import type { Localised } from '../../src/domain/documents/head.ts';
import { columns, templates, type ColumnKey, type TemplateName } from '../../src/domain/sheet/columns.ts';
import { faultWords, type RowFault } from '../../src/domain/sheet/row-fault.ts';
import type { FaultyRow, ImportJob } from './import-job.ts';
import { contentOf } from './read-sheet.ts';

type Language = keyof Localised;
/** Excel's format of a text: digits in it stay what they are. */
const asText = { type: String, format: '@' } as const;
/** Rows of a template that are set to text already. */
const emptyRows = 300;
/** A file to mend holds no more rows than somebody can mend; the next import tells of the others. */
export const mostToMend = 20_000;

/** A template: header, hints, and empty rows that are text wherever Excel would spoil a number. */
export function templateSheet(name: TemplateName, language: Language): Promise<Buffer> {
  const keys = templates[name];
  const empty = keys.map(() => asText);
  const sheet: SheetData = [
    keys.map((key) => ({ ...asText, value: columns[key].name[language], fontWeight: 'bold' as const })),
    keys.map((key) => ({ ...asText, value: columns[key].hint[language], color: '#5c5c5c', wrap: true })),
    ...Array.from({ length: emptyRows }, () => empty),
  ];
  const widths = keys.map((key) => ({ width: key === 'idNumber' || key === 'address' ? 24 : 14 }));
  return writeSheet(sheet, { columns: widths, stickyRowsCount: 1 }).toBuffer();
}

const what: Localised = { zh: '要改的地方', en: 'To mend' };
const saidOf = (faults: readonly RowFault[], language: Language): string =>
  faults
    .map(({ column, code, row }) => {
      const name = columns[column satisfies ColumnKey].name[language];
      const other = row === undefined ? '' : language === 'zh' ? `（第 ${row} 行）` : ` (row ${row})`;
      return (language === 'zh' ? `“${name}”${faultWords[code].zh}` : `${name} ${faultWords[code].en}`) + other;
    })
    .join(language === 'zh' ? '；' : '; ');

/**
 * Rows that did not come in, as they stood, with what is wrong in a last column. Columns that must not be collected are
 * left out. Brought back, it is read like any other sheet.
 */
export async function sheetToMend(path: string, job: ImportJob, faulty: readonly FaultyRow[]): Promise<Buffer> {
  const { headers, mapping, headerRow, language } = job;
  const places = headers.flatMap((_, place) => (mapping[place] === 'withheld' ? [] : [place]));
  const wrong = new Map(faulty.map(({ row, faults }) => [row, faults]));
  const sheet: SheetData = [
    [...places.map((place) => headers[place] ?? ''), what[language]].map((value) => ({
      ...asText,
      value,
      fontWeight: 'bold' as const,
    })),
  ];
  for await (const rows of contentOf(path, { headers, row: headerRow })) {
    for (const { number, cells } of rows) {
      const faults = wrong.get(number);
      if (!faults) continue;
      const texts = [...places.map((place) => cells[place]?.text ?? ''), saidOf(faults, language)];
      sheet.push(texts.map((value) => ({ ...asText, ...(value !== '' && { value }) })));
    }
  }
  return writeSheet(sheet, { stickyRowsCount: 1 }).toBuffer();
}
