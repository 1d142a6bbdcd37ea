import { bodyOf, canonical } from '../../src/domain/canonical.ts';
import { isRegister } from '../../src/domain/catalogue.ts';
import type { AnyDocument } from '../../src/domain/document.ts';
import { merge, mergeAll } from '../../src/domain/merge.ts';
import type { Register } from '../../src/domain/register.ts';
import { stampTime } from '../../src/domain/stamp.ts';
import { databasesOf, handoverHome } from '../../src/domain/rights.ts';
import { databaseOfKey, idOfKey, rowKey, type OutboxRow } from '../../src/store/rows.ts';
import { leavesOf } from '../doubles/couchdb/revisions.ts';
import type { Tablet } from './tablet.ts';
import type { World } from './world.ts';

const isCopied = (name: string): boolean => /^(?:ref|area|care|sealed|own)-/.test(name);

/** What the relays hold of a database, every live leaf merged; and the ids of those that have more than one. */
interface Held {
  readonly docs: Map<string, AnyDocument>;
  readonly tangled: string[];
}
/** What stands in a database; read once for one look at the world. */
type Holdings = (database: string) => Held;

function holdingsOf(world: World): Holdings {
  const known = new Map<string, Held>();
  return (database) => {
    const held = known.get(database) ?? heldIn(world, database);
    known.set(database, held);
    return held;
  };
}

function heldIn(world: World, database: string): Held {
  const docs = new Map<string, AnyDocument>();
  const tangled: string[] = [];
  for (const tree of world.cluster.databases.get(database)?.trees.values() ?? []) {
    const live = leavesOf(tree).filter(({ deleted, body }) => !deleted && body !== undefined);
    const [first, ...others] = live.map(({ body }) => bodyOf({ _id: tree.id, ...body }) as unknown as AnyDocument);
    if (!first) continue;
    docs.set(tree.id, mergeAll([first, ...others]));
    if (others.length > 0) tangled.push(tree.id);
  }
  return { docs, tangled };
}

const bodiesOf = async (tablet: Tablet): Promise<Map<string, AnyDocument>> => {
  const rows = (await tablet.store.db.documents.toArray()).filter((row) => !row.gone);
  const docs = (await tablet.store.seal.open(rows.map((row) => row.body))) as AnyDocument[];
  return new Map(rows.flatMap((row, index) => (docs[index] ? [[row.key, docs[index]]] : [])));
};

/** Keys of what was not accepted and says so, with the code. */
const refusedKeys = (rows: readonly OutboxRow[]): Map<string, string> =>
  new Map(
    rows
      .filter((row) => row.state === 'refused')
      .flatMap((row) => row.verdicts ?? [])
      .flatMap(({ db, id, code }): [string, string][] => (code === undefined ? [] : [[rowKey(db, id), code]])),
  );

/** Keys of what was handed over: its author keeps it until a secretary brought it home. */
const handedOver = (rows: readonly OutboxRow[]): Set<string> =>
  new Set(
    rows
      .flatMap((row) => row.verdicts ?? [])
      .flatMap(({ db, id, code }) => (code === 'handed-over' ? [rowKey(db, id)] : [])),
  );

/**
 * Everything that is not as it must be once all is well again; empty: the world is whole. Names documents by id and
 * database.
 */
export async function faultsOf(world: World): Promise<string[]> {
  const faults = world.bugs.map((bug) => `bug: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`);
  const outboxes = new Map<Tablet, OutboxRow[]>();
  const holdings = holdingsOf(world);
  for (const tablet of world.tablets) {
    const rows = (await tablet.store.db.outbox.toArray()).filter((row) => !row.gone);
    outboxes.set(tablet, rows);
    for (const row of rows)
      if (row.state === 'waiting' || row.state === 'received') faults.push(`${tablet.name}: ${row.id} is ${row.state}`);
    faults.push(...(await replicaFaults(world, holdings, tablet, rows)));
  }
  for (const action of world.done)
    faults.push(...actionFaults(holdings, world.time.now, action, outboxes.get(action.tablet) ?? []));
  faults.push(...relayFaults(world, holdings));
  return faults;
}

