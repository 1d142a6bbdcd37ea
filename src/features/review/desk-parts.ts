import type { Confirmation } from '../../domain/documents/care.ts';
import type { Review } from '../../domain/documents/visit.ts';
import type { Part } from '../../domain/envelope.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import type { FoldedVisit } from '../../domain/visit-state.ts';
import { newHead, type Store } from '../../store/store.ts';
import type { DecisionSaid, RaisedProposal } from './opened.ts';

/** A verdict on a visit as it would be sent; undefined: this person may not give it. */
export function verdictPart(
  store: Store,
  { holder }: Me,
  visitId: string,
  said: Pick<Review, 'verdict' | 'reason'>,
): Part | undefined {
  const visit = store.shelf.get('visit', visitId);
  const db = store.shelf.databaseOf('visit', visitId);
  if (!visit || db === undefined) return undefined;
  const doc: Review = { ...newHead(store, 'review'), visitId, after: visitId, ...said };
  return mayWrite(holder, db, doc, { after: visit }) === undefined ? { db, doc } : undefined;
}

/** A decision on what a visit proposed; undefined: not this person's, or their own proposal. */
export function confirmationPart(
  store: Store,
  { holder }: Me,
  { proposal }: RaisedProposal,
  said: DecisionSaid,
): Part | undefined {
  const db = store.shelf.databaseOf('proposal', proposal._id);
  const ids = { proposalId: proposal._id, after: proposal._id };
  const doc: Confirmation = { ...newHead(store, 'confirmation'), ...ids, ...said };
  const may = db !== undefined && mayWrite(holder, db, doc, { after: proposal }) === undefined;
  return may ? { db, doc } : undefined;
}

/** Whether this person may correct an accepted visit, under their own name and with a reason. */
export function mayCorrect({ shelf }: Store, { holder }: Me, { state, visit, review }: FoldedVisit): boolean {
  const db = shelf.databaseOf('visit', visit._id);
  if (state !== 'accepted' || !review || db === undefined) return false;
  const wanted = { by: holder.userId, supersedes: visit._id, after: review._id, correction: '…' };
  const doc = { ...visit, ...wanted, _id: 'visit:new' };
  return mayWrite(holder, db, doc, { superseded: visit, after: review }) === undefined;
}
