import type { Reserve } from '../platform/reserve.ts';
import { roomIn, storageLeft } from '../platform/storage-left.ts';
import type { Store } from '../store/store.ts';

/** ms between two looks at the room that is left; the browser adds up all its files for it. */
const lookEvery = 20_000;
/** The same while there is not even room for the reserve. */
const lookSeldom = 300_000;

/** Room on this tablet, looked at as records come in: said before it is used up. */
export class RoomLeft {
  #few = $state(false);
  #lookAt = 0;
  readonly #reserve: Reserve;
  readonly #spare: () => void;

  /** @param spare lets go of what the relay has safely */
  constructor(store: Store, reserve: Reserve, spare: () => void) {
    this.#reserve = reserve;
    this.#spare = spare;
    store.shelf.subscribe(() => void this.#look());
    void this.#look();
  }

  /** There is little room left, or none but what the reserve gave back. */
  get few(): boolean {
    return this.#few;
  }

  async #look(): Promise<void> {
    const now = performance.now();
    if (now < this.#lookAt) return;
    this.#lookAt = now + lookEvery;
    const laid = await this.#reserve.lay();
    this.#few = !laid || roomIn(await storageLeft()) !== 'enough';
    if (!laid) this.#lookAt = now + lookSeldom;
    if (this.#few) this.#spare();
  }
}