/** A tablet holds what its person may read, byte for byte as the relays do, and nothing else. */
async function replicaFaults(
  world: World,
  held: Holdings,
  tablet: Tablet,
  rows: readonly OutboxRow[],
): Promise<string[]> {
  const [refused, handed] = [refusedKeys(rows), handedOver(rows)];
  const holder = world.town.holders.get(tablet.user);
  const rights = holder ? databasesOf(holder) : [];
  const readable = rights.filter(({ read, name }) => read && isCopied(name)).map(({ name }) => name);
  const here = await bodiesOf(tablet);
  const faults: string[] = [];
  for (const [key, body] of here) {
    if (refused.has(key)) continue;
    const db = databaseOfKey(key);
    if (!readable.includes(db) && handed.has(key)) continue;
    if (!readable.includes(db)) faults.push(`${tablet.name} holds ${key} without a right`);
    else {
      const all = asRelaysHold(held, db, idOfKey(key));
      const [there] = all;
      if (!there) faults.push(`${tablet.name} holds ${key}, the relay does not`);
      else if (all.every((one) => canonical(one) !== canonical(body)))
        faults.push(`${tablet.name} differs at ${key}:\n  here  ${canonical(body)}\n  there ${canonical(there)}`);
    }
  }
  for (const db of readable)
    for (const id of held(db).docs.keys())
      if (!here.has(rowKey(db, id))) faults.push(`${tablet.name} misses ${rowKey(db, id)}`);
  return faults;
}

/**
 * What the relays hold of a document, as a tablet may know it: as it stands, and with what waits in the handover database
 * until a secretary brings it home. Its author keeps that, also when they got their right back; and others have read it, if
 * a node had it in its place and died.
 */
function asRelaysHold(held: Holdings, db: string, id: string): AnyDocument[] {
  const there = held(db).docs.get(id);
  const home = handoverHome(db, 'c1');
  const waits = home === undefined || home === db ? undefined : held(home).docs.get(id);
  if (!there) return waits ? [waits] : [];
  return waits ? [there, merge(there, waits)] : [there];
}

/** Every saved part is at the relay (or where it was handed over to), or is shown as not accepted. */
function actionFaults(
  held: Holdings,
  now: number,
  { tablet, parts, state }: World['done'][number],
  rows: readonly OutboxRow[],
): string[] {
  const refused = refusedKeys(rows);
  const facts = parts.filter(({ doc }) => !isRegister(String(doc.type)));
  const telling = facts.length > 0 ? facts : parts;
  const known = telling.map(({ db, doc }) =>
    rows.some((row) => row.refs.some((ref) => ref.id === doc._id && ref.db === db)),
  );
  if (state === 'open' && facts.length === 0) return [];
  if (state === 'open' && known.every((here) => !here)) return [];
  return parts.flatMap(({ db, doc }) => {
    if (refused.has(rowKey(db, doc._id))) return [];
    const homes = [db, handoverHome(db, 'c1') ?? db];
    const there = homes.flatMap((home) => held(home).docs.get(doc._id) ?? []);
    const mine = doc as unknown as AnyDocument;
    const kept = there.some((one) =>
      isRegister(mine.type)
        ? holdsChange(one as unknown as Register, mine as unknown as Register, now)
        : canonical(one) === canonical(mine),
    );
    return kept ? [] : [`${tablet.name}: ${rowKey(db, doc._id)} was saved and is lost`];
  });
}

/** The relay has each field as it was written, or a newer one; a stamp that stood ahead of time was shifted back. */
function holdsChange(held: Register, change: Register, now: number): boolean {
  return Object.entries(change.fields).every(([name, { v, s }]) => {
    const there = held.fields[name];
    return there !== undefined && (there.s >= s || stampTime(s) > now || canonical(there.v) === canonical(v));
  });
}

/** Nothing is doubled, everything that a tablet was told to be safe is there, one leaf each. */
function relayFaults(world: World, held: Holdings): string[] {
  const faults: string[] = [];
  for (const database of world.cluster.databases.keys()) {
    if (!/^(?:area|care|own|handover)/.test(database)) continue;
    const { docs, tangled } = held(database);
    for (const id of tangled) faults.push(`${database} ${id} has several leaves`);
    const home = handoverHome(database, 'c1');
    if (home !== undefined && home !== database)
      for (const id of held(home).docs.keys())
        if (docs.has(id) && !isRegister(id.split(':')[0] ?? '')) faults.push(`${id} stands in ${database} and ${home}`);
  }
  for (const { db, doc } of world.safe.values()) {
    const homes = [db, handoverHome(db, 'c1') ?? db];
    const there = homes.flatMap((home) => held(home).docs.get(doc._id) ?? []);
    const told = doc as unknown as AnyDocument;
    if (!there.some((one) => canonical(merge(one, told)) === canonical(one)))
      faults.push(`${db} ${doc._id} was called safe and is not there`);
  }
  return faults;
}

/** What the relays hold of people's work, by database and id; stamps and revisions left out. */
export function documentsIn(world: World): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const database of [...world.cluster.databases.keys()].filter((name) => /^(?:area|care|handover)/.test(name))) {
    for (const [id, doc] of heldIn(world, database).docs) {
      const { fields } = doc as unknown as Partial<Register>;
      const values = fields && Object.fromEntries(Object.entries(fields).map(([name, { v }]) => [name, v]));
      found.set(`${database} ${id}`, canonical(values ?? doc));
    }
  }
  return found;
}
