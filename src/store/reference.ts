import type { Checklist } from '../domain/checklist/checklist.ts';
import type { Policy } from '../domain/documents/organisation.ts';
import { policiesInForce as inForce } from '../domain/policy.ts';
import type { Shelf } from './shelf.ts';

/** The checklist in force: the highest version of an id. */
export const checklists = (shelf: Shelf): ReadonlyMap<string, Checklist> =>
  shelf.derive('checklists', ['checklist'], () => {
    const newest = new Map<string, Checklist>();
    for (const { checklist } of shelf.all('checklist')) {
      if ((newest.get(checklist.id)?.version ?? 0) < checklist.version) newest.set(checklist.id, checklist);
    }
    return newest;
  });

/** One version of a checklist: answers name the one that they answer. */
export const checklistVersion = (shelf: Shelf, id: string, version: number): Checklist | undefined =>
  shelf.all('checklist').find(({ checklist }) => checklist.id === id && checklist.version === version)?.checklist;

/**
 * The list that a half-filled visit answers: the version with which it began, whatever was published since; where that one
 * is not known, the one in force.
 */
export const checklistOfDraft = (
  shelf: Shelf,
  draft: { readonly checklistId: string; readonly checklistVersion?: number },
): Checklist | undefined =>
  (draft.checklistVersion === undefined
    ? undefined
    : checklistVersion(shelf, draft.checklistId, draft.checklistVersion)) ?? checklists(shelf).get(draft.checklistId);

/** Policies in force on this tablet. */
export const policiesInForce = (shelf: Shelf): readonly Policy[] =>
  shelf.derive('policies', ['policy'], () => inForce(shelf.all('policy')));

/** The name that a community shows for a person: that of the post they hold, or held last. */
export const nameOfUser = (shelf: Shelf, user: string): string | undefined =>
  shelf
    .derive('names of users', ['post'], () => {
      const names = new Map<string, string>();
      const oldestFirst = [...shelf.all('post')].sort((a, b) => (a.from < b.from ? -1 : 1));
      for (const { userId, holderName } of oldestFirst)
        if (userId !== undefined && holderName !== undefined) names.set(userId, holderName);
      return names;
    })
    .get(user);
