import { refOf } from '../domain/database-name.ts';
import type { StaffMember } from '../domain/documents/staff.ts';
import type { Result } from '../domain/fault.ts';
import type { Me } from '../domain/me.ts';
import { assignmentsOn, staffInGrid, type StaffInGrid } from '../domain/organisation/staff-in-grid.ts';
import { organisation } from './organisation.ts';
import { saveAction, type Saved } from './save.ts';
import { changeRegister, newHead, type Store } from './store.ts';

const readBy = ['staffMember', 'gridAssignment', 'orgUnit', 'placement'] as const;

/** How many of the staff work in the grid today. */
export const staffInGridHere = ({ shelf, clock }: Store): StaffInGrid =>
  shelf.derive(
    'staff in the grid',
    readBy,
    () => {
      const facts = { staff: shelf.all('staffMember'), assignments: shelf.all('gridAssignment') };
      return staffInGrid(organisation(shelf), facts, clock.today());
    },
    clock.today(),
  );

/** Who of the staff works at a unit today. */
export function staffAt({ shelf, clock }: Store, unitId: string): readonly StaffMember[] {
  const there = assignmentsOn(organisation(shelf), shelf.by('gridAssignment', 'unitId', unitId), clock.today());
  return there.flatMap(({ staffId }) => shelf.get('staffMember', staffId) ?? []);
}

/** Writes somebody down who works for the community. */
export const addStaffMember = (store: Store, { holder }: Me, name: string): Promise<Result<Saved>> => {
  const doc = changeRegister(store, 'staffMember', store.ids.next('staffMember'), { name });
  return saveAction(store, { parts: [{ db: refOf(holder.community), doc: { ...doc } }] });
};

/** From a day on somebody of the staff works at a unit, or does not any more. */
export const assignStaff = (
  store: Store,
  { holder }: Me,
  given: { readonly staffId: string; readonly unitId: string; readonly from: string; readonly ended?: true },
): Promise<Result<Saved>> => {
  const before = store.shelf
    .by('gridAssignment', 'unitId', given.unitId)
    .filter(({ staffId, from }) => staffId === given.staffId && from === given.from);
  // of one day the one that had seen the other holds
  const seen = new Set(before.flatMap(({ after }) => after ?? []));
  const last = before.find(({ _id }) => !seen.has(_id));
  const doc = { ...newHead(store, 'gridAssignment'), ...given, ...(last && { after: last._id }) };
  return saveAction(store, { parts: [{ db: refOf(holder.community), doc }] });
};
