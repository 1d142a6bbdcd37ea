import { addDays } from '../../domain/day.ts';
import type { RoundOrder } from '../../domain/documents/round.ts';
import { failed, type Result } from '../../domain/fault.ts';
import { groupBy } from '../../domain/group.ts';
import { isSupervisor, type Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { roundCounts } from '../../domain/visit-round.ts';
import { watched } from '../../platform/watched.ts';
import { buildings } from '../../store/buildings.ts';
import { doorsOnTablet } from '../../store/due-doors.ts';
import { checklists } from '../../store/reference.ts';
import type { Saved } from '../../store/save.ts';
import type { Store } from '../../store/store.ts';
import { roundPlanHere, roundsHere, startRound, type RoundWish } from '../../store/visit-rounds.ts';

/** What stands in an address for a round. */
export const roundPath = (id: string): string => `/rounds/${id.slice('visitRound:'.length)}`;

export interface RoundCard {
  readonly id: string;
  readonly path: string;
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly closed: boolean;
  readonly done: number;
  readonly total: number;
}

/** Two weeks: long enough for evenings and two weekends (ours). */
const usualDays = 13;

/** The rounds of this tablet, and for a secretary the form that starts one. */
export class RoundsModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #wish = $state.raw<RoundWish>();
  #tried = $state(false);

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  get cards(): RoundCard[] {
    this.#watch();
    const { shelf } = this.#store;
    return roundsHere(shelf).map(({ round, closed }) => {
      const plan = roundPlanHere(shelf, round);
      const { title, from, to, _id: id } = round;
      return { id, path: roundPath(id), title, from, to, closed, done: roundCounts(plan).done, total: plan.length };
    });
  }

  get mayStart(): boolean {
    return isSupervisor(this.#me);
  }
  /** Buildings whose doors are on this tablet. */
  readonly buildings = $derived.by(() => {
    this.#watch();
    const { shelf } = this.#store;
    const doors = groupBy(doorsOnTablet(shelf), ({ buildingId }) => buildingId);
    return buildings(shelf).map(({ building }) => ({
      id: building._id,
      name: fieldOf(building, 'name') ?? '',
      doors: doors.get(building._id)?.length ?? 0,
    }));
  });
  /** Lists for every door: none that only some may open. */
  get lists() {
    this.#watch();
    return [...checklists(this.#store.shelf).values()].filter(({ mode, tier }) => mode === 'worker' && tier !== 'T4');
  }
  readonly wish: RoundWish = $derived.by(() => {
    if (this.#wish) return this.#wish;
    const from = this.#store.clock.today();
    const ids = this.buildings.map(({ id }) => id);
    return { title: '', buildings: ids, checklistId: 'routine', from, to: addDays(from, usualDays), order: 'walking' };
  });
  write = (more: Partial<RoundWish>): void => {
    this.#wish = { ...this.wish, ...more };
  };
  toggle = (building: string): void => {
    const { buildings: chosen } = this.wish;
    const without = chosen.filter((one) => one !== building);
    this.write({ buildings: without.length < chosen.length ? without : [...chosen, building] });
  };
  setOrder = (order: RoundOrder): void => {
    this.write({ order });
  };
  get doors(): number {
    return this.buildings
      .filter(({ id }) => this.wish.buildings.includes(id))
      .reduce((sum, { doors }) => sum + doors, 0);
  }
  /** What is wrong, told once somebody wanted to start. */
  get problems(): { readonly title: boolean; readonly buildings: boolean; readonly dates: boolean } {
    const { title, buildings: chosen, from, to } = this.wish;
    const wrong = { title: title.trim() === '', buildings: chosen.length === 0, dates: from === '' || to < from };
    return this.#tried ? wrong : { title: false, buildings: false, dates: false };
  }
  /** `invalid`: the form says what is missing. */
  async start(): Promise<Result<Saved>> {
    this.#tried = true;
    if (Object.values(this.problems).includes(true)) return failed('invalid');
    const started = await startRound(this.#store, { ...this.wish, title: this.wish.title.trim() });
    if (started.ok) {
      this.#wish = undefined;
      this.#tried = false;
    }
    return started;
  }
}
