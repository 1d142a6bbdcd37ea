import type { DocumentOf } from '../../src/domain/document.ts';
import type { StructureLevel } from '../../src/domain/documents/organisation.ts';
import type { HomeInBuilding } from '../../src/domain/organisation/blank-spots.ts';
import {
  organisationOf,
  type Organisation,
  type OrganisationFacts,
} from '../../src/domain/organisation/organisation.ts';
import { changeOf } from '../../src/domain/register.ts';
import { structures } from '../../src/domain/organisation/structures.ts';
import { aCharge, anOrgUnit, aPost, aStamp, aStructure } from './documents.ts';
import { anId } from './ids.ts';

export const today = '2026-11-23';

interface Size {
  /** how many units each level has altogether, from the top down */
  readonly units: readonly number[];
  readonly households: number;
}

export interface Town extends OrganisationFacts {
  readonly levels: readonly StructureLevel[];
  readonly homes: readonly (HomeInBuilding & { readonly charges: readonly DocumentOf['charge'][] })[];
}

const membersABuilding = 4;

/** A community of any structure in which every post is held and every household has its party member. */
export function aTown(levels: readonly StructureLevel[], { units: counts, households }: Size): Town {
  const ofUnits = levels.filter(({ key }) => key !== 'household');
  const units: DocumentOf['orgUnit'][] = [];
  const posts: DocumentOf['post'][] = [];
  let above: readonly string[] = [];
  ofUnits.forEach((level, depth) => {
    const count = counts[depth] ?? 0;
    const ids = Array.from({ length: count }, (_, place) => `orgUnit:${level.key}-${String(place + 1)}`);
    ids.forEach((_id, place) => {
      const parentId = above[Math.floor((place * above.length) / count)];
      units.push(
        changeOf(
          { ...anOrgUnit(), _id },
          {
            level: level.key,
            name: `${level.name.zh}${String(place + 1)}`,
            order: place + 1,
            key: level.key === 'area' ? `a${String(place + 1)}` : undefined,
            parentId,
          },
          aStamp(),
        ),
      );
      for (const kind of level.posts)
        posts.push(aPost({ _id: `post:${_id.slice(8)}-${kind}`, unitId: _id, kind, holderName: `${kind}的人` }));
      if (level.key !== 'building') return;
      for (let seat = 1; seat <= membersABuilding; seat += 1)
        posts.push(
          aPost({
            _id: `post:${_id.slice(8)}-m${String(seat)}`,
            unitId: _id,
            kind: 'partyMember',
            seat: `m${String(seat)}`,
            holderName: '党员',
          }),
        );
    });
    above = ids;
  });
  const homes = Array.from({ length: households }, (_, place) => {
    const buildingId = above[Math.floor((place * above.length) / households)] ?? '';
    const householdId = anId('household', place);
    const seat = `m${String((place % membersABuilding) + 1)}`;
    return {
      householdId,
      buildingId,
      charges: [aCharge({ _id: anId('charge', place), householdId, unitId: buildingId, seat })],
    };
  });
  return { levels, units, posts, placements: [], structures: [aStructure({ levels: [...levels] })], homes };
}

/** The two communities that every rule is tested on: 百步亭 with five levels, 仁和 with four. */
export const towns: readonly (readonly [string, () => Town])[] = [
  ['five levels, 1/9/100/712', () => aTown(structures.fiveLevels, { units: [1, 9, 100, 712], households: 40_000 })],
  ['four levels, 1/10/65', () => aTown(structures.fourLevels, { units: [1, 10, 65], households: 3_900 })],
];

/** The same two in small, with four areas and eight buildings each, for what is tried many times. */
export const smallTowns: typeof towns = [
  ['five levels', () => aTown(structures.fiveLevels, { units: [1, 2, 4, 8], households: 80 })],
  ['four levels', () => aTown(structures.fourLevels, { units: [1, 4, 8], households: 80 })],
];

export const laidOut = (town: OrganisationFacts, more: Partial<OrganisationFacts> = {}): Organisation =>
  organisationOf({
    units: [...town.units, ...(more.units ?? [])],
    placements: [...town.placements, ...(more.placements ?? [])],
    posts: [...town.posts, ...(more.posts ?? [])],
    structures: [...town.structures, ...(more.structures ?? [])],
  });
