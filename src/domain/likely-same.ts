import { groupBy } from './group.ts';
import { pairOf, type Pair } from './same-person.ts';
import { plainName } from './sheet/matching.ts';

/** A record as far as records are compared. */
export interface Compared {
  readonly id: string;
  readonly name: string;
  readonly dwellingId?: string | undefined;
  readonly birthYear?: number | undefined;
  /** of a paper, as it is kept */
  readonly number?: string | undefined;
}

export interface LikelySame {
  readonly pair: Pair;
  readonly by: 'number' | 'name';
}

const agree = <T>(a: T | undefined, b: T | undefined): boolean => a === undefined || b === undefined || a === b;
const plainNumber = (number: string | undefined): string | undefined => {
  const plain = number?.replace(/\s/g, '').toUpperCase() ?? '';
  return plain === '' ? undefined : plain;
};

/** Within a group every record is compared with the others: more than this are a fault of the sheet, not of one person. */
const mostInGroup = 20;

function pairsIn<T>(group: readonly T[]): [T, T][] {
  const few = group.slice(0, mostInGroup);
  return few.flatMap((a, place) => few.slice(place + 1).map((b): [T, T] => [a, b]));
}

/**
 * Records that may be of one person: by the number of a paper, else by name, dwelling and year of birth. Numbers that differ
 * are two people; a year that one side does not know does not tell them apart. Never merged by themselves.
 * @param decided whether somebody said already what a pair is
 */
export function likelySame(people: readonly Compared[], decided: (pair: Pair) => boolean): LikelySame[] {
  const numbered = people.map((one) => ({ ...one, number: plainNumber(one.number) }));
  const byNumber = groupBy(
    numbered.filter(({ number }) => number !== undefined),
    ({ number }) => number ?? '',
  );
  const byName = groupBy(
    numbered.filter(({ name, dwellingId }) => dwellingId !== undefined && plainName(name) !== ''),
    ({ name, dwellingId }) => `${dwellingId ?? ''} ${plainName(name)}`,
  );
  const found = new Map<string, LikelySame>();
  const take = (a: string, b: string, by: LikelySame['by']): void => {
    const pair = pairOf(a, b);
    const key = pair.join(' ');
    if (a !== b && !found.has(key) && !decided(pair)) found.set(key, { pair, by });
  };
  for (const group of byNumber.values()) for (const [a, b] of pairsIn(group)) take(a.id, b.id, 'number');
  for (const group of byName.values())
    for (const [a, b] of pairsIn(group))
      if (agree(a.birthYear, b.birthYear) && agree(a.number, b.number)) take(a.id, b.id, 'name');
  return [...found.values()];
}
