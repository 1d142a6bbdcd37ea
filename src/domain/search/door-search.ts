import { doorKey, type Door } from '../door.ts';
import { walkingOrder } from '../walking-order.ts';
import { nameMatch, nearMatch, typedName, type TypedName } from './name-match.ts';
import { placeMatch, searchedPlace, typedPlace, type SearchedPlace, type TypedPlace } from './place-match.ts';
import { plain, spellingOf, type Spell, type Spelling } from './spelling.ts';

/** What a door can be found by, beside its address and family name. */
export interface Findable {
  readonly door: Door;
  readonly names?: readonly string[];
  readonly phones?: readonly string[];
  /** care tags in the words of the screen; only where this person may know them */
  readonly tags?: readonly string[];
}

/** A door made ready for searching. Held in memory only, made after unlock: it knows names and numbers. */
export interface SearchEntry {
  readonly door: Door;
  readonly place: SearchedPlace;
  readonly names: readonly { readonly said: string; readonly spelling: Spelling }[];
  readonly phones: readonly string[];
  readonly tags: readonly { readonly said: string; readonly spelling: Spelling }[];
}

/** In walking order, so that doors that answer equally well stand as one walks. */
export type SearchIndex = readonly SearchEntry[];

export type FoundBy = 'room' | 'name' | 'initials' | 'pinyin' | 'nearly' | 'phone' | 'tag';
export interface Found {
  readonly door: Door;
  readonly by: FoundBy;
  /** the person, or the tag, that answered */
  readonly said?: string;
}

/** Fewer digits of a telephone would show half the building. */
const phoneTail = 4;

export function searchEntry({ door, names = [], phones = [], tags = [] }: Findable, spell: Spell): SearchEntry {
  const all = [...new Set([...names, ...(door.familyName === undefined ? [] : [door.familyName])])];
  const spelt = (said: string) => ({ said, spelling: spellingOf(said, spell) });
  return {
    door,
    place: searchedPlace(door.address),
    names: all.map(spelt),
    phones: phones.map((phone) => phone.replace(/\D/g, '')),
    tags: tags.map(spelt),
  };
}

export const inSearchOrder = (doors: readonly Door[]): Door[] =>
  [...doors].sort((a, b) => walkingOrder(a.address, b.address) || (doorKey(a) < doorKey(b) ? -1 : 1));

interface Typed {
  readonly place: TypedPlace;
  readonly name: TypedName;
  /** digits alone, for the end of a telephone */
  readonly digits: string | undefined;
}

type Answer = readonly [rank: number, by: FoundBy, said?: string];

const better = (a: Answer | undefined, b: Answer | undefined): Answer | undefined =>
  a === undefined ? b : b === undefined || a[0] <= b[0] ? a : b;

/** How well a door answers: smaller is better, undefined is not at all. */
function answer(entry: SearchEntry, { place, name, digits }: Typed): Answer | undefined {
  const rank = placeMatch(entry.place, place);
  let best: Answer | undefined = rank === undefined ? undefined : [rank, 'room'];
  for (const { said, spelling } of entry.names) {
    const found = nameMatch(spelling, name);
    if (found) best = better(best, [...found, said]);
  }
  for (const { said, spelling } of entry.tags) {
    const found = name.signs.length > 1 ? nameMatch(spelling, name) : undefined;
    if (found) best = better(best, [found[0] + 4.5, 'tag', said]);
  }
  if (digits !== undefined && entry.phones.some((phone) => phone.endsWith(digits))) best = better(best, [7, 'phone']);
  return best;
}

/** How well a door answers to what is almost its name. */
const nearAnswer = (entry: SearchEntry, { name }: Typed): Answer | undefined =>
  entry.names.reduce<Answer | undefined>((best, { said, spelling }) => {
    const found = nearMatch(spelling, name);
    return better(best, found && [...found, said]);
  }, undefined);

/**
 * Doors that answer to a room (504-2-1203, 504栋2单元1203, 怡和苑北区504栋), a name, its pinyin whole, in part or by initials,
 * the end of a telephone, a tag. When none does: those whose name sounds the same, or differs by one letter or one character.
 * @param spell the same that made the index
 */
export function searchDoors(index: SearchIndex, typed: string, spell: Spell, most = 20): Found[] {
  if (plain(typed) === '') return [];
  const digits = typed.replace(/[\s-]/g, '');
  const asked: Typed = {
    place: typedPlace(typed),
    name: typedName(spellingOf(typed, spell)),
    digits: /^\d+$/.test(digits) && digits.length >= phoneTail ? digits : undefined,
  };
  const answering = (how: typeof answer) =>
    index.flatMap((entry) => {
      const found = how(entry, asked);
      return found === undefined ? [] : { door: entry.door, found };
    });
  const exact = answering(answer);
  return (exact.length > 0 ? exact : answering(nearAnswer))
    .sort((a, b) => a.found[0] - b.found[0])
    .slice(0, most)
    .map(({ door, found: [, by, said] }) => ({ door, by, ...(said !== undefined && { said }) }));
}
