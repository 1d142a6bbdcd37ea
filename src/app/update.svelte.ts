import { Workbox } from 'workbox-window';

/** The part of workbox-window that is needed here. */
type Carrier = Pick<Workbox, 'addEventListener' | 'messageSkipWaiting' | 'register' | 'update'>;

/**
 * Update manners: a new version takes over silently only before the first touch and while no draft is open; afterwards it
 * asks, and waits for the next start when the answer is no.
 */
export class Update {
  readonly #make: (url: string) => Carrier;
  #waiting = $state(false);
  #declined = $state(false);
  #workbox: Carrier | undefined;
  #touched = false;
  /** this person said yes */
  #wanted = false;
  /** the new version stands already, this page is still of the old one */
  #taken = $state(false);
  #reload = (): void => undefined;

  /** @param make whoever watches over the service worker at an address */
  constructor(make: (url: string) => Carrier = (url) => new Workbox(url)) {
    this.#make = make;
  }

  /** Whether a new version waits for a yes. */
  get asks(): boolean {
    return (this.#waiting || this.#taken) && !this.#declined;
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
    this.#reload = () => {
      page.location.reload();
    };
    const workbox = this.#make(url);
    this.#workbox = workbox;
    workbox.addEventListener('waiting', () => {
      if (!this.#touched && mayReload()) workbox.messageSkipWaiting();
      else this.#waiting = true;
    });
    workbox.addEventListener('controlling', (event) => {
      if (!event.isUpdate) return;
      // Somebody may have begun to type since, or another window said yes: nothing under their fingers is thrown away.
      if (this.#wanted || (!this.#touched && mayReload())) this.#reload();
      else this.#taken = true;
    });
    void workbox.register().catch(() => undefined);
    // an installed app stays open for days: look for news when it comes back to the front
    page.document.addEventListener('visibilitychange', () => {
      if (page.document.visibilityState === 'visible') void workbox.update().catch(() => undefined);
    });
  }

  /** Takes the new version; the page is loaded anew as soon as it stands. */
  now = (): void => {
    this.#wanted = true;
    if (this.#taken) this.#reload();
    else this.#workbox?.messageSkipWaiting();
  };
  later = (): void => {
    this.#declined = true;
  };
}
