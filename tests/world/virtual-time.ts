/** How often nothing may be going on, in a row, until it is believed. */
const calmTurns = 3;
/** More than any world needs: a loop that never ends must end its test. */
const mostTurns = 30_000;
const mostEvents = 5_000;

const realImmediate = globalThis.setImmediate;
const realTimeout = globalThis.setTimeout;

/**
 * Counts what goes on in this process: everything in a world that is not virtual time runs in immediates (the double of
 * IndexedDB, Dexie) and in promises between them. Installed once for a test file.
 */
export class Turns {
  #pending = 0;

  install(): this {
    const count = (work: (...given: unknown[]) => void, given: unknown[]): NodeJS.Immediate => {
      this.#pending += 1;
      return realImmediate(() => {
        this.#pending -= 1;
        work(...given);
      });
    };
    globalThis.setImmediate = ((work: () => void, ...given: unknown[]) => count(work, given)) as typeof setImmediate;
    // A timer of no time at all is another way to say "after this": it must not wait for the machine's clock.
    const timeout = (work: () => void, ms?: number, ...given: unknown[]): unknown =>
      (ms ?? 0) <= 1 ? count(work, given) : realTimeout(work, ms, ...given);
    globalThis.setTimeout = timeout as typeof setTimeout;
    return this;
  }

  /** One turn of the machine: every promise that can go on does. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      realImmediate(resolve);
    });
  }

  /** Resolves when nothing goes on any more and only time can change that. */
  async calm(): Promise<void> {
    for (let [calm, turns] = [0, 0]; calm < calmTurns; turns += 1) {
      if (turns > mostTurns) throw new Error('it goes on for ever, without time passing');
      await this.next();
      calm = this.#pending === 0 ? calm + 1 : 0;
    }
  }
}

interface Event {
  readonly at: number;
  readonly turn: number;
  readonly happen: () => void;
}

/** Time that moves only when nothing else can happen. */
export class VirtualTime {
  readonly #turns: Turns;
  #now: number;
  #events: Event[] = [];
  #made = 0;

  constructor(turns: Turns, start: number) {
    this.#turns = turns;
    this.#now = start;
  }

  get now(): number {
    return this.#now;
  }

  /** Happens after so many ms; returns the way out. */
  after(ms: number, happen: () => void): () => void {
    this.#made += 1;
    const event = { at: this.#now + Math.max(0, ms), turn: this.#made, happen };
    const later = this.#events.findIndex((one) => one.at > event.at);
    this.#events.splice(later < 0 ? this.#events.length : later, 0, event);
    return () => {
      const index = this.#events.indexOf(event);
      if (index >= 0) this.#events.splice(index, 1);
    };
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Lets so many ms pass, with everything that happens in them. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (let events = 0; ; events += 1) {
      if (events > mostEvents) throw new Error('too much happens in too little time');
      await this.#turns.calm();
      const [next] = this.#events;
      if (!next || next.at > end) break;
      this.#events.shift();
      this.#now = next.at;
      next.happen();
    }
    this.#now = end;
  }
}
