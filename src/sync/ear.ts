import type { Clock } from '../platform/clock.ts';
import { reachedPlaces } from '../store/cursors.ts';
import type { Store } from '../store/store.ts';
import { Patience, spreadOfStreams } from './patience.ts';
import type { Wire } from './wire.ts';

export interface EarParts {
  readonly store: Store;
  readonly wire: Wire;
  readonly clock: Clock;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  readonly onBug: (error: unknown) => void;
}

/**
 * The wake stream of this tablet, at most one. As long as it stands, a database that it vouched for and did not name since
 * has not moved: nobody need ask.
 */
export class Ear {
  readonly #parts: EarParts;
  readonly #patience: Patience;
  #stream: AbortController | undefined;
  /** databases of which this tablet knows how far it has read them, and that the relay still is the one that told */
  readonly #reached = new Set<string>();
  #vouched = new Set<string>();

  constructor(parts: EarParts) {
    this.#parts = parts;
    this.#patience = new Patience(parts.random);
  }

  /** a stream stands, or is being opened */
  get listens(): boolean {
    return this.#stream !== undefined;
  }

  /** device ms before which no stream is opened */
  get until(): number {
    return this.#patience.until;
  }

  vouchesFor(database: string): boolean {
    return this.listens && this.#vouched.has(database);
  }

  /** A database was read to its end, or the relay would not tell: then the next sweep asks once more. */
  asked(database: string, read: boolean): void {
    if (read) this.#reached.add(database);
    else this.#vouched.delete(database);
  }

  forgetWaits(): void {
    this.#patience.forget();
  }

  /** The relay did not answer elsewhere, or a person doubts: whatever stands here may be dead without knowing it. */
  hangUp(): void {
    this.#vouched = new Set();
    this.#stream?.abort();
  }

  /**
   * Listens until the stream ends.
   * @param heard databases that moved; none: the relay is there
   */
  listen(heard: (databases: readonly string[]) => void, ended: () => void): void {
    const stream = new AbortController();
    this.#stream = stream;
    void this.#read(stream.signal, heard)
      .catch((error: unknown) => {
        if (!stream.signal.aborted) this.#parts.onBug(error);
      })
      .finally(() => {
        this.#stream = undefined;
        this.#vouched = new Set();
        // A relay that went away is not called by all its tablets in the same second.
        this.#patience.lost({ code: 'offline' }, this.#parts.clock.now(), undefined, spreadOfStreams);
        ended();
      });
  }

  async #read(ending: AbortSignal, heard: (databases: readonly string[]) => void): Promise<void> {
    const reached = await reachedPlaces(this.#parts.store, [...this.#reached]);
    let first = true;
    const told = (moved: readonly string[]): void => {
      if (ending.aborted) return;
      if (first) this.#vouched = new Set([...Object.keys(reached), ...moved]);
      first = false;
      this.#patience.forget();
      heard(moved);
    };
    await this.#parts.wire.wake(told, ending, reached);
  }
}
