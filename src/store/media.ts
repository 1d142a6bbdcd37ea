import type { Part } from '../domain/envelope.ts';
import type { FaultCode } from '../domain/fault.ts';
import { mediaIn } from '../domain/media.ts';
import type { MediaReference } from '../domain/documents/media.ts';
import type { AccountDatabase } from './database.ts';
import { live } from './live.ts';
import { readMeta, writeMeta } from './meta.ts';
import type { MediaRow, MediaState, OutboxRow } from './rows.ts';
import type { Store } from './store.ts';
import { againIn } from './verdicts.ts';

/** A picture that was just taken for a draft; its bytes are kept right after. */
export async function keepMediaRow(store: Store, taken: MediaReference, draftKey: string): Promise<void> {
  const { id, area, kind, bytes } = taken;
  await store.db.media.put({ id, area, kind, bytes, state: 'draft', draftKey, changedMs: store.clock.now() });
}

/** Whether saving these parts, or letting this draft go, concerns any picture: most do not. */
export const concernsMedia = (parts: readonly Part[], draft: object | undefined): boolean =>
  parts.some(({ doc }) => mediaIn(doc).length > 0) || (draft !== undefined && 'media' in draft);

/**
 * Inside the transaction that saves an action: what its documents own waits for the relay, and what else was taken for
 * the draft is not wanted any more. An undo within its seconds turns both back.
 */
export async function ownMedia(
  db: AccountDatabase,
  saved: { readonly parts: readonly Part[]; readonly draftKey: string | undefined; readonly envelope: string },
  now: number,
): Promise<void> {
  const { parts, draftKey, envelope } = saved;
  const owners = new Map(parts.flatMap(({ doc }) => mediaIn(doc).map(({ id }): [string, string] => [id, doc._id])));
  const rows = await db.media
    .where('state')
    .equals('draft')
    .filter((row) => owners.has(row.id) || (draftKey !== undefined && row.draftKey === draftKey))
    .toArray();
  await db.media.bulkPut(
    rows.map((row): MediaRow => {
      const owner = owners.get(row.id);
      const moved = { ...row, envelope, changedMs: now };
      return owner === undefined ? { ...moved, state: 'unwanted' } : { ...moved, state: 'waiting', owner };
    }),
  );
}

/** What is taken back, as its pictures need to know it. */
export interface TakenBack {
  readonly envelope: string;
  /** ids of the documents that go */
  readonly going: ReadonlySet<string>;
  /** another document that shows a picture as well, by its id: that one owns it from here on */
  readonly others: ReadonlyMap<string, string>;
  readonly now: number;
  /** the draft that they belong to again */
  readonly draftKey: string | undefined;
}

/** Inside the transaction that takes an action back: its pictures are those of a draft again. */
export async function disownMedia(db: AccountDatabase, back: TakenBack): Promise<void> {
  const { envelope, going, others, now, draftKey } = back;
  const goes = ({ state, owner, envelope: carrier }: MediaRow): boolean =>
    owner === undefined ? carrier === envelope && state === 'unwanted' : going.has(owner);
  const rows = await db.media.filter(goes).toArray();
  await db.media.bulkPut(
    rows.map(({ owner: _owner, envelope: _envelope, ...row }): MediaRow => {
      const owner = others.get(row.id);
      if (owner !== undefined) return { ...row, owner };
      return { ...row, state: 'draft', changedMs: now, ...(draftKey !== undefined && { draftKey }) };
    }),
  );
}

/** Pictures of a draft that was thrown away, or one that was taken out of it. */
export async function unwantMedia(
  store: Store,
  which: { readonly draftKey: string } | { readonly id: string },
): Promise<void> {
  const rows = await store.db.media
    .where('state')
    .equals('draft')
    .filter((row) => ('id' in which ? row.id === which.id : row.draftKey === which.draftKey))
    .toArray();
  const changedMs = store.clock.now();
  await store.db.media.bulkPut(rows.map((row) => ({ ...row, state: 'unwanted' as const, changedMs })));
}

