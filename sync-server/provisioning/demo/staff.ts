import type { GridAssignment, StaffMember } from '../../../src/domain/documents/staff.ts';
import { changeOf } from '../../../src/domain/register.ts';
import { chanceOf } from './chance.ts';
import { areas, community, demoHead, demoStamp } from './organisation.ts';
import { inventPerson } from './people.ts';

const members = 15;
/** two thirds of them (domain.md E1) */
const inGrid = 10;

/** The staff of the demo community, two thirds of them in its areas, for `ref-…`. */
export function staff(at: string): (StaffMember | GridAssignment)[] {
  const chance = chanceOf(12);
  return Array.from({ length: members }, (_, place) => {
    const key = `${community}-w${String(place + 1)}`;
    const name = inventPerson(chance, 1990).name;
    const member = changeOf<StaffMember>(demoHead('staffMember', `staffMember:${key}`, at), { name }, demoStamp(at));
    const area = areas[place % areas.length];
    if (place >= inGrid || !area) return [member];
    const head = demoHead('gridAssignment', `gridAssignment:${key}-${area.key}`, at);
    const there: GridAssignment = { ...head, schema: 1, staffId: member._id, unitId: area.id, from: at.slice(0, 10) };
    return [member, there];
  }).flat();
}
