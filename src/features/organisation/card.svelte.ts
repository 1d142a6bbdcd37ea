import type { OrgUnit, Post, PostKind } from '../../domain/documents/organisation.ts';
import { fieldOf } from '../../domain/register.ts';
import { watched } from '../../platform/watched.ts';
import { levelOf, postsAt, unitPath } from '../../store/organisation.ts';
import type { Store } from '../../store/store.ts';

/** One line of the card: who is rung as what, and who works with them. */
export interface CardLine {
  readonly kind: PostKind;
  readonly post: Post;
  readonly pair: Post | undefined;
}

/** What the contact card of a building says: posts and their published telephones, nothing of any resident. */
export class CardModel {
  readonly #store: Store;
  readonly #unitId: string;
  readonly #watch: () => void;

  constructor(store: Store, id: string) {
    this.#store = store;
    this.#unitId = `orgUnit:${id}`;
    this.#watch = watched(store.shelf);
  }

  get unit(): OrgUnit | undefined {
    this.#watch();
    return this.#store.shelf.get('orgUnit', this.#unitId);
  }
  /** The units above, from the top down. */
  get above(): readonly OrgUnit[] {
    this.#watch();
    return unitPath(this.#store, this.#unitId).slice(1).reverse();
  }
  get officePhone(): string | undefined {
    const [top] = this.above;
    return top && fieldOf(top, 'officePhone');
  }
  get today(): string {
    return this.#store.clock.today();
  }

  /** Held posts in the order of the community's structure; a substitute stands where nobody holds one. */
  get lines(): readonly CardLine[] {
    const { unit } = this;
    if (!unit) return [];
    const held = postsAt(this.#store, [unit]);
    return (levelOf(this.#store, unit)?.posts ?? []).flatMap((kind) => {
      const of = (as: Post['as']): Post | undefined => held.find((post) => post.kind === kind && post.as === as);
      const post = of(undefined) ?? of('substitute');
      return post ? [{ kind, post, pair: of('deployed') }] : [];
    });
  }
}
