import { fits, isDocumentType, isRegister } from '../domain/catalogue.ts';
import type { AnyDocument } from '../domain/document.ts';
import { limits, type Part } from '../domain/envelope.ts';
import { done, failed, type Result } from '../domain/fault.ts';
import { merge } from '../domain/merge.ts';
import type { Sealed } from '../platform/crypto.ts';
import { isFull, withRoom } from './database.ts';
import { forgetDraft } from './drafts.ts';
import { aboutOf } from './links.ts';
import { concernsMedia, ownMedia } from './media.ts';
import { nextTurn } from './meta.ts';
import { databaseOfKey, rowKey, type DocumentRow, type OutboxRow, type RowKey, type WrittenForm } from './rows.ts';
import type { Shelved } from './shelf.ts';
import { glance, look, untouched, type Sight } from './seen.ts';
import type { Store } from './store.ts';

/** What a person did, in one go: documents for one or several databases. */
export interface Action {
  readonly parts: readonly Part[];
  /** how long it can be undone before it may be sent, in ms */
  readonly holdMs?: number;
  /** the draft that it came from; it goes in the same transaction */
  readonly draftKey?: string;
  /** what was written there, kept until everything is delivered, so that nothing of it is lost if the relay takes none */
  readonly form?: Pick<WrittenForm<object>, 'kind' | 'body'>;
}

export interface Saved {
  readonly envelopeId: string;
  /** local time with offset */
  readonly savedAt: string;
  /** device ms until which `undo` works */
  readonly holdUntil?: number;
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** A form that makes a document which the gate must refuse is a bug of the form; its text names no person. */
function checkParts(parts: readonly Part[]): 'too-large' | undefined {
  if (parts.length === 0) throw new Error('nothing to save');
  let whole = 0;
  for (const { doc } of parts) {
    if (!isDocumentType(doc.type)) throw new Error('part of unknown type');
    if (!fits(doc.type, doc)) throw new Error(`a ${doc.type} that does not fit its schema`);
    const bytes = bytesOf(JSON.stringify(doc));
    if (bytes > limits.document) return 'too-large';
    whole += bytes;
  }
  return whole > limits.envelope ? 'too-large' : undefined;
}

interface Prepared {
  readonly doc: AnyDocument;
  readonly body: Sealed;
}

/** Bodies as they will lie: registers merged with what was seen, facts as they are. */
async function prepare(store: Store, parts: readonly Part[], sight: Sight): Promise<Map<RowKey, Prepared>> {
  const docs = new Map<RowKey, AnyDocument>();
  for (const { db, doc } of parts) {
    const key = rowKey(db, doc._id);
    const known = docs.get(key) ?? sight.rows.get(key)?.body;
    const mine = doc as unknown as AnyDocument;
    docs.set(key, known ? merge(known, mine) : mine);
  }
  const bodies = await store.seal.seal([...docs.values()]);
  return new Map([...docs].map(([key, doc], index) => [key, { doc, body: bodies[index] as Sealed }]));
}

/**
 * Saves an action: its documents and one envelope for the relay, all or nothing, and its draft goes with them.
 * Resolves when IndexedDB has committed; the shelf shows it by then. Fault `storage-full`: nothing was saved;
 * `too-large`: it would never be taken (64 KB a document, 512 KB an action).
 */
export async function saveAction(store: Store, action: Action): Promise<Result<Saved>> {
  const tooLarge = checkParts(action.parts);
  if (tooLarge) return failed(tooLarge);
  const targets = action.parts.map(({ db, doc }) => ({ key: rowKey(db, doc._id), type: String(doc.type) }));
  const { form, draftKey } = action;
  const [packed, written] = await store.seal.seal([action.parts, ...(form ? [form.body] : [])]);
  const row: Omit<OutboxRow, 'turn'> = {
    id: store.ids.next('envelope'),
    state: 'waiting',
    savedAt: store.clock.instant(),
    savedMs: store.clock.now(),
    refs: action.parts.map(({ db, unit, doc }) => ({
      db,
      id: doc._id,
      type: String(doc.type),
      ...(unit !== undefined && { unit }),
    })),
    packed,
    ...(form && draftKey !== undefined && { form: { key: draftKey, kind: form.kind, body: written as Sealed } }),
    ...(action.holdMs && { holdUntil: store.clock.now() + action.holdMs }),
  };
  if (action.draftKey !== undefined) forgetDraft(store, action.draftKey);
  try {
    let sight = glance(store, targets);
    for (;;) {
      sight ??= await look(
        store,
        targets.map(({ key }) => key),
      );
      const seen = sight;
      const prepared = await prepare(store, action.parts, seen);
      const written = await withRoom(store.spare, () => commit(store, action, row, seen, prepared));
      if (written) {
        store.shelf.show(written.documents, written.envelope);
        if (action.draftKey !== undefined) store.shelf.showDraft(action.draftKey, undefined);
        const { id, savedAt, holdUntil } = row;
        return done({ envelopeId: id, savedAt, ...(holdUntil !== undefined && { holdUntil }) });
      }
      sight = undefined;
    }
  } catch (error) {
    if (isFull(error)) return failed('storage-full');
    throw error;
  }
}

interface Written {
  readonly documents: readonly { readonly type: string; readonly item: Shelved }[];
  readonly envelope: OutboxRow;
}

/** The transaction: a version check and the puts. Undefined: somebody else wrote one of the rows; look again. */
function commit(
  store: Store,
  action: Action,
  row: Omit<OutboxRow, 'turn'>,
  sight: Sight,
  prepared: ReadonlyMap<RowKey, Prepared>,
): Promise<Written | undefined> {
  const { db } = store;
  const { parts, draftKey } = action;
  const draft = draftKey === undefined ? undefined : store.shelf.draft(draftKey)?.body;
  const media = concernsMedia(parts, draft as object | undefined);
  const tables = [db.documents, db.outbox, db.drafts, db.meta, ...(media ? [db.media] : [])];
  return db.transaction('rw', tables, async () => {
    const [now, turn] = await Promise.all([untouched(store, sight), nextTurn(db)]);
    if (!now) return undefined;
    const rows = [...prepared].map(([key, { doc, body }]): DocumentRow => {
      const old = now.get(key);
      const about = aboutOf(doc);
      const base = old?.base !== undefined ? old.base : old && !old.gone ? old.body : null;
      return {
        key,
        type: doc.type,
        turn,
        body,
        ...(about !== undefined && { about }),
        ...(old?.rev !== undefined && { rev: old.rev }),
        ...(isRegister(doc.type) && { base }),
      };
    });
    const envelope: OutboxRow = { ...row, turn };
    const [seq] = await Promise.all([
      db.outbox.add(envelope),
      db.documents.bulkPut(rows),
      action.draftKey === undefined ? undefined : db.drafts.delete(action.draftKey),
      db.meta.put({ key: 'turn', value: turn }),
      db.meta.put({ key: 'stampClock', value: store.stamps.clock }),
      media && ownMedia(db, { parts, draftKey, envelope: row.id }, row.savedMs),
    ]);
    const documents = [...prepared].map(([key, { doc }]) => ({
      type: doc.type,
      item: { doc, db: databaseOfKey(key), turn },
    }));
    return { documents, envelope: { ...envelope, seq } };
  });
}
