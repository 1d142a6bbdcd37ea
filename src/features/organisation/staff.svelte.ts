import { refOf } from '../../domain/database-name.ts';
import type { StaffMember } from '../../domain/documents/staff.ts';
import type { Me } from '../../domain/me.ts';
import { gridPercent, type StaffInGrid } from '../../domain/organisation/staff-in-grid.ts';
import { databasesOf } from '../../domain/rights.ts';
import { writableTypes } from '../../domain/writable-types.ts';
import { watched } from '../../platform/watched.ts';
import { unitPath } from '../../store/organisation.ts';
import { addStaffMember, assignStaff, staffAt, staffHere, staffInGridHere } from '../../store/staff.ts';
import type { Store } from '../../store/store.ts';

const byName = (a: StaffMember, b: StaffMember): number =>
  a.name.localeCompare(b.name, 'zh') || (a._id < b._id ? -1 : 1);

/** Who of the staff works in the grid: the ratio of the community, and who works at the unit that is looked at. */
export class StaffModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #unitId: string;
  readonly #watch: () => void;
  /** in the form: whom, from which day */
  staffId = $state('');
  from = $state('');
  name = $state('');

  constructor(store: Store, me: Me, unitId: string) {
    this.#store = store;
    this.#me = me;
    this.#unitId = unitId;
    this.#watch = watched(store.shelf);
  }

  /** The community itself: here the ratio is told, and nobody is sent to it. */
  get isTop(): boolean {
    this.#watch();
    return unitPath(this.#store, this.#unitId).length === 1;
  }
  get report(): StaffInGrid {
    this.#watch();
    return staffInGridHere(this.#store);
  }
  get percent(): number | undefined {
    return gridPercent(this.report);
  }
  get here(): readonly StaffMember[] {
    this.#watch();
    return [...staffAt(this.#store, this.#unitId)].sort(byName);
  }
  /** Who could be sent here: those who are nowhere first. */
  get others(): readonly StaffMember[] {
    this.#watch();
    const ids = (of: readonly StaffMember[]) => new Set(of.map(({ staffId }) => staffId));
    const [there, free] = [ids(this.here), ids(this.report.without)];
    return staffHere(this.#store)
      .filter(({ staffId }) => !there.has(staffId))
      .sort((a, b) => Number(free.has(b.staffId)) - Number(free.has(a.staffId)) || byName(a, b));
  }
  isFree = ({ staffId }: StaffMember): boolean => this.report.without.some((one) => one.staffId === staffId);
  get mayWrite(): boolean {
    const { community, grants } = this.#me.holder;
    const writes = databasesOf(this.#me.holder).some((right) => right.name === refOf(community) && right.write);
    return writes && grants.some(({ role }) => writableTypes[role].includes('gridAssignment'));
  }
  get today(): string {
    return this.#store.clock.today();
  }

  /** @returns whether it was saved; false too where the form is not filled */
  add = async (): Promise<boolean> => {
    const name = this.name.trim();
    if (name === '') return false;
    const saved = await addStaffMember(this.#store, this.#me, name);
    if (saved.ok) this.name = '';
    return saved.ok;
  };
  send = async (): Promise<boolean> => {
    if (this.staffId === '') return false;
    const from = this.from === '' ? this.today : this.from;
    const saved = await assignStaff(this.#store, this.#me, { staffId: this.staffId, unitId: this.#unitId, from });
    if (saved.ok) [this.staffId, this.from] = ['', ''];
    return saved.ok;
  };
  /** From today on they do not work here any more. */
  end = async (staffId: string): Promise<boolean> =>
    (await assignStaff(this.#store, this.#me, { staffId, unitId: this.#unitId, from: this.today, ended: true })).ok;
}
