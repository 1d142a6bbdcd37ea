import { addressLabel } from '../../domain/address.ts';
import type { Door } from '../../domain/door.ts';
import type { Result } from '../../domain/fault.ts';
import { maskName } from '../../domain/masks.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { plainName } from '../../domain/sheet/matching.ts';
import { watched } from '../../platform/watched.ts';
import { ownersHere, sayOwner } from '../../store/ownership.ts';
import type { Saved } from '../../store/save.ts';
import type { Store } from '../../store/store.ts';

export interface OwnerLine {
  readonly id: string;
  readonly name: string;
  /** short addresses of what else they own */
  readonly others: readonly string[];
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly address: string;
}

const mostCandidates = 8;

/** Who owns a dwelling: residents of the areas on this tablet, who may live elsewhere. */
export class OwnerModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #door: () => Door | undefined;
  readonly #watch: () => void;
  typed = $state('');

  constructor(store: Store, me: Me, door: () => Door | undefined) {
    this.#store = store;
    this.#me = me;
    this.#door = door;
    this.#watch = watched(store.shelf);
  }

  get #dwelling() {
    this.#watch();
    const door = this.#door();
    return door && this.#store.shelf.get('dwelling', door.dwellingId);
  }

  get maySay(): boolean {
    return this.#me.holder.grants.some(({ role }) => role === 'gridWorker' || role === 'areaSecretary');
  }

  /** @param revealed whether names are uncovered */
  owners(revealed: boolean): OwnerLine[] {
    const dwelling = this.#dwelling;
    if (!dwelling) return [];
    return ownersHere(this.#store.shelf, dwelling).map(({ resident, others }) => {
      const name = fieldOf(resident, 'name') ?? '';
      const addresses = others.flatMap((one) => fieldOf(one, 'address') ?? []).map((one) => addressLabel(one));
      return { id: resident._id, name: revealed ? name : maskName(name), others: addresses };
    });
  }

  /** Residents whose name begins as it was typed, with where they live; nobody before two characters. */
  get candidates(): Candidate[] {
    this.#watch();
    const { shelf } = this.#store;
    const text = plainName(this.typed);
    if (Array.from(text).length < 2) return [];
    return shelf
      .all('resident')
      .filter((one) => plainName(fieldOf(one, 'name') ?? '').startsWith(text))
      .slice(0, mostCandidates)
      .map((one) => {
        const household = shelf.get('household', fieldOf(one, 'householdId') ?? '');
        const dwelling = shelf.get('dwelling', (household && fieldOf(household, 'dwellingId')) ?? '');
        const address = dwelling && fieldOf(dwelling, 'address');
        return { id: one._id, name: fieldOf(one, 'name') ?? '', address: address ? addressLabel(address) : '' };
      });
  }

  say = (residentId: string, owns: boolean): Promise<Result<Saved>> | undefined => {
    const dwelling = this.#dwelling;
    return dwelling && sayOwner(this.#store, dwelling, residentId, owns);
  };
}
