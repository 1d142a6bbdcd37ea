import { pageLife } from '../platform/page-life.ts';
import type { Store } from '../store/store.ts';
import { mediaDesk, type MediaDesk } from './media-desk.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { outboxTag } from './outbox-tag.ts';
import type { SessionAnswer } from './session.ts';
import type { SyncStatus } from './status.ts';
import workerUrl from './worker/sync-worker.ts?worker&url';

export type { SessionAnswer } from './session.ts';
export type { FirstLoad, SyncActivity, SyncStatus } from './status.ts';

export interface SyncParts {
  /** what the window remembers of the account; the worker opens its own */
  readonly store: Store;
  /** the session that a person just began; without one the device's key renews the last */
  readonly session?: SessionAnswer;
  readonly page: Document;
  /** makes an address of a script acceptable to the page's policy */
  readonly trust: (url: string) => string;
  /** a bug inside the worker, by its kind and place: never a person's name */
  readonly onBug: (name: string, where: string) => void;
}

/** The carrying of the mail, as the window knows it. */
export interface Sync {
  readonly status: SyncStatus;
  readonly media: MediaDesk;
  /** hears after every change of `status`; fits Svelte's `createSubscriber` */
  subscribe(listener: () => void): () => void;
  /** tries at once */
  now(): void;
  /** a person signed in again */
  signedIn(session: SessionAnswer): void;
  /** ends the worker; what was not sent stays */
  stop(): void;
}

/** Starts the sync worker of one account. */
export function startSync({ store, session, page, trust, onBug }: SyncParts): Sync {
  const { user, device } = store;
  const worker = new Worker(trust(workerUrl), { type: 'module', name: 'sync' });
  const listeners = new Set<() => void>();
  const life = pageLife(page);
  let status: SyncStatus = { activity: 'resting' };
  const tell = (message: ToWorker): void => {
    worker.postMessage(message);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'bug') onBug(data.name, data.where);
    if (data.kind === 'others-wait') void askForBackgroundSync();
    if (data.kind !== 'status') return;
    status = data.status;
    for (const listener of [...listeners]) listener();
  });
  worker.addEventListener('error', (event) => {
    onBug('WorkerError', `${event.filename}:${String(event.lineno)}`);
  });
  const deaf = life.subscribe((visible) => {
    tell({ kind: 'visible', visible });
  });
  const unfollow = followSaves(store, () => void askForBackgroundSync());
  // A worker does not hear of every network that comes back; the window does.
  const cameBack = (): void => {
    tell({ kind: 'now' });
  };
  globalThis.addEventListener('online', cameBack);
  tell({ kind: 'start', user, device, visible: life.visible, ...(session && { session }) });
  return {
    media: mediaDesk((message, ports) => {
      worker.postMessage(message satisfies ToWorker, ports);
    }),
    get status() {
      return status;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: () => {
      tell({ kind: 'now' });
    },
    signedIn: (begun) => {
      tell({ kind: 'session', session: begun });
    },
    stop: () => {
      deaf();
      unfollow();
      globalThis.removeEventListener('online', cameBack);
      // A kill at any instant breaks nothing: the store has what was not sent.
      worker.terminate();
      status = { activity: 'stopped' };
    },
  };
}

/** Hears when something was saved since the last time, at the start also when anything waits. Returns the way out. */
function followSaves({ shelf }: Store, saved: () => void): () => void {
  let newest = -1;
  const look = (): void => {
    const waits = shelf.outbox.filter((row) => row.state === 'waiting' || row.state === 'received');
    const last = waits.at(-1)?.seq ?? -1;
    if (last > newest) saved();
    newest = Math.max(newest, last);
  };
  look();
  return shelf.subscribe(look);
}

interface WithBackgroundSync {
  readonly sync?: { register(tag: string): Promise<void> };
}

/** Asks the browser to wake the service worker when there is a network; few browsers can, none must. */
async function askForBackgroundSync(): Promise<void> {
  const workers = (globalThis.navigator as Partial<Navigator>).serviceWorker;
  const registration = (await workers?.getRegistration()) as WithBackgroundSync | undefined;
  await registration?.sync?.register(outboxTag).catch(() => undefined);
}
