import { isRegister } from '../domain/catalogue.ts';
import type { Part } from '../domain/envelope.ts';
import { disownMedia } from './media.ts';
import { nextTurn } from './meta.ts';
import { rebuiltRow, restOf, type Rebuilt } from './rebuild.ts';
import { rowKey, type DocumentRow, type OutboxRow } from './rows.ts';
import { look, untouched } from './seen.ts';
import type { Store } from './store.ts';

/** Whether an envelope must stay on the tablet for now: its undo runs, and the clock did not jump behind its saving. */
export const isHeld = (row: OutboxRow, now: number): boolean =>
  row.holdUntil !== undefined && now >= row.savedMs && now < row.holdUntil;

/**
 * Takes an action back while it is held: its facts go, its registers become what they were, in one transaction.
 * False: too late; it may have been sent, and a correction is the way.
 */
export const undo = (store: Store, envelopeId: string): Promise<boolean> =>
  takeBack(store, envelopeId, (row) => row.sentMs === undefined && isHeld(row, store.clock.now()));

/**
 * Takes out of the quarantine an action of which the relay took nothing, so that it can be written anew. Keep what it said
 * as a draft first. False: some of it was taken, or is still on its way.
 */
export const takeOutRefused = (store: Store, envelopeId: string): Promise<boolean> =>
  takeBack(store, envelopeId, (row) => row.state === 'refused' && isWhollyRefused(row));

/** Whether the relay took no part of an envelope. */
export const isWhollyRefused = (row: OutboxRow): boolean =>
  row.refs.every(({ db, id }) =>
    row.verdicts?.some((verdict) => verdict.db === db && verdict.id === id && verdict.code !== undefined),
  );

async function takeBack(store: Store, envelopeId: string, allowed: (row: OutboxRow) => boolean): Promise<boolean> {
  const { db } = store;
  const may = (row: OutboxRow | undefined): row is OutboxRow => row !== undefined && !row.gone && allowed(row);
  for (;;) {
    const row = await db.outbox.get({ id: envelopeId });
    if (!may(row) || row.packed === undefined) return false;
    const parts = (await store.seal.open([row.packed]))[0] as unknown as Part[];
    const sight = await look(
      store,
      row.refs.map((ref) => rowKey(ref.db, ref.id)),
    );
    const rest = await restOf(store, sight, row.id);
    const rebuilt = new Map<string, Rebuilt>();
    for (const { db: database, doc } of parts) {
      const key = rowKey(database, doc._id);
      const seen = sight.rows.get(key);
      if (seen && isRegister(String(doc.type))) rebuilt.set(key, await rebuiltRow(store, seen, rest.get(key) ?? []));
    }
    const undone = await db.transaction('rw', [db.documents, db.outbox, db.meta, db.media], async () => {
      const [now, current, turn] = await Promise.all([
        untouched(store, sight),
        db.outbox.get({ id: row.id }),
        nextTurn(db),
      ]);
      if (!may(current)) return false;
      if (!now) return undefined;
      const rows = [...now.values()].map((old): DocumentRow => {
        const body = rebuilt.get(old.key);
        if (body) return { ...old, ...body, turn };
        const { key, type } = old;
        return { key, type, turn, body: '', gone: true };
      });
      const { packed, ...empty } = current;
      await Promise.all([
        db.documents.bulkPut(rows),
        packed === undefined ? undefined : db.outbox.put({ ...empty, gone: true, state: 'delivered', turn }),
        db.meta.put({ key: 'turn', value: turn }),
        disownMedia(db, row.id, store.clock.now()),
      ]);
      return true;
    });
    if (undone === undefined) continue;
    if (undone) await store.shelf.catchUp();
    return undone;
  }
}
