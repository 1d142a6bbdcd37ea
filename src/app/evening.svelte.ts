import { createSubscriber } from 'svelte/reactivity';
import { watched } from '../platform/watched.ts';
import { live } from '../store/live.ts';
import { readMeta } from '../store/meta.ts';
import type { Store } from '../store/store.ts';
import { visitDrafts } from '../store/visit-draft.ts';

/** How often the time is looked at (ms): a reminder is to the minute, not to the second. */
const lookEvery = 20_000;

/** 晚上登记: from the time that the worker set, this tablet says how many visits are not written down; no network is asked. */
export class Evening {
  readonly #store: Store;
  readonly #watch: () => void;
  readonly #tick = createSubscriber((update) => {
    const timer = setInterval(update, lookEvery);
    return () => {
      clearInterval(timer);
    };
  });
  #at = $state<string | undefined>();
  /** the day on which the worker said that it is known */
  #known = $state('');
  readonly close: () => void;

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
    this.close = live(
      () => readMeta(store.db, 'eveningAt'),
      (at) => (this.#at = at),
    );
  }

  /** Visits to call to mind now; 0: it is not time, or nothing is left, or it was said today. */
  get waiting(): number {
    this.#tick();
    this.#watch();
    const now = this.#store.clock.instant();
    if (this.#at === undefined || now.slice(11, 16) < this.#at || this.#known === now.slice(0, 10)) return 0;
    return visitDrafts(this.#store).length;
  }
  known = (): void => {
    this.#known = this.#store.clock.today();
  };
}
