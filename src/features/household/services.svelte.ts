import type { Partner } from '../../domain/documents/nearby.ts';
import type { ServiceAssignment } from '../../domain/documents/service.ts';
import type { Door } from '../../domain/door.ts';
import type { Result } from '../../domain/fault.ts';
import { maskName } from '../../domain/masks.ts';
import type { Me } from '../../domain/me.ts';
import { findPersonalNumbers } from '../../domain/personal-numbers.ts';
import { fieldOf } from '../../domain/register.ts';
import { watched } from '../../platform/watched.ts';
import { residentsOf } from '../../store/households.ts';
import type { Saved } from '../../store/save.ts';
import { assignService, endService, providersHere, servicesAt } from '../../store/services.ts';
import type { Store } from '../../store/store.ts';

/** Which organisations serve a household regularly; the area's secretary says so. */
export class ServicesModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #door: () => Door | undefined;
  readonly #watch: () => void;
  #wish = $state.raw({ partnerId: '', residentId: '', note: '' });
  #writes = $state(false);
  #tried = $state(false);

  constructor(store: Store, me: Me, door: () => Door | undefined) {
    this.#store = store;
    this.#me = me;
    this.#door = door;
    this.#watch = watched(store.shelf);
  }

  get here(): readonly ServiceAssignment[] {
    this.#watch();
    const householdId = this.#door()?.householdId;
    return householdId === undefined ? [] : servicesAt(this.#store.shelf, householdId);
  }
  get maySay(): boolean {
    const secretary = this.#me.holder.grants.some(({ role }) => role === 'areaSecretary');
    return secretary && this.#door()?.householdId !== undefined;
  }
  get partners(): readonly Partner[] {
    this.#watch();
    return providersHere(this.#store.shelf);
  }
  nameOf = ({ partnerId }: ServiceAssignment): string => {
    const partner = this.#store.shelf.get('partner', partnerId);
    return (partner && fieldOf(partner, 'name')) ?? '';
  };
  /** People of the household, with the surname only. */
  get people(): readonly { readonly id: string; readonly name: string }[] {
    this.#watch();
    const householdId = this.#door()?.householdId;
    if (householdId === undefined) return [];
    return residentsOf(this.#store.shelf, householdId).map((one) => ({
      id: one._id,
      name: maskName(fieldOf(one, 'name') ?? ''),
    }));
  }

  get wish() {
    return this.#wish;
  }
  get writes(): boolean {
    return this.#writes;
  }
  begin = (): void => {
    this.#writes = true;
  };
  change = (more: Partial<{ partnerId: string; residentId: string; note: string }>): void => {
    this.#wish = { ...this.#wish, ...more };
  };
  get partnerMissing(): boolean {
    return this.#tried && this.#wish.partnerId === '';
  }
  get numberInNote(): boolean {
    return findPersonalNumbers(this.#wish.note).length > 0;
  }

  /** Undefined: something is missing still. */
  assign = async (): Promise<Result<Saved> | undefined> => {
    this.#tried = true;
    const [door, { partnerId, residentId, note }] = [this.#door(), this.#wish];
    if (!door || partnerId === '' || this.numberInNote) return undefined;
    const said = note.trim();
    const saved = await assignService(this.#store, this.#me, door, {
      partnerId,
      ...(residentId !== '' && { residentId }),
      ...(said !== '' && { note: said }),
    });
    if (!saved.ok) return saved;
    this.#wish = { partnerId: '', residentId: '', note: '' };
    [this.#writes, this.#tried] = [false, false];
    return saved;
  };
  end = (assignment: ServiceAssignment): Promise<Result<Saved>> => endService(this.#store, assignment);
}