/** Owners that the relay does not have yet: their pictures wait, so that text arrives first. */
async function unsentOwners(db: AccountDatabase): Promise<ReadonlySet<string>> {
  const rows = await db.outbox.where('state').anyOf('waiting', 'received', 'refused').toArray();
  const isThere = (row: OutboxRow, id: string): boolean => {
    const verdict = row.verdicts?.find((one) => one.id === id);
    return verdict !== undefined && (verdict.code === undefined || verdict.code === 'handed-over');
  };
  return new Set(rows.flatMap((row) => row.refs.map(({ id }) => id).filter((id) => !row.gone && !isThere(row, id))));
}

/** Those that failed least come first, so that one that fails holds nothing back; then in the order of taking. */
const byTurn = (a: MediaRow, b: MediaRow): number =>
  (a.tries ?? 0) - (b.tries ?? 0) || a.changedMs - b.changedMs || (a.id < b.id ? -1 : 1);

export interface MediaDue {
  /** may be sent, or asked about, now */
  readonly send: readonly MediaRow[];
  readonly confirm: readonly MediaRow[];
  /** nobody wants them any more: their bytes may go */
  readonly unwanted: readonly MediaRow[];
  /** device ms of the next thing to do; undefined: nothing waits */
  readonly nextAt: number | undefined;
}

/** How long an action can be undone, with something to spare (ms): until then its pictures may become wanted again. */
const secondThoughts = 60_000;

/**
 * What may be done for pictures now, and when the next is due.
 * @param mayCarry false: those that wait are not due, whatever they wait for
 */
export async function mediaDue(store: Store, mayCarry = true): Promise<MediaDue> {
  const { db, clock } = store;
  const now = clock.now();
  const wanted: readonly MediaState[] = ['received', 'unwanted', ...(mayCarry ? ['waiting' as const] : [])];
  const rows = await db.media.where('state').anyOf(wanted).toArray();
  if (rows.length === 0) return { send: [], confirm: [], unwanted: [], nextAt: undefined };
  const unsent = rows.some((row) => row.state === 'waiting') ? await unsentOwners(db) : new Set<string>();
  const open = rows.filter((row) => row.state !== 'waiting' || !unsent.has(row.owner ?? ''));
  const at = (row: MediaRow): number => {
    if (row.state === 'unwanted') return row.changedMs > now ? 0 : row.changedMs + secondThoughts;
    const asked = row.notBefore ?? 0;
    return asked - now > againIn(99) ? 0 : asked;
  };
  const ready = open.filter((row) => at(row) <= now).sort(byTurn);
  const of = (state: MediaState): MediaRow[] => ready.filter((row) => row.state === state);
  return {
    send: of('waiting'),
    confirm: of('received'),
    unwanted: of('unwanted'),
    nextAt: open.length === 0 ? undefined : Math.min(...open.map(at)),
  };
}

/** Changes what is remembered of some pictures; those that changed meanwhile are left alone. */
export async function moveMedia(
  store: Store,
  rows: readonly MediaRow[],
  to: { readonly state: MediaState; readonly code?: FaultCode; readonly again?: boolean; readonly inMs?: number },
): Promise<void> {
  const { db, clock } = store;
  const now = clock.now();
  await db.transaction('rw', db.media, async () => {
    const current = await db.media.bulkGet(rows.map(({ id }) => id));
    const still = current.filter((row, index) => row !== undefined && row.state === rows[index]?.state) as MediaRow[];
    await db.media.bulkPut(
      still.map(({ tries = 0, code: _code, notBefore: _notBefore, ...row }) => ({
        ...row,
        state: to.state,
        changedMs: to.again ? row.changedMs : now,
        ...(to.code !== undefined && { code: to.code }),
        ...(to.again && { tries: tries + 1, notBefore: now + againIn(tries + 1) }),
        ...(to.inMs !== undefined && { notBefore: now + to.inMs }),
      })),
    );
  });
}

