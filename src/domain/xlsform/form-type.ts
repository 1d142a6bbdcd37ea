import type { Question } from '../checklist/checklist.ts';

/** What stands in the column `type` of one row. */
export type FormType =
  | { readonly kind: 'question'; readonly question: Pick<Question, 'type' | 'whole' | 'signed'> }
  | { readonly kind: 'select'; readonly type: 'single' | 'multi'; readonly list: string; readonly other: boolean }
  | { readonly kind: 'begin' | 'end'; readonly of: 'group' | 'repeat' }
  /** kept about the form rather than asked, or not known here */
  | { readonly kind: 'none' };

const answered: Readonly<Record<string, Pick<Question, 'type' | 'whole' | 'signed'>>> = {
  text: { type: 'text' },
  string: { type: 'text' },
  integer: { type: 'number', whole: true, signed: true },
  int: { type: 'number', whole: true, signed: true },
  decimal: { type: 'number', signed: true },
  date: { type: 'date' },
  datetime: { type: 'datetime' },
  note: { type: 'statement' },
  image: { type: 'photo' },
  photo: { type: 'photo' },
};
const selects: Readonly<Record<string, 'single' | 'multi'>> = {
  select_one: 'single',
  select1: 'single',
  select_multiple: 'multi',
};

/** Reads a type as the form writes it: `select_one yes_no`, `begin group`, `begin_group`, `dateTime`. */
export function readFormType(text: string, appearance: string): FormType {
  const words = text
    .trim()
    .replace(/^select (one|multiple)\b/i, 'select_$1')
    .replace(/^(begin|end)[ _]+/i, '$1 ')
    .split(/\s+/);
  const [first = '', second = '', third = ''] = words;
  const base = first.toLowerCase();
  if ((base === 'begin' || base === 'end') && /^(group|repeat)$/i.test(second))
    return { kind: base, of: second.toLowerCase() as 'group' | 'repeat' };
  const select = selects[base];
  if (select && second !== '' && (third === '' || third === 'or_other'))
    return { kind: 'select', type: select, list: second, other: third === 'or_other' };
  if (base === 'image' && /\bsignature\b/.test(appearance))
    return { kind: 'question', question: { type: 'signature' } };
  const question = words.length === 1 ? answered[base] : undefined;
  return question ? { kind: 'question', question } : { kind: 'none' };
}
