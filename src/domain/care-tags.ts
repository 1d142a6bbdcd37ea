import { byHash } from './canonical.ts';
import { addDays, compareInstants, dayOf, laterDay, type Day } from './day.ts';
import type { CareBasis, CareLevel, Confirmation, Proposal } from './documents/care.ts';
import type { Withdrawal } from './documents/visit.ts';
import { groupBy } from './group.ts';
import { inForce } from './in-force.ts';

/** Days after which a confirmed tag is looked at again when nobody named a day. Ours: half a year. */
export const reviewAfterDays = 182;

type TagState = 'proposed' | 'declined' | 'confirmed' | 'underReview' | 'ended';

/** One level of a tag, and the day from which it held. */
export interface TagLevel {
  readonly level?: CareLevel;
  readonly from: Day;
}

/** The whole life of a care tag: proposed → confirmed → underReview → confirmed | ended, or proposed → declined. */
export interface TagLife {
  readonly proposal: Proposal;
  readonly state: TagState;
  readonly basis?: CareBasis;
  /** the decision that counts; none while it is proposed */
  readonly decision?: Confirmation;
  /** levels since the first confirmation, oldest first; empty where it was never in force */
  readonly levels: readonly TagLevel[];
  /** the day by which somebody looks at it again; only while it is in force */
  readonly reviewOn?: Day;
  /** what put it under review: a wish to end it, or for another level */
  readonly asked?: Proposal;
  readonly endedOn?: Day;
}

/** A proposer's own confirmation does not count: creator ≠ confirmer. Ending restricts, so anybody may. */
export const byAnother = (made: Confirmation, proposal: Proposal): boolean =>
  made.decision === 'ended' || made.by !== proposal.by;

const oldestFirst = (a: Confirmation, b: Confirmation): number => compareInstants(a.at, b.at) || byHash(a._id, b._id);

/** Confirmations from the first to the one in force: each names the one before, or the request that named it. */
function chainOf(
  proposal: Proposal,
  made: readonly Confirmation[],
  requests: ReadonlyMap<string, Proposal>,
): Confirmation[] {
  const asker = (one: Confirmation): Proposal | undefined => requests.get(one.after ?? '');
  const valid = made.filter(
    (one) => one.decision === 'confirmed' && byAnother(one, proposal) && asker(one)?.by !== one.by,
  );
  const known = new Set(valid.map(({ _id }) => _id));
  const before = (one: Confirmation): string | undefined => {
    const named = asker(one)?.after ?? one.after;
    return named !== undefined && named !== one._id && known.has(named) ? named : undefined;
  };
  const next = groupBy(valid, (one) => before(one) ?? '');
  const chain: Confirmation[] = [];
  const seen = new Set<string>();
  for (let at = ''; ;) {
    const [one] = [...(next.get(at) ?? [])].filter(({ _id }) => !seen.has(_id)).sort((a, b) => byHash(a._id, b._id));
    if (!one) return chain;
    chain.push(one);
    seen.add(one._id);
    at = one._id;
  }
}

function levelsOf(proposal: Proposal, chain: readonly Confirmation[]): TagLevel[] {
  const levels: TagLevel[] = [];
  for (const one of chain) {
    const held = levels.at(-1);
    const level = one.level ?? (held ? held.level : proposal.level);
    // a clock that was put back does not let a level begin before the one that it follows
    const from = held ? laterDay(held.from, dayOf(one.at)) : dayOf(one.at);
    if (!held || held.level !== level) levels.push({ from, ...(level !== undefined && { level }) });
  }
  return levels;
}

function lifeOf(proposal: Proposal, made: readonly Confirmation[], requests: readonly Proposal[]): TagLife {
  const chain = chainOf(proposal, made, new Map(requests.map((one) => [one._id, one])));
  const levels = levelsOf(proposal, chain);
  const basis = proposal.basis === undefined ? {} : { basis: proposal.basis };
  const [ended] = made.filter((one) => one.decision === 'ended').sort(oldestFirst);
  const [declined] = made.filter((one) => one.decision === 'declined' && byAnother(one, proposal)).sort(oldestFirst);
  // a restriction beats a permission, whichever came first
  const closing = ended ?? declined;
  if (closing) {
    const state = ended ? 'ended' : 'declined';
    return { proposal, state, decision: closing, levels, endedOn: dayOf(closing.at), ...basis };
  }
  const held = chain.at(-1);
  if (!held) return { proposal, state: 'proposed', levels, ...basis };
  const [asked] = requests.filter((one) => one.after === held._id).sort((a, b) => byHash(a._id, b._id));
  const first = chain.length === 1 ? proposal.reviewOn : undefined;
  const reviewOn = held.reviewOn ?? first ?? addDays(dayOf(held.at), reviewAfterDays);
  const state = asked ? 'underReview' : 'confirmed';
  return { proposal, state, decision: held, levels, reviewOn, ...(asked && { asked }), ...basis };
}

/** Every care tag with its life, folded from facts alone: the same in whatever order they came. */
export function tagLives(
  proposals: readonly Proposal[],
  confirmations: readonly Confirmation[],
  withdrawals: readonly Withdrawal[] = [],
): TagLife[] {
  const decisions = groupBy(confirmations, (confirmation) => confirmation.proposalId);
  const holding = inForce(proposals, withdrawals);
  const requests = groupBy(
    holding.filter((one) => one.kind === 'tagReview'),
    (one) => one.tagId ?? '',
  );
  return holding
    .filter((proposal) => proposal.kind === 'careTag')
    .map((proposal) => lifeOf(proposal, decisions.get(proposal._id) ?? [], requests.get(proposal._id) ?? []));
}

/** 关爱标签: a proposal that somebody else confirmed and nobody ended. T3 or T4: it lives where its proposal lives. */
export interface CareTag {
  readonly proposalId: string;
  readonly confirmationId: string;
  readonly dwellingId: string;
  readonly householdId?: string;
  readonly kind: string;
  readonly level?: CareLevel;
  /** day of the first confirmation */
  readonly from: Day;
  /** day from which it has this level: no visit was due by it before */
  readonly since: Day;
  readonly reviewOn: Day;
}

export function tagInForce({ proposal, state, decision, levels, reviewOn }: TagLife): CareTag | undefined {
  const [first, now] = [levels[0], levels.at(-1)];
  const holds = state === 'confirmed' || state === 'underReview';
  if (!holds || !decision || !first || !now || reviewOn === undefined) return undefined;
  const { _id, dwellingId, householdId, subject } = proposal;
  return {
    proposalId: _id,
    confirmationId: decision._id,
    dwellingId,
    kind: subject,
    from: first.from,
    since: now.from,
    reviewOn,
    ...(householdId !== undefined && { householdId }),
    ...(now.level !== undefined && { level: now.level }),
  };
}

/** Care tags in force: those under review hold until somebody ends them. */
export const activeTags = (
  proposals: readonly Proposal[],
  confirmations: readonly Confirmation[],
  withdrawals: readonly Withdrawal[] = [],
): CareTag[] => tagLives(proposals, confirmations, withdrawals).flatMap((life) => tagInForce(life) ?? []);

/** Whether somebody has to look at a tag: its day has come, or a worker asked. */
export const isUpForReview = ({ state, reviewOn }: TagLife, today: Day): boolean =>
  state === 'underReview' || (state === 'confirmed' && reviewOn !== undefined && reviewOn <= today);
