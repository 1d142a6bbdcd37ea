import { buildingOfExtract } from '../../src/domain/emergency.ts';
import type { Holder } from '../../src/domain/rights.ts';

/**
 * The areas in whose extracts this person may look for one of this id; none = not for this person. A building leader reads
 * the extract and the emergency cards of each own building, everybody the one of the matters that they raised themselves.
 */
export function extractAreasOf({ userId, grants }: Holder, id: string): string[] {
  const building = buildingOfExtract(id) ?? '';
  const reaching = grants.filter((grant) =>
    id === `matters-of-${userId}`
      ? true
      : grant.role === 'buildingLeader' && (grant.buildings ?? []).includes(building),
  );
  return [...new Set(reaching.flatMap((grant) => grant.areas))];
}
