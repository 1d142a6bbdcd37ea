import type { Day } from '../day.ts';
import { dayFrom, readIdNumber } from '../id-number.ts';
import { halfWidth } from '../numerals.ts';
import { readPhone } from '../phone.ts';
import type { RowFaultCode } from './row-fault.ts';

/** A cell as it was read: its text, and whether the sheet kept it as a number (then only 15 digits are true). */
export interface Cell {
  readonly text: string;
  readonly numeric?: boolean;
}

export type CellReading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: RowFaultCode };
const good = <T>(value: T): CellReading<T> => ({ ok: true, value });
const bad = (code: RowFaultCode): CellReading<never> => ({ ok: false, code });

/** Longest line that a document may hold. */
const longest = 200;
export const plainText = ({ text }: Cell): string => halfWidth(text).trim();

export function readLine(cell: Cell): CellReading<string> {
  const text = cell.text.trim();
  return text.length > longest ? bad('long') : good(text);
}

const scientific = /^\d(\.\d+)?E\+?\d{1,2}$/i;

/** Whether Excel turned a long number into a rounded one: 1.1E+17, a number of more than 15 digits, or one that ends in 000. */
export function isDamaged(cell: Cell): boolean {
  const text = plainText(cell);
  if (scientific.test(text)) return true;
  const digits = /^\d{16,}$/.test(text);
  return digits && (cell.numeric === true || (/000$/.test(text) && !readIdNumber(text).ok));
}

/** Identity numbers are checked; numbers of other papers are kept as they are. */
export function readNumber(
  cell: Cell,
  isCard: boolean,
): CellReading<{ number: string; birthday?: Day; male?: boolean; old?: true }> {
  if (isDamaged(cell)) return bad('damaged');
  if (!isCard) {
    const number = plainText(cell).replace(/\s/g, '');
    return number.length > 40 ? bad('long') : good({ number });
  }
  const read = readIdNumber(cell.text);
  if (!read.ok) return bad(`id-${read.fault}`);
  const { number } = read;
  return good(read.kind === 'old' ? { number, old: true } : { number, birthday: read.birthday, male: read.male });
}

export function readTelephone(cell: Cell): CellReading<string> {
  if (scientific.test(plainText(cell))) return bad('damaged');
  const read = readPhone(cell.text);
  return read ? good(read.number) : bad('phone');
}

const msPerDay = 86_400_000;
/** Day 0 of Excel's calendar, which counts a day too many after February 1900. */
const excelZero = Date.UTC(1899, 11, 30);

/** 2020-05-01, 2020/5/1, 2020年5月1日, 20200501, and the day numbers of Excel. */
export function readDay(cell: Cell): CellReading<Day> {
  const text = plainText(cell).replace(/[ T].*$/, '');
  const serial = /^\d{4,5}(\.\d+)?$/.test(text) && Number(text) > 9999 ? Number(text) : undefined;
  if (serial !== undefined) return good(new Date(excelZero + Math.floor(serial) * msPerDay).toISOString().slice(0, 10));
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  const [, year = '', month = '', day = ''] = parts ?? [];
  const found = parts && dayFrom(`${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`);
  return found ? good(found) : bad('date');
}

/** A year of birth: from a day, a month (1949-12, 1949年12月) or the year alone. */
export function readYear(cell: Cell): CellReading<number> {
  const text = plainText(cell);
  const alone = /^(\d{4})(?:年|[-/.年]\d{1,2}月?)?$/.exec(text)?.[1];
  const day = alone === undefined ? readDay(cell) : good(`${alone}-01-01`);
  if (!day.ok) return day;
  const year = Number(day.value.slice(0, 4));
  return year >= 1880 && year <= 2200 ? good(year) : bad('date');
}

export function readAmount(cell: Cell, least: number, most: number, whole: boolean): CellReading<number> {
  const value = Number(plainText(cell).replace(/(平方米|㎡|m2|人|口)$/i, ''));
  return Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value))
    ? good(value)
    : bad('number');
}

const yes = new Set([
  '是',
  '有',
  '已',
  '对',
  'Y',
  'YES',
  'TRUE',
  '1',
  '√',
  '✓',
  '迁出',
  '已迁出',
  '死亡',
  '已死亡',
  '分离',
]);
const no = new Set([
  '否',
  '无',
  '未',
  '不',
  '没有',
  'N',
  'NO',
  'FALSE',
  '0',
  '×',
  '✗',
  'X',
  '-',
  '—',
  '未迁出',
  '未死亡',
]);
export function readYesNo(cell: Cell): CellReading<boolean> {
  const text = plainText(cell).toUpperCase();
  return yes.has(text) ? good(true) : no.has(text) ? good(false) : bad('word');
}

/** @param words what may stand there, each with what it means */
export function readWord<T>(cell: Cell, words: Readonly<Record<string, T>>): CellReading<T> {
  const text = plainText(cell).replace(/\s/g, '');
  return Object.hasOwn(words, text) ? good(words[text] as T) : bad('word');
}