/** The bytes are gone from this tablet, and so is what was remembered of them. */
export const forgetMedia = (store: Store, ids: readonly string[]): Promise<void> => store.db.media.bulkDelete([...ids]);

/** A picture that the relay did not take is sent once more. */
export async function retryMedia(store: Store): Promise<void> {
  await moveMedia(store, await store.db.media.where('state').equals('refused').toArray(), { state: 'waiting' });
}

/** Delivered pictures, oldest first: the relay has them safely, so they are the first to go when room is short. */
export const deliveredMedia = async (store: Store): Promise<readonly MediaRow[]> =>
  (await store.db.media.where('state').equals('delivered').toArray()).sort((a, b) => a.changedMs - b.changedMs);

/** Pictures taken for a draft that no longer names them: a kill came between the picture and the draft. */
export async function unwantLost(store: Store): Promise<void> {
  const { db, clock, seal } = store;
  const before = clock.now() - 3_600_000;
  const rows = await db.media
    .where('state')
    .equals('draft')
    .filter((row) => row.changedMs < before)
    .toArray();
  if (rows.length === 0) return;
  const drafts = await db.drafts.bulkGet([...new Set(rows.map((row) => row.draftKey ?? ''))]);
  const bodies = await seal.open(drafts.flatMap((draft) => (draft ? [draft.body] : [])));
  const named = JSON.stringify(bodies);
  await moveMedia(
    store,
    rows.filter(({ id }) => !named.includes(id)),
    { state: 'unwanted' },
  );
}

/** Everything that is remembered of pictures, at the start and after every change in any context. Returns the way out. */
export const followMedia = (store: Store, heard: (rows: readonly MediaRow[]) => void): (() => void) =>
  live(() => store.db.media.toArray(), heard);

/** Whether pictures wait for Wi-Fi, as the worker wishes. */
export const waitsForWifi = async (store: Store): Promise<boolean> =>
  (await readMeta(store.db, 'mediaOnWifi')) ?? false;
export const keepWaitsForWifi = (store: Store, wait: boolean): Promise<void> =>
  writeMeta(store.db, 'mediaOnWifi', wait);

/** How long a wish to send on whatever line there is lasts (ms). */
const anywayMs = 600_000;
/** The worker wants what waits sent now, on whatever line there is. */
export const sendMediaAnyway = (store: Store): Promise<void> =>
  writeMeta(store.db, 'mediaAnywayUntil', store.clock.now() + anywayMs);
/** Whether pictures may go out on this kind of line. */
export async function mayCarryMedia(store: Store, onWifi: boolean): Promise<boolean> {
  if (onWifi || !(await waitsForWifi(store))) return true;
  const until = (await readMeta(store.db, 'mediaAnywayUntil')) ?? 0;
  const left = until - store.clock.now();
  return left > 0 && left <= anywayMs;
}

/** How many of a document's pictures the relay has: those of which nothing is remembered came from there. */
export function arrivedOf(
  rows: ReadonlyMap<string, Pick<MediaRow, 'state'>>,
  media: readonly MediaReference[],
): { readonly all: number; readonly arrived: number; readonly refused: number } {
  const states = media.map(({ id }) => rows.get(id)?.state ?? 'delivered');
  return {
    all: states.length,
    arrived: states.filter((state) => state === 'delivered').length,
    refused: states.filter((state) => state === 'refused').length,
  };
}

export interface MediaToTell {
  /** on this tablet alone, and meant for the relay */
  readonly waiting: number;
  readonly refused: readonly { readonly id: string; readonly code: FaultCode }[];
}

/** What the sheet says of pictures. */
export const mediaToTell = (rows: readonly MediaRow[]): MediaToTell => ({
  waiting: rows.filter(({ state }) => state === 'waiting' || state === 'received').length,
  refused: rows.filter(({ state }) => state === 'refused').map(({ id, code = 'unexpected' }) => ({ id, code })),
});
