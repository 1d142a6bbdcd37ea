import { hash32 } from './canonical.ts';
import type { CareTag } from './care-tags.ts';
import type { Cycle } from './cycle.ts';
import { addDays, dayOf, daysBetween, laterDay, roundOf, type Day } from './day.ts';
import type { PlanCancellation } from './documents/care.ts';
import type { Policy } from './documents/organisation.ts';
import { doorKey, type DoorFacts } from './door.ts';
import { byPressure, stateOn, type DueReason } from './due-reason.ts';
import { policiesForAll, policyForTag, policySince } from './policy.ts';
import { firstSlot } from './policy-slots.ts';

/** The first day of a door that was never visited: spread over the rest of the round, the same on every tablet. */
function firstDay(key: string, policy: Policy, since: Day, today: Day): Day {
  const round = roundOf(today);
  const from = laterDay(round.from, since);
  const span = Math.max(1, Math.min(policy.intervalDays, daysBetween(from, round.to) + 1));
  return addDays(from, hash32(`${round.key} ${policy.key} ${key}`) % span);
}

/** A cycle opens with its last completed visit and is due an interval later; never before its policy existed. */
function plannedForAll(key: string, policy: Policy, cycle: Cycle, today: Day): Day {
  const open = policySince(policy);
  return cycle.opened
    ? laterDay(addDays(dayOf(cycle.opened.startedAt), policy.intervalDays), open)
    : firstDay(key, policy, open, today);
}

function policyReason(policy: Policy, planned: Day, cycle: Cycle, today: Day): DueReason {
  const dueOn = cycle.notBefore === undefined ? planned : laterDay(planned, cycle.notBefore);
  return {
    kind: cycle.tries.length > 0 ? 'retry' : 'policy',
    cadence: policy.cadence,
    dueOn,
    state: stateOn(dueOn, today),
    policyKey: policy.key,
    checklistId: policy.checklistId,
    intervalDays: policy.intervalDays,
  };
}

const closer = (a: DueReason, b: DueReason): boolean =>
  a.intervalDays === b.intervalDays ? byPressure(a, b) < 0 : (a.intervalDays ?? 0) < (b.intervalDays ?? 0);

/** What a planned visit is counted from: the last completed one, or one that was cancelled. */
function baseOf(tag: CareTag, { opened }: Cycle, cancellations: readonly PlanCancellation[] = []): Day | undefined {
  const days = cancellations.filter(({ tagId }) => tagId === tag.proposalId).map(({ dueOn }) => dueOn);
  if (opened) days.push(dayOf(opened.startedAt));
  return days.length === 0 ? undefined : days.reduce(laterDay);
}

/** One reason for every household, and for each kind of tag the closest cadence that its levels ask for. */
export function policyReasons(facts: DoorFacts, policies: readonly Policy[], cycle: Cycle, today: Day): DueReason[] {
  const key = doorKey(facts.door);
  const byKind = new Map<string, DueReason>();
  for (const tag of cycle.empty ? [] : facts.tags) {
    const policy = policyForTag(policies, tag);
    if (!policy) continue;
    const base = baseOf(tag, cycle, facts.cancellations);
    const planned = firstSlot({ key, base, policy, levelFrom: tag.since });
    const reason = policyReason(policy, planned, cycle, today);
    const held = byKind.get(tag.kind);
    if (!held || closer(reason, held)) byKind.set(tag.kind, reason);
  }
  return [
    ...byKind.values(),
    ...policiesForAll(policies).map((policy) =>
      policyReason(policy, plannedForAll(key, policy, cycle, today), cycle, today),
    ),
  ];
}
