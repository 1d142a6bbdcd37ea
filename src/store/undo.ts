import { isRegister } from '../domain/catalogue.ts';
import type { Part } from '../domain/envelope.ts';
import { joinDrafts } from '../domain/join-drafts.ts';
import { mediaIn } from '../domain/media.ts';
import type { Sealed } from '../platform/crypto.ts';
import { isHeld } from './held.ts';
import { disownMedia } from './media.ts';
import { nextTurn } from './meta.ts';
import { partsOf, rebuiltRow, restOf, type Rebuilt } from './rebuild.ts';
import { rowKey, type DocumentRow, type DraftRow, type OutboxRow, type PartRef } from './rows.ts';
import { look, untouched } from './seen.ts';
import type { Store } from './store.ts';
import { fatesOf, stateAfter } from './verdicts.ts';
import { formRefused, formUndone, type FormBack, type ReviewDraft } from './written-form.ts';

/**
 * Takes an action back while it is held: its facts go, its registers become what they were, and the form it was made of
 * lies there again, in one transaction. False: too late; it may have been sent, and a correction is the way.
 */
export async function undo(store: Store, envelopeId: string): Promise<boolean> {
  const held = (row: OutboxRow) => (row.sentMs === undefined && isHeld(row, store.clock.now()) ? row.refs : []);
  return (await takeBack(store, envelopeId, held, ({ row }) => formUndone(store, row))) !== undefined;
}

/**
 * Takes what the relay did not take of an action out of the quarantine, and lays the form it was made of there to be
 * written anew, in one transaction; what was taken stays. Undefined: parts of it are still on their way, or what was not
 * taken stands or falls with what was.
 * @returns the key of the draft; null: it was not made of a form
 */
export const takeOutRefused = (store: Store, envelopeId: string): Promise<string | null | undefined> =>
  takeBack(store, envelopeId, refusedRefs, formRefused);

/** The parts of an envelope that the relay did not take; none while some are on their way, or where a unit would break. */
export function refusedRefs(row: OutboxRow): readonly PartRef[] {
  if (row.state !== 'refused' || row.gone) return [];
  const fates = fatesOf(row, row.verdicts ?? [], Number.POSITIVE_INFINITY);
  const isRefused = (ref: PartRef): boolean => fates.get(rowKey(ref.db, ref.id)) === 'refused';
  const refused = row.refs.filter(isRefused);
  const units = new Set(refused.flatMap(({ unit }) => unit ?? []));
  return row.refs.some((ref) => units.has(ref.unit ?? '') && !isRefused(ref)) ? [] : refused;
}

type FormOf = (
  from: { readonly store: Store; readonly row: OutboxRow; readonly parts: readonly Part[] },
  refs: readonly PartRef[],
) => Promise<FormBack | undefined>;

async function takeBack(
  store: Store,
  envelopeId: string,
  which: (row: OutboxRow) => readonly PartRef[],
  formOf: FormOf,
): Promise<string | null | undefined> {
  const { db } = store;
  for (;;) {
    const row = await db.outbox.get({ id: envelopeId });
    if (!row || row.gone || row.packed === undefined) return undefined;
    const refs = which(row);
    if (refs.length === 0) return undefined;
    const keys = new Set(refs.map((ref) => rowKey(ref.db, ref.id)));
    const parts = (await partsOf(store, row)).filter(({ db: name, doc }) => keys.has(rowKey(name, doc._id)));
    const form = await formOf({ store, row, parts }, refs);
    const laid = form && (await laidBack(store, form));
    const sight = await look(store, [...keys]);
    const rest = await restOf(store, sight, () => row.id);
    const rebuilt = new Map<string, Rebuilt>();
    for (const { db: database, doc } of parts) {
      const key = rowKey(database, doc._id);
      const seen = sight.rows.get(key);
      if (seen && isRegister(String(doc.type))) rebuilt.set(key, await rebuiltRow(store, seen, rest.get(key) ?? []));
    }
    const media = { ...pictured(store, parts), envelope: row.id, now: store.clock.now(), draftKey: laid?.key };
    const tables = [db.documents, db.outbox, db.meta, db.media, db.drafts];
    const undone = await db.transaction('rw', tables, async () => {
      const [now, current, turn, lies] = await Promise.all([
        untouched(store, sight),
        db.outbox.get({ id: row.id }),
        nextTurn(db),
        laid && db.drafts.get(laid.key),
      ]);
      if (!current || current.gone || which(current).length !== refs.length) return false;
      if (!now || current.turn !== row.turn || lies?.mark !== laid?.over) return undefined;
      const rows = [...now.values()].map((old): DocumentRow => {
        const body = rebuilt.get(old.key);
        if (body) return { ...old, ...body, turn };
        // the relay holds a document of this name: what it told stays
        if (old.rev !== undefined && !old.gone) return { ...old, turn };
        const { key, type } = old;
        return { key, type, turn, body: '', gone: true };
      });
      await Promise.all([
        db.documents.bulkPut(rows),
        db.outbox.put({ ...without(current, keys), turn }),
        db.meta.put({ key: 'turn', value: turn }),
        laid && db.drafts.put(laid.row),
        disownMedia(db, media),
      ]);
      return true;
    });
    if (undone === undefined) continue;
    if (!undone) return undefined;
    if (laid) store.shelf.showDraft(laid.key, { ...laid.row, body: laid.body });
    await store.shelf.catchUp();
    return laid?.key ?? null;
  }
}

