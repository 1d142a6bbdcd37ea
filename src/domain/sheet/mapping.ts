import { halfWidth } from '../numerals.ts';
import type { Column } from './column.ts';
import { columnKeys, columns, columnsOf, type ColumnKey } from './columns.ts';
import { sheetLists, type SheetList } from './sheet-list.ts';

/**
 * What must not be collected without a basis in law (domain.md §8c): such columns are dropped before a row is looked at,
 * whatever a mapping says.
 */
const withheld =
  /民族|政治面貌|党派|宗教|信仰|健康|疾病|病史|残疾|精神|血型|重点|前科|刑|矫正|吸毒|涉毒|上访|信访|婚姻|生育|孕|指纹|人脸|银行|收入|基因/;
/** A list of members needs no number of a paper (domain.md E9): it is dropped as well. */
const papers = /身份证|证件号|公民身份/;
const isWithheld = (header: string, list: SheetList): boolean =>
  withheld.test(header) || (list !== 'register' && papers.test(header));
const plain = (header: string): string =>
  halfWidth(header)
    .replace(/[\s*＊:：]/g, '')
    .replace(/[（(].*[)）]$/, '')
    .toLowerCase();

const headersOf = (list: SheetList): ReadonlyMap<string, ColumnKey> =>
  new Map(
    columnsOf[list].flatMap((key) => {
      const { name, also = [] }: Column = columns[key];
      return [name.zh, name.en, ...also].map((header): [string, ColumnKey] => [plain(header), key]);
    }),
  );
const byHeader = Object.fromEntries(sheetLists.map((list) => [list, headersOf(list)])) as Readonly<
  Record<SheetList, ReadonlyMap<string, ColumnKey>>
>;
/** Of these one has to be there, or a row is no header of that list. */
const telling: Readonly<Record<SheetList, readonly ColumnKey[]>> = {
  register: ['building', 'room', 'address', 'name'],
  members: ['name'],
  organisation: ['unitCode', 'unitName'],
};

/** What becomes of each column of a file: read as one of ours, dropped because it must not be collected, or left aside. */
export type Use = ColumnKey | 'withheld' | 'unused';
/** By place, from 0. */
export type Mapping = readonly Use[];

/** Guesses a mapping from headers, with what was chosen earlier for the same headers; every column of ours at most once. */
export function mappingFor(
  headers: readonly string[],
  remembered: Readonly<Record<string, Use>> = {},
  list: SheetList = 'register',
): Mapping {
  const taken = new Set<Use>();
  const allowed = new Set<Use>(columnsOf[list]);
  return headers.map((header): Use => {
    if (isWithheld(header, list)) return 'withheld';
    const use = remembered[plain(header)] ?? byHeader[list].get(plain(header)) ?? 'unused';
    if (!allowed.has(use) || taken.has(use)) return 'unused';
    if (use !== 'unused') taken.add(use);
    return use;
  });
}

/** The choice as it is remembered: by header, so that it fits the next file however its columns are ordered. */
export const remember = (headers: readonly string[], mapping: Mapping): Record<string, Use> =>
  Object.fromEntries(headers.map((header, place) => [plain(header), mapping[place] ?? 'unused']));

/** A mapping that somebody sent: as long as the headers, nothing twice, nothing withheld brought back. */
export function mappingIsSound(headers: readonly string[], mapping: Mapping, list: SheetList = 'register'): boolean {
  const used = mapping.filter((use) => use !== 'withheld' && use !== 'unused');
  const allowed = new Set<Use>(columnsOf[list]);
  return (
    mapping.length === headers.length &&
    new Set(used).size === used.length &&
    used.every((use) => allowed.has(use)) &&
    headers.every((header, place) => isWithheld(header, list) === (mapping[place] === 'withheld'))
  );
}

/** Whether a row is the header: at least two of its cells are headers of ours, one of them says where, or who. */
export function isHeader(cells: readonly string[], list: SheetList = 'register'): boolean {
  const known = cells.flatMap((cell) => byHeader[list].get(plain(cell)) ?? []);
  return known.length >= 2 && known.some((key) => telling[list].includes(key));
}

/** Whether a row holds the hints of a template, or nothing but words of advice beneath a header. */
export function isHint(cells: readonly string[]): boolean {
  const said = cells.filter((cell) => cell !== '');
  const hints = new Set<string>(columnKeys.flatMap((key) => Object.values(columns[key].hint)));
  return said.length > 0 && said.filter((cell) => hints.has(cell)).length * 2 > said.length;
}
