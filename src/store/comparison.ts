import { isRegister } from '../domain/catalogue.ts';
import type { AnyDocument } from '../domain/document.ts';
import { limits, type Part } from '../domain/envelope.ts';
import type { Membership, Register } from '../domain/register.ts';
import { stampReplica, type Stamp } from '../domain/stamp.ts';
import { nextTurn } from './meta.ts';
import { databaseOfKey, idOfKey, rowKey, type Cursor, type DocumentRow, type OutboxRow, type RowKey } from './rows.ts';
import type { Store } from './store.ts';

/** How many of the newest documents are asked after, of those that were delivered and of those that were pulled. */
const askedAfter = 20;
/** Newest rows of all databases that are looked through for them. */
const lookedThrough = 400;

/** Revisions of one database, by document id. */
export type Revisions = ReadonlyMap<string, string>;

const range = (store: Store, db: string) => store.db.documents.where('key').between(`${db}|`, `${db}|\uffff`);

/** What the relay said that it has safely, by document. */
async function deliveredRevs(store: Store, db: string): Promise<Map<string, string>> {
  const rows = (await store.db.outbox.toArray()).filter((row) => !row.gone);
  const told = rows
    .sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0))
    .flatMap((row) => row.verdicts ?? [])
    .filter((verdict) => verdict.db === db && verdict.durable && verdict.code === undefined);
  return new Map(told.flatMap(({ id, rev }) => (rev === undefined ? [] : [[id, rev]])));
}

/** The newest documents that the relay must know: delivered from here, and pulled. The same work however many there are. */
export async function newestKnown(store: Store, db: string): Promise<Revisions> {
  const delivered = [...(await deliveredRevs(store, db))].slice(-askedAfter);
  const recent = await store.db.documents.orderBy('turn').reverse().limit(lookedThrough).toArray();
  const of = (rows: readonly DocumentRow[]): [string, string][] =>
    rows.flatMap(({ key, rev, gone }) => (rev === undefined || gone ? [] : [[idOfKey(key), rev]]));
  const pulled = of(recent.filter(({ key }) => databaseOfKey(key) === db)).slice(0, askedAfter);
  // nothing of it came lately: ids rise with time, so the last of them are the newest of their type
  const some = pulled.length > 0 ? pulled : of(await range(store, db).reverse().limit(askedAfter).toArray());
  const newest = new Map(delivered);
  for (const [id, rev] of some) if (generation(rev) >= generation(newest.get(id) ?? '0')) newest.set(id, rev);
  return newest;
}

const generation = (rev: string): number => Number.parseInt(rev, 10);

export interface KnownRevisions {
  /** every revision that the relay is known to have had: fetched, or delivered from here */
  readonly had: Map<string, string>;
  /** those of them that are merged in here; what was delivered a moment ago may hold more there than here */
  readonly fetched: Revisions;
}

/** Every revision of a database that this tablet knows of. */
export async function knownRevs(store: Store, db: string): Promise<KnownRevisions> {
  const had = await deliveredRevs(store, db);
  const fetched = new Map<string, string>();
  await range(store, db).each(({ key, rev, gone }) => {
    const id = idOfKey(key);
    if (gone) had.delete(id);
    else if (rev !== undefined) {
      fetched.set(id, rev);
      if (generation(rev) >= generation(had.get(id) ?? '0')) had.set(id, rev);
    }
  });
  return { had, fetched };
}

/** Documents as they lie here. */
export async function bodiesOf(store: Store, db: string, ids: readonly string[]): Promise<AnyDocument[]> {
  const rows = await store.db.documents.bulkGet(ids.map((id) => rowKey(db, id)));
  const live = rows.filter((row): row is DocumentRow => row !== undefined && !row.gone);
  return (await store.seal.open(live.map((row) => row.body))) as AnyDocument[];
}

/**
 * What of a document this person may say again from this tablet: a fact of their own, the fields and memberships of a
 * register that they stamped here. Undefined: nothing. Others' have to come from the others.
 * @param told what the relay has of it
 */
