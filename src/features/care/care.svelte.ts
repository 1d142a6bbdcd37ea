import { shortAddress } from '../../domain/address.ts';
import { isUpForReview } from '../../domain/care-tags.ts';
import { coverageBy, coverageOf, plansIn, type Coverage, type Period } from '../../domain/coverage.ts';
import { careOf } from '../../domain/database-name.ts';
import type { Day } from '../../domain/day.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { databasesOf } from '../../domain/rights.ts';
import type { VisitPlan } from '../../domain/visit-plan.ts';
import { watched } from '../../platform/watched.ts';
import { tagsHere, type TagHere } from '../../store/care-plans.ts';
import type { Store } from '../../store/store.ts';
import { periodOf, type PeriodName } from './periods.ts';

export const careViews = ['tags', 'coverage', 'policies'] as const;
export type CareView = (typeof careViews)[number];

export const tagLists = ['proposed', 'underReview', 'upForReview'] as const;
export type TagList = (typeof tagLists)[number];

/** A door whose care tag waits for somebody; nothing of what the tag says. */
export interface TagRow {
  readonly id: string;
  readonly place: string;
  readonly href: string;
  /** since when, or by when */
  readonly day: Day;
}

/** Coverage of one area or one kind of tag. */
interface CoverageRow {
  readonly key: string;
  readonly coverage: Coverage;
}

interface CountedPlan extends VisitPlan {
  readonly area: string;
}

const listOf = ({ life }: TagHere, today: Day): TagList | undefined => {
  if (life.state === 'proposed' || life.state === 'underReview') return life.state;
  return isUpForReview(life, today) ? 'upForReview' : undefined;
};

/** Care visits of the areas on this tablet: tags that wait, and how many visits were made. */
export class CareRoomModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #view = $state<CareView>('tags');
  #period = $state<PeriodName>('month');

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
    if (!this.holdsTags) this.#view = 'policies';
  }

  get view(): CareView {
    return this.#view;
  }
  show = (view: CareView): void => {
    this.#view = view;
  };
  /** Whether tags come to this tablet at all. */
  get holdsTags(): boolean {
    const { holder } = this.#me;
    const areas = new Set(holder.grants.flatMap(({ areas: here }) => here));
    return databasesOf(holder).some(({ name, read }) => read && [...areas].some((area) => name === careOf(area)));
  }
  get today(): Day {
    return this.#store.clock.today();
  }

  get #tags(): readonly TagHere[] {
    this.#watch();
    return tagsHere(this.#store);
  }
  get inForce(): number {
    return this.#tags.filter(({ life }) => life.state === 'confirmed' || life.state === 'underReview').length;
  }
  /** Tags of one list, those that wait longest first. */
  rows(list: TagList): readonly TagRow[] {
    return this.#tags
      .filter((tag) => listOf(tag, this.today) === list)
      .map(({ life, door }) => ({
        id: life.proposal._id,
        place: shortAddress(door.address),
        href: `/${door.householdId === undefined ? 'dwellings' : 'households'}/${doorPath(door)}`,
        day: list === 'upForReview' ? (life.reviewOn ?? this.today) : (life.asked ?? life.proposal).at.slice(0, 10),
      }))
      .sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? -1 : 1));
  }

  get periodName(): PeriodName {
    return this.#period;
  }
  choose = (period: PeriodName): void => {
    this.#period = period;
  };
  get period(): Period {
    return periodOf(this.#period, this.today);
  }
  readonly #plans = $derived.by((): readonly CountedPlan[] => {
    const all = this.#tags.flatMap(({ plans, area = '' }) => plans.map((plan) => ({ ...plan, area })));
    return plansIn(all, this.period);
  });
  get coverage(): Coverage {
    return coverageOf(this.#plans);
  }
  /** By area, where there are several. The key is that of the area; '' stands for what is sealed. */
  get byArea(): readonly CoverageRow[] {
    const rows = this.#rows(({ area }) => area);
    return rows.length > 1 ? rows : [];
  }
  get byKind(): readonly CoverageRow[] {
    return this.#rows(({ kind }) => kind);
  }
  #rows(keyOf: (plan: CountedPlan) => string): CoverageRow[] {
    return [...coverageBy(this.#plans, keyOf)].flatMap(([key, coverage]) =>
      coverage.due + coverage.cancelled > 0 ? { key, coverage } : [],
    );
  }
  areaName = (key: string): string => {
    const unit = this.#store.shelf
      .all('orgUnit')
      .find((one) => fieldOf(one, 'level') === 'area' && fieldOf(one, 'key') === key);
    return (unit && fieldOf(unit, 'name')) ?? key;
  };
}
