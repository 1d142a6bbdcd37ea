import { byHash } from '../canonical.ts';
import type { Day } from '../day.ts';
import { inForce } from '../in-force.ts';

/** A fact that holds from a day on, until another of the same subject follows it. */
export interface FromDay {
  readonly _id: string;
  readonly from: Day;
  readonly supersedes?: string | undefined;
  readonly after?: string | undefined;
}

/**
 * Which of one subject's facts holds on a day: the one whose day came last; of one day the one that had seen the other
 * (`after`), else the smaller hash. Reads neither arrival nor clocks.
 */
export function onDay<T extends FromDay>(facts: readonly T[], day: Day): T | undefined {
  const [only, ...more] = facts;
  if (only && more.length === 0) return only.from <= day ? only : undefined;
  const begun = inForce(facts).filter((fact) => fact.from <= day);
  const last = begun.reduce<Day>((latest, { from }) => (from > latest ? from : latest), '');
  const tied = begun.filter(({ from }) => from === last);
  const seen = new Set(tied.map(({ after }) => after));
  const [first] = tied
    .sort((a, b) => byHash(a._id, b._id))
    .sort((a, b) => Number(seen.has(a._id)) - Number(seen.has(b._id)));
  return first;
}
