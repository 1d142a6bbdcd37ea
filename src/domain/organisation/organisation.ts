import type { Day } from '../day.ts';
import type { OrgUnit, Placement, Post, PostKind, Structure, StructureLevel } from '../documents/organisation.ts';
import { groupBy } from '../group.ts';
import { fieldOf } from '../register.ts';
import { onDay } from './on-day.ts';

/** What is known of a community's organisation, of all days: `ref-<community>` as it lies there. */
export interface OrganisationFacts {
  readonly units: readonly OrgUnit[];
  readonly placements: readonly Placement[];
  readonly posts: readonly Post[];
  readonly structures: readonly Structure[];
}

/** The same, laid out to be asked for one unit and one day at a time. */
export interface Organisation {
  readonly units: ReadonlyMap<string, OrgUnit>;
  readonly placements: ReadonlyMap<string, readonly Placement[]>;
  /** by unit */
  readonly posts: ReadonlyMap<string, readonly Post[]>;
  /** by unit, kind, seat and standing */
  readonly seats: ReadonlyMap<string, readonly Post[]>;
  readonly structures: readonly Structure[];
}

type Seat = Pick<Post, 'unitId' | 'kind' | 'seat' | 'as'>;
const seatKey = ({ unitId, kind, seat, as }: Seat): string => `${unitId} ${kind} ${seat ?? ''} ${as ?? ''}`;

export const organisationOf = ({ units, placements, posts, structures }: OrganisationFacts): Organisation => ({
  units: new Map(units.map((unit) => [unit._id, unit])),
  placements: groupBy(placements, (placement) => placement.unitId),
  posts: groupBy(posts, (post) => post.unitId),
  seats: groupBy(posts, seatKey),
  structures,
});

/** The levels of the community on a day, from the top down; none before anybody laid them down. */
export function structureOn({ structures }: Organisation, day: Day): readonly StructureLevel[] {
  const begun = structures.filter(({ from }) => from <= day);
  return begun.reduce<Structure | undefined>((a, b) => (a && a.version >= b.version ? a : b), undefined)?.levels ?? [];
}

interface Standing {
  readonly open: boolean;
  readonly parentId: string | undefined;
}

function standingOn({ units, placements }: Organisation, unitId: string, day: Day): Standing {
  const placed = onDay(placements.get(unitId) ?? [], day);
  if (placed) return { open: placed.parentId !== undefined, parentId: placed.parentId };
  const unit = units.get(unitId);
  return { open: unit !== undefined, parentId: unit && fieldOf(unit, 'parentId') };
}

/** The unit beneath which another stands on a day; undefined: the top, or closed. */
export const parentOn = (organisation: Organisation, unitId: string, day: Day): string | undefined =>
  standingOn(organisation, unitId, day).parentId;

/** A unit and the units above it on a day, the nearest first; a visit's path is that of the day on which it was made. */
export function pathOn(organisation: Organisation, unitId: string, day: Day): OrgUnit[] {
  const path: OrgUnit[] = [];
  for (let id: string | undefined = unitId; id !== undefined;) {
    const unit = organisation.units.get(id);
    if (!unit || path.includes(unit)) break;
    path.push(unit);
    id = parentOn(organisation, id, day);
  }
  return path;
}

/** Units that are open on a day, by the unit that they stand beneath (`undefined`: the top), in their order. */
export function childrenOn(organisation: Organisation, day: Day): Map<string | undefined, OrgUnit[]> {
  const open = [...organisation.units.values()].flatMap((unit) => {
    const standing = standingOn(organisation, unit._id, day);
    return standing.open ? [{ unit, parentId: standing.parentId }] : [];
  });
  open.sort(
    (a, b) => (fieldOf(a.unit, 'order') ?? 0) - (fieldOf(b.unit, 'order') ?? 0) || (a.unit._id < b.unit._id ? -1 : 1),
  );
  const children = new Map<string | undefined, OrgUnit[]>();
  for (const [parentId, beneath] of groupBy(open, (one) => one.parentId))
    children.set(
      parentId,
      beneath.map(({ unit }) => unit),
    );
  return children;
}

/** The post that is held there on a day; undefined: nobody holds it. */
export function heldOn({ seats }: Organisation, seat: Seat, day: Day): Post | undefined {
  const post = onDay(seats.get(seatKey(seat)) ?? [], day);
  return post?.holderName ? post : undefined;
}

/** Everybody who holds a post at a unit on a day, substitutes and deployed members included. */
export const postsOn = ({ posts }: Organisation, unitId: string, day: Day): Post[] =>
  [...groupBy(posts.get(unitId) ?? [], seatKey).values()].flatMap((tenures) => {
    const post = onDay(tenures, day);
    return post?.holderName ? [post] : [];
  });

/** Who answers at a post on a day: its holder, or the substitute while it is empty; undefined: nobody. */
export const answeringAt = (
  organisation: Organisation,
  unitId: string,
  kind: PostKind,
  day: Day,
  seat?: string,
): Post | undefined => {
  const place = { unitId, kind, ...(seat !== undefined && { seat }) };
  return heldOn(organisation, place, day) ?? heldOn(organisation, { ...place, as: 'substitute' }, day);
};
