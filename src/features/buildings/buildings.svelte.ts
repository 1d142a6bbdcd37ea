import { addressLabel } from '../../domain/address.ts';
import { doorKey } from '../../domain/door.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { MatrixCounts } from '../../domain/matrix.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { searchDoors } from '../../domain/search/door-search.ts';
import type { Spell } from '../../domain/search/spelling.ts';
import { fetchReadings } from '../../platform/pinyin.ts';
import { watched } from '../../platform/watched.ts';
import { buildingMatrix } from '../../store/building-matrix.ts';
import { buildings } from '../../store/buildings.ts';
import { doorSearch } from '../../store/door-search.ts';
import { dueOnTablet } from '../../store/due-doors.ts';
import type { Store } from '../../store/store.ts';
import { commonMatters } from '../../store/three-party.ts';
import { roundsHere } from '../../store/visit-rounds.ts';
import type { Words } from '../../words/lexicon.svelte.ts';
import { TagSearch } from './tag-search.svelte.ts';

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
  /** whose name, or which tag, answered, where it says more than the family's name */
  readonly said: string | undefined;
}

/** Until the table of readings has come, names are found as they are written. */
const asWritten: Spell = () => [];

/** What stands in an address for a building: its unit's key, which says nothing of a person. */
export const buildingPath = (unitId: string): string => `/buildings/${unitId.slice('orgUnit:'.length)}`;

/** The list of buildings with this round's progress, and a search over their doors. */
export class BuildingsModel {
  readonly #store: Store;
  readonly #watch: () => void;
  #typed = $state('');
  /** how names are read; the table is large, so it is fetched when somebody searches */
  #spell = $state.raw<Spell | undefined>();
  readonly tags: TagSearch;

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.tags = new TagSearch(store, me);
    this.#watch = watched(store.shelf);
  }

  get typed(): string {
    return this.#typed;
  }
  type = (text: string): void => {
    this.#typed = text;
    if (!this.#spell) void this.#fetchReadings();
  };

  async #fetchReadings(): Promise<void> {
    this.#spell = await fetchReadings();
  }

  /** How many matters several parties answer. */
  get commonMatters(): number {
    this.#watch();
    return commonMatters(this.#store.shelf).length;
  }
  /** How many rounds there are to look at. */
  get rounds(): number {
    this.#watch();
    return roundsHere(this.#store.shelf).length;
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

  /** Doors that fit what was typed; undefined while nothing is typed. */
  found(words: Words): FoundDoor[] | undefined {
    this.#watch();
    const typed = this.#typed.trim();
    if (typed === '') return undefined;
    const spell = this.#spell ?? asWritten;
    const manner = `${words.language} ${String(this.#spell !== undefined)}`;
    const index = doorSearch(this.#store.shelf, { spell, manner, tagWords: this.tags.words(words) });
    return searchDoors(index, typed, spell).map(({ door, said }) => ({
      key: doorKey(door),
      path: `/${door.householdId === undefined ? 'dwellings' : 'households'}/${doorPath(door)}`,
      address: addressLabel(door.address),
      familyName: door.familyName,
      said: said === door.familyName ? undefined : said,
    }));
  }
}
