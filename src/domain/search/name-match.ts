import { characters } from '../numerals.ts';
import { beginsNearly, soften, spells, type Spelling } from './spelling.ts';

export type NameMatch = 'name' | 'initials' | 'pinyin' | 'nearly';

/** What somebody typed, made ready once for a whole list of names. */
export interface TypedName {
  readonly spelling: Spelling;
  readonly letters: boolean;
  readonly signs: readonly string[];
}

export const typedName = (spelling: Spelling): TypedName => ({
  spelling,
  letters: /^[a-zü]+$/.test(spelling.plain),
  signs: characters(spelling.plain),
});

const initialsOf = (syllables: readonly string[]): string => syllables.map((one) => one[0] ?? '').join('');

/** How a name answers exactly; smaller is better. */
export function nameMatch(name: Spelling, typed: TypedName): readonly [number, NameMatch] | undefined {
  const { plain } = typed.spelling;
  if (name.plain === plain) return [1, 'name'];
  if (typed.letters) {
    if (name.readings.some((syllables) => initialsOf(syllables) === plain)) return [2, 'initials'];
    if (name.readings.some((syllables) => syllables.join('') === plain)) return [2, 'pinyin'];
    if (name.plain.startsWith(plain)) return [3, 'name'];
    if (name.readings.some((syllables) => initialsOf(syllables).startsWith(plain))) return [4, 'initials'];
    if (name.readings.some((syllables) => spells(plain, syllables))) return [4, 'pinyin'];
    // the given name alone: shuqin
    if (plain.length > 2 && name.readings.some((syllables) => spells(plain, syllables, 1))) return [6, 'pinyin'];
  } else if (name.plain.startsWith(plain)) return [3, 'name'];
  return name.plain.includes(plain) ? [6, 'name'] : undefined;
}

/** Fewer letters, or fewer signs, are near to half the building. */
const [fewestLetters, fewestSigns] = [4, 3];

/** How a name answers when nothing does exactly: it sounds the same, or one letter or one character is wrong. */
export function nearMatch(name: Spelling, typed: TypedName): readonly [number, NameMatch] | undefined {
  const { spelling, letters, signs } = typed;
  const [soft = ''] = letters ? [soften(spelling.plain)] : spelling.soft;
  if (!letters) {
    const sounds = name.plain.length > 0 && soft !== '' && name.soft.some((one) => one.startsWith(soft));
    if (signs.length > 1 && sounds) return [8, 'nearly'];
    return signs.length >= fewestSigns && beginsNearly(signs, characters(name.plain)) ? [9, 'nearly'] : undefined;
  }
  if (soft.length < fewestLetters - 1) return undefined;
  if (name.soft.some((one) => one.startsWith(soft))) return [8, 'nearly'];
  if (spelling.plain.length < fewestLetters) return undefined;
  return name.soft.some((one) => one.startsWith(soft[0] ?? '') && beginsNearly([...soft], [...one]))
    ? [9, 'nearly']
    : undefined;
}
