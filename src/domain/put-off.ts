import { completes, doNotAskUntil, laterDays } from './cycle.ts';
import { addDays, compareInstants, dayOf, type Day } from './day.ts';
import type { DoorFacts } from './door.ts';
import type { Slot } from './policy-slots.ts';

/** Somebody named a later day: said on one day, not before another. */
interface PutOff {
  readonly said: Day;
  readonly until: Day;
}

/** A due day, and the one that it had before somebody named a later one. */
export interface Placed extends Slot {
  readonly postponedFrom?: Day;
}

/** What the family, or the worker on its behalf, put off after one instant and up to another, oldest first. */
export function putOffs(facts: DoorFacts, after: string | undefined, upTo: string | undefined): PutOff[] {
  const { visits, refusals, postponements } = facts;
  const known = (at: string): boolean => upTo === undefined || compareInstants(at, upTo) <= 0;
  const between = (at: string): boolean => known(at) && (after === undefined || compareInstants(at, after) > 0);
  const said = (at: string, until: Day): PutOff => ({ said: dayOf(at), until });
  const later = visits
    .filter((visit) => visit.outcome === 'refused' && between(visit.startedAt) && !completes(visit, refusals))
    .map(({ startedAt }) => said(startedAt, addDays(dayOf(startedAt), laterDays)));
  const named = postponements.flatMap(({ at, until }) => (until !== undefined && between(at) ? said(at, until) : []));
  // a wish to be left alone outlives the cycle
  const asked = refusals.flatMap((refusal) => {
    const until = doNotAskUntil({ ...facts, refusals: [refusal] });
    return until !== undefined && known(refusal.at) ? said(refusal.at, until) : [];
  });
  return [...later, ...named, ...asked].sort((a, b) => (a.said + a.until < b.said + b.until ? -1 : 1));
}

/** The visit that was due when somebody named a later day, and those after it, are due on that day at the earliest. */
export function placed(slots: readonly Slot[], off: readonly PutOff[]): Placed[] {
  let held: Placed[] = [...slots];
  for (const { said, until } of off) {
    const current = held.findLastIndex(({ dueOn }) => dueOn <= said);
    const moved = held.map((slot, place) =>
      place < current || slot.dueOn >= until
        ? slot
        : { ...slot, dueOn: until, postponedFrom: slot.postponedFrom ?? slot.dueOn },
    );
    held = moved.filter((slot, place) => slot.dueOn !== moved[place - 1]?.dueOn);
  }
  return held;
}
