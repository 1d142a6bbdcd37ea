import { describe, expect, it } from 'vitest';
import { assignmentsOn, gridPercent, staffInGrid } from '../../../src/domain/organisation/staff-in-grid.ts';
import { laidOut, smallTowns, today } from '../../builders/a-town.ts';
import { aPlacement } from '../../builders/documents.ts';
import { aGridAssignment, aStaffMember } from '../../builders/staff.ts';

describe.each(smallTowns)('E1: staff in the grid of a community of %s', (_, made) => {
  const organisation = laidOut(made());
  const staff = Array.from({ length: 60 }, (_none, n) => aStaffMember({ staffId: `w${String(n + 1)}` }));
  const at = (n: number, area: number, more: Parameters<typeof aGridAssignment>[0] = {}) =>
    aGridAssignment({
      _id: `gridAssignment:w${String(n)}-a${String(area)}-${more.from ?? ''}`,
      staffId: `w${String(n)}`,
      unitId: `orgUnit:area-${String(area)}`,
      ...more,
    });
  const forty = Array.from({ length: 40 }, (_none, n) => at(n + 1, (n % 4) + 1));
  const counted = (assignments: readonly ReturnType<typeof at>[], day = today) =>
    staffInGrid(organisation, { staff, assignments }, day);

  it('E1: 40 of 60 are 66.7 %, and the other twenty are named', () => {
    const report = counted(forty);
    expect(report).toMatchObject({ staff: 60, assigned: 40 });
    expect(gridPercent(report)).toBe(66.7);
    expect(report.without.map(({ _id }) => _id)).toEqual(staff.slice(40).map(({ _id }) => _id));
    expect(gridPercent(staffInGrid(organisation, { staff: [], assignments: forty }, today))).toBeUndefined();
  });

  it('E1: one person in several units counts once, several people in one unit each', () => {
    expect(counted([at(1, 1), at(1, 2), at(2, 1), at(3, 1, { unitId: 'orgUnit:building-1' })]).assigned).toBe(3);
  });

  it('E1: counts of a day: not before it began, nor after its last day, nor after it was ended', () => {
    const stay = at(1, 1, { from: '2026-03-01', until: '2026-05-31' });
    const of = (day: string) => counted([stay], day).assigned;
    expect(['2026-02-28', '2026-03-01', '2026-05-31', '2026-06-01'].map(of)).toEqual([0, 1, 1, 0]);
    const over = [at(1, 1), at(1, 1, { from: '2026-06-01', ended: true })];
    expect(['2026-05-31', '2026-06-01'].map((day) => counted(over, day).assigned)).toEqual([1, 0]);
    expect(assignmentsOn(organisation, over, '2026-05-31')).toEqual([over[0]]);
  });

  it('E1: neither the community itself nor a unit that is closed or unknown is in the grid', () => {
    const { parentId: _none, ...closing } = aPlacement({ unitId: 'orgUnit:area-1', from: '2026-10-01' });
    const closed = laidOut(made(), { placements: [closing] });
    const assigned = (unitId: string, of = organisation) =>
      staffInGrid(of, { staff, assignments: [at(1, 1, { unitId })] }, today).assigned;
    expect(['orgUnit:community-1', 'orgUnit:nowhere', 'orgUnit:area-1'].map((id) => assigned(id))).toEqual([0, 0, 1]);
    expect(assigned('orgUnit:area-1', closed)).toBe(0);
  });

  it('E1: who left is neither in the one number nor in the other', () => {
    const gone = staff
      .slice(0, 10)
      .map((one) => aStaffMember({ ...one, _id: `${one._id}-left`, from: '2026-11-01', left: true }));
    const of = (day: string) => staffInGrid(organisation, { staff: [...gone, ...staff], assignments: forty }, day);
    expect(of(today)).toMatchObject({ staff: 50, assigned: 30 });
    expect(of('2026-10-31')).toMatchObject({ staff: 60, assigned: 40 });
  });
});
