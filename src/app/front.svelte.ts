import type InsideOfApp from './Inside.svelte';

/** What lies behind the lock is fetched while somebody signs in or types the PIN: the first screen need not wait for it. */
export class Front {
  #inside = $state.raw<typeof InsideOfApp | undefined>();
  #coming: Promise<void> | undefined;

  get inside(): typeof InsideOfApp | undefined {
    void this.warm();
    return this.#inside;
  }

  warm = (): Promise<void> => {
    this.#coming ??= import('./Inside.svelte').then(({ default: inside }) => {
      this.#inside = inside;
      // what a worker sees next; whoever sees something else fetches it as any room
      void import('../features/today/TodayRoom.svelte').catch(() => undefined);
    });
    return this.#coming;
  };
}
