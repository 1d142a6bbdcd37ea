import { halfWidth } from './numerals.ts';

export interface PhoneNumber {
  readonly number: string;
  readonly kind: 'mobile' | 'landline';
}

/**
 * Reads a telephone number as people type it (spaces, dashes, +86, full-width digits); undefined when it is none. Segments of
 * mobile numbers are not checked, such lists go stale (domain.md §7.9). Landlines keep one dash after the area code.
 */
export function readPhone(typed: string): PhoneNumber | undefined {
  const plain = halfWidth(typed).replace(/[\s()]/g, '');
  const home = plain.replace(/^(\+|00)86-?/, '').replace(/^86(?=1[3-9]\d{9}$)/, '');
  const mobile = home.replaceAll('-', '');
  if (/^1[3-9]\d{9}$/.test(mobile)) return { number: mobile, kind: 'mobile' };
  const landline = /^(0(?:10|2\d|[3-9]\d{2}))-?(\d{7,8})(-\d{1,6})?$/.exec(home);
  if (!landline) return undefined;
  return { number: `${landline[1] ?? ''}-${landline[2] ?? ''}${landline[3] ?? ''}`, kind: 'landline' };
}
