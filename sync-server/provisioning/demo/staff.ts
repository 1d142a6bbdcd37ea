import type { GridAssignment, StaffMember } from '../../../src/domain/documents/staff.ts';
import { chanceOf } from './chance.ts';
import { areas, community, demoHead } from './organisation.ts';
import { inventPerson } from './people.ts';

const members = 15;
/** two thirds of them (domain.md E1) */
const inGrid = 10;

/** The staff of the demo community, two thirds of them in its areas, for `ref-…`. */
export function staff(at: string): (StaffMember | GridAssignment)[] {
  const chance = chanceOf(12);
  return Array.from({ length: members }, (_, place) => {
    const staffId = `${community}-w${String(place + 1)}`;
    const from = at.slice(0, 10);
    const name = inventPerson(chance, 1990).name;
    const member: StaffMember = {
      ...demoHead('staffMember', `staffMember:${staffId}`, at),
      schema: 1,
      staffId,
      name,
      from,
    };
    const area = areas[place % areas.length];
    if (place >= inGrid || !area) return [member];
    const head = demoHead('gridAssignment', `gridAssignment:${staffId}-${area.key}`, at);
    const there: GridAssignment = { ...head, schema: 1, staffId, unitId: area.id, from };
    return [member, there];
  }).flat();
}
