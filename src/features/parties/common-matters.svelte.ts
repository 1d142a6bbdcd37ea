import { watched } from '../../platform/watched.ts';
import type { Matter } from '../../domain/documents/visit.ts';
import { commonMatters, isClosed, type CommonMatter } from '../../store/three-party.ts';
import { matterPlace } from '../../store/matters.ts';
import type { Store } from '../../store/store.ts';

/** Every matter on this tablet that several parties answer. */
export class CommonMattersModel {
  readonly #store: Store;
  readonly #watch: () => void;

  constructor(store: Store) {
    this.#store = store;
    this.#watch = watched(store.shelf);
  }

  get open(): readonly CommonMatter[] {
    this.#watch();
    return commonMatters(this.#store.shelf).filter((one) => !isClosed(one));
  }
  get closed(): readonly CommonMatter[] {
    this.#watch();
    return commonMatters(this.#store.shelf).filter(isClosed);
  }
  placeOf = (matter: Matter): string => matterPlace(this.#store.shelf, matter);
}
