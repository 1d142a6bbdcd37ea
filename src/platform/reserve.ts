/**
 * Room that is kept for the moment when there is none: an entry of the browser's cache that can be let go at once, so that
 * what a person is writing still finds its place. A row of a database would not do: its room comes back much later.
 * It also tells that a tablet is filling up where `estimate()` does not: Chromium answers with 1 to 10 GiB, whatever is left.
 */
export interface Reserve {
  /** Lays it by where it is not yet. @returns whether it is there now; no: there is no room for it */
  lay(): Promise<boolean>;
  /** Lets it go. @returns whether there was anything to let go */
  spend(): Promise<boolean>;
}

const name = 'baibu-reserve';
const entry = '/reserve';
/** Weeks of visits with their drafts (bytes). */
const reserveBytes = 8_000_000;

/** The reserve in the browser's cache storage; where there is none, nothing is laid by and nothing is missed. */
export function reserveIn(caches: CacheStorage | undefined): Reserve {
  return {
    async lay() {
      if (!caches) return true;
      try {
        const cache = await caches.open(name);
        if (!(await cache.match(entry))) await cache.put(entry, new Response(new Uint8Array(reserveBytes)));
        return true;
      } catch {
        return false;
      }
    },
    // the entry, not the cache: a cache that somebody still holds gives its room back later
    spend: async () => (await caches?.open(name).then((cache) => cache.delete(entry))) ?? false,
  };
}
