import { failed, done, type FaultCode, type Result } from '../domain/fault.ts';
import type { MediaDesk } from '../sync/media-desk.ts';
import type { SessionAnswer } from '../sync/session.ts';
import type { Sync, SyncStatus } from '../sync/start.ts';

/** What one reads of an extract: the relay's document, as it is. */
export type Extract = Readonly<Record<string, unknown>>;

const resting: SyncStatus = { activity: 'resting' };

/** The carrying of the mail as screens see it, whichever account it runs for. */
export class Post {
  #status = $state.raw<SyncStatus>(resting);
  #network = $state(true);
  #sync: Sync | undefined;
  /** in the window's memory only, to read single extracts; the carrier has its own */
  #session: SessionAnswer | undefined;

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
  follow(sync: Sync, session: SessionAnswer | undefined) {
    this.#sync = sync;
    this.#session = session;
    this.#status = sync.status;
    const unfollow = sync.subscribe(() => {
      this.#status = sync.status;
    });
    return {
      stop: () => {
        unfollow();
        sync.stop();
        this.#sync = undefined;
        this.#session = undefined;
        this.#status = resting;
      },
      signedIn: (answer: SessionAnswer) => {
        this.#session = answer;
        sync.signedIn(answer);
      },
    };
  }

  /** One extract, online, by its id. */
  extract = async (id: string): Promise<Result<Extract>> => {
    const session = this.#session;
    if (!session) return failed('session-ended');
    try {
      const response = await fetch(`/api/extracts/${encodeURIComponent(id)}`, {
        headers: { authorization: `Bearer ${session.token}` },
        cache: 'no-store',
        signal: AbortSignal.timeout(15_000),
      });
      if (response.status === 401) return failed('session-ended');
      if (!response.ok) return failed(response.status === 403 ? 'forbidden' : 'not-found');
      return done((await response.json()) as Extract);
    } catch {
      return failed('offline');
    }
  };
}
