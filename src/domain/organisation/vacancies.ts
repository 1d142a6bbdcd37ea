import type { Day } from '../day.ts';
import type { OrgUnit, PostKind } from '../documents/organisation.ts';
import { fieldOf } from '../register.ts';
import { childrenOn, postsOn, structureOn, type Organisation } from './organisation.ts';

/** A post that a unit should have and nobody holds. */
export interface Vacancy {
  readonly unitId: string;
  readonly kind: PostKind;
  /** who stands in meanwhile */
  readonly substitute: string | undefined;
}

/** Empty posts of the open units on a day, in the order of the tree. */
export function vacanciesOn(organisation: Organisation, day: Day): Vacancy[] {
  const expected = new Map(structureOn(organisation, day).map(({ key, posts }) => [key, posts]));
  return walk(childrenOn(organisation, day)).flatMap((unit) => {
    const held = postsOn(organisation, unit._id, day);
    return (expected.get(fieldOf(unit, 'level') ?? '') ?? [])
      .filter((kind) => !held.some((post) => post.kind === kind && post.as === undefined))
      .map((kind) => ({
        unitId: unit._id,
        kind,
        substitute: held.find((post) => post.kind === kind && post.as === 'substitute')?.holderName,
      }));
  });
}

function walk(children: ReadonlyMap<string | undefined, readonly OrgUnit[]>, from?: string): OrgUnit[] {
  return (children.get(from) ?? []).flatMap((unit) => [unit, ...walk(children, unit._id)]);
}
