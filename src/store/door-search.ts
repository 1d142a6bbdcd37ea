import { activeTags, type CareTag } from '../domain/care-tags.ts';
import type { Resident } from '../domain/documents/place.ts';
import { doorKey, type Door } from '../domain/door.ts';
import { groupBy } from '../domain/group.ts';
import { fieldOf } from '../domain/register.ts';
import { inSearchOrder, searchEntry, type SearchEntry, type SearchIndex } from '../domain/search/door-search.ts';
import type { Spell } from '../domain/search/spelling.ts';
import { doorsOnTablet } from './due-doors.ts';
import type { Shelf } from './shelf.ts';

interface Kept {
  /** the documents that the entry was made of, and the tags in words */
  readonly of: readonly unknown[];
  readonly entry: SearchEntry;
}

interface Given {
  readonly spell: Spell;
  /** differs when names are spelt in another way */
  readonly manner: string;
  /** care tags by kind, in words; undefined: closed, nobody is found by them */
  readonly tagWords: Readonly<Record<string, string>> | undefined;
}

/**
 * The search over the doors of this tablet, made once; after news only the doors that it concerns are made again. It lies on
 * the shelf, in memory, and is forgotten with it at lock.
 */
export function doorSearch(shelf: Shelf, given: Given): SearchIndex {
  const types = ['dwelling', 'household', 'resident', 'proposal', 'confirmation', 'withdrawal'] as const;
  const manner = `${given.manner} ${given.tagWords === undefined ? 'closed' : 'open'}`;
  return shelf.derive('door search', types, () => made(shelf, given), manner);
}

function made(shelf: Shelf, { spell, manner, tagWords }: Given): SearchIndex {
  const kept = shelf.derive('door search entries', [], () => new Map<string, Kept>(), manner);
  const tags = tagWords === undefined ? undefined : tagsByDwelling(shelf);
  const here = new Set<string>();
  const doors = shelf.derive('doors in search order', ['dwelling', 'household'], () =>
    inSearchOrder(doorsOnTablet(shelf)),
  );
  const index = doors.map((door) => {
    const key = doorKey(door);
    here.add(key);
    const people = door.householdId === undefined ? [] : shelf.by('resident', 'householdId', door.householdId);
    const said = tags ? tagsAt(tags, door).flatMap((kind) => tagWords?.[kind] ?? []) : [];
    const of = [door.address, door.familyName, ...people, ...said];
    const known = kept.get(key);
    if (known && same(known.of, of)) return known.entry;
    const entry = searchEntry({ door, ...namesAndPhones(people), tags: said }, spell);
    kept.set(key, { of, entry });
    return entry;
  });
  for (const key of kept.keys()) if (!here.has(key)) kept.delete(key);
  return index;
}

const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((one, place) => one === b[place]);

const namesAndPhones = (people: readonly Resident[]) => ({
  names: people.flatMap((one) => fieldOf(one, 'name') ?? []),
  phones: people.flatMap((one) => fieldOf(one, 'phone')?.number ?? []),
});

/** Kinds of the care tags in force; nothing where this person holds no care database. */
export const tagsByDwelling = (shelf: Shelf): ReadonlyMap<string, readonly CareTag[]> =>
  shelf.derive('care tags by dwelling', ['proposal', 'confirmation', 'withdrawal'], () =>
    groupBy(
      activeTags(shelf.all('proposal'), shelf.all('confirmation'), shelf.all('withdrawal')),
      ({ dwellingId }) => dwellingId,
    ),
  );

const tagsAt = (tags: ReturnType<typeof tagsByDwelling>, { dwellingId, householdId }: Door): string[] => [
  ...new Set(
    (tags.get(dwellingId) ?? [])
      .filter((tag) => tag.householdId === undefined || tag.householdId === householdId)
      .map(({ kind }) => kind),
  ),
];
