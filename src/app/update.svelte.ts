import { Workbox } from 'workbox-window';

/**
 * Update manners: a new version takes over silently only before the first touch and while no draft is open; afterwards it
 * asks, and waits for the next start when the answer is no.
 */
export class Update {
  #waiting = $state(false);
  #declined = $state(false);
  #workbox: Workbox | undefined;
  #touched = false;

  /** Whether a new version waits for a yes. */
  get asks(): boolean {
    return this.#waiting && !this.#declined;
  }

  /**
   * @param url address of the service worker, trusted
   * @param mayReload false while a draft is open
   */
  watch(page: Window, url: string, mayReload: () => boolean): void {
    if (!('serviceWorker' in page.navigator)) return;
    const touch = (): void => {
      this.#touched = true;
    };
    for (const event of ['pointerdown', 'keydown']) page.addEventListener(event, touch, { once: true, capture: true });
    const workbox = new Workbox(url);
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => {
      if (!this.#touched && mayReload()) this.now();
      else this.#waiting = true;
    });
    workbox.addEventListener('controlling', (event) => {
      if (event.isUpdate) page.location.reload();
    });
    void workbox.register().catch(() => undefined);
    // an installed app stays open for days: look for news when it comes back to the front
    page.document.addEventListener('visibilitychange', () => {
      if (page.document.visibilityState === 'visible') void workbox.update().catch(() => undefined);
    });
  }

  now = (): void => {
    this.#workbox?.messageSkipWaiting();
  };
  later = (): void => {
    this.#declined = true;
  };
}
