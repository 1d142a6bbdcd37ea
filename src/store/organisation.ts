import { areaOf } from '../domain/database-name.ts';
import type { OrgUnit, Post } from '../domain/documents/organisation.ts';
import { organisationOf, pathOn, postsOn, type Organisation } from '../domain/organisation/organisation.ts';
import { fieldOf } from '../domain/register.ts';
import type { Shelf } from './shelf.ts';
import type { Store } from './store.ts';

/** The organisation of the community as this tablet has it, of all days. */
export const organisation = (shelf: Shelf): Organisation =>
  shelf.derive('organisation', ['orgUnit', 'placement', 'structure', 'post'], () =>
    organisationOf({
      units: shelf.all('orgUnit'),
      placements: shelf.all('placement'),
      structures: shelf.all('structure'),
      posts: shelf.all('post'),
    }),
  );

/** The path of units above one today, the nearest first: building, area, garden, community. */
export const unitPath = ({ shelf, clock }: Store, unitId: string): OrgUnit[] =>
  pathOn(organisation(shelf), unitId, clock.today());

/** The area database to which a building's documents belong. */
export function areaDatabaseOf(store: Store, buildingId: string): string | undefined {
  const area = unitPath(store, buildingId).find((unit) => fieldOf(unit, 'level') === 'area');
  const key = area && fieldOf(area, 'key');
  return key === undefined ? undefined : areaOf(key);
}

/** Who holds the posts of these units today, in the order of the units. */
export const postsAt = ({ shelf, clock }: Store, path: readonly OrgUnit[]): Post[] =>
  path.flatMap((unit) => postsOn(organisation(shelf), unit._id, clock.today()));
