import { revealMs } from './household.svelte.ts';

/** Covers names and telephones again a minute after they were shown, and at once when the page hides. */
export function coverAgain(page: Document, revealed: () => boolean, cover: () => void): () => void {
  let since: number | undefined;
  const timer = setInterval(() => {
    if (!revealed()) since = undefined;
    else if (since === undefined) since = Date.now();
    else if (Date.now() - since >= revealMs) cover();
  }, 1000);
  const hidden = (): void => {
    if (page.visibilityState === 'hidden') cover();
  };
  page.addEventListener('visibilitychange', hidden);
  return () => {
    clearInterval(timer);
    page.removeEventListener('visibilitychange', hidden);
  };
}
