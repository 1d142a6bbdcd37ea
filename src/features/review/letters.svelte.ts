import { deskKeysOn, keepDeskKeys } from '../../store/desk-keys.ts';
import type { Store } from '../../store/store.ts';

/** Whether single-letter keys act at this desk; kept for good. */
export class Letters {
  readonly #store: Store;
  #on = $state(true);

  constructor(store: Store) {
    this.#store = store;
    void this.#read();
  }

  get on(): boolean {
    return this.#on;
  }
  toggle = async (): Promise<void> => {
    this.#on = !this.#on;
    await keepDeskKeys(this.#store, this.#on);
  };

  async #read(): Promise<void> {
    this.#on = await deskKeysOn(this.#store);
  }
}
