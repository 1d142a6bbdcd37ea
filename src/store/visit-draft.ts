import type { Answers } from '../domain/checklist/condition.ts';
import type { Known } from '../domain/checklist/prefill.ts';
import type { MediaReference } from '../domain/documents/media.ts';
import type { Address } from '../domain/documents/place.ts';
import type { KnockReasonSaid } from '../domain/documents/round.ts';
import { doorKey } from '../domain/door.ts';
import { draftsOfKind, saveDraft } from './drafts.ts';
import type { Draft } from './shelf-drafts.ts';
import type { Store } from './store.ts';

/** A change of somebody or something at home, ticked under 有变化; kept with the draft until the visit is finished. */
export type HomeChange =
  | { readonly kind: 'movedIn' | 'born'; readonly name: string; readonly birthYear?: number; readonly sex?: 0 | 1 | 2 }
  | { readonly kind: 'movedOut' | 'died'; readonly residentId: string }
  | { readonly kind: 'phone'; readonly residentId: string; readonly number: string };

/** A call that could not wait: when it was made, to which number, and what was said to whom. */
export interface CallMade {
  /** what the checklist raised it for */
  readonly key: string;
  readonly at: string;
  readonly number: string;
  readonly to?: string;
}

/** A half-filled visit, as it lies in its draft. */
export interface VisitDraftBody {
  readonly dwellingId: string;
  readonly householdId?: string;
  /** where the door was when it began: its building may go to another area before the visit is over, and take the door along */
  readonly place?: { readonly address: Address; readonly familyName?: string };
  readonly checklistId: string;
  /** the version that it began with: what is published meanwhile is for the next visit */
  readonly checklistVersion?: number;
  readonly startedAt: string;
  readonly answers: Answers;
  /** what the form began with from elsewhere: an answer that still says so is no change of it */
  readonly known?: Known;
  readonly changes: readonly HomeChange[];
  readonly summary: { readonly seen?: string; readonly thought?: string; readonly nearer?: string };
  /** the question that was on screen last */
  readonly at?: string;
  /** matters of this visit that join one that is already open, by the key of what raised them */
  readonly joined?: Readonly<Record<string, string>>;
  /** blocks of the checklist that the worker confirmed, by key */
  readonly confirmed?: readonly string[];
  readonly calls?: readonly CallMade[];
  /** pictures and signatures, by the question that they answer or by `matterSlot` of what they show */
  readonly media?: Readonly<Record<string, readonly MediaReference[]>>;
  /** why one knocked, where a reason began the visit; its words as they were then */
  readonly knockReason?: KnockReasonSaid;
  /** a correction: the visit it replaces, and the fact it saw (the review that returned it, or the visit itself) */
  readonly supersedes?: string;
  readonly after?: string;
  /** why somebody of the correcting role replaces an accepted visit */
  readonly correction?: string;
  /** the visit that it was before it came back: undone, or not taken by the relay */
  readonly again?: string;
  /** when that visit ended, where it was over */
  readonly endedAt?: string;
}

/** Where the pictures of a matter lie in a draft. @param key of what raised it */
export const matterSlot = (key: string): string => `matter:${key}`;

/** One draft for each door; a correction has its own, and so has a visit that came back. */
export const visitDraftKey = (
  door: { dwellingId: string; householdId?: string | undefined },
  version?: string,
): string => (version === undefined ? `visit:${doorKey(door)}` : `visit:${doorKey(door)}:${version}`);

export const keyOfVisitDraft = (draft: Pick<VisitDraftBody, 'dwellingId' | 'householdId' | 'supersedes' | 'again'>) =>
  visitDraftKey(draft, draft.again ?? draft.supersedes);

export const visitDrafts = (store: Store): Draft<VisitDraftBody>[] => draftsOfKind<VisitDraftBody>(store, 'visit');

export const saveVisitDraft = (store: Store, body: VisitDraftBody) =>
  saveDraft(store, keyOfVisitDraft(body), 'visit', body);
