import { byHash } from './canonical.ts';
import type { Residency } from './documents/visit.ts';
import { inForce } from './in-force.ts';

export type Left = 'movedOut' | 'died';

const leaves = ({ change }: Residency): boolean => change === 'movedOut' || change === 'died';

/**
 * How somebody left a household, by what was said of them; undefined: they live there. The newest day counts, and of one day
 * the leaving. No clock is read and no set is grown: who moved out comes back by a new fact alone.
 * @param facts every residency fact of one person, of whichever household
 */
export function leftBy(
  householdId: string,
  facts: readonly Residency[],
  withdrawals: readonly { readonly subjectId: string }[] = [],
): Left | undefined {
  const [newest] = inForce(facts, withdrawals)
    .filter((fact) => fact.householdId === householdId || fact.change === 'died')
    .sort(
      (a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : Number(leaves(b)) - Number(leaves(a))) || byHash(a._id, b._id),
    );
  return newest?.change === 'movedOut' || newest?.change === 'died' ? newest.change : undefined;
}
