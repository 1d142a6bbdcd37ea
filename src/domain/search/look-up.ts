import { nameMatch, nearMatch, typedName, type TypedName } from './name-match.ts';
import { plain, spellingOf, type Spell, type Spelling } from './spelling.ts';

/** Something that can be looked up: by what it is called or what kind it is, and by what else is written of it. */
export interface LookUpEntry {
  readonly id: string;
  readonly called: readonly Spelling[];
  /** compared as it is written */
  readonly written: readonly string[];
}

export const lookUpEntry = (
  {
    id,
    called,
    written,
  }: { readonly id: string; readonly called: readonly string[]; readonly written: readonly string[] },
  spell: Spell,
): LookUpEntry => ({
  id,
  called: called.filter((one) => one !== '').map((one) => spellingOf(one, spell)),
  written: written.map(plain).filter((one) => one !== ''),
});

/** Below what something is called stands what is written of it. */
const written = 7;

function rankOf(entry: LookUpEntry, typed: TypedName, how: typeof nameMatch): number | undefined {
  const ranks = entry.called.flatMap((one) => how(one, typed)?.[0] ?? []);
  const said = how === nameMatch && entry.written.some((one) => one.includes(typed.spelling.plain));
  return ranks.length > 0 || said ? Math.min(...ranks, ...(said ? [written] : [])) : undefined;
}

/**
 * Ids of what answers to the text, the best first; when nothing does, what sounds the same or differs by one sign.
 * @param spell the same that made the entries
 */
export function lookUp(entries: readonly LookUpEntry[], text: string, spell: Spell): string[] {
  if (plain(text) === '') return [];
  const typed = typedName(spellingOf(text, spell));
  const answering = (how: typeof nameMatch): { id: string; rank: number }[] =>
    entries.flatMap((entry) => {
      const rank = rankOf(entry, typed, how);
      return rank === undefined ? [] : { id: entry.id, rank };
    });
  const exact = answering(nameMatch);
  return (exact.length > 0 ? exact : answering(nearMatch)).sort((a, b) => a.rank - b.rank).map(({ id }) => id);
}
