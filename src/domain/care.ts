import { arrivalTermsOf } from './arrival/targets.ts';
import { byHash } from './canonical.ts';
import { addMinutes, compareInstants, dayOf, type Day } from './day.ts';
import type { ArrivalStep, ArrivalTarget } from './documents/arrival.ts';
import { byAnother } from './care-tags.ts';
import type { Confirmation, Proposal } from './documents/care.ts';
import type { Visit, Withdrawal } from './documents/visit.ts';
import { groupBy } from './group.ts';
import { inForce } from './in-force.ts';

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
    .filter((proposal) => proposal.kind !== 'tagReview')
    .filter((proposal) => !(decisions.get(proposal._id) ?? []).some((made) => byAnother(made, proposal)))
    .sort((a, b) => compareInstants(a.at, b.at) || byHash(a._id, b._id))
    .map((proposal) => ({ proposal, needsOther: (userId) => proposal.by === userId }));
}

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

/** What is known of a must-arrive beside the visits to its door. */
export interface ArrivalKnown {
  readonly steps?: readonly ArrivalStep[];
  readonly targets?: readonly ArrivalTarget[];
}

const stoodThere = ({ stage }: ArrivalStep): boolean => stage === 'arrived';
const lookedAfter = ({ stage }: ArrivalStep): boolean => stage === 'followedUp' || stage === 'closed';

/** Where a must-arrive stands, by the visits to that door which began after it was raised, and by its own steps. */
export function arrivalOf(
  proposal: Proposal,
  visits: readonly Visit[],
  { steps = [], targets = [] }: ArrivalKnown = {},
): MustArrive {
  const came = visits.filter(
    (visit) => atTheDoor.has(visit.outcome) && compareInstants(visit.startedAt, proposal.at) > 0,
  );
  const told = steps.filter(stoodThere).map(({ arrivedAt, at }) => arrivedAt ?? at);
  const [arrivedAt] = [...came.map(({ startedAt }) => startedAt), ...told].sort(compareInstants);
  const terms = arrivalTermsOf(proposal, targets);
  const clock = terms && addMinutes(proposal.at, terms.minutes);
  const agreed = proposal.reviewOn;
  // A day agreed beyond the clock is a follow-up, not a first arrival.
  const dueAt = clock !== undefined && (agreed === undefined || agreed <= dayOf(clock)) ? clock : undefined;
  return {
    proposal,
    dueOn: dueAt === undefined ? (agreed ?? dayOf(proposal.at)) : dayOf(dueAt),
    reached: came.some((visit) => visit.outcome !== 'not_home') || steps.some(lookedAfter),
    ...(dueAt !== undefined && { dueAt }),
    ...(arrivedAt !== undefined && { arrivedAt }),
  };
}
