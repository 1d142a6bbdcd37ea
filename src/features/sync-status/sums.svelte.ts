import type { Me } from '../../domain/me.ts';
import { watched } from '../../platform/watched.ts';
import { outboxSums, type OutboxSums } from '../../store/outbox-summary.ts';
import type { Store } from '../../store/store.ts';

/** The four sums, followed. */
export class SumsModel {
  readonly #store: Store;
  readonly #user: string;
  readonly #watch: () => void;

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#user = me.holder.userId;
    this.#watch = watched(store.shelf);
  }

  get sums(): OutboxSums {
    this.#watch();
    return outboxSums(this.#store.shelf, this.#user);
  }
}
