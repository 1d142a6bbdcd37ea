import { familyName } from './names.ts';
import { characters } from './numerals.ts';

/** 王**: the surname, and always two stars, so that the length tells nothing. Of a name with a dot only the first character. */
export function maskName(name: string): string {
  const family = characters(familyName(name));
  return `${(family.length > 2 ? family.slice(0, 1) : family).join('')}**`;
}

/** 138****1234. Shorter numbers show their last four digits, very short ones none. */
export function maskPhone(number: string): string {
  const signs = characters(number.replace(/[\s-]/g, ''));
  if (signs.length < 7) return '****';
  return `${signs.length >= 10 ? signs.slice(0, 3).join('') : ''}****${signs.slice(-4).join('')}`;
}

/** First four and last four of an identity number (domain.md §7.5); shorter papers are hidden whole. */
export function maskIdNumber(number: string): string {
  const signs = characters(number.trim());
  if (signs.length < 12) return '*'.repeat(signs.length);
  return signs.slice(0, 4).join('') + '*'.repeat(signs.length - 8) + signs.slice(-4).join('');
}
