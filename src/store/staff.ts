import { refOf } from '../domain/database-name.ts';
import type { StaffMember } from '../domain/documents/staff.ts';
import type { Result } from '../domain/fault.ts';
import type { Me } from '../domain/me.ts';
import { assignmentsOn, staffInGrid, staffOn, type StaffInGrid } from '../domain/organisation/staff-in-grid.ts';
import { organisation } from './organisation.ts';
import { saveAction, type Saved } from './save.ts';
import { newHead, type Store } from './store.ts';

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

/** Who works for the community today. */
export const staffHere = ({ shelf, clock }: Store): readonly StaffMember[] =>
  staffOn(shelf.all('staffMember'), clock.today());

/** Who of the staff works at a unit today. */
export function staffAt(store: Store, unitId: string): readonly StaffMember[] {
  const { shelf, clock } = store;
  const there = assignmentsOn(organisation(shelf), shelf.by('gridAssignment', 'unitId', unitId), clock.today());
  const ids = new Set(there.map(({ staffId }) => staffId));
  return staffHere(store).filter(({ staffId }) => ids.has(staffId));
}

/** Writes down that somebody works for the community, from today on. */
export const addStaffMember = (store: Store, { holder }: Me, name: string): Promise<Result<Saved>> => {
  const head = newHead(store, 'staffMember');
  const doc = { ...head, staffId: head._id.slice('staffMember:'.length), name, from: store.clock.today() };
  return saveAction(store, { parts: [{ db: refOf(holder.community), doc }] });
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
