/** Calls back once the first screen was painted and the page has a moment; answers the way out. */
export function afterFirstScreen(page: Window, act: () => void): () => void {
  const timer = page.setTimeout(act, 120);
  return () => {
    page.clearTimeout(timer);
  };
}
