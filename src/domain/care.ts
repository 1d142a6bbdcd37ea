import { byHash } from './canonical.ts';
import { addMinutes, compareInstants, dayOf, type Day } from './day.ts';
import type { CareLevel, Confirmation, Proposal } from './documents/care.ts';
import type { Visit, Withdrawal } from './documents/visit.ts';
import { groupBy } from './group.ts';
import { inForce } from './in-force.ts';

/** 关爱标签: a proposal that somebody else confirmed and nobody ended. T3 or T4: it lives where its proposal lives. */
export interface CareTag {
  readonly proposalId: string;
  readonly confirmationId: string;
  readonly dwellingId: string;
  readonly householdId?: string;
  readonly kind: string;
  readonly level?: CareLevel;
  /** day of the confirmation */
  readonly from: Day;
  readonly reviewOn?: Day;
}

export type ProposalState = 'pending' | 'confirmed' | 'declined' | 'ended';

const restrictionFirst: Readonly<Record<Confirmation['decision'], number>> = { ended: 0, declined: 1, confirmed: 2 };

/** The decision that counts: a restriction beats a permission, then the smaller hash of the id. */
const decisive = (confirmations: readonly Confirmation[]): Confirmation | undefined =>
  [...confirmations].sort(
    (a, b) => restrictionFirst[a.decision] - restrictionFirst[b.decision] || byHash(a._id, b._id),
  )[0];

/** What became of a proposal, by the confirmations that name it. */
export const stateOfProposal = (confirmations: readonly Confirmation[]): ProposalState =>
  decisive(confirmations)?.decision ?? 'pending';

/** Care tags in force, folded from facts alone. A proposer's own confirmation does not count: creator ≠ confirmer. */
export function activeTags(
  proposals: readonly Proposal[],
  confirmations: readonly Confirmation[],
  withdrawals: readonly Withdrawal[] = [],
): CareTag[] {
  const decisions = groupBy(confirmations, (confirmation) => confirmation.proposalId);
  return inForce(proposals, withdrawals).flatMap((proposal) => {
    if (proposal.kind !== 'careTag') return [];
    const counting = decisive((decisions.get(proposal._id) ?? []).filter((made) => byAnother(made, proposal)));
    if (counting?.decision !== 'confirmed') return [];
    const { _id, dwellingId, householdId, subject, reviewOn } = proposal;
    const level = counting.level ?? proposal.level;
    return {
      proposalId: _id,
      confirmationId: counting._id,
      dwellingId,
      kind: subject,
      from: dayOf(counting.at),
      ...(householdId !== undefined && { householdId }),
      ...(level !== undefined && { level }),
      ...(reviewOn !== undefined && { reviewOn }),
    };
  });
}

const byAnother = (made: Confirmation, proposal: Proposal): boolean =>
  made.decision === 'ended' || made.by !== proposal.by;

export interface PendingProposal {
  readonly proposal: Proposal;
  /** whether this person proposed it, so that another has to confirm (domain.md §7.4, separation of persons) */
  readonly needsOther: (userId: string) => boolean;
}

/** Proposals on which nobody has decided yet, oldest first. */
export function pendingProposals(
  proposals: readonly Proposal[],
  confirmations: readonly Confirmation[],
  withdrawals: readonly Withdrawal[] = [],
): PendingProposal[] {
  const decisions = groupBy(confirmations, (confirmation) => confirmation.proposalId);
  return inForce(proposals, withdrawals)
    .filter((proposal) => !(decisions.get(proposal._id) ?? []).some((made) => byAnother(made, proposal)))
    .sort((a, b) => compareInstants(a.at, b.at) || byHash(a._id, b._id))
    .map((proposal) => ({ proposal, needsOther: (userId) => proposal.by === userId }));
}

/**
 * 三必到: minutes from raising to arriving. Project defaults (domain.md §1 A7): incident 30 min, dissatisfaction 24 h, family
 * dispute 2 h.
 */
export const arrivalMinutes: Readonly<Record<string, number>> = {
  incident: 30,
  dissatisfaction: 24 * 60,
  familyDispute: 2 * 60,
};

/** 约好再来: the day on which a checklist wants somebody back. */
export const followUp = 'followUp';

/** Must-arrive that breaks a family's wish not to be asked: displeasure and what was agreed can wait, danger cannot. */
export const isEmergency = (subject: string): boolean => subject !== 'dissatisfaction' && subject !== followUp;

/** Must-arrive proposals that hold. They hold at once: no confirmation is waited for, but one may decline or end them. */
export function mustArriveOf(
  proposals: readonly Proposal[],
  confirmations: readonly Confirmation[],
  withdrawals: readonly Withdrawal[] = [],
): Proposal[] {
  const closed = new Set(
    confirmations.filter((made) => made.decision !== 'confirmed').map((confirmation) => confirmation.proposalId),
  );
  return inForce(proposals, withdrawals).filter(
    (proposal) => proposal.kind === 'mustArrive' && !closed.has(proposal._id),
  );
}

export interface MustArrive {
  readonly proposal: Proposal;
  /** the end of the clock; without one, `dueOn` alone counts */
  readonly dueAt?: string;
  readonly dueOn: Day;
  /** when somebody first stood at the door after it was raised; the clock stops here */
  readonly arrivedAt?: string;
  /** somebody of the household was there: nothing is left to do */
  readonly reached: boolean;
}

/** Outcomes that show somebody stood at the door. A call does not, and neither does a locked entrance. */
const atTheDoor: ReadonlySet<Visit['outcome']> = new Set(['met', 'not_home', 'refused', 'vacant', 'moved']);

/** Where a must-arrive stands, by the visits to that door which began after it was raised. */
export function arrivalOf(proposal: Proposal, visits: readonly Visit[]): MustArrive {
  const came = visits
    .filter((visit) => atTheDoor.has(visit.outcome) && compareInstants(visit.startedAt, proposal.at) > 0)
    .sort((a, b) => compareInstants(a.startedAt, b.startedAt));
  const minutes = arrivalMinutes[proposal.subject];
  const clock = minutes === undefined ? undefined : addMinutes(proposal.at, minutes);
  const agreed = proposal.reviewOn;
  // A day agreed beyond the clock is a follow-up, not a first arrival.
  const dueAt = clock !== undefined && (agreed === undefined || agreed <= dayOf(clock)) ? clock : undefined;
  const arrivedAt = came[0]?.startedAt;
  return {
    proposal,
    dueOn: dueAt === undefined ? (agreed ?? dayOf(proposal.at)) : dayOf(dueAt),
    reached: came.some((visit) => visit.outcome !== 'not_home'),
    ...(dueAt !== undefined && { dueAt }),
    ...(arrivedAt !== undefined && { arrivedAt }),
  };
}