export function sayAgain(store: Store, doc: AnyDocument, told?: AnyDocument): AnyDocument | undefined {
  if (!isRegister(doc.type)) {
    const mine = doc.by === store.user && doc.deviceId === store.device;
    return mine && told === undefined ? doc : undefined;
  }
  const { replica } = store.stamps.clock;
  const mine = (stamp: Stamp | undefined): boolean => stamp !== undefined && stampReplica(stamp) === replica;
  const register: Register = doc as never;
  const known = told as Register | undefined;
  const fields = Object.entries(register.fields).filter(
    ([name, field]) => mine(field.s) && (known?.fields[name]?.s ?? '') < field.s,
  );
  const sets = Object.entries(register.sets ?? {}).flatMap(([set, members]) => {
    const changed = Object.entries(members).flatMap(([element, member]) => {
      const there: Membership = known?.sets?.[set]?.[element] ?? {};
      const again = {
        ...(mine(member.in) && (there.in ?? '') < (member.in ?? '') && { in: member.in }),
        ...(mine(member.out) && (there.out ?? '') < (member.out ?? '') && { out: member.out }),
      };
      return Object.keys(again).length > 0 ? [[element, again] as const] : [];
    });
    return changed.length > 0 ? [[set, Object.fromEntries(changed)] as const] : [];
  });
  if (fields.length + sets.length === 0) return undefined;
  const { sets: _sets, ...head } = register;
  const change: Register = {
    ...head,
    by: store.user,
    deviceId: store.device,
    fields: Object.fromEntries(fields),
    ...(sets.length > 0 && { sets: Object.fromEntries(sets) }),
  };
  return change as unknown as AnyDocument;
}

/** Parts of one envelope: as many as fit well within the drop's limit. */
function lotsOf(db: string, docs: readonly AnyDocument[]): Part[][] {
  const lots: Part[][] = [];
  let room = 0;
  for (const doc of docs) {
    const bytes = new TextEncoder().encode(JSON.stringify(doc)).length;
    if (bytes > room || (lots.at(-1)?.length ?? 0) >= 100) {
      lots.push([]);
      room = limits.envelope / 2;
    }
    room -= bytes;
    lots.at(-1)?.push({ db, doc: doc });
  }
  return lots;
}

/** Actions that say again what the relay lost, ready to wait in the outbox. */
async function actionsOf(store: Store, database: string, again: readonly AnyDocument[]) {
  const lots = lotsOf(database, again);
  const packed = await store.seal.seal(lots);
  return (turn: number): OutboxRow[] =>
    lots.map((lot, index) => ({
      id: store.ids.next('envelope'),
      state: 'waiting',
      turn,
      savedAt: store.clock.instant(),
      savedMs: store.clock.now(),
      refs: lot.map(({ doc }) => ({ db: database, id: doc._id, type: String(doc.type) })),
      packed: packed[index],
    }));
}

/** Lets what is to be said again wait in the outbox: before the relay's word on it is merged in here and hides it. */
export async function queueAgain(store: Store, database: string, again: readonly AnyDocument[]): Promise<void> {
  if (again.length === 0) return;
  const { db } = store;
  const actions = await actionsOf(store, database, again);
  await db.transaction('rw', [db.outbox, db.meta], async () => {
    const turn = await nextTurn(db);
    await Promise.all([db.outbox.bulkAdd(actions(turn)), db.meta.put({ key: 'turn', value: turn })]);
  });
}

/**
 * Ends a comparison, in one transaction: what is to be said again waits in the outbox, what the relay lost is not taken
 * for known any more, and the cursor stands where the comparison began.
 * @param lost ids of documents that the relay does not have
 */
export async function concludeComparison(
  store: Store,
  cursor: Cursor,
  again: readonly AnyDocument[],
  lost: readonly string[],
): Promise<void> {
  const { db } = store;
  const actions = await actionsOf(store, cursor.db, again);
  const keys = lost.map((id): RowKey => rowKey(cursor.db, id));
  await db.transaction('rw', [db.documents, db.outbox, db.cursors, db.meta], async () => {
    const [turn, rows] = await Promise.all([nextTurn(db), db.documents.bulkGet(keys)]);
    const forgotten = rows.flatMap((row): DocumentRow[] => {
      if (!row) return [];
      const { rev: _rev, ...rest } = row;
      return [{ ...rest, turn }];
    });
    await Promise.all([
      db.documents.bulkPut(forgotten),
      db.outbox.bulkAdd(actions(turn)),
      db.cursors.put(cursor),
      db.meta.put({ key: 'turn', value: turn }),
    ]);
  });
}

/**
 * Ends a first load that a new epoch cut: all of it was read again, and what was here and was not told of is missing there.
 * @returns how many documents are missing on the relay
 */
export async function concludeReading(store: Store, cursor: Cursor): Promise<number> {
  const { compareFrom, ...done } = cursor;
  if (compareFrom === undefined) return 0;
  const missing = (await range(store, cursor.db).toArray()).filter(
    (row) => !row.gone && row.turn <= compareFrom && row.rev !== undefined,
  );
  const docs = (await store.seal.open(missing.map((row) => row.body))) as AnyDocument[];
  const again = docs.flatMap((doc) => sayAgain(store, doc) ?? []);
  await concludeComparison(
    store,
    done,
    again,
    missing.map(({ key }) => idOfKey(key)),
  );
  return missing.length;
}
