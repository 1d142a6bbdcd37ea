import { roundOf } from '../../domain/day.ts';
import { areasOf, isSupervisor, type Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Role } from '../../domain/rights.ts';
import { networkKind } from '../../platform/network-kind.ts';
import { storageLeft, type StorageLeft } from '../../platform/storage-left.ts';
import { watched } from '../../platform/watched.ts';
import { keepWaitsForWifi, waitsForWifi } from '../../store/media.ts';
import { postsAt } from '../../store/organisation.ts';
import { ownNumbers, type OwnNumbers } from '../../store/own-numbers.ts';
import type { Store } from '../../store/store.ts';

/** What a person sees of themselves: the badge, their own numbers, the room left on the tablet. */
export class MeModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #room = $state.raw<StorageLeft | undefined>();
  #onWifi = $state(false);

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
    void this.#measure();
  }

  async #measure(): Promise<void> {
    this.#room = await storageLeft();
    this.#onWifi = await waitsForWifi(this.#store);
  }
  /** Whether pictures wait for Wi-Fi; text never does. */
  get onWifi(): boolean {
    return this.#onWifi;
  }
  waitForWifi = async (wait: boolean): Promise<void> => {
    this.#onWifi = wait;
    await keepWaitsForWifi(this.#store, wait);
  };
  /** Whether this browser tells which line it is on. */
  get tellsWifi(): boolean {
    return networkKind() !== 'unknown';
  }

  get name(): string {
    return this.#me.name;
  }
  get role(): Role {
    return this.#me.holder.grants[0]?.role ?? 'gridWorker';
  }
  /** Whether this person holds visits of which a ledger can be made. */
  get hasLedger(): boolean {
    return areasOf(this.#me).length > 0 || isSupervisor(this.#me);
  }
  /** Community and unit, as the organisation calls them. */
  get unit(): string {
    this.#watch();
    const { shelf } = this.#store;
    const unit = shelf.get('orgUnit', this.#me.holder.grants[0]?.unitId ?? '');
    const top = shelf.all('orgUnit').find((one) => fieldOf(one, 'level') === 'community');
    const names = [top, unit].map((one) => (one ? fieldOf(one, 'name') : undefined));
    return [...new Set(names.filter((name) => name !== undefined))].join(' ');
  }
  /** The telephone that is published for this person's post. */
  get phone(): string | undefined {
    this.#watch();
    const { holder } = this.#me;
    const units = holder.grants.flatMap(({ unitId }) => this.#store.shelf.get('orgUnit', unitId) ?? []);
    return postsAt(this.#store, units).find((post) => post.userId === holder.userId)?.publicPhone;
  }
  get room(): StorageLeft | undefined {
    return this.#room;
  }
  get numbers(): OwnNumbers {
    this.#watch();
    const { from, to } = roundOf(this.#store.clock.today());
    return ownNumbers(this.#store.shelf, this.#me.holder.userId, from, to);
  }
  /** Actions that are still only on this tablet. */
  get unsent(): number {
    this.#watch();
    return this.#store.shelf.outbox.filter((row) => row.state !== 'delivered' && !row.gone).length;
  }
}
