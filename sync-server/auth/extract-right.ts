import type { Holder } from '../../src/domain/rights.ts';

/**
 * The areas in whose extracts this person may look for one of this id; none = not for this person. A building leader reads
 * the extract of each own building, everybody the one of the matters that they raised themselves.
 */
export function extractAreasOf({ userId, grants }: Holder, id: string): string[] {
  const reaching = grants.filter((grant) =>
    id === `matters-of-${userId}` ? true : grant.role === 'buildingLeader' && (grant.buildings ?? []).includes(id),
  );
  return [...new Set(reaching.flatMap((grant) => grant.areas))];
}
