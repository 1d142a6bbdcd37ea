/**
 * Counts down once, with pauses: time spent paused does not count.
 * @param ms how long to run
 * @param done called at the end, at most once
 */
export function countdown(ms: number, done: () => void): { pause: () => void; resume: () => void; stop: () => void } {
  let left = ms;
  let since = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const resume = (): void => {
    if (timer !== undefined) return;
    since = performance.now();
    timer = setTimeout(done, left);
  };
  const pause = (): void => {
    if (timer === undefined) return;
    stop();
    left = Math.max(0, left - (performance.now() - since));
  };
  resume();
  return { pause, resume, stop };
}
