import type { Day } from '../day.ts';
import type { GridAssignment, StaffMember } from '../documents/staff.ts';
import { groupBy } from '../group.ts';
import { onDay } from './on-day.ts';
import { pathOn, type Organisation } from './organisation.ts';

export interface StaffFacts {
  readonly staff: readonly StaffMember[];
  readonly assignments: readonly GridAssignment[];
}

/** How many of the staff work in the grid (domain.md E1), and who does not; a count of places, never of people's hours. */
export interface StaffInGrid {
  readonly staff: number;
  readonly assigned: number;
  readonly without: readonly StaffMember[];
}

/** Assignments that hold on a day: begun, neither over nor ended, at a unit beneath the community that is open. */
export function assignmentsOn(
  organisation: Organisation,
  assignments: readonly GridAssignment[],
  day: Day,
): GridAssignment[] {
  const pairs = groupBy(assignments, ({ staffId, unitId }) => `${staffId} ${unitId}`);
  return [...pairs.values()].flatMap((tenures) => {
    const held = onDay(tenures, day);
    if (!held || held.ended === true || (held.until !== undefined && held.until < day)) return [];
    return pathOn(organisation, held.unitId, day).length > 1 ? [held] : [];
  });
}

/** Who works for the community on a day. */
export const staffOn = (staff: readonly StaffMember[], day: Day): StaffMember[] =>
  [...groupBy(staff, ({ staffId }) => staffId).values()].flatMap((tenures) => {
    const held = onDay(tenures, day);
    return held && held.left !== true ? [held] : [];
  });

/** Everybody is counted once, in however many units they work. */
export function staffInGrid(organisation: Organisation, { staff, assignments }: StaffFacts, day: Day): StaffInGrid {
  const there = new Set(assignmentsOn(organisation, assignments, day).map(({ staffId }) => staffId));
  const here = staffOn(staff, day);
  const without = here.filter(({ staffId }) => !there.has(staffId));
  return { staff: here.length, assigned: here.length - without.length, without };
}

/** Tenths of a percent are shown: 40 of 60 → 66.7. */
export const gridPercent = ({ staff, assigned }: StaffInGrid): number | undefined =>
  staff === 0 ? undefined : Math.round((assigned * 1000) / staff) / 10;
