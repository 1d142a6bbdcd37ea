import { bodyOf } from '../../src/domain/canonical.ts';
import { areaOf, careOf, mediaOf } from '../../src/domain/database-name.ts';
import { groupBy } from '../../src/domain/group.ts';
import { mediaIn } from '../../src/domain/media.ts';
import { mergeAll } from '../../src/domain/merge.ts';
import { belonging, type Belonging } from '../../src/domain/organisation/belonging.ts';
import type { Head } from '../../src/domain/register.ts';
import { knowAnchors } from '../gate/forwarding.ts';
import { createShelf, type Shelf } from '../gate/shelf.ts';
import { writeAll, type Accepted, type Written } from '../gate/write.ts';
import { StorageUnavailable, type Storage, type StoredDoc } from '../storage/port.ts';

/** A document as it lies in an area, all of its leaves made one. */
export interface Found {
  readonly home: (area: string) => string;
  readonly body: Head;
  /** every leaf that is in the body */
  readonly revs: readonly string[];
}

export interface Load {
  readonly storage: Storage;
  /** key of the area that was left */
  readonly from: string;
  /** where each building went that left it */
  readonly leaving: ReadonlyMap<string, string>;
  readonly found: readonly Found[];
  /** Whether what lies in its place there may go here; none: nothing goes yet. */
  readonly mayGo?: (written: Written) => boolean;
}

/** What came of it: documents written over there, and documents that should have gone and are still here. */
export interface Carried {
  readonly wrote: number;
  readonly left: number;
}

const batch = 200;

/**
 * Brings documents to the areas to which their buildings went: under the same ids, with the same bodies, as new leaves. Where
 * something lies under an id already the gate's rules hold: registers merge, facts stay. Done again it changes nothing.
 */
export async function carry({ storage, from, leaving, found, mayGo }: Load): Promise<Carried> {
  const all = new Map(found.map((one) => [one.body._id, one]));
  const areas = new Set([from, ...leaving.values()]);
  const databases = [...areas].flatMap((area) => [areaOf(area), careOf(area)]);
  const shelf = createShelf(storage);
  const bodies = found.map(({ body }) => body);
  const look = await knowAnchors(knowing(shelf, from, all), bodies, databases);
  const going = found.flatMap((one): Going[] => {
    const where = belonging(look(one.body._id) ?? one.body, look, leaving);
    return where.to.length > 0 ? [{ ...one, ...where }] : [];
  });
  let [wrote, left] = [0, 0];
  for (const some of batches(going)) {
    const brought = await bringMedia(storage, from, some);
    const parts = some.flatMap((one) => one.to.map((area) => [partOf(one, area), one] as const));
    const outcomes = await writeAll(
      storage,
      shelf,
      parts.map(([part]) => part),
    );
    wrote += [...outcomes.values()].filter(({ kind }) => kind === 'written').length;
    const of = (one: Going): Written[] =>
      parts.flatMap(([part, about]) => (about === one ? (outcomes.get(part) ?? []) : []));
    // a fact under an id that another fact has over there stays where it is: the gate never lets that come about
    const leave = some.filter((one) => !one.stays && of(one).every(({ kind }) => kind !== 'refused'));
    const stuck = new Set(leave.filter((one) => !of(one).every((outcome) => mayGo?.(outcome) === true)));
    left += leave.filter((one) => stuck.has(one)).length;
    const gone = leave.filter((one) => !stuck.has(one));
    // first what only the documents know of
    if (mayGo) left += (await letMediaGo(storage, from, gone, brought)) + (await letGo(storage, from, gone));
  }
  return { wrote, left };
}

type Going = Found & Belonging;

/** Visits come after everything that belongs to them, so that a desk never sees half a visit. */
function batches(going: readonly Going[]): Going[][] {
  const isVisit = ({ body }: Going): boolean => body.type === 'visit';
  return [going.filter((one) => !isVisit(one)), going.filter(isVisit)].flatMap((some) =>
    Array.from({ length: Math.ceil(some.length / batch) }, (_, n) => some.slice(n * batch, (n + 1) * batch)),
  );
}

