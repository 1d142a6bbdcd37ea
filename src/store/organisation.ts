import { doorLabel } from '../domain/address.ts';
import { areaOf } from '../domain/database-name.ts';
import type { OrgUnit, Post, StructureLevel } from '../domain/documents/organisation.ts';
import type { CountedHome } from '../domain/extract.ts';
import { blankSpots, homesBeneath, type BlankSpots } from '../domain/organisation/blank-spots.ts';
import {
  childrenOn,
  organisationOf,
  pathOn,
  postsOn,
  structureOn,
  type Organisation,
} from '../domain/organisation/organisation.ts';
import { onCallOn, type OnCall } from '../domain/organisation/on-call.ts';
import { answeringForBuilding, answeringForHousehold, type Answering } from '../domain/organisation/responsibility.ts';
import { vacanciesOn, type Vacancy } from '../domain/organisation/vacancies.ts';
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

/** What the community is called: the head of everything that is printed. */
export function communityName(shelf: Shelf): string {
  const top = shelf.all('orgUnit').find((unit) => fieldOf(unit, 'level') === 'community');
  return (top && fieldOf(top, 'name')) ?? '';
}

/** The area database to which a building's documents belong. */
export function areaDatabaseOf(store: Store, buildingId: string): string | undefined {
  const area = unitPath(store, buildingId).find((unit) => fieldOf(unit, 'level') === 'area');
  const key = area && fieldOf(area, 'key');
  return key === undefined ? undefined : areaOf(key);
}

/** Who holds the posts of these units today, in the order of the units. */
export const postsAt = ({ shelf, clock }: Store, path: readonly OrgUnit[]): Post[] =>
  path.flatMap((unit) => postsOn(organisation(shelf), unit._id, clock.today()));

/** Who answers for a door today, from the top down; the party member of the household last. */
export function answeringFor(
  { shelf, clock }: Store,
  { buildingId, householdId }: { readonly buildingId: string; readonly householdId?: string | undefined },
): Answering[] {
  const [known, today] = [organisation(shelf), clock.today()];
  const charges = householdId === undefined ? [] : shelf.by('charge', 'householdId', householdId);
  const own = householdId === undefined ? undefined : answeringForHousehold(known, charges, today);
  return [...answeringForBuilding(known, buildingId, today), ...(own ? [own] : [])];
}

/** The households on this tablet, each with its building and who looks after it. */
export const countedHomesHere = (shelf: Shelf): readonly CountedHome[] =>
  shelf.derive('counted homes', ['dwelling', 'household', 'charge'], () =>
    shelf.all('household').flatMap((household): CountedHome[] => {
      const dwelling = shelf.get('dwelling', fieldOf(household, 'dwellingId') ?? '');
      const address = dwelling && fieldOf(dwelling, 'address');
      if (!address) return [];
      const charges = shelf.by('charge', 'householdId', household._id);
      return [{ householdId: household._id, buildingId: address.buildingId, door: doorLabel(address), charges }];
    }),
  );

/** The report on blank spots beneath a unit today, of the areas on this tablet. */
export const blankSpotsHere = ({ shelf, clock }: Store, unitId: string): BlankSpots<CountedHome> =>
  shelf.derive(
    `blank spots ${unitId}`,
    ['orgUnit', 'placement', 'structure', 'post', 'dwelling', 'household', 'charge'],
    () => {
      const beneath = homesBeneath(organisation(shelf), countedHomesHere(shelf), unitId, clock.today());
      return blankSpots(organisation(shelf), beneath, clock.today());
    },
    clock.today(),
  );

/** Who may be rung at any hour today, with the name of their unit, in the order of the tree. */
export const onCallHere = ({ shelf, clock }: Store): readonly (OnCall & { readonly unit: string })[] =>
  shelf.derive(
    'on call',
    ['orgUnit', 'placement', 'post'],
    () => {
      const [known, today] = [organisation(shelf), clock.today()];
      const open = [...childrenOn(known, today).values()].flat();
      return onCallOn(known, open, today).map((one) => {
        const unit = known.units.get(one.unitId);
        return { ...one, unit: (unit && fieldOf(unit, 'name')) ?? '' };
      });
    },
    clock.today(),
  );

/** Open units by the unit that they stand beneath, today. */
export const unitsBeneath = ({ shelf, clock }: Store): ReadonlyMap<string | undefined, readonly OrgUnit[]> =>
  shelf.derive(
    'units beneath',
    ['orgUnit', 'placement'],
    () => childrenOn(organisation(shelf), clock.today()),
    clock.today(),
  );

/** Every post that should be held today and is not. */
export const vacanciesHere = ({ shelf, clock }: Store): readonly Vacancy[] =>
  shelf.derive(
    'vacancies',
    ['orgUnit', 'placement', 'structure', 'post'],
    () => vacanciesOn(organisation(shelf), clock.today()),
    clock.today(),
  );

/** The level of a unit as the community calls it today. */
export const levelOf = ({ shelf, clock }: Store, unit: OrgUnit): StructureLevel | undefined =>
  structureOn(organisation(shelf), clock.today()).find(({ key }) => key === fieldOf(unit, 'level'));

/** What the community calls a level today. */
export const levelNameOn = ({ shelf, clock }: Store, level: string): StructureLevel['name'] | undefined =>
  structureOn(organisation(shelf), clock.today()).find(({ key }) => key === level)?.name;

/** The unit of an area. @param area database key */
export const areaUnit = (shelf: Shelf, area: string): OrgUnit | undefined =>
  shelf.all('orgUnit').find((unit) => fieldOf(unit, 'level') === 'area' && fieldOf(unit, 'key') === area);
