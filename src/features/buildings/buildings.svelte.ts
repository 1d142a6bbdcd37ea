import { searchDoors, searchIndex, type SearchIndex } from '../../domain/search.ts';
import { addressLabel } from '../../domain/address.ts';
import { doorKey, type Door } from '../../domain/door.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { MatrixCounts } from '../../domain/matrix.ts';
import { fieldOf } from '../../domain/register.ts';
import { watched } from '../../platform/watched.ts';
import { buildingMatrix } from '../../store/building-matrix.ts';
import { buildings } from '../../store/buildings.ts';
import { doorsOnTablet, dueOnTablet } from '../../store/due-doors.ts';
import type { Store } from '../../store/store.ts';

export interface BuildingCard {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly doors: number;
  readonly counts: MatrixCounts;
  readonly today: number;
  readonly openMatters: number;
}

export interface FoundDoor {
  readonly key: string;
  readonly path: string;
  readonly address: string;
  readonly familyName: string | undefined;
}

/** What stands in an address for a building: its unit's key, which says nothing of a person. */
export const buildingPath = (unitId: string): string => `/buildings/${unitId.slice('orgUnit:'.length)}`;

/** The list of buildings with this round's progress, and a search over their doors. */
export class BuildingsModel {
  readonly #store: Store;
  readonly #watch: () => void;
  #typed = $state('');
  /** pinyin initials of a text; its table is large, so it is fetched when somebody searches */
  #initials = $state.raw<((text: string) => string) | undefined>();

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
  }

  get typed(): string {
    return this.#typed;
  }
  type = (text: string): void => {
    this.#typed = text;
    if (!this.#initials) void this.#fetchInitials();
  };

  async #fetchInitials(): Promise<void> {
    const { pinyin } = await import('pinyin-pro');
    this.#initials = (text) => pinyin(text, { pattern: 'first', toneType: 'none', type: 'array' }).join('');
  }

  get cards(): BuildingCard[] {
    this.#watch();
    const today = this.#store.clock.today();
    const due = new Map<string, number>();
    for (const one of dueOnTablet(this.#store)) {
      const now = one.dueOn !== undefined && one.dueOn <= today && (one.notBefore ?? today) <= today;
      if (now) due.set(one.door.buildingId, (due.get(one.door.buildingId) ?? 0) + 1);
    }
    return buildings(this.#store.shelf).map(({ building, doors, openMatters }) => ({
      id: building._id,
      path: buildingPath(building._id),
      name: fieldOf(building, 'name') ?? '',
      doors,
      counts: buildingMatrix(this.#store, building._id).counts,
      today: due.get(building._id) ?? 0,
      openMatters,
    }));
  }

  get #index() {
    const { shelf } = this.#store;
    const initials = this.#initials;
    const made = (): SearchIndex =>
      searchIndex(
        doorsOnTablet(shelf).map((door) => ({ door, ...this.#peopleOf(door) })),
        initials ?? ((text) => text),
      );
    return shelf.derive('door search', ['dwelling', 'household', 'resident'], made, String(initials !== undefined));
  }

  #peopleOf(door: Door): { names: string[]; phones: string[] } {
    if (door.householdId === undefined) return { names: [], phones: [] };
    const people = this.#store.shelf.by('resident', 'householdId', door.householdId);
    return {
      names: people.flatMap((one) => fieldOf(one, 'name') ?? []),
      phones: people.flatMap((one) => fieldOf(one, 'phone')?.number ?? []),
    };
  }

  /** Doors that fit what was typed; undefined while nothing is typed. */
  get found(): FoundDoor[] | undefined {
    this.#watch();
    const typed = this.#typed.trim();
    if (typed === '') return undefined;
    return searchDoors(this.#index, typed).map(({ door }) => ({
      key: doorKey(door),
      path: `/${door.householdId === undefined ? 'dwellings' : 'households'}/${doorPath(door)}`,
      address: addressLabel(door.address),
      familyName: door.familyName,
    }));
  }
}
