import { byHash } from '../canonical.ts';
import type { ServiceAssignment } from '../documents/service.ts';
import { groupBy } from '../group.ts';

/**
 * The assignments that hold, one for each organisation and household: the last of those that name one another; between two
 * that saw the same the end comes first, then the smaller hash.
 */
export function assignmentsInForce(facts: readonly ServiceAssignment[]): readonly ServiceAssignment[] {
  const seen = new Set(facts.map(({ after }) => after));
  const last = groupBy(
    facts.filter(({ _id }) => !seen.has(_id)),
    ({ partnerId, householdId }) => `${partnerId} ${householdId}`,
  );
  return [...last.values()].flatMap((tied) => {
    const [first] = [...tied].sort(
      (a, b) => Number(b.ended === true) - Number(a.ended === true) || byHash(a._id, b._id),
    );
    return first && first.ended !== true ? [first] : [];
  });
}
