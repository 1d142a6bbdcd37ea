import type { ArrivalTask } from '../../domain/arrival/arrival-task.ts';
import type { Post } from '../../domain/documents/organisation.ts';
import type { Door } from '../../domain/door.ts';
import type { Result } from '../../domain/fault.ts';
import { watched } from '../../platform/watched.ts';
import { openArrivals, toldAbove, type ToldAbove } from '../../store/arrivals.ts';
import { doorsByDwelling } from '../../store/due-doors.ts';
import { areaUnit, levelNameOn, postsAt } from '../../store/organisation.ts';
import { fieldOf } from '../../domain/register.ts';
import { answerFromAbove } from '../../store/raise-arrival.ts';
import type { Store } from '../../store/store.ts';

/** Every must-arrive that is this person's to look at, and what came up from areas of which they hold no copy. */
export class ArrivalsModel {
  readonly #store: Store;
  readonly #watch: () => void;

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
  }

  get nowMs(): number {
    return this.#store.clock.now();
  }
  get today(): string {
    return this.#store.clock.today();
  }
  get toGo(): readonly ArrivalTask[] {
    this.#watch();
    return openArrivals(this.#store).filter(({ arrivedAt }) => arrivedAt === undefined);
  }
  get cameOnce(): readonly ArrivalTask[] {
    this.#watch();
    return openArrivals(this.#store).filter(({ arrivedAt }) => arrivedAt !== undefined);
  }
  get fromBelow(): readonly ToldAbove[] {
    this.#watch();
    return toldAbove(this.#store);
  }
  doorOf = ({ proposal }: ArrivalTask): Door | undefined => {
    const doors = doorsByDwelling(this.#store.shelf).get(proposal.dwellingId);
    return doors?.find(({ householdId }) => householdId === proposal.householdId) ?? doors?.[0];
  };
  levelName = (level: string, language: 'zh' | 'en'): string => levelNameOn(this.#store, level)?.[language] ?? level;
  areaName = (area: string): string => {
    const unit = areaUnit(this.#store.shelf, area);
    return (unit && fieldOf(unit, 'name')) ?? '';
  };
  /** Who can be rung in an area: its secretary, its grid workers. */
  postsOf = (area: string): readonly Post[] => {
    const unit = areaUnit(this.#store.shelf, area);
    return unit ? postsAt(this.#store, [unit]) : [];
  };
  answer = (told: ToldAbove, stage: 'acknowledged' | 'arrived'): Promise<Result<unknown>> =>
    answerFromAbove(this.#store, told.escalation, stage);
}
