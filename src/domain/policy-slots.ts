import { hash32 } from './canonical.ts';
import type { TagLevel, TagLife } from './care-tags.ts';
import { addDays, dayOf, laterDay, type Day } from './day.ts';
import type { Policy } from './documents/organisation.ts';
import { policiesInForce, policyForTag, policySince } from './policy.ts';

/** What a care tag asks for from a day on, until its level or its policy changes. */
interface Terms {
  readonly from: Day;
  /** the first day on which other terms hold */
  readonly until?: Day;
  readonly policy: Policy;
  readonly level: TagLevel;
}

/** A day on which a visit is due. */
export interface Slot {
  readonly dueOn: Day;
  readonly policy: Policy;
  readonly level: TagLevel;
}

interface Counted {
  /** of the door */
  readonly key: string;
  /** the last completed visit, or the day of one that was cancelled; none where nobody ever came */
  readonly base: Day | undefined;
  readonly policy: Policy;
  readonly levelFrom: Day;
}

/**
 * The first day on which a visit is due: an interval after the last one, never before the level or the interval held. A door
 * that nobody visited yet falls on one day of the first interval, the same on every tablet.
 */
export function firstSlot({ key, base, policy, levelFrom }: Counted): Day {
  const open = laterDay(levelFrom, policySince(policy));
  return base === undefined
    ? addDays(open, hash32(`${policy.key} ${key}`) % policy.intervalDays)
    : laterDay(addDays(base, policy.intervalDays), open);
}

/** The terms of a tag, oldest first. @param policies every version */
export function termsOf({ proposal, levels }: TagLife, policies: readonly Policy[]): Terms[] {
  const mine = policies.filter(({ tagKind }) => tagKind === proposal.subject);
  const [first] = levels;
  if (!first) return [];
  const days = new Set([...levels.map(({ from }) => from), ...mine.map(({ at }) => laterDay(dayOf(at), first.from))]);
  const changes = [...days].sort();
  return changes.flatMap((from, place) => {
    const level = levels.findLast((one) => one.from <= from) ?? first;
    const known = policiesInForce(mine.filter(({ at }) => dayOf(at) <= from));
    const policy = policyForTag(known, { kind: proposal.subject, ...level });
    const until = changes[place + 1];
    return policy ? [{ from, policy, level, ...(until !== undefined && { until }) }] : [];
  });
}

/** Every due day up to a day, oldest first, and the one after it; each an interval after the one before. */
export function slotsUpTo(
  terms: readonly Terms[],
  { key, base, to }: { readonly key: string; readonly base: Day | undefined; readonly to: Day },
): { readonly due: Slot[]; readonly next: Slot | undefined } {
  const due: Slot[] = [];
  for (const { from, until, policy, level } of terms) {
    if (base !== undefined && until !== undefined && until <= base) continue;
    let dueOn = firstSlot({ key, base, policy, levelFrom: level.from });
    while (dueOn < from) dueOn = addDays(dueOn, policy.intervalDays);
    for (; until === undefined || dueOn < until; dueOn = addDays(dueOn, policy.intervalDays)) {
      if (dueOn > to) return { due, next: { dueOn, policy, level } };
      due.push({ dueOn, policy, level });
    }
  }
  return { due, next: undefined };
}
