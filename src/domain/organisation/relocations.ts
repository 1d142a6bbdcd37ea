import type { Day } from '../day.ts';
import type { OrgUnit, Placement, Relocation } from '../documents/organisation.ts';
import { groupBy } from '../group.ts';
import { inForce } from '../in-force.ts';
import { fieldOf } from '../register.ts';
import { onDay } from './on-day.ts';
import { organisationOf, pathOn, type Organisation } from './organisation.ts';

/** A building that stands in another area than its documents do. */
export interface DueRelocation {
  readonly buildingId: string;
  /** keys of areas */
  readonly from: string;
  readonly to: string;
  readonly placementId: string;
}

const areaIn = (path: readonly OrgUnit[]): string | undefined => {
  const area = path.find((unit) => fieldOf(unit, 'level') === 'area');
  return area && fieldOf(area, 'key');
};

/** The key of the area in which a building stands on a day; undefined: closed, or beneath no area. */
export const areaKeyOn = (organisation: Organisation, buildingId: string, day: Day): string | undefined =>
  areaIn(pathOn(organisation, buildingId, day));

/**
 * Buildings whose documents are in another area's databases than the organisation says of the day. A building that was
 * closed stays where it was.
 * @param lies the area in which the documents of a building lie, where they were moved before; else it is the first one
 */
export function dueRelocations(
  organisation: Organisation,
  lies: ReadonlyMap<string, string>,
  day: Day,
): readonly DueRelocation[] {
  const first = organisationOf({ units: [...organisation.units.values()], placements: [], posts: [], structures: [] });
  return [...organisation.units.values()].flatMap((unit) => {
    if (fieldOf(unit, 'level') !== 'building') return [];
    const from = lies.get(unit._id) ?? areaKeyOn(first, unit._id, day);
    const path = pathOn(organisation, unit._id, day);
    const to = areaIn(path);
    if (from === undefined || to === undefined || from === to) return [];
    const placement = placing(organisation, [...path, ...pathOn(first, unit._id, day)], day);
    return placement ? [{ buildingId: unit._id, from, to, placementId: placement._id }] : [];
  });
}

/** The placement of a unit on a path that came into force last; where none is in force any more, the last there was. */
function placing(organisation: Organisation, path: readonly OrgUnit[], day: Day): Placement | undefined {
  const known = [...new Set(path)].map(({ _id }) => organisation.placements.get(_id) ?? []);
  const begun = known.flatMap((placements) => onDay(placements, day) ?? []);
  const all = begun.length > 0 ? begun : known.flatMap((placements) => inForce(placements));
  return [...all].sort((a, b) => (a.from === b.from ? (a._id < b._id ? 1 : -1) : a.from < b.from ? 1 : -1))[0];
}

/** Where the buildings went that have left an area, by the facts that lie in it. */
export function departures(area: string, relocations: readonly Relocation[]): ReadonlyMap<string, string> {
  const last = [...groupBy(relocations, ({ buildingId }) => buildingId)].flatMap(([building, all]) => {
    const newest = all.reduce((a, b) => (a.turn >= b.turn ? a : b));
    return newest.to === area ? [] : ([[building, newest.to]] as const);
  });
  return new Map(last);
}
