import { watched } from '../../platform/watched.ts';
import type { Matter } from '../../domain/documents/visit.ts';
import { partySides } from '../../domain/documents/three-party.ts';
import type { Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { writableTypes } from '../../domain/writable-types.ts';
import { matterPlace, matterTypes } from '../../store/matters.ts';
import type { Saved } from '../../store/save.ts';
import { commonMatters, isClosed, layDownSides, sidesToday, type CommonMatter } from '../../store/three-party.ts';
import type { Store } from '../../store/store.ts';

/** Every matter on this tablet that several parties answer. */
export class CommonMattersModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
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
  /** Whether this person lays down which types of matters need three parties. */
  get layDown(): boolean {
    return this.#me.holder.grants.some(({ role }) => writableTypes[role].includes('partyRule'));
  }
  /** Types of matters, and whether they need three parties from today on. */
  types(language: 'zh' | 'en'): readonly { readonly value: string; readonly label: string; readonly needs: boolean }[] {
    this.#watch();
    return matterTypes(this.#store.shelf).map(({ value, label }) => ({
      value,
      label: label[language],
      needs: sidesToday(this.#store, value).sides.length > 0,
    }));
  }
  say = (matterType: string, needs: boolean): Promise<Result<Saved>> =>
    layDownSides(this.#store, this.#me, matterType, needs ? partySides : []);
  placeOf = (matter: Matter): string => matterPlace(this.#store.shelf, matter);
}
