import type { Fault, FaultCode } from '../domain/fault.ts';

/** Waits between tries (ms): 2 s, doubled with every failure, at most 5 min, each between 75 % and 125 %. */
const first = 2_000;
export const longest = 300_000;
/** Silence after which everything is asked for again although nobody said that it moved (ms); as the waits, ± 25 %. */
export const sweepEvery = 15 * 60_000;
/** The same while no wake stream is open: it is the only way to hear. */
export const pollEvery = 60_000;

/** How long the engine leaves the relay alone. */
export class Patience {
  readonly #random: () => number;
  #failures = 0;
  #until = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** device ms before which nothing is tried */
  get until(): number {
    return this.#until;
  }

  /**
   * A round ended early. The relay's own wish for patience is kept, with some spread on top.
   * @param most ms of the longest wait of one's own, where somebody waits for it
   */
  lost(fault: Fault, now: number, most = longest): void {
    const own = Math.min(most, first * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    const asked = (fault.retryAfter ?? 0) * 1_000;
    this.#until = now + Math.max(asked + this.#random() * Math.min(asked, 5_000), own * (0.75 + this.#random() / 2));
  }

  forget(): void {
    this.#failures = 0;
    this.#until = 0;
  }
}

/** Faults after which nobody knows whether the relay is there. */
export const unheard: readonly FaultCode[] = ['offline', 'timed-out', 'not-the-relay', 'storage-full'];

/** A right that was withdrawn a moment ago: nothing to be patient about. */
export const given = (fault: Fault): boolean => fault.code === 'forbidden' || fault.code === 'not-found';
