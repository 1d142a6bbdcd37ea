import { EventEmitter } from 'node:events';

/** Which databases were written to through this process, and how often: what waiting feeds wait for. */
export class Movements {
  readonly #counts = new Map<string, number>();
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  moved(database: string): void {
    this.#counts.set(database, this.count(database) + 1);
    this.#emitter.emit('moved', database);
    this.#emitter.emit(`moved ${database}`);
  }

  count(database: string): number {
    return this.#counts.get(database) ?? 0;
  }

  listen(listener: (database: string) => void): () => void {
    this.#emitter.on('moved', listener);
    return () => this.#emitter.off('moved', listener);
  }

  /**
   * Waits until the database has moved beyond `count` (taken before the last look at it); `false` when `signal` aborted
   * or `ms` milliseconds passed first.
   */
  async beyond(database: string, count: number, signal: AbortSignal, ms?: number): Promise<boolean> {
    if (this.count(database) > count) return true;
    if (signal.aborted) return false;
    return new Promise((resolve) => {
      const settle = (moved: boolean): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#emitter.off(`moved ${database}`, onMoved);
        resolve(moved);
      };
      const onMoved = (): void => settle(true);
      const onAbort = (): void => settle(false);
      const timer = ms === undefined ? undefined : setTimeout(onAbort, ms);
      this.#emitter.once(`moved ${database}`, onMoved);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}
