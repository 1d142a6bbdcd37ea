/** Calls back every so many ms as long as anything else keeps the process; returns the way out. */
export function everyMs(ms: number, work: () => void): () => void {
  const timer = setInterval(work, ms);
  timer.unref();
  return () => clearInterval(timer);
}

/** Calls back once after so many ms, if anything else keeps the process so long; returns the way out. */
export function afterMs(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
