/** How long nobody touches the tablet before it locks (ui.md §7). */
const idleMs = 5 * 60_000;

/** Calls `idle` after five minutes without a touch or a key; also when the page comes back after that long. */
export function whenIdle(page: Document, now: () => number, idle: () => void): () => void {
  let last = now();
  const touched = (): void => {
    last = now();
  };
  const check = (): void => {
    if (now() - last >= idleMs) {
      last = now();
      idle();
    }
  };
  const timer = setInterval(check, 10_000);
  const events = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;
  for (const event of events) page.addEventListener(event, touched, { passive: true, capture: true });
  page.addEventListener('visibilitychange', check);
  return () => {
    clearInterval(timer);
    for (const event of events) page.removeEventListener(event, touched, { capture: true });
    page.removeEventListener('visibilitychange', check);
  };
}
