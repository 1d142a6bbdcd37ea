import type { Partner } from '../../domain/documents/nearby.ts';
import type { Post } from '../../domain/documents/organisation.ts';
import type { Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { watched } from '../../platform/watched.ts';
import {
  holdersAt,
  leaveSeat,
  peopleNamed,
  placeOfPost,
  takeSeat,
  type HolderHere,
  type SeatWish,
} from '../../store/partner-posts.ts';
import type { Saved } from '../../store/save.ts';
import type { Store } from '../../store/store.ts';

const nothing = { name: '', phone: '', kind: 'organisationMember' as SeatWish['kind'], userId: '' };

/** 交叉任职: who holds posts at the organisations of the catalogue, and which others the same people hold. */
export class SeatsModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #open = $state.raw<Partner | undefined>();
  #written = $state.raw(nothing);
  #tried = $state(false);

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  holders = ({ _id }: Partner): readonly HolderHere[] => {
    this.#watch();
    return holdersAt(this.#store, _id);
  };
  placeOf = (post: Post): string => placeOfPost(this.#store.shelf, post);

  /** The organisation whose posts are being written. */
  get open(): Partner | undefined {
    return this.#open;
  }
  begin = (partner: Partner): void => {
    this.#open = partner;
    this.#written = nothing;
    this.#tried = false;
  };
  close = (): void => {
    this.#open = undefined;
  };
  get written() {
    return this.#written;
  }
  change = (more: Partial<Omit<typeof nothing, 'userId'>>): void => {
    // another name is another person
    this.#written = { ...this.#written, ...more, ...(more.name !== undefined && { userId: '' }) };
  };
  get nameMissing(): boolean {
    return this.#tried && this.#written.name.trim() === '';
  }
  /** People of the name who hold a post already. */
  get known(): readonly Post[] {
    this.#watch();
    return peopleNamed(this.#store, this.#written.name);
  }
  /** The person who takes the post is this one. */
  isMeant = ({ publicPhone = '', userId = '' }: Post): boolean =>
    userId !== '' ? this.#written.userId === userId : publicPhone !== '' && this.#written.phone === publicPhone;
  mean = ({ publicPhone = '', userId = '' }: Post): void => {
    this.#written = { ...this.#written, phone: publicPhone, userId };
  };

  /** Undefined: nobody is named yet. */
  keep = async (): Promise<Result<Saved> | undefined> => {
    this.#tried = true;
    const [partner, { name, phone, kind, userId }] = [this.#open, this.#written];
    if (!partner || name.trim() === '') return undefined;
    const saved = await takeSeat(this.#store, this.#me, partner._id, {
      kind,
      holderName: name.trim(),
      ...(phone.trim() !== '' && { publicPhone: phone.trim() }),
      ...(userId !== '' && { userId }),
    });
    if (saved.ok) this.begin(partner);
    return saved;
  };
  leave = (post: Post): Promise<Result<Saved>> => leaveSeat(this.#store, this.#me, post);
}
