import { fieldOf } from '../domain/register.ts';
import { watched } from '../platform/watched.ts';
import { waitingForReview } from '../store/reviews.ts';
import type { Store } from '../store/store.ts';

/** What the first load has brought so far, and how many visits wait for this desk. */
export class Arrival {
  readonly #store: Store;
  readonly #areas: readonly string[];
  readonly #user: string;
  readonly #watch: () => void;
  #since: { readonly at: number; readonly arrived: number } | undefined;

  constructor(store: Store, areas: readonly string[], user: string) {
    this.#user = user;
    this.#store = store;
    this.#areas = areas;
    this.#watch = watched(store.shelf);
  }

  get #loading() {
    this.#watch();
    return this.#store.shelf.cursors.filter((cursor) => !cursor.complete);
  }
  /** Everything that lies on this tablet is laid out. */
  get whole(): boolean {
    this.#watch();
    return this.#store.shelf.whole;
  }
  /** Everything that one may hold a copy of has arrived. */
  get complete(): boolean {
    this.#watch();
    const { cursors } = this.#store.shelf;
    return cursors.length > 0 && cursors.every((cursor) => cursor.complete);
  }
  get total(): number {
    return this.#loading.reduce((sum, cursor) => sum + cursor.total, 0);
  }
  get arrived(): number {
    return this.#loading.reduce((sum, cursor) => sum + cursor.count, 0);
  }
  /** Seconds left at the pace so far; undefined before there is a pace. */
  get seconds(): number | undefined {
    const [arrived, now] = [this.arrived, this.#store.clock.now()];
    this.#since ??= { at: now, arrived };
    const pace = (arrived - this.#since.arrived) / Math.max(1, now - this.#since.at);
    return pace > 0 ? Math.ceil((this.total - arrived) / pace / 1000) : undefined;
  }
  /** The area that is being brought, as the organisation calls it. */
  get place(): string {
    this.#watch();
    const unit = this.#store.shelf.all('orgUnit').find((one) => this.#areas.includes(fieldOf(one, 'key') ?? ''));
    return (unit && fieldOf(unit, 'name')) ?? '';
  }
  get toReview(): number {
    this.#watch();
    return waitingForReview(this.#store.shelf, this.#user).length;
  }
}
