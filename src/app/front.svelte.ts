import type { Me } from '../domain/me.ts';
import type InsideOfApp from './Inside.svelte';
import { Rooms, roomsOf } from './rooms.svelte.ts';

/** What lies behind the lock is fetched while somebody signs in or types the PIN: the first screen need not wait for it. */
export class Front {
  readonly rooms = new Rooms();
  readonly #me: () => Me | undefined;
  #inside = $state.raw<typeof InsideOfApp | undefined>();
  #coming: Promise<void> | undefined;

  /** @param me who is about to enter, if it is known */
  constructor(me: () => Me | undefined) {
    this.#me = me;
  }

  get inside(): typeof InsideOfApp | undefined {
    void this.warm();
    return this.#inside;
  }

  warm = (): Promise<void> => {
    this.#coming ??= this.#fetch();
    return this.#coming;
  };

  async #fetch(): Promise<void> {
    const me = this.#me();
    // With the room that is seen first: a shell that waits for it would be drawn twice.
    const first = me ? roomsOf(me).slice(0, 1) : [];
    const [{ default: inside }] = await Promise.all([import('./Inside.svelte'), this.rooms.warm(first)]);
    this.#inside = inside;
  }
}
