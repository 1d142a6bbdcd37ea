import { liveQuery } from 'dexie';

/** Hears what a query answers, now and whenever it changes. Returns the way out. A store that was closed answers nothing. */
export function live<T>(query: () => Promise<T>, heard: (value: T) => void): () => void {
  const following = liveQuery(query).subscribe({ next: heard, error: () => undefined });
  return () => {
    following.unsubscribe();
  };
}