/** An envelope without some of its parts; empty when nothing is left of it. */
function without(row: OutboxRow, keys: ReadonlySet<string>): OutboxRow {
  const { packed, form: _form, ...rest } = row;
  const left = <T extends { readonly db: string; readonly id: string }>(all: readonly T[]): T[] =>
    all.filter(({ db, id }) => !keys.has(rowKey(db, id)));
  const [refs, verdicts] = [left(row.refs), left(row.verdicts ?? [])];
  if (refs.length === 0) return { ...rest, gone: true, state: 'delivered' };
  const kept: OutboxRow = { ...rest, refs, verdicts };
  const state = stateAfter(fatesOf(kept, verdicts, row.tries ?? 0).values());
  return { ...kept, state, ...(state !== 'delivered' && packed !== undefined && { packed }) };
}

/** A draft that comes back, as it will lie. */
interface Laid {
  readonly key: string;
  readonly body: object;
  readonly row: DraftRow;
  /** mark of the draft that lies there now and is joined to it */
  readonly over: string | undefined;
}

/** Nothing that was begun meanwhile is written over: what comes back lies beside it, or a reason is joined to it. */
async function laidBack(store: Store, { kind, key, beside, body }: FormBack): Promise<Laid> {
  const lies = await store.db.drafts.get(key);
  const place = lies && beside !== undefined ? beside : key;
  const joins = lies && place === key && kind === 'review';
  const [theirs] = joins ? await store.seal.open([lies.body]) : [];
  const whole = theirs ? joinedReason(theirs as ReviewDraft, body as ReviewDraft) : body;
  const [sealed] = await store.seal.seal([whole]);
  // A mark of no window: whichever form is open joins it to what it shows, and never writes over it.
  const mark = `back:${store.ids.next('draft')}`;
  const row = { key: place, kind, savedAt: store.clock.instant(), body: sealed as Sealed, mark };
  return { key: place, body: whole, row, over: place === key ? lies?.mark : undefined };
}

const joinedReason = (theirs: ReviewDraft, mine: ReviewDraft): ReviewDraft => ({
  ...joinDrafts({}, theirs, mine),
  chips: [...new Set([...theirs.chips, ...mine.chips])].sort((a, b) => a - b),
});

/** Documents that go, and for each of their pictures another one that shows it as well. */
function pictured({ shelf }: Store, parts: readonly Part[]) {
  const going = new Set(parts.map(({ doc }) => doc._id));
  const others = new Map<string, string>();
  const shown = new Set(parts.flatMap(({ doc }) => mediaIn(doc).map(({ id }) => id)));
  if (shown.size === 0) return { going, others };
  for (const doc of [...shelf.all('matter'), ...shelf.all('note')])
    for (const { id } of mediaIn(doc)) if (shown.has(id) && !going.has(doc._id)) others.set(id, doc._id);
  return { going, others };
}
