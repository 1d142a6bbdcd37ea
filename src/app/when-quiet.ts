/** Calls back when the page has nothing better to do, after two seconds at the latest. */
export function whenQuiet(page: Window, act: () => void): void {
  if ('requestIdleCallback' in page) page.requestIdleCallback(act, { timeout: 2000 });
  else setTimeout(act, 500);
}
