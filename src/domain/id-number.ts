import type { Day } from './day.ts';
import { characters, halfWidth } from './numerals.ts';

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = '10X98765432';

export type IdNumberFault = 'length' | 'characters' | 'birthday' | 'check';
export type IdNumberReading =
  | {
      readonly ok: true;
      readonly number: string;
      readonly kind: 'idCard';
      readonly birthday: Day;
      readonly male: boolean;
    }
  /** numbers of 15 digits are kept as they are and not checked */
  | { readonly ok: true; readonly number: string; readonly kind: 'old' }
  | { readonly ok: false; readonly fault: IdNumberFault };

/** The day that eight digits name, or undefined when there is none such. */
export function dayFrom(digits: string): Day | undefined {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
  const ms = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(day) && day >= '1880' ? day : undefined;
}

/** The check character for the first 17 digits (GB 11643: weighted sum modulo 11). */
export const checkCharacter = (digits: string): string =>
  checks[characters(digits).reduce((sum, digit, place) => sum + Number(digit) * (weights[place] ?? 0), 0) % 11] ?? '';

/** Reads an identity number (GB 11643) as people type it: with spaces, full-width digits, a small x. */
export function readIdNumber(typed: string): IdNumberReading {
  const number = halfWidth(typed).replace(/\s/g, '').toUpperCase();
  if (/^\d{15}$/.test(number)) return { ok: true, number, kind: 'old' };
  if (number.length !== 18) return { ok: false, fault: 'length' };
  if (!/^\d{17}[\dX]$/.test(number)) return { ok: false, fault: 'characters' };
  const birthday = dayFrom(number.slice(6, 14));
  if (birthday === undefined) return { ok: false, fault: 'birthday' };
  if (checkCharacter(number.slice(0, 17)) !== number[17]) return { ok: false, fault: 'check' };
  return { ok: true, number, kind: 'idCard', birthday, male: Number(number[16]) % 2 === 1 };
}
