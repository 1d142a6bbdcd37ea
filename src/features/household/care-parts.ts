import { careOf, parseDatabaseName } from '../../domain/database-name.ts';
import type { Day } from '../../domain/day.ts';
import type { CareBasis, CareLevel, Confirmation, PlanCancellation, Proposal } from '../../domain/documents/care.ts';
import type { Postponement, PostponeReason } from '../../domain/documents/visit.ts';
import type { Door } from '../../domain/door.ts';
import type { Part } from '../../domain/envelope.ts';
import { mayWrite, type WriteState } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import type { VisitPlan } from '../../domain/visit-plan.ts';
import type { TagHere } from '../../store/care-plans.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import { newHead, type Store } from '../../store/store.ts';

const doorOf = ({ dwellingId, householdId }: Door) => ({
  dwellingId,
  ...(householdId !== undefined && { householdId }),
});

const part = (me: Me, db: string | undefined, doc: Part['doc'], state: WriteState = {}): Part | undefined => {
  const written = doc as unknown as { _id: string; type: string; by: string };
  return db !== undefined && mayWrite(me.holder, db, written, state) === undefined ? { db, doc } : undefined;
};

interface TagTerms {
  readonly kind: string;
  readonly level?: CareLevel;
  readonly basis: CareBasis;
  readonly rule?: string;
  readonly detail?: string;
  readonly reviewOn?: Day;
}

/** A tag as it is proposed at the household; undefined: not this person's to propose. */
export function tagPart(store: Store, me: Me, door: Door, { kind, ...terms }: TagTerms): Part | undefined {
  const area = areaOfDoor(store, door);
  const scope = area === undefined ? undefined : parseDatabaseName(area)?.scope;
  const body = { ...doorOf(door), kind: 'careTag' as const, subject: kind, ...terms };
  const doc: Proposal = { ...newHead(store, 'proposal'), ...body };
  return part(me, scope === undefined ? undefined : careOf(scope), doc);
}

/** A request that a tag ends, or gets another level. */
export function requestPart(
  store: Store,
  me: Me,
  { life, door, db }: TagHere,
  { level, detail }: { readonly level?: CareLevel | undefined; readonly detail: string },
): Part | undefined {
  if (life.state !== 'confirmed' || !life.decision) return undefined;
  const doc: Proposal = {
    ...newHead(store, 'proposal'),
    ...doorOf(door),
    kind: 'tagReview',
    subject: life.proposal.subject,
    tagId: life.proposal._id,
    after: life.decision._id,
    detail,
    ...(level !== undefined && { level }),
  };
  return part(me, db, doc, { after: life.decision });
}

type Said = Pick<Confirmation, 'decision' | 'level' | 'reviewOn' | 'reason'>;

/** A decision on a tag, after what this person sees: the proposal, a request, or the confirmation in force. */
export function decisionPart(store: Store, me: Me, { life, db }: TagHere, said: Said): Part | undefined {
  const { proposal, state } = life;
  if (state === 'ended' || state === 'declined') return undefined;
  const after = state === 'proposed' ? proposal : (life.asked ?? life.decision);
  if (!after) return undefined;
  const doc: Confirmation = {
    ...newHead(store, 'confirmation'),
    proposalId: proposal._id,
    after: after._id,
    ...said,
  };
  return part(me, db, doc, { after, proposal });
}

/** One planned visit is not made. */
export function cancellationPart(
  store: Store,
  me: Me,
  { life, door, db }: TagHere,
  { dueOn }: VisitPlan,
  reason: string,
): Part | undefined {
  const tagId = life.proposal._id;
  const head = newHead(store, 'planCancellation');
  const doc: PlanCancellation = { ...head, ...doorOf(door), tagId, after: tagId, dueOn, reason };
  return part(me, db, doc, { after: life.proposal });
}

/** Nobody comes before that day. */
export function postponementPart(
  store: Store,
  me: Me,
  door: Door,
  said: { readonly until: Day; readonly reason: PostponeReason },
): Part | undefined {
  const doc: Postponement = { ...newHead(store, 'postponement'), ...doorOf(door), ...said };
  return part(me, areaOfDoor(store, door), doc);
}