const partOf = ({ home, body }: Going, area: string): Accepted => ({ db: home(area), id: body._id, body });

/** A shelf that need not ask for what was read a moment ago. */
function knowing(shelf: Shelf, from: string, all: ReadonlyMap<string, Found>): Shelf {
  const isKnown = ({ db, id }: { readonly db: string; readonly id: string }): boolean => all.get(id)?.home(from) === db;
  return {
    ...shelf,
    fetch: (wanted) => shelf.fetch([...wanted].filter((place) => !isKnown(place))),
  };
}

/** @returns how many are still here, because somebody wrote to them meanwhile */
async function letGo(storage: Storage, from: string, gone: readonly Going[]): Promise<number> {
  let left = 0;
  for (const [db, some] of groupBy(gone, ({ home }) => home(from))) {
    const drafts = some.flatMap(({ body: { _id }, revs }) =>
      revs.map((_rev) => ({ _id, _rev, _deleted: true as const })),
    );
    const results = await storage.write(db, drafts);
    if (results.some(({ error }) => error === 'unavailable')) throw new StorageUnavailable();
    left += results.filter(({ error }) => error !== undefined).length;
  }
  return left;
}

const blobs = (some: readonly Going[]): [id: string, areas: readonly string[]][] =>
  some.flatMap(({ body, to }) => mediaIn(body).map(({ id }): [string, readonly string[]] => [id, to]));

/**
 * Pictures go with the documents that name them; what has not come yet is found by its id where it will come to.
 * @returns ids of those that may not be on safe copies yet
 */
async function bringMedia(storage: Storage, from: string, some: readonly Going[]): Promise<ReadonlySet<string>> {
  const unsafe = new Set<string>();
  const wanted = blobs(some);
  if (wanted.length === 0) return unsafe;
  const here = await storage.getMany(
    mediaOf(from),
    wanted.map(([id]) => id),
  );
  for (const [id, areas] of wanted) {
    if (!here.has(id)) continue;
    for (const area of areas) {
      if (await storage.get(mediaOf(area), id)) continue;
      const blob = await storage.getAttachment(mediaOf(from), id, 'blob');
      const written = blob && (await storage.putAttachment(mediaOf(area), id, 'blob', blob));
      if (written?.error !== undefined && written.error !== 'conflict') throw new StorageUnavailable();
      if (storage.kind !== 'embedded') unsafe.add(id);
    }
  }
  return unsafe;
}

/** @returns how many are still here */
async function letMediaGo(
  storage: Storage,
  from: string,
  gone: readonly Going[],
  unsafe: ReadonlySet<string>,
): Promise<number> {
  for (const [id, areas] of blobs(gone)) {
    const here = unsafe.has(id) ? undefined : await storage.get(mediaOf(from), id);
    if (!here) continue;
    const there = await Promise.all(areas.map((area) => storage.get(mediaOf(area), id)));
    if (there.every((blob) => blob !== undefined))
      await storage.write(mediaOf(from), [{ _id: id, _rev: here._rev, _deleted: true }]);
  }
  return unsafe.size;
}

/** A row of a feed, with every leaf; undefined: deleted. */
export async function foundIn(
  storage: Storage,
  home: Found['home'],
  from: string,
  doc: StoredDoc | undefined,
): Promise<Found | undefined> {
  if (!doc || doc._deleted) return undefined;
  const leaves = doc._conflicts?.length ? await storage.leaves(home(from), doc._id) : [doc];
  const [first, ...others] = leaves.map((leaf) => bodyOf(leaf) as unknown as Head);
  if (!first) return undefined;
  return { home, body: mergeAll([first, ...others]), revs: leaves.map(({ _rev }) => _rev) };
}
