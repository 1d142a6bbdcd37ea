import type { Trace, Traces } from '../platform/trace.ts';
import { notHere, unsentIds } from '../store/lost.ts';
import type { Store } from '../store/store.ts';

/**
 * Why this window cannot go on with what the tablet remembers: a newer version of the app took it over, the browser closed
 * or cleared it, it cannot be opened, or another window with an older version does not let go of it.
 */
export type MemoryTrouble = 'newer' | 'gone' | 'unreadable' | 'blocked';

/** What did not come back after the browser had cleared an account's memory. */
export interface LostWork {
  readonly records: number;
  readonly drafts: number;
}

const nothing: Trace = { filled: false, unsent: [], drafts: 0 };

/** Watches over an account's memory: whether it is still there, and what went with it when it is not. */
export class Memory {
  #trouble = $state<MemoryTrouble | undefined>();
  #evicted = $state(false);
  #lost = $state.raw<LostWork | undefined>();
  /** what was unsent when the memory vanished, until it is known whether the relay has it */
  #missing: Trace = nothing;
  #filled = false;
  #keep = (): void => undefined;
  readonly #traces: Traces;

  constructor(traces: Traces) {
    this.#traces = traces;
  }

  get trouble(): MemoryTrouble | undefined {
    return this.#trouble;
  }
  /** The browser cleared what the account had stored here; it is fetched again. */
  get evicted(): boolean {
    return this.#evicted;
  }
  /** Unsent work that went with it and is not on the relay either. */
  get lost(): LostWork | undefined {
    return this.#lost;
  }
  /** Somebody used this tablet, although it remembers nobody. */
  get hadSomebody(): boolean {
    return this.#traces.any;
  }

  inTrouble = (trouble: MemoryTrouble): void => {
    this.#trouble ??= trouble;
  };
  /** Whoever stood in the way let go. */
  free = (): void => {
    if (this.#trouble === 'blocked') this.#trouble = undefined;
  };
  known = (): void => {
    this.#lost = undefined;
    this.#keep();
  };

  /**
   * An account's memory was opened: is it what it was?
   * @param filled whether this tablet remembers otherwise that the first load had ended
   * @returns the way out of keeping its trace
   */
  watch(store: Store, filled: boolean): () => void {
    const trace = this.#traces.read(store.user) ?? nothing;
    const empty = store.shelf.cursors.length === 0;
    this.#filled = filled || trace.filled;
    this.#evicted = this.#filled && empty;
    this.#lost = trace.lost;
    const here = new Set(unsentIds(store));
    const gone = trace.unsent.filter((id) => !here.has(id));
    this.#missing = this.#evicted ? { ...trace, unsent: gone } : nothing;
    let written = '';
    const keep = (): void => {
      const { unsent, drafts } = this.#missing;
      const next: Trace = {
        filled: this.#filled,
        unsent: [...unsent, ...unsentIds(store)],
        drafts: drafts + store.shelf.drafts.length,
        ...(this.#lost && { lost: this.#lost }),
      };
      const text = JSON.stringify(next);
      if (text !== written) this.#traces.write(store.user, next);
      written = text;
    };
    keep();
    this.#keep = keep;
    return store.shelf.subscribe(keep);
  }

  /** The first load reached its end: what is not here now is not on the relay. */
  async filled(store: Store): Promise<void> {
    this.#filled = true;
    if (!this.#evicted) return;
    const { unsent, drafts } = this.#missing;
    const records = (await notHere(store, unsent)).length;
    this.#missing = nothing;
    this.#evicted = false;
    this.#lost = records + drafts > 0 ? { records, drafts } : undefined;
    this.#keep();
  }
}
