import { buildingOfExtract } from '../../src/domain/emergency.ts';
import { servicesOf } from '../../src/domain/service/service-extract.ts';
import type { Holder } from '../../src/domain/rights.ts';

/**
 * The areas in whose extracts this person may look for one of this id; none = not for this person. A building leader reads
 * the extract and the emergency cards of each own building, a deployed member the extract of the building that they are
 * paired with and no card, a provider the households that are assigned to it, everybody the one of the matters that they raised themselves.
 */
export function extractAreasOf({ userId, grants }: Holder, id: string): string[] {
  const building = buildingOfExtract(id) ?? '';
  const reaching = grants.filter(({ role, unitId, buildings = [] }) => {
    if (id === `matters-of-${userId}`) return true;
    if (role === 'serviceProvider') return id === servicesOf(unitId);
    return (
      (role === 'buildingLeader' && buildings.includes(building)) ||
      (role === 'deployedMember' && buildings.includes(id))
    );
  });
  return [...new Set(reaching.flatMap((grant) => grant.areas))];
}
