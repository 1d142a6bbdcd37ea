import { pageLife } from '../platform/page-life.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { outboxTag } from './outbox-tag.ts';
import type { SessionAnswer } from './session.ts';
import type { SyncStatus } from './status.ts';

export type { SessionAnswer } from './session.ts';
export type { FirstLoad, SyncActivity, SyncStatus } from './status.ts';

export interface SyncParts {
  readonly user: string;
  readonly device: string;
  /** the session that a person just began; without one the device's key renews the last */
  readonly session?: SessionAnswer;
  readonly page: Document;
  /** a bug inside the worker, by its kind and place: never a person's name */
  readonly onBug: (name: string, where: string) => void;
}

/** The carrying of the mail, as the window knows it. */
export interface Sync {
  readonly status: SyncStatus;
  /** hears after every change of `status`; fits Svelte's `createSubscriber` */
  subscribe(listener: () => void): () => void;
  /** tries at once */
  now(): void;
  /** a person signed in again */
  signedIn(session: SessionAnswer): void;
  /** ends the worker; what was not sent stays */
  stop(): Promise<void>;
}

/** Starts the sync worker of one account. */
export function startSync({ user, device, session, page, onBug }: SyncParts): Sync {
  const worker = new Worker(new URL('./worker/sync-worker.ts', import.meta.url), { type: 'module', name: 'sync' });
  const listeners = new Set<() => void>();
  const life = pageLife(page);
  let status: SyncStatus = { activity: 'resting' };
  let stopped: (() => void) | undefined;
  const tell = (message: ToWorker): void => {
    worker.postMessage(message);
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === 'bug') onBug(data.name, data.where);
    if (data.kind === 'stopped') stopped?.();
    if (data.kind !== 'status') return;
    if (data.status.activity === 'offline' && status.activity !== 'offline') void askForBackgroundSync();
    status = data.status;
    for (const listener of [...listeners]) listener();
  });
  worker.addEventListener('error', (event) => {
    onBug('WorkerError', `${event.filename}:${String(event.lineno)}`);
  });
  const deaf = life.subscribe((visible) => {
    tell({ kind: 'visible', visible });
    if (!visible) void askForBackgroundSync();
  });
  // A worker does not hear of every network that comes back; the window does.
  const cameBack = (): void => {
    tell({ kind: 'now' });
  };
  globalThis.addEventListener('online', cameBack);
  tell({ kind: 'start', user, device, visible: life.visible, ...(session && { session }) });
  return {
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
    stop: async () => {
      deaf();
      globalThis.removeEventListener('online', cameBack);
      await new Promise<void>((resolve) => {
        stopped = resolve;
        tell({ kind: 'stop' });
      });
      worker.terminate();
    },
  };
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
