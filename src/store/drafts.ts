import { isFull } from './database.ts';
import { done, failed, type Result } from '../domain/fault.ts';
import type { Sealed } from '../platform/crypto.ts';
import { concernsMedia, unwantMedia } from './media.ts';
import type { DraftKind } from './rows.ts';
import type { Draft } from './shelf.ts';
import type { Store } from './store.ts';

/**
 * Keeps a half-filled form; call it at each change. The newest of several calls in one moment is the one that stays.
 * @param key one draft each: `visit:<dwelling id>`, `note:…`, `review:<visit id>`
 * @param body whatever the form needs to open again
 */
export async function saveDraft(store: Store, key: string, kind: DraftKind, body: object): Promise<Result<Draft>> {
  const draft: Draft = { key, kind, savedAt: store.clock.instant(), body };
  store.newestDrafts.set(key, draft);
  try {
    const [sealed] = await store.seal.seal([body]);
    // A form changes faster than a disk writes: only the newest is worth a transaction.
    if (store.newestDrafts.get(key) !== draft) return done(draft);
    await store.db.drafts.put({ key, kind, savedAt: draft.savedAt, body: sealed as Sealed });
    store.shelf.showDraft(key, draft);
    return done(draft);
  } catch (error) {
    if (isFull(error)) return failed('storage-full');
    throw error;
  }
}

export async function dropDraft(store: Store, key: string): Promise<void> {
  const draft = store.shelf.draft(key)?.body as object | undefined;
  store.newestDrafts.delete(key);
  await store.db.drafts.delete(key);
  if (concernsMedia([], draft)) await unwantMedia(store, { draftKey: key });
  store.shelf.showDraft(key, undefined);
}

export const draftsOfKind = <T>(store: Store, kind: DraftKind): Draft<T>[] =>
  store.shelf.drafts.filter((draft): draft is Draft<T> => draft.kind === kind);
