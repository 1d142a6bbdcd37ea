import type { FaultCode } from '../domain/fault.ts';
import type { MediaDesk } from '../sync/media-desk.ts';
import type { SessionAnswer } from '../sync/session.ts';
import type { Sync, SyncStatus } from '../sync/start.ts';

const resting: SyncStatus = { activity: 'resting' };

/** The carrying of the mail as screens see it, whichever account it runs for. */
export class Post {
  #status = $state.raw<SyncStatus>(resting);
  #network = $state(true);
  #sync: Sync | undefined;

  constructor(page: Window) {
    this.#network = page.navigator.onLine;
    page.addEventListener('online', () => (this.#network = true));
    page.addEventListener('offline', () => (this.#network = false));
  }

  get online(): boolean {
    return this.#network && this.#status.activity !== 'offline';
  }
  get sending(): boolean {
    return this.#status.activity === 'sending';
  }
  get status(): SyncStatus {
    return this.#status;
  }
  get lastContact(): number | undefined {
    return this.#status.lastContact;
  }
  get nextTry(): number | undefined {
    return this.#status.nextTry;
  }
  get fault(): FaultCode | undefined {
    return this.#status.fault;
  }
  get lost(): number | undefined {
    return this.#status.lost;
  }
  /** pictures: taken, and shown; undefined: nobody carries now */
  get media(): MediaDesk | undefined {
    return this.#sync?.media;
  }
  get signInNeeded(): boolean {
    return this.#status.activity === 'signed-out';
  }
  tryNow = (): void => {
    this.#sync?.now();
  };

  /** Follows a carrier until it is stopped. */
  follow(sync: Sync) {
    this.#sync = sync;
    this.#status = sync.status;
    const unfollow = sync.subscribe(() => {
      this.#status = sync.status;
    });
    return {
      stop: () => {
        unfollow();
        sync.stop();
        this.#sync = undefined;
        this.#status = resting;
      },
      signedIn: (answer: SessionAnswer) => {
        sync.signedIn(answer);
      },
    };
  }
}
