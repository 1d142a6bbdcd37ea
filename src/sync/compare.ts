import type { AnyDocument } from '../domain/document.ts';
import { done, type Result } from '../domain/fault.ts';
import { mergeAll } from '../domain/merge.ts';
import { bodiesOf, concludeComparison, knownRevs, queueAgain, sayAgain } from '../store/comparison.ts';
import { receive, type Incoming } from '../store/receive.ts';
import type { Cursor } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { DatabaseState, Wire } from './wire.ts';

/** Names of one request, and documents of one. */
const [listedRows, readRows] = [10_000, 200];
const askedAtOnce = 500;

export interface Compared {
  readonly cursor: Cursor;
  /** documents that came anew or in another revision */
  readonly read: number;
  /** documents that were known here and that the relay lost, wholly or in part */
  readonly lost: number;
  /** those of them of which something waits in the outbox again; the rest is for their authors' tablets to send */
  readonly again: number;
}

function* slices<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}

/**
 * Compares a database with what is here, by id and revision, and reads only what differs: after a restore, and whenever
 * the relay lost something that it had. What this person wrote here and the relay lacks goes out again through the gate.
 * A cut leaves the old cursor: the comparison begins anew and finds less to do, because what is to be said again waits in the
 * outbox by then.
 * @param state as told before anything was listed: the feed goes on from there
 */
export async function compareDatabase(
  store: Store,
  wire: Wire,
  known: Cursor,
  state: DatabaseState,
): Promise<Result<Compared>> {
  const { db } = known;
  const { had: revs, fetched } = await knownRevs(store, db);
  const differing: string[] = [];
  const listed = new Set<string>();
  for (let after: string | undefined; ;) {
    const page = await wire.list(db, after, listedRows);
    if (!page.ok) return page;
    for (const { id, rev } of page.value) {
      listed.add(id);
      if (revs.get(id) !== rev || fetched.get(id) !== rev) differing.push(id);
    }
    if (page.value.length < listedRows) break;
    after = page.value.at(-1)?.id;
  }

  const behind: AnyDocument[] = [];
  for (const ids of slices(differing, readRows)) {
    const answer = await wire.read(db, ids);
    if (!answer.ok) return answer;
    const told = new Map(answer.value.map((row) => [row.id, toldBy(row)]));
    const late: AnyDocument[] = [];
    for (const doc of await bodiesOf(store, db, ids)) {
      const change = told.has(doc._id) && revs.has(doc._id) && sayAgain(store, doc, told.get(doc._id));
      if (change) late.push(change);
    }
    await queueAgain(store, db, late);
    behind.push(...late);
    await receive(store, answer.value, known);
  }

  const absent = [...revs].filter(([id]) => !listed.has(id));
  const lost: string[] = [];
  for (const some of slices(absent, askedAtOnce)) {
    const answer = await wire.missing(db, new Map(some));
    if (!answer.ok) return answer;
    const missing = new Set(answer.value);
    lost.push(...missing);
    const unlisted = some.filter(([id]) => !missing.has(id));
    if (unlisted.length === 0) continue;
    // Somebody may have sent it again since it was listed: only what is not there now was deleted.
    const there = await wire.read(
      db,
      unlisted.map(([id]) => id),
    );
    if (!there.ok) return there;
    const back = new Set(there.value.map(({ id }) => id));
    const deleted = unlisted.filter(([id]) => !back.has(id));
    await receive(
      store,
      [...there.value, ...deleted.map(([id, rev]): Incoming => ({ id, rev, deleted: true, leaves: [] }))],
      known,
    );
  }
  const again: AnyDocument[] = [];
  for (const ids of slices(lost, readRows))
    for (const doc of await bodiesOf(store, db, ids)) again.push(...[sayAgain(store, doc) ?? []].flat());

  const cursor: Cursor = {
    db,
    epoch: state.epoch,
    seq: state.seq,
    count: known.count,
    total: known.total,
    complete: true,
  };
  await concludeComparison(store, cursor, again, lost);
  return done({
    cursor,
    read: differing.length,
    lost: lost.length + behind.length,
    again: behind.length + again.length,
  });
}

const toldBy = ({ leaves }: Incoming): AnyDocument | undefined => {
  const [first, ...others] = leaves;
  return first && mergeAll([first, ...others]);
};
