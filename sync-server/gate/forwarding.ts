import { areaOf, careOf, parseDatabaseName } from '../../src/domain/database-name.ts';
import type { Relocation } from '../../src/domain/documents/organisation.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { isRegister } from '../../src/domain/catalogue.ts';
import { merge } from '../../src/domain/merge.ts';
import { anchorIds, belonging, type Look } from '../../src/domain/organisation/belonging.ts';
import { departures } from '../../src/domain/organisation/relocations.ts';
import type { Head } from '../../src/domain/register.ts';
import type { Holder } from '../../src/domain/rights.ts';
import { DatabaseMissing, type Storage } from '../storage/port.ts';
import type { Lookup } from './judge.ts';
import { placesOf } from './references.ts';
import type { Place, Shelf } from './shelf.ts';

/** Of some areas, and of those that these lead to: where each building went that left it. */
export type Departed = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The database in which something lies now that is asked for in another one. */
export type Forward = (database: string) => string;
/** For parts about a building that has left the area that they are addressed to; undefined: it is there. */
export type Forwarding = (part: Part) => Forward | undefined;

/** Reads the facts about buildings that left; areas that nobody left are missing. */
export async function departedFrom(storage: Pick<Storage, 'range'>, areas: Iterable<string>): Promise<Departed> {
  const departed = new Map<string, ReadonlyMap<string, string>>();
  const asked = new Set<string>();
  for (let open = [...new Set(areas)]; open.length > 0;) {
    for (const area of open) asked.add(area);
    const found = await Promise.all(open.map(async (area) => [area, await relocationsIn(storage, area)] as const));
    for (const [area, relocations] of found) {
      const left = departures(area, relocations);
      if (left.size > 0) departed.set(area, left);
    }
    open = [...new Set(open.flatMap((area) => [...(departed.get(area)?.values() ?? [])]))].filter(
      (area) => !asked.has(area),
    );
  }
  return departed;
}

/** Facts about buildings that came to an area or left it; of an area without databases none. */
export async function relocationsIn(storage: Pick<Storage, 'range'>, area: string): Promise<Relocation[]> {
  try {
    return (await storage.range(areaOf(area), 'relocation:', 'relocation:\uffff')) as unknown as Relocation[];
  } catch (fault) {
    if (fault instanceof DatabaseMissing) return [];
    throw fault;
  }
}

/** An area and those to which its buildings went, for what is found by its id alone. */
export const areasAfter = async (storage: Pick<Storage, 'range'>, area: string): Promise<string[]> => {
  const departed = await departedFrom(storage, [area]);
  return [...new Set([area, ...[...departed.values()].flatMap((left) => [...left.values()])])];
};

/** Where a building is by now that left an area. */
function endOf(departed: Departed, area: string, building: string): string {
  const seen = new Set<string>();
  let at = area;
  for (let next = departed.get(at)?.get(building); next !== undefined && !seen.has(at);) {
    seen.add(at);
    at = next;
    next = departed.get(at)?.get(building);
  }
  return at;
}

/** The area whose database this is: none or one. */
export function areaOfDatabase(database: string): readonly string[] {
  const name = parseDatabaseName(database);
  return name?.kind === 'area' || name?.kind === 'care' ? [name.scope] : [];
}

/** A database and those of its kind to which something may have gone from there. */
export function databasesAfter(departed: Departed, database: string): string[] {
  const to = [...departed.values()].flatMap((left) => [...left.values()]);
  const others = areaOfDatabase(database).flatMap((area) =>
    to.map((one) => forwarded(database, new Map([[area, one]]))),
  );
  return [...new Set([database, ...others])];
}

/** The areas of a part: its own, and for what is sealed all in which its author works or worked. */
export function areasNamed(part: Part, holder: Holder): readonly string[] {
  if (parseDatabaseName(part.db)?.kind !== 'sealed') return areaOfDatabase(part.db);
  return [...holder.grants, ...(holder.ended ?? [])].flatMap(({ areas }) => areas);
}

