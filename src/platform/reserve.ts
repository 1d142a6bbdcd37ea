/**
 * Room that is kept for the moment when there is none: an entry of the browser's cache that can be let go at once, so that
 * what a person is writing still finds its place. A row of a database would not do: its room comes back much later.
 */
export interface Reserve {
  /** Lays it by, where it is not yet and there is room. */
  lay(): Promise<void>;
  /** Lets it go. @returns whether there was anything to let go */
  spend(): Promise<boolean>;
}

const name = 'baibu-reserve';
/** A day of visits with its drafts, some times over (bytes). */
export const reserveBytes = 2_000_000;

/** The reserve in the browser's cache storage; where there is none, nothing is laid by. */
export function reserveIn(caches: CacheStorage | undefined): Reserve {
  return {
    async lay() {
      if (!caches || (await caches.has(name))) return;
      try {
        const cache = await caches.open(name);
        await cache.put('/reserve', new Response(new Uint8Array(reserveBytes)));
      } catch {
        // an empty cache is no reserve
        await caches.delete(name).catch(() => false);
      }
    },
    spend: () => caches?.delete(name) ?? Promise.resolve(false),
  };
}
