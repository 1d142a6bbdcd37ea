import { addressLabel } from '../../domain/address.ts';
import type { Door } from '../../domain/door.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { FoldedPlan } from '../../domain/household-plan.ts';
import { fieldOf } from '../../domain/register.ts';
import { walkingOrder } from '../../domain/walking-order.ts';
import { watched } from '../../platform/watched.ts';
import { doorsOnTablet } from '../../store/due-doors.ts';
import { isOpen, plansOnTablet } from '../../store/household-plans.ts';
import type { Store } from '../../store/store.ts';

export const planFilters = ['overdue', 'open', 'all'] as const;
export type PlanFilter = (typeof planFilters)[number];

/** A household with a plan as the list shows it: where, how many measures, how late; never what they say. */
export interface PlanRow {
  readonly door: Door;
  readonly place: string;
  readonly path: string;
  readonly plan: FoldedPlan;
  /** the earliest day that passed */
  readonly since: string | undefined;
}

/** Rows drawn at first. */
const firstRows = 60;

/** The plans of this tablet's areas: those with something overdue, those in hand, or all; in walking order. */
export class PlansModel {
  readonly #store: Store;
  readonly #watch: () => void;
  #filter = $state<PlanFilter>('overdue');
  #most = $state(firstRows);

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
  }

  get filter(): PlanFilter {
    return this.#filter;
  }
  choose = (filter: PlanFilter): void => {
    this.#filter = filter;
    this.#most = firstRows;
  };
  get plans(): number {
    this.#watch();
    return plansOnTablet(this.#store).size;
  }
  get overdue(): number {
    this.#watch();
    return [...plansOnTablet(this.#store).values()].filter(({ overdue }) => overdue.length > 0).length;
  }

  readonly #found: readonly PlanRow[] = $derived.by(() => {
    this.#watch();
    const plans = plansOnTablet(this.#store);
    const wanted = (plan: FoldedPlan): boolean =>
      this.#filter === 'all' || (this.#filter === 'open' ? isOpen(plan) : plan.overdue.length > 0);
    return doorsOnTablet(this.#store.shelf)
      .flatMap((door): PlanRow[] => {
        const plan = plans.get(door.householdId ?? '');
        if (!plan || !wanted(plan)) return [];
        const [since] = plan.overdue.flatMap((one) => fieldOf(one, 'dueOn') ?? []).sort();
        return [{ door, plan, since, place: addressLabel(door.address), path: doorPath(door) }];
      })
      .sort((a, b) => walkingOrder(a.door.address, b.door.address));
  });
  get rows(): readonly PlanRow[] {
    return this.#found.slice(0, this.#most);
  }
  /** Rows that are not drawn yet. */
  get left(): number {
    return Math.max(0, this.#found.length - this.#most);
  }
  more = (): void => {
    this.#most += firstRows;
  };
}
