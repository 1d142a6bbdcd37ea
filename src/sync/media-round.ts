import { retryRules, type Fault, type FaultCode } from '../domain/fault.ts';
import { forgetMedia, mediaDue, moveMedia } from '../store/media.ts';
import type { MediaRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { MediaBox } from './media-box.ts';
import type { MediaRelay } from './media-relay.ts';

/** Pictures of one request at most, and their bytes: small, so that text gets its turn on a thin line. */
const mostAtOnce = 3;
const mostBytes = 2_500_000;
/** How long a cluster may take to show that all its copies are there (ms). */
const settling = 15_000;

export interface MediaRound {
  /** something was done, and more may be due */
  readonly moved: boolean;
  /** the relay did not answer, or asked for patience: nothing else is worth a try now */
  readonly fault?: Fault;
  /** device ms of the next thing to do; undefined: nothing waits */
  readonly nextAt: number | undefined;
}

/** The relay itself is the trouble, not a picture. */
const ofTheRelay: readonly FaultCode[] = [
  'offline',
  'not-the-relay',
  'relay-busy',
  'storage-unavailable',
  'session-ended',
  'sign-in-slowed',
];

/** The next pictures that travel together: one that failed before goes alone. */
function nextBatch(rows: readonly MediaRow[]): readonly MediaRow[] {
  const [first] = rows;
  if (!first || first.tries) return rows.slice(0, 1);
  let bytes = 0;
  const batch: MediaRow[] = [];
  for (const row of rows) {
    bytes += row.bytes;
    if (row.area !== first.area || row.tries || batch.length === mostAtOnce) break;
    if (batch.length > 0 && bytes > mostBytes) break;
    batch.push(row);
  }
  return batch;
}

/**
 * Brings a handful of pictures to the relay, asks about those it has, and lets go of what nobody wants. Each is judged by
 * itself: one that fails is tried later and alone, one that is refused is set aside with its code.
 * @param mayCarry false: the worker waits for another line; questions about what is there are small enough for any
 */
export async function mediaRound(
  store: Store,
  box: MediaBox,
  relay: MediaRelay,
  mayCarry: boolean,
): Promise<MediaRound> {
  const due = await mediaDue(store, mayCarry);
  if (due.unwanted.length > 0) {
    const ids = due.unwanted.map(({ id }) => id);
    await box.remove(ids);
    await forgetMedia(store, ids);
  }
  const asked = await confirm(store, relay, due.confirm.slice(0, 50));
  const batch = asked ? [] : nextBatch(due.send);
  const fault = asked ?? (batch.length > 0 ? await bring(store, box, relay, batch) : undefined);
  const { nextAt } = await mediaDue(store, mayCarry);
  return {
    moved: !fault && due.unwanted.length + due.confirm.length + batch.length > 0,
    nextAt,
    ...(fault && { fault }),
  };
}

async function bring(
  store: Store,
  box: MediaBox,
  relay: MediaRelay,
  batch: readonly MediaRow[],
): Promise<Fault | undefined> {
  const area = batch[0]?.area ?? '';
  const answer = await relay.bring(
    box,
    area,
    batch.map(({ id }) => id),
  );
  if (answer.ok) {
    const refused = batch.filter(({ id }) => answer.value.has(id));
    for (const row of refused)
      await moveMedia(store, [row], { state: 'refused', code: answer.value.get(row.id) ?? 'invalid' });
    await moveMedia(
      store,
      batch.filter((row) => !refused.includes(row)),
      { state: 'received' },
    );
    return undefined;
  }
  const { fault } = answer;
  if (ofTheRelay.includes(fault.code)) return fault;
  // It may be one of them: from now on each goes alone.
  const alone = batch.length === 1;
  if (alone && retryRules[fault.code] === 'never')
    await moveMedia(store, batch, { state: 'refused', code: fault.code });
  else await moveMedia(store, batch, { state: 'waiting', again: true, ...(!alone && { inMs: 0 }) });
  return undefined;
}

/** Kept on the tablet until the relay has read it back. */
async function confirm(store: Store, relay: MediaRelay, rows: readonly MediaRow[]): Promise<Fault | undefined> {
  const area = rows[0]?.area;
  if (area === undefined) return undefined;
  const here = rows.filter((row) => row.area === area);
  const told = await relay.standing(
    area,
    here.map(({ id }) => id),
  );
  if (!told.ok) {
    if (ofTheRelay.includes(told.fault.code)) return told.fault;
    await moveMedia(store, here, { state: 'received', again: true });
    return undefined;
  }
  const { safe, missing } = told.value;
  const which = (ids: readonly string[]): MediaRow[] => here.filter(({ id }) => ids.includes(id));
  await moveMedia(store, which(safe), { state: 'delivered' });
  await moveMedia(store, which(missing), { state: 'waiting' });
  const open = here.filter(({ id }) => !safe.includes(id) && !missing.includes(id));
  await moveMedia(store, open, { state: 'received', inMs: settling });
  return undefined;
}
