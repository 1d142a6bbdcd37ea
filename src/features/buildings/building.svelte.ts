import { doorKey, type Door } from '../../domain/door.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { DueDoor } from '../../domain/due.ts';
import type { VisitRound } from '../../domain/documents/round.ts';
import type { Outcome } from '../../domain/documents/visit.ts';
import { laterDay, roundOf, type Round } from '../../domain/day.ts';
import { needsAgain, type Matrix, type MatrixCell } from '../../domain/matrix.ts';
import { fieldOf } from '../../domain/register.ts';
import { watched } from '../../platform/watched.ts';
import { buildingMatrix } from '../../store/building-matrix.ts';
import { doorsByDwelling, dueOnTablet } from '../../store/due-doors.ts';
import type { Store } from '../../store/store.ts';
import { roundsOfBuilding } from '../../store/visit-rounds.ts';

export type Filter = 'all' | 'todo' | 'again';

/** One building as a chart, a filter that fades the rest, and the chosen flat. */
export class BuildingModel {
  readonly #store: Store;
  readonly #unitId: string;
  readonly #watch: () => void;
  #filter = $state<Filter>('all');
  #chosen = $state<string | undefined>();
  #entrance = $state(0);
  #round = $state<string | undefined>();

  constructor(store: Store, id: string) {
    this.#store = store;
    this.#unitId = `orgUnit:${id}`;
    this.#watch = watched(store.shelf);
  }

  get name(): string {
    this.#watch();
    const unit = this.#store.shelf.get('orgUnit', this.#unitId);
    return (unit && fieldOf(unit, 'name')) ?? '';
  }
  get round(): string {
    return roundOf(this.#store.clock.today()).key;
  }
  /** Rounds that run here; the matrix shows the newest until somebody chooses another, or the half year. */
  get rounds(): readonly VisitRound[] {
    this.#watch();
    return roundsOfBuilding(this.#store.shelf, this.#unitId, this.#store.clock.today());
  }
  get shownRound(): VisitRound | undefined {
    const { rounds } = this;
    return this.#round === undefined ? rounds[0] : rounds.find(({ _id }) => _id === this.#round);
  }
  /** @param id of a round; empty: the half year */
  showRound = (id: string): void => {
    this.#round = id;
  };
  get #stretch(): Round | undefined {
    const { shownRound: round } = this;
    // visits that come late count for the round that asks for them
    return round && { key: round._id, from: round.from, to: laterDay(round.to, this.#store.clock.today()) };
  }
  get matrix(): Matrix {
    this.#watch();
    return buildingMatrix(this.#store, this.#unitId, this.#stretch);
  }
  get filter(): Filter {
    return this.#filter;
  }
  show = (filter: Filter): void => {
    this.#filter = filter;
  };
  /** Which entrance a phone shows. */
  get entrance(): number {
    return this.#entrance;
  }
  enter = (entrance: number): void => {
    this.#entrance = entrance;
  };
  get chosen(): string | undefined {
    return this.#chosen;
  }
  choose = (dwellingId: string): void => {
    this.#chosen = dwellingId;
  };

  faded = (cell: MatrixCell): boolean =>
    (this.#filter === 'todo' && cell.outcome !== 'todo') || (this.#filter === 'again' && !needsAgain(cell.outcome));

  /** The doors behind the chosen flat: more than one where families share it. */
  get doors(): readonly DueDoor[] {
    this.#watch();
    if (this.#chosen === undefined) return [];
    const wanted = new Set((doorsByDwelling(this.#store.shelf).get(this.#chosen) ?? []).map(doorKey));
    return dueOnTablet(this.#store).filter((due) => wanted.has(due.key));
  }
  get cell(): MatrixCell | undefined {
    return this.matrix.rows.flatMap((row) => row.cells.flat()).find((cell) => cell?.dwellingId === this.#chosen);
  }
}

export const visitPath = (door: Door): string => `/visits/${doorPath(door)}`;
export const filePath = (door: Door): string =>
  `/${door.householdId === undefined ? 'dwellings' : 'households'}/${doorPath(door)}`;

/** Outcomes that a cell shows softly blue: somebody was reached. */
export const isReached = (outcome: Outcome | 'todo'): boolean => outcome === 'met' || outcome === 'phone';
/** Outcomes that ask for nothing more in this round. */
export const isQuiet = (outcome: Outcome | 'todo'): boolean =>
  outcome === 'refused' || outcome === 'vacant' || outcome === 'moved';
