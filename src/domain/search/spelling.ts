import { halfWidth } from '../numerals.ts';

/**
 * How a name is read: one list of syllables in small letters for each reading, the likeliest first (单雄信 → shan xiong xin,
 * dan xiong xin). Handed in, because its table is large and fetched only when somebody searches.
 */
export type Spell = (text: string) => readonly (readonly string[])[];

/** What names and words are compared by: small letters, half width, without spaces and the dots of long names. */
export const plain = (text: string): string =>
  halfWidth(text)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s·•・‧∙.．'’-]+/gu, '');

export interface Spelling {
  readonly plain: string;
  readonly readings: readonly (readonly string[])[];
  /** readings in one piece, and as those say them who do not tell zh from z, n from ng, l from n */
  readonly soft: readonly string[];
}

/** zh, ch, sh as z, c, s; l as n; ng as n; ü as u: what is mixed up most in speech and on keyboards. */
export const soften = (letters: string): string =>
  letters
    .replace(/([zcs])h/g, '$1')
    .replace(/ng/g, 'n')
    .replace(/l/g, 'n')
    .replace(/[vü]/g, 'u');

export function spellingOf(text: string, spell: Spell): Spelling {
  const name = plain(text);
  const readings = spell(name);
  return { plain: name, readings, soft: readings.map((syllables) => soften(syllables.join(''))) };
}

/**
 * Whether letters spell a name from its beginning, each syllable whole or by its first letters: wsq, wangsq, wshuqin,
 * wangshu.
 */
export function spells(letters: string, syllables: readonly string[], from = 0): boolean {
  if (letters === '') return true;
  const syllable = syllables[from];
  if (syllable === undefined) return false;
  const most = Math.min(syllable.length, letters.length);
  let same = 0;
  while (same < most && letters[same] === syllable[same]) same += 1;
  for (let taken = same; taken > 0; taken -= 1) if (spells(letters.slice(taken), syllables, from + 1)) return true;
  return false;
}

/** Whether two texts are the same but for one sign: changed, missing, too many, or two that changed places. */
export function oneOff<T>(a: ArrayLike<T>, b: ArrayLike<T>): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const [left, right] = [a.length - head - tail, b.length - head - tail];
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[head] === b[head + 1] && a[head + 1] === b[head];
}

/** Whether a text is at most one sign away from how another begins. */
export const beginsNearly = <T>(typed: readonly T[], whole: readonly T[]): boolean =>
  [-1, 0, 1].some((more) => {
    const part = whole.slice(0, typed.length + more);
    return part.length === typed.length + more && oneOff(typed, part);
  });
