/** How often it is looked whether the window answers (ms); browsers allow no less. */
const every = 4;

export interface Stalls {
  /** ms that a tap would have waited, had it come at any of so many moments, one a ms */
  stop(): readonly number[];
}

/** Watches how long this window is busy with something else, from now on. */
export function watchStalls(): Stalls {
  const waits: number[] = [];
  let last = performance.now();
  let timer = setTimeout(look, every);
  function look(): void {
    const now = performance.now();
    const busy = Math.max(0, now - last - every);
    // Whoever tapped in the middle waited for the rest; in the time between two looks nobody waits.
    for (let ms = 0; ms < every; ms += 1) waits.push(0);
    for (let left = busy; left >= 1; left -= 1) waits.push(left);
    last = now;
    timer = setTimeout(look, every);
  }
  return {
    stop: () => {
      clearTimeout(timer);
      return waits;
    },
  };
}
