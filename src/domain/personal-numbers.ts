import { dayFrom } from './id-number.ts';
import { halfWidth } from './numerals.ts';

/** A part of a text that looks like a number of a person; `from` and `to` count UTF-16 units, as `slice` does. */
export interface PersonalNumber {
  readonly kind: 'idNumber' | 'phone';
  readonly from: number;
  readonly to: number;
}

const runs = /(?<![0-9A-Za-z])\+?[0-9](?:[ -]?[0-9]){6,21}[ -]?[Xx]?(?![0-9A-Za-z])/g;

function kindOf(run: string): PersonalNumber['kind'] | undefined {
  const plain = run.replace(/[ -]/g, '');
  const digits = plain.replace(/^(\+|00)?86(?=1[3-9]\d{9}$)/, '');
  // A wrong check character is still somebody's number: the day of birth makes it look like one.
  if (/^\d{17}[\dXx]$/.test(digits) && dayFrom(digits.slice(6, 14)) !== undefined) return 'idNumber';
  if (/^\d{15}$/.test(digits) && dayFrom(`19${digits.slice(6, 12)}`) !== undefined) return 'idNumber';
  return /^1[3-9]\d{9}$/.test(digits) || /^0\d{9,11}$/.test(digits) ? 'phone' : undefined;
}

/** Runs in a free text that look like an identity or telephone number, for the warning “像是身份证号”. It never blocks. */
export const findPersonalNumbers = (text: string): PersonalNumber[] =>
  [...halfWidth(text).matchAll(runs)].flatMap((found) => {
    const run = found[0].trimEnd();
    const kind = kindOf(run);
    return kind === undefined ? [] : { kind, from: found.index, to: found.index + run.length };
  });
