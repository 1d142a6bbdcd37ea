import type { Day } from '../day.ts';
import type { PostKind } from '../documents/organisation.ts';
import { groupBy } from '../group.ts';
import { pathOn, type Organisation } from './organisation.ts';
import { answeringForBuilding, answeringForHousehold, type Answering, type ChargeTerms } from './responsibility.ts';

/** A household as the report counts it. */
export interface HomeInBuilding {
  readonly householdId: string;
  readonly buildingId: string;
  /** facts that named its party member */
  readonly charges?: readonly ChargeTerms[];
}

/** A level at which nobody answers for all the households of a unit. */
export interface Gap {
  readonly level: string;
  readonly kind: PostKind;
  /** where the post is empty; a building where its path lacks a unit of this level */
  readonly unitId: string;
  readonly households: number;
}

/** 空白点: every household without a named person at some level, said once for the unit it follows from. */
export interface BlankSpots<H extends HomeInBuilding = HomeInBuilding> {
  readonly households: number;
  /** buildings where anybody lives, and those of them with somebody at every level above the households (domain.md A1) */
  readonly buildings: number;
  readonly answered: number;
  /** households with any level missing */
  readonly blank: number;
  /** empty posts, the most households first */
  readonly gaps: readonly Gap[];
  /** households whose own party member is missing */
  readonly homes: readonly H[];
}

/**
 * Resolves every household to a named person at each level, or lists it (domain.md A6). Where no levels were laid down,
 * nobody answers for anybody.
 */
export function blankSpots<H extends HomeInBuilding>(
  organisation: Organisation,
  homes: readonly H[],
  day: Day,
): BlankSpots<H> {
  const gaps = new Map<string, Gap>();
  const alone: H[] = [];
  let [blank, buildings, answered] = [0, 0, 0];
  for (const [buildingId, living] of groupBy(homes, (home) => home.buildingId)) {
    const answering = answeringForBuilding(organisation, buildingId, day);
    const missing = answering.filter(({ post }) => post === undefined);
    for (const one of missing) addTo(gaps, one, buildingId, living.length);
    const without = living.filter((home) => lacksMember(organisation, home, day));
    alone.push(...without);
    const resolved = missing.length === 0 && answering.length > 0;
    buildings += 1;
    answered += Number(resolved);
    blank += resolved ? without.length : living.length;
  }
  const byCount = (a: Gap, b: Gap): number => b.households - a.households || (a.unitId < b.unitId ? -1 : 1);
  return { households: homes.length, buildings, answered, blank, gaps: [...gaps.values()].sort(byCount), homes: alone };
}

/** Homes of the buildings that stand beneath a unit on a day, its own if it is a building. */
export function homesBeneath<H extends HomeInBuilding>(
  organisation: Organisation,
  homes: readonly H[],
  unitId: string,
  day: Day,
): H[] {
  const buildings = [...groupBy(homes, (home) => home.buildingId)];
  return buildings.flatMap(([buildingId, living]) =>
    pathOn(organisation, buildingId, day).some(({ _id }) => _id === unitId) ? living : [],
  );
}

function lacksMember(organisation: Organisation, { charges = [] }: HomeInBuilding, day: Day): boolean {
  const answering = answeringForHousehold(organisation, charges, day);
  return answering !== undefined && answering.post === undefined;
}

function addTo(
  gaps: Map<string, Gap>,
  { level, unitId = '' }: Answering,
  buildingId: string,
  households: number,
): void {
  const at = unitId || buildingId;
  const key = `${level.key} ${at}`;
  const before = gaps.get(key)?.households ?? 0;
  gaps.set(key, { level: level.key, kind: level.responsible, unitId: at, households: before + households });
}
