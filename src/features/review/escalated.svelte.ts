import { watched } from '../../platform/watched.ts';
import { openArrivals, toldAbove } from '../../store/arrivals.ts';
import type { Store } from '../../store/store.ts';

/** Must-arrives that nobody came to in time and that this desk has now. */
export class EscalatedCount {
  readonly #store: Store;
  readonly #watch: () => void;

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
  }

  get current(): number {
    this.#watch();
    const here = openArrivals(this.#store).filter(
      ({ arrivedAt, escalated }) => arrivedAt === undefined && escalated.length > 0,
    );
    return here.length + toldAbove(this.#store).filter(({ taken }) => !taken).length;
  }
}
