import type { Fault } from '../domain/fault.ts';
import { concludeReading } from '../store/comparison.ts';
import { beginCursor, cursorOf } from '../store/cursors.ts';
import { receive, type KnownKeys } from '../store/receive.ts';
import { endRefresh } from '../store/refresh.ts';
import type { Cursor } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { Ahead } from './ahead.ts';
import { compareDatabase } from './compare.ts';
import { Chunks } from './in-chunks.ts';
import { askSnapshot, keysHere, loadSnapshot, readsSnapshot } from './snapshot-load.ts';
import type { Page, Wire } from './wire.ts';

/** Rows of one request. */
const pageRows = 1_000;

export interface InboxRound {
  /** rows that were read */
  readonly rows: number;
  /** documents that this tablet knew and the relay lost, after a restore */
  readonly lost: number;
  /** stopped between two pages because something else is more urgent */
  readonly paused: boolean;
  readonly fault?: Fault;
}

/**
 * Reads one database from its cursor to its end: a first load by snapshot, where the relay has one, then the feed, each
 * page asked for while the one before it is written. Whatever is written is written with its cursor: a cut goes on from
 * there.
 * @param pause asked before a page is asked for ahead and after each page: true stops the round there
 * @param told hears how far it is, at the start and after each page
 * @param ahead what a paused round had asked for already: the next one need not ask again
 */
export async function inboxRound(
  store: Store,
  wire: Wire,
  db: string,
  pause: () => boolean,
  told: (cursor: Cursor) => void = () => undefined,
  ahead = new Ahead(),
): Promise<InboxRound> {
  let known = await cursorOf(store, db);
  const asking = wire.state(db);
  // A first load does not wait for the state alone, however long the way to the relay is.
  const early = !known || readsSnapshot(known) ? askSnapshot(wire, db, known?.snapshot, ahead) : undefined;
  const state = await asking;
  if (!state.ok) return { rows: 0, lost: 0, paused: false, fault: state.fault };
  const { epoch, documents } = state.value;
  let lost = 0;
  if (known?.complete && known.epoch !== epoch) {
    // the database was made anew or restored: what differs is read, not everything
    const compared = await compareDatabase(store, wire, known, state.value);
    if (!compared.ok) return { rows: 0, lost: 0, paused: false, fault: compared.fault };
    ({ cursor: known, lost } = compared.value);
  }
  let cursor: Cursor =
    known?.epoch === epoch
      ? {
          ...known,
          total: known.complete ? known.total : Math.max(documents, known.count),
        }
      : await beginCursor(store, db, epoch, documents);
  told(cursor);
  const here = await keysHere(store, cursor);
  const chunks = new Chunks(store);
  let rows = 0;
  if (readsSnapshot(cursor)) {
    const loaded = await loadSnapshot({ store, wire, chunks, here, pause, told, ahead }, cursor, early);
    ({ cursor, rows } = loaded);
    if (loaded.fault) return { rows, lost, paused: false, fault: loaded.fault };
    if (loaded.paused) return { rows, lost, paused: true };
  }
  for (let asked = ahead.page(db, epoch, cursor.seq, () => wire.changes(db, cursor.seq, pageRows)); ;) {
    const page = await asked;
    if (!page.ok) return { rows, lost, paused: false, fault: page.fault };
    const { atEnd, lastSeq } = page.value;
    const next = atEnd || pause() ? undefined : wire.changes(db, lastSeq, pageRows);
    cursor = await takePage(store, chunks, cursor, page.value, here);
    told(cursor);
    rows += page.value.rows.length;
    if (atEnd) {
      await endRefresh(store, cursor);
      return { rows, lost: lost + (await concludeReading(store, cursor)), paused: false };
    }
    if (pause()) {
      if (next) ahead.keepPage(db, epoch, lastSeq, next);
      return { rows, lost, paused: true };
    }
    asked = next ?? wire.changes(db, lastSeq, pageRows);
  }
}

async function takePage(
  store: Store,
  chunks: Chunks,
  from: Cursor,
  page: Page,
  here: KnownKeys | undefined,
): Promise<Cursor> {
  const each = from.complete ? 0 : 1;
  const after = (count: number, { seq }: Page['rows'][number]): Cursor => ({
    ...from,
    seq: seq ?? from.seq,
    count: from.count + each * count,
  });
  const cursor = (await chunks.write(page.rows, after, here)) ?? from;
  const complete = cursor.complete || page.atEnd;
  // A cluster calls one place by another name each time: nothing new is no reason to write.
  if (page.rows.length === 0 && complete === cursor.complete) return cursor;
  const last = { ...cursor, seq: page.lastSeq, complete };
  if (last.seq !== cursor.seq || last.complete !== cursor.complete) await receive(store, [], last);
  return last;
}
