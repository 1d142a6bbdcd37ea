import type { Checklist } from '../domain/checklist/checklist.ts';
import { checklistDocumentId } from '../domain/checklist/checklist-document.ts';
import { publishingFaults } from '../domain/checklist/editing.ts';
import { refOf } from '../domain/database-name.ts';
import { failed, type Result } from '../domain/fault.ts';
import type { Me } from '../domain/me.ts';
import type { Remark } from '../domain/xlsform/remark.ts';
import { draftsOfKind, dropDraft, saveDraft } from './drafts.ts';
import { checklists, nameOfUser } from './reference.ts';
import { saveAction, type Saved } from './save.ts';
import type { Draft } from './shelf-drafts.ts';
import type { Shelf } from './shelf.ts';
import { newHead, type Store } from './store.ts';

/** A checklist that somebody works on, before it is published. */
export interface ChecklistDraftBody {
  readonly checklist: Checklist;
  /** the version in force when work on it began; none: there was no such list */
  readonly basedOn?: number;
  /** a list from outside as it came in: what is closed in it stays closed until somebody opens it */
  readonly cameAs?: Checklist;
  /** what of a form from outside was not kept and nobody has looked at yet */
  readonly remarks?: readonly Remark[];
}

export const checklistDraftKey = (id: string): string => `checklist:${id}`;

export const checklistDrafts = (store: Store): Draft<ChecklistDraftBody>[] =>
  draftsOfKind<ChecklistDraftBody>(store, 'checklist');

export const saveChecklistDraft = (
  store: Store,
  body: ChecklistDraftBody,
): Promise<Result<Draft<ChecklistDraftBody>>> =>
  saveDraft(store, checklistDraftKey(body.checklist.id), 'checklist', body);

export const dropChecklistDraft = (store: Store, id: string): Promise<void> => dropDraft(store, checklistDraftKey(id));

export interface PublishedVersion {
  readonly list: Checklist;
  /** ISO 8601 with offset */
  readonly at: string;
  /** as colleagues call whoever published it */
  readonly by: string;
}

/** Every version of a checklist that this tablet knows, the newest first. */
export const publishedVersions = (shelf: Shelf, id: string): readonly PublishedVersion[] =>
  shelf
    .all('checklist')
    .filter(({ checklist }) => checklist.id === id)
    .map(({ checklist: list, at, by }) => ({ list, at, by: nameOfUser(shelf, by) ?? by }))
    .sort((a, b) => b.list.version - a.list.version);

export const checklistVersions = (shelf: Shelf, id: string): readonly Checklist[] =>
  publishedVersions(shelf, id).map(({ list }) => list);

/** The version that would be published next. */
export const nextChecklistVersion = (shelf: Shelf, id: string): number => (checklists(shelf).get(id)?.version ?? 0) + 1;

/**
 * Publishes a draft as the next version of its list: a new document for everybody of the community; the draft goes with it.
 * Earlier versions stay as they are. Fault `illegal-step`: something in it has to be mended, or remarks were not looked at.
 */
export async function publishChecklist(store: Store, me: Me, draft: ChecklistDraftBody): Promise<Result<Saved>> {
  const version = nextChecklistVersion(store.shelf, draft.checklist.id);
  const checklist: Checklist = { ...draft.checklist, version };
  if (publishingFaults(checklist).length > 0 || (draft.remarks ?? []).length > 0) return failed('illegal-step');
  const doc = { ...newHead(store, 'checklist', checklistDocumentId(checklist)), checklist };
  return saveAction(store, {
    parts: [{ db: refOf(me.holder.community), doc }],
    draftKey: checklistDraftKey(checklist.id),
    form: { kind: 'checklist', body: draft },
  });
}
