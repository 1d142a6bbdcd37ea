import * as v from 'valibot';
import { canonical } from '../canonical.ts';
import { day, line, userId } from '../documents/head.ts';
import {
  postKinds,
  standings,
  structure,
  type OrgUnit,
  type Placement,
  type Post,
  type Structure,
} from '../documents/organisation.ts';
import { groupBy } from '../group.ts';
import { changeOf, fieldOf, type Head } from '../register.ts';
import type { Stamp } from '../stamp.ts';
import { heldOn, parentOn, structureOn, type Organisation } from './organisation.ts';

const name = v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,80}$/));

/** An organisation as somebody writes it down: levels, units, and who holds which post, from a day on. */
export const organisationFile = v.strictObject({
  from: day,
  levels: structure.entries.levels,
  units: v.array(
    v.strictObject({
      id: name,
      level: v.string(),
      name: line,
      parent: v.optional(name),
      /** of an area: what its databases are called by */
      key: v.optional(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9]{0,30}$/))),
      officePhone: v.optional(line),
      /** place among its siblings; none: that of the file */
      order: v.optional(v.number()),
      /** since when it stands there; none: as the file says */
      from: v.optional(day),
    }),
  ),
  posts: v.optional(
    v.array(
      v.strictObject({
        unit: name,
        kind: v.picklist(postKinds),
        seat: v.optional(name),
        as: v.optional(v.picklist(standings)),
        /** none: the post is empty */
        name: v.optional(line),
        phone: v.optional(line),
        user: v.optional(userId),
        onCall: v.optional(v.boolean()),
        /** none: as the file says */
        from: v.optional(day),
      }),
    ),
    [],
  ),
});
export type OrganisationFile = v.InferOutput<typeof organisationFile>;

/** What is wrong with a file, and where: then nothing of it is taken. */
export interface FileFault {
  readonly fault:
    'twice' | 'unknown-level' | 'unknown-parent' | 'circle' | 'area-without-key' | 'key-twice' | 'unknown-unit';
  readonly id: string;
}

export function faultsIn({ levels, units, posts }: OrganisationFile): FileFault[] {
  const known = new Map(units.map((unit) => [unit.id, unit]));
  const levelKeys = new Set(levels.map(({ key }) => key));
  const circular = (id: string): boolean => {
    const seen = new Set<string>();
    for (let at: string | undefined = id; at !== undefined; at = known.get(at)?.parent) {
      if (seen.has(at)) return true;
      seen.add(at);
    }
    return false;
  };
  const repeated = <T>(all: Iterable<T>, keyOf: (one: T) => string): string[] =>
    [...groupBy(all, keyOf)].flatMap(([key, group]) => (group.length > 1 ? [key] : []));
  const as = (fault: FileFault['fault'], ids: readonly string[]): FileFault[] => ids.map((id) => ({ fault, id }));
  const where = (wrong: (unit: (typeof units)[number]) => boolean): string[] => units.filter(wrong).map(({ id }) => id);
  const keyed = units.flatMap(({ key }) => key ?? []);
  return [
    ...as(
      'twice',
      repeated(units, ({ id }) => id),
    ),
    ...as(
      'unknown-level',
      where(({ level }) => !levelKeys.has(level)),
    ),
    ...as(
      'unknown-parent',
      where(({ parent }) => parent !== undefined && !known.has(parent)),
    ),
    ...as(
      'circle',
      where(({ id }) => circular(id)),
    ),
    ...as(
      'area-without-key',
      where(({ level, key }) => level === 'area' && key === undefined),
    ),
    ...as(
      'key-twice',
      repeated(keyed, (key) => key),
    ),
    ...as(
      'unknown-unit',
      [...new Set(posts.map(({ unit }) => unit))].filter((id) => !known.has(id)),
    ),
    ...as(
      'twice',
      repeated(posts, ({ unit, kind, seat = '', as: standing = '' }) => [unit, kind, seat, standing].join(' ')),
    ),
  ];
}

type Loaded = OrgUnit | Structure | Placement | Post;

/**
 * What a file changes in an organisation, as documents: new units, changed names as changes of their registers, moved units
 * as placements, new holders of posts. The same file twice changes nothing; what the file does not name stays as it is.
 * @param head of every document; its id and type are made here
 */
export function changesBy(
  { from, levels, units, posts }: OrganisationFile,
  known: Organisation,
  community: string,
  head: Pick<Head, 'by' | 'deviceId' | 'at'>,
  stamp: Stamp,
): Loaded[] {
  const taken = new Set([
    ...[...known.placements.values(), ...known.posts.values()].flat().map(({ _id }) => _id),
    ...known.structures.map(({ _id }) => _id),
  ]);
  const headOf = <T extends string>(type: T, id: string): Head & { readonly type: T } => {
    let free = `${type}:${id}`;
    for (let n = 2; taken.has(free); n += 1) free = `${type}:${id}-${String(n)}`;
    taken.add(free);
    return { ...head, _id: free, type, schema: 1 };
  };
  const made: Loaded[] = [];

  if (canonical(structureOn(known, from)) !== canonical(levels)) {
    const version = known.structures.reduce((most, one) => Math.max(most, one.version), 0) + 1;
    made.push({ ...headOf('structure', `${community}-v${String(version)}`), version, from, levels });
  }

  const places = new Map(
    [...groupBy(units, ({ parent }) => parent).values()].flatMap((all) =>
      all.map((unit, place) => [unit.id, place + 1]),
    ),
  );
  for (const { id, level, parent, from: since = from, ...described } of units) {
    const _id = `orgUnit:${id}`;
    const parentId = parent === undefined ? undefined : `orgUnit:${parent}`;
    const unit = known.units.get(_id);
    const wanted = {
      name: described.name,
      order: described.order ?? places.get(id),
      officePhone: described.officePhone,
    };
    const top: Head = { ...head, _id, type: 'orgUnit', schema: 1 };
    if (!unit) {
      made.push(changeOf<OrgUnit>(top, { level, parentId, key: described.key, ...wanted }, stamp));
      continue;
    }
    const changed = Object.entries(wanted).filter(([field, value]) => value !== fieldOf(unit, field as 'name'));
    if (changed.length > 0) made.push(changeOf<OrgUnit>(top, Object.fromEntries(changed), stamp));
    if (parentId !== undefined && parentOn(known, _id, since) !== parentId)
      made.push({ ...headOf('placement', `${id}-${since}`), unitId: _id, parentId, from: since });
  }

  for (const { unit, name: holderName, phone: publicPhone, user, onCall, from: since = from, ...seat } of posts) {
    const place = { unitId: `orgUnit:${unit}`, ...seat };
    const held = heldOn(known, place, since);
    const now = {
      holderName: held?.holderName,
      publicPhone: held?.publicPhone,
      userId: held?.userId,
      onCall: held?.onCall,
    };
    const wanted = { holderName, publicPhone, userId: user, onCall };
    if (canonical(now) === canonical(wanted)) continue;
    const id = [unit, seat.kind, seat.seat, seat.as, since].filter((part) => part !== undefined).join('-');
    const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    made.push({ ...headOf('post', id), ...place, ...given, from: since });
  }
  return made;
}
