import type { Day } from '../day.ts';
import type { Post } from '../documents/organisation.ts';
import { postsOn, type Organisation } from './organisation.ts';

type Person = Pick<Post, 'userId' | 'holderName' | 'publicPhone'>;

/** Two posts are held by one person: of one account, else by one name with one published telephone. */
export function isHeldByOne(a: Person, b: Person): boolean {
  if (a.userId !== undefined && b.userId !== undefined) return a.userId === b.userId;
  const known = a.holderName !== undefined && a.publicPhone !== undefined;
  return known && a.holderName === b.holderName && a.publicPhone === b.publicPhone;
}

/** 交叉任职: every post that somebody holds on a day, at units and at organisations of the catalogue. */
export const postsOfPerson = (organisation: Organisation, person: Person, day: Day): Post[] =>
  [...organisation.posts.keys()]
    .sort()
    .flatMap((unitId) => postsOn(organisation, unitId, day))
    .filter((post) => isHeldByOne(post, person));
