import { isFull, withRoom } from './database.ts';
import { done, failed, type Result } from '../domain/fault.ts';
import { joinDrafts } from '../domain/join-drafts.ts';
import type { Sealed } from '../platform/crypto.ts';
import { concernsMedia, unwantMedia } from './media.ts';
import type { DraftKind, DraftRow } from './rows.ts';
import type { Draft } from './shelf-drafts.ts';
import type { Store } from './store.ts';

/** A draft as this window last saw or wrote it; its mark tells whether another window has written since. */
export interface KnownDraft {
  readonly mark: string | undefined;
  readonly body: object;
  /** what this window had written when another's words were joined to it */
  readonly before?: object;
}

/** The draft that lies there, as the form that asks will know it from now on. */
export function seeDraft(store: Store, key: string): Draft | undefined {
  const draft = store.shelf.draft(key);
  if (draft) store.knownDrafts.set(key, { mark: draft.mark, body: draft.body as object });
  else store.knownDrafts.delete(key);
  return draft;
}

/** The draft as another window wrote it since this one saw it last; undefined: nobody did. */
export function draftFromElsewhere(store: Store, key: string): Draft | undefined {
  const draft = store.shelf.draft(key);
  const known = store.knownDrafts.get(key);
  return draft?.mark === undefined || draft.mark === known?.mark || isOwn(store, draft.mark) ? undefined : draft;
}

/** Whether a draft that this window wrote was finished or thrown away in another. */
export const isDoneElsewhere = async (store: Store, key: string): Promise<boolean> =>
  store.knownDrafts.has(key) && (await store.db.drafts.get(key)) === undefined;

const isOwn = (store: Store, mark: string): boolean => mark.startsWith(`${store.windowId}:`);

/** What a draft becomes on top of the row that lies there. @param seen what the form knew when it was written */
async function onTopOf(store: Store, row: DraftRow, seen: KnownDraft | undefined, mine: object): Promise<KnownDraft> {
  const known = store.knownDrafts.get(row.key);
  const { mark } = row;
  if (mark === undefined || mark === seen?.mark) return { mark, body: mine };
  // Written while this one was on its way: what was joined then is joined once more.
  if (isOwn(store, mark)) return { mark, body: known?.before ? joinDrafts(known.before, known.body, mine) : mine };
  const [theirs = {}] = await store.seal.open([row.body]);
  return { mark, body: joinDrafts(seen?.body ?? {}, theirs, mine) };
}

/**
 * Keeps a half-filled form; call it at each change. The newest of several calls in one moment is the one that stays.
 * What another window wrote meanwhile is not overwritten: the draft that is kept, and returned, holds both; the form takes
 * it up. Fault `done-elsewhere`: another window finished the draft or threw it away, and nothing was kept.
 * @param key one draft each: `visit:<dwelling id>`, `note:…`, `review:<visit id>`
 * @param body whatever the form needs to open again
 */
export async function saveDraft<T extends object>(
  store: Store,
  key: string,
  kind: DraftKind,
  body: T,
): Promise<Result<Draft<T>>> {
  const draft: Draft<T> = { key, kind, savedAt: store.clock.instant(), body };
  const seen = store.knownDrafts.get(key);
  store.newestDrafts.set(key, draft);
  const { db } = store;
  try {
    let row = seen ? undefined : await db.drafts.get(key);
    for (;;) {
      const next = row ? await onTopOf(store, row, seen, body) : { mark: seen?.mark, body };
      const [sealed] = await store.seal.seal([next.body]);
      // A form changes faster than a disk writes: only the newest is worth a transaction.
      if (store.newestDrafts.get(key) !== draft) return done(draft);
      const mark = `${store.windowId}:${store.ids.next('draft')}`;
      const kept = { ...draft, mark, body: next.body as T };
      const lies = await withRoom(store.spare, () =>
        db.transaction('rw', db.drafts, async () => {
          const now = await db.drafts.get(key);
          if (now?.mark === next.mark) await db.drafts.put({ ...kept, body: sealed as Sealed });
          return now;
        }),
      );
      if (lies?.mark === next.mark) {
        const joined = next.body !== body;
        store.knownDrafts.set(key, { mark, body: next.body, ...(joined && { before: body }) });
        store.shelf.showDraft(key, kept);
        return done(kept);
      }
      if (!lies) return failed('done-elsewhere');
      row = lies;
    }
  } catch (error) {
    if (isFull(error)) return failed('storage-full');
    // Closed underneath: the window says why, and the form that its last words are not kept.
    if (!db.isOpen()) return failed('unexpected');
    throw error;
  }
}

/** From here on this window knows nothing of a draft: it went. */
export function forgetDraft(store: Store, key: string): void {
  store.newestDrafts.delete(key);
  store.knownDrafts.delete(key);
}

export async function dropDraft(store: Store, key: string): Promise<void> {
  const draft = store.shelf.draft(key)?.body as object | undefined;
  forgetDraft(store, key);
  await store.db.drafts.delete(key);
  if (concernsMedia([], draft)) await unwantMedia(store, { draftKey: key });
  store.shelf.showDraft(key, undefined);
}

export const draftsOfKind = <T>(store: Store, kind: DraftKind): Draft<T>[] =>
  store.shelf.drafts.filter((draft): draft is Draft<T> => draft.kind === kind);
