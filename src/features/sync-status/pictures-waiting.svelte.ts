import {
  followMedia,
  mediaToTell,
  retryMedia,
  sendMediaAnyway,
  waitsForWifi,
  type MediaToTell,
} from '../../store/media.ts';
import type { Store } from '../../store/store.ts';

/** Pictures on their way, for the sheet that says where everything is. */
export class PicturesWaiting {
  readonly #store: Store;
  readonly #tryNow: () => void;
  readonly #unfollow: () => void;
  #told = $state.raw<MediaToTell>({ waiting: 0, refused: [] });
  #onWifi = $state(false);

  constructor(store: Store, tryNow: () => void) {
    this.#store = store;
    this.#tryNow = tryNow;
    this.#unfollow = followMedia(store, (rows) => {
      this.#told = mediaToTell(rows);
    });
    void waitsForWifi(store).then((wait) => (this.#onWifi = wait));
  }

  get waiting(): number {
    return this.#told.waiting;
  }
  get refused(): MediaToTell['refused'] {
    return this.#told.refused;
  }
  get onWifi(): boolean {
    return this.#onWifi;
  }
  sendNow = async (): Promise<void> => {
    await sendMediaAnyway(this.#store);
    this.#tryNow();
  };
  retry = async (): Promise<void> => {
    await retryMedia(this.#store);
    this.#tryNow();
  };
  close = (): void => {
    this.#unfollow();
  };
}