/**
 * Finds out which parts are about a building that has left, and puts on the shelf what judging them needs. Nothing is
 * looked up where nobody left.
 */
export async function forwardingOf(
  departed: Departed,
  shelf: Shelf,
  parts: readonly Part[],
  holder: Holder,
): Promise<Forwarding> {
  const concerned = parts.filter((part) => areasNamed(part, holder).some((area) => departed.has(area)));
  if (concerned.length === 0) return () => undefined;
  const areas = new Set([...departed.keys(), ...[...departed.values()].flatMap((left) => [...left.values()])]);
  const databases = [...areas].flatMap((area) => [areaOf(area), careOf(area)]);
  const look = await knowAnchors(
    shelf,
    parts.map(({ doc }) => doc),
    databases,
  );
  const forwards = new Map<Part, Forward>();
  const places: Place[] = [];
  for (const part of concerned) {
    const to = new Map<string, string>();
    for (const area of areasNamed(part, holder)) {
      const left = [...(departed.get(area)?.keys() ?? [])].map((one) => [one, endOf(departed, area, one)] as const);
      const { to: targets, stays } = belonging(
        look(part.doc._id) ?? part.doc,
        look,
        new Map(left.filter(([, end]) => end !== area)),
      );
      // what is about buildings of several areas stays: those who moved them bring copies
      const [only, ...others] = targets;
      if (only !== undefined && !stays && others.length === 0) to.set(area, only);
    }
    if (to.size === 0) continue;
    const forward: Forward = (database) => forwarded(database, to);
    forwards.set(part, forward);
    places.push(...placesOf(part, holder).map(({ db, id }) => ({ db: forward(db), id })));
  }
  await shelf.fetch(places);
  return (part) => forwards.get(part);
}

function forwarded(database: string, to: ReadonlyMap<string, string>): string {
  const name = parseDatabaseName(database);
  const area = name && to.get(name.scope);
  if (!name || area === undefined) return database;
  return name.kind === 'area' ? areaOf(area) : name.kind === 'care' ? careOf(area) : database;
}

/** What is stored, seen by somebody who does not know that a building has left. */
export const lookingAfter =
  (at: Lookup, forward: Forward | undefined): Lookup =>
  (db, id) =>
    (forward && forward(db) !== db ? at(forward(db), id) : undefined) ?? at(db, id);

/** Fetches whatever tells, step by step, to which building documents belong. */
export async function knowAnchors(shelf: Shelf, docs: readonly object[], databases: readonly string[]): Promise<Look> {
  const given = new Map<string, Head[]>();
  for (const doc of docs as readonly Head[]) given.set(doc._id, [...(given.get(doc._id) ?? []), doc]);
  const at: Look = (id) => {
    const stored = databases.flatMap((db) => shelf.at(db, id)?.body ?? []);
    const [first, ...others] = [...(given.get(id) ?? []), ...stored];
    return others.reduce<Head | undefined>((all, one) => (all?.type === one.type ? merge(all, one) : all), first);
  };
  const known = new Map<string, object | undefined>();
  const isOpen = (id: string): boolean => !id.startsWith('orgUnit:') && !known.has(id);
  // a change of a register may say nothing of where it belongs: what is stored under its id does
  const own = (docs as readonly Head[]).flatMap(({ _id, type }) => (isRegister(type) ? [_id] : []));
  for (let open = new Set([...own, ...docs.flatMap(anchorIds)].filter(isOpen)); open.size > 0;) {
    await shelf.fetch([...open].flatMap((id) => databases.map((db) => ({ db, id }))));
    const found = [...open].map((id) => [id, at(id)] as const);
    for (const [id, doc] of found) known.set(id, doc);
    open = new Set(found.flatMap(([, doc]) => (doc ? anchorIds(doc) : [])).filter(isOpen));
  }
  return (id) => known.get(id);
}
