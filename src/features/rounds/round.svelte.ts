import { doorPath } from '../../domain/door-path.ts';
import type { Door } from '../../domain/door.ts';
import { failed, type Result } from '../../domain/fault.ts';
import { isSupervisor, type Me } from '../../domain/me.ts';
import { roundCounts, roundStates, type RoundDoor, type RoundState } from '../../domain/visit-round.ts';
import { watched } from '../../platform/watched.ts';
import type { Saved } from '../../store/save.ts';
import type { Store } from '../../store/store.ts';
import { closeRound, judgeImpact, roundPlanHere, roundsHere, type RoundHere } from '../../store/visit-rounds.ts';

export type Filter = 'all' | RoundState;
/** Rows that are drawn at once; more when they are asked for. */
const drawnAtOnce = 60;

export const visitPath = (door: Door): string => `/visits/${doorPath(door)}`;
export const filePath = (door: Door): string =>
  `/${door.householdId === undefined ? 'dwellings' : 'households'}/${doorPath(door)}`;

/** One round: how its doors stand, in the order in which it asks for them. */
export class RoundModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #id: string;
  readonly #watch: () => void;
  #filter = $state<Filter>('all');
  #whole = $state(false);
  #judging = $state<string | undefined>();

  constructor(store: Store, me: Me, id: string) {
    this.#store = store;
    this.#me = me;
    this.#id = `visitRound:${id}`;
    this.#watch = watched(store.shelf);
  }

  get here(): RoundHere | undefined {
    this.#watch();
    return roundsHere(this.#store.shelf).find(({ round }) => round._id === this.#id);
  }
  readonly plan: readonly RoundDoor[] = $derived.by(() => {
    this.#watch();
    return this.here ? roundPlanHere(this.#store.shelf, this.here.round) : [];
  });
  get counts(): Readonly<Record<RoundState, number>> {
    return roundCounts(this.plan);
  }
  get byScore(): boolean {
    return this.here?.round.order === 'mostAffected';
  }
  get supervises(): boolean {
    return isSupervisor(this.#me);
  }

  get filter(): Filter {
    return this.#filter;
  }
  show = (filter: string): void => {
    this.#filter = roundStates.find((state) => state === filter) ?? 'all';
    this.#whole = false;
  };
  get #shown(): readonly RoundDoor[] {
    return this.#filter === 'all' ? this.plan : this.plan.filter(({ state }) => state === this.#filter);
  }
  get rows(): readonly RoundDoor[] {
    return this.#whole ? this.#shown : this.#shown.slice(0, drawnAtOnce);
  }
  get more(): number {
    return this.#shown.length - this.rows.length;
  }
  drawAll = (): void => {
    this.#whole = true;
  };

  /** The door that somebody judges. */
  get judging(): RoundDoor | undefined {
    return this.plan.find(({ key }) => key === this.#judging);
  }
  judge = (key: string | undefined): void => {
    this.#judging = key;
  };
  async score(score: number): Promise<Result<Saved> | undefined> {
    const { judging, here } = this;
    if (!judging || !here) return undefined;
    this.#judging = undefined;
    return judgeImpact(this.#store, here.round, judging.door, score, judging.judged);
  }

  close(): Promise<Result<Saved>> {
    return this.here ? closeRound(this.#store, this.here.round) : Promise.resolve(failed('not-yours'));
  }
}
