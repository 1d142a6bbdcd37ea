import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import type { PrecacheEntry } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { outboxTag } from '../outbox-tag.ts';
import { sendAlone } from '../send-alone.ts';

/** Background Sync, where a browser has it (not in the compiler's library). */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Every place of the app is one page; only what the relay answers itself is left alone.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/(?:api|db|healthz|metrics|card)\b/] }),
);

// A new version waits until a person says now: a form may be open.
self.addEventListener('message', ({ data }) => {
  if ((data as { type?: string } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('sync', (event) => {
  const wish = event as SyncEvent;
  if (wish.tag === outboxTag) wish.waitUntil(deliver());
});

/** Rejects while something is left that another try may deliver: the browser calls again later. */
async function deliver(): Promise<void> {
  const left = await sendAlone(self.location.origin);
  if (left > 0) throw new Error('something is left to send');
}
