import { reserveBytes, type Reserve } from '../platform/reserve.ts';
import { roomIn, storageLeft, type StorageLeft } from '../platform/storage-left.ts';
import type { Store } from '../store/store.ts';

/** ms between two looks at the room that is left; the browser adds up all its files for it. */
const lookEvery = 20_000;

/** Room on this tablet, looked at as records come in: said before it is used up. */
export class RoomLeft {
  #room = $state.raw<StorageLeft | undefined>();
  #lookedAt = 0;
  readonly #reserve: Reserve;
  readonly #spare: () => void;

  /** @param spare lets go of what the relay has safely */
  constructor(store: Store, reserve: Reserve, spare: () => void) {
    this.#reserve = reserve;
    this.#spare = spare;
    store.shelf.subscribe(() => void this.#look());
    void this.#look();
  }

  /** Megabytes left, when they are few. */
  get few(): number | undefined {
    const room = this.#room;
    return room?.left === undefined || roomIn(room) === 'enough' ? undefined : Math.floor(room.left / 1_000_000);
  }

  async #look(): Promise<void> {
    const now = performance.now();
    if (this.#lookedAt > 0 && now - this.#lookedAt < lookEvery) return;
    this.#lookedAt = now;
    const room = await storageLeft();
    this.#room = room;
    if (roomIn(room) !== 'enough') this.#spare();
    if (room.left === undefined || room.left > 3 * reserveBytes) await this.#reserve.lay();
  }
}
