import { envelopeVersion, type Envelope, type Part } from '../domain/envelope.ts';
import { awaitingHome } from './handed-over.ts';
import { isHeld } from './held.ts';
import { live } from './live.ts';
import { nextTurn } from './meta.ts';
import { partsOf, unsafeRows } from './rebuild.ts';
import { rowKey, type OutboxRow } from './rows.ts';
import type { Store } from './store.ts';
import { longestAgain } from './verdicts.ts';

/** Device ms from which an envelope may be sent; 0: at once. A wait longer than any that is given was set by a clock that stood elsewhere. */
function mayGoAt(row: OutboxRow, now: number): number {
  const held = isHeld(row, now) ? (row.holdUntil ?? 0) : 0;
  const asked = row.notBefore ?? 0;
  return Math.max(held, asked - now > longestAgain ? 0 : asked);
}

export interface Waiting {
  /** how many envelopes are not safe yet */
  readonly count: number;
  /** device ms at which the first of them may go; undefined: none waits */
  readonly nextAt: number | undefined;
}

/** What waits, and from when on. */
export async function waiting(store: Store): Promise<Waiting> {
  const now = store.clock.now();
  const rows = await unsafeRows(store);
  return {
    count: rows.length,
    nextAt: rows.length === 0 ? undefined : Math.min(...rows.map((row) => mayGoAt(row, now))),
  };
}

/** Hears at the start and whenever an envelope was saved, undone or answered, in any context. Returns the way out. */
export const followWaiting = (store: Store, heard: (waiting: Waiting) => void): (() => void) =>
  live(() => waiting(store), heard);

/**
 * Takes the next envelopes to be sent and marks them as perhaps sent, so that an undo comes too late from here on.
 * @param most at most that many
 */
export async function takeSendable(store: Store, most: number): Promise<readonly Envelope[]> {
  const { db } = store;
  const now = store.clock.now();
  const taken = await db.transaction('rw', db.outbox, async () => {
    const may = (row: OutboxRow): boolean => row.packed !== undefined && mayGoAt(row, now) <= now;
    const due = (await unsafeRows(store)).filter(may).slice(0, most);
    const first = due.filter((row) => row.sentMs === undefined).map((row) => ({ ...row, sentMs: now }));
    if (first.length > 0) await db.outbox.bulkPut(first);
    return due;
  });
  return Promise.all(taken.map(async (row) => envelopeOf(store, row, await partsOf(store, row))));
}

const envelopeOf = (store: Store, row: OutboxRow, docs: readonly Part[]): Envelope => ({
  _id: row.id,
  v: envelopeVersion,
  device: store.device,
  seq: row.seq ?? 0,
  savedAt: row.savedAt,
  docs,
});

/** Whether anything for a database has not left this tablet. */
export const hasUnsentFor = async (store: Store, database: string): Promise<boolean> =>
  (await unsafeRows(store)).some((row) => row.refs.some((ref) => ref.db === database));

/** Every action that is not safe on the relay or was not accepted, as the envelopes that would be sent. */
export async function exportUnsent(store: Store): Promise<readonly Envelope[]> {
  const rows = await store.db.outbox.where('state').anyOf('waiting', 'received', 'refused').toArray();
  const kept = rows.filter((row) => !row.gone).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0));
  return Promise.all(
    kept.map(async (row) => {
      const open = new Set(row.refs.map((ref) => rowKey(ref.db, ref.id)));
      const parts = (await partsOf(store, row)).filter(({ db, doc }) => open.has(rowKey(db, doc._id)));
      return envelopeOf(store, row, parts);
    }),
  );
}

const generation = (rev: string | undefined): number => Number.parseInt(rev ?? '0', 10);

/**
 * Whether the feed told of everything in it. Until then the envelope is the only proof that the relay had it, should the
 * relay go back; and a clock a year ahead makes every envelope old.
 * @param copied databases that are fetched here: of others nothing is told
 */
async function isTold(store: Store, row: OutboxRow, copied: ReadonlySet<string>): Promise<boolean> {
  const told = (row.verdicts ?? []).filter(({ db, rev }) => rev !== undefined && copied.has(db));
  const held = await store.db.documents.bulkGet(told.map(({ db, id }) => rowKey(db, id)));
  return told.every(({ rev }, index) => {
    const here = held[index];
    return !here || here.gone === true || generation(here.rev) >= generation(rev);
  });
}

/**
 * Lets go of envelopes that were delivered before a moment (device ms) and that the feed told of; the records themselves
 * stay. What was handed over and is not home yet stays too.
 */
export async function tidyOutbox(store: Store, before: number): Promise<void> {
  const { db } = store;
  const delivered = await db.outbox.where('state').equals('delivered').toArray();
  const copied = new Set(await db.cursors.toCollection().primaryKeys());
  const old: OutboxRow[] = [];
  for (const row of delivered.filter(({ savedMs }) => savedMs < before))
    if ((await awaitingHome(store, row)).length === 0 && (await isTold(store, row, copied))) old.push(row);
  if (old.length === 0) return;
  await db.transaction('rw', [db.outbox, db.meta], async () => {
    const turn = await nextTurn(db);
    await Promise.all([
      db.outbox.bulkDelete(old.map((row) => row.seq ?? 0)),
      db.meta.put({ key: 'turn', value: turn }),
      db.meta.put({ key: 'generation', value: turn }),
    ]);
  });
}
