import type { Fault, Result } from '../domain/fault.ts';
import { knownKeys, receive, type KnownKeys } from '../store/receive.ts';
import { beginRefresh } from '../store/refresh.ts';
import type { Cursor } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { Ahead } from './ahead.ts';
import type { Chunks } from './in-chunks.ts';
import type { SnapshotPart, Wire } from './wire.ts';

export interface SnapshotRound {
  /** where the feed goes on; in the middle of the snapshot when it was paused or failed */
  readonly cursor: Cursor;
  readonly rows: number;
  readonly paused: boolean;
  readonly fault?: Fault;
}

export interface SnapshotLoad {
  readonly store: Store;
  readonly wire: Wire;
  readonly chunks: Chunks;
  /** the keys that lie here of the database */
  readonly here: KnownKeys | undefined;
  readonly pause: () => boolean;
  readonly told: (cursor: Cursor) => void;
  readonly ahead: Ahead;
}

/** Whether a first load is at its beginning, or in the middle of a snapshot. */
export const readsSnapshot = (cursor: Cursor): boolean =>
  cursor.snapshot !== undefined || (cursor.seq === '0' && !cursor.complete);

/** The keys that lie here, where that spares reading row by row. */
export const keysHere = async (store: Store, cursor: Cursor): Promise<KnownKeys | undefined> =>
  cursor.complete || cursor.compareFrom !== undefined ? undefined : knownKeys(store, cursor.db);

/** What was asked for, and the answer on its way. */
export interface AskedSnapshot {
  readonly id: string | undefined;
  readonly answer: Promise<Result<SnapshotPart>>;
}

/** @param place in the middle of a snapshot; without one the current one is asked for, from its beginning */
export const askSnapshot = (wire: Wire, db: string, place: Cursor['snapshot'], ahead: Ahead): AskedSnapshot => ({
  id: place?.id,
  answer: place
    ? ahead.part(db, place.id, place.part, () => wire.snapshot(db, place.part, place.id))
    : wire.snapshot(db, 0),
});

/**
 * Reads a database's snapshot, each part asked for while the one before it is written; the place in it is written with
 * the rows. Its documents come building after building (the relay orders them), so the first buildings can be used while
 * the rest still comes. A snapshot that vanished in the middle is read anew over what is here; where there is none the
 * cursor stays at the beginning, and the feed tells everything.
 * @param early what was asked for before it was known where the cursor stands; undefined: nothing
 */
export async function loadSnapshot(
  load: SnapshotLoad,
  from: Cursor,
  early: AskedSnapshot | undefined,
): Promise<SnapshotRound> {
  const { wire, pause, told, ahead } = load;
  const { db } = from;
  let cursor = from;
  let rows = 0;
  const fitting = early?.id === cursor.snapshot?.id ? early : undefined;
  let asked = (fitting ?? askSnapshot(wire, db, cursor.snapshot, ahead)).answer;
  for (;;) {
    const answer = await asked;
    if (!answer.ok && answer.fault.code !== 'not-found') return { cursor, rows, paused: false, fault: answer.fault };
    const fits = answer.ok && answer.value.head.epoch === cursor.epoch;
    if (!answer.ok || !fits) {
      const { snapshot, ...start } = cursor;
      if (snapshot === undefined) return { cursor, rows, paused: false };
      cursor = await beginRefresh(load.store, { ...start, count: 0 });
      asked = wire.snapshot(db, 0);
      continue;
    }
    const { head } = answer.value;
    const following = head.part + 1;
    const ask = (): Promise<Result<SnapshotPart>> => wire.snapshot(db, following, head.id);
    const next = following === head.parts || pause() ? undefined : ask();
    cursor = await begun(load, cursor, answer.value);
    const before = cursor.count;
    cursor = await takePart(load, cursor, answer.value);
    rows += cursor.count - before;
    told(cursor);
    if (cursor.snapshot === undefined) return { cursor, rows, paused: false };
    if (pause()) {
      if (next) ahead.keepPart(db, head.id, following, next);
      return { cursor, rows, paused: true };
    }
    asked = next ?? ask();
  }
}

/** A cursor in the middle of a snapshot stays; any other begins with this one. */
async function begun({ store, here }: SnapshotLoad, cursor: Cursor, { head }: SnapshotPart): Promise<Cursor> {
  if (cursor.snapshot) return cursor;
  const empty = here !== undefined && here.keys.size === 0;
  const start = empty ? cursor : await beginRefresh(store, cursor);
  return { ...start, total: head.documents, snapshot: { id: head.id, part: head.part, row: 0 } };
}

async function takePart(
  { store, chunks, here }: SnapshotLoad,
  from: Cursor,
  { head, rows }: SnapshotPart,
): Promise<Cursor> {
  const place = from.snapshot?.row ?? 0;
  const { snapshot: _place, ...rest } = from;
  const after = (count: number): Cursor => {
    const cursor = { ...rest, count: from.count + count };
    if (place + count < rows.length)
      return { ...cursor, snapshot: { id: head.id, part: head.part, row: place + count } };
    // With the last row stands what comes after it: the next part, or the feed.
    return head.part + 1 < head.parts
      ? { ...cursor, snapshot: { id: head.id, part: head.part + 1, row: 0 } }
      : { ...cursor, seq: head.seq };
  };
  const last = await chunks.write(rows.slice(place), after, here);
  if (last) return last;
  await receive(store, [], after(0));
  return after(0);
}
