import type { Fault, FaultCode } from '../domain/fault.ts';

/**
 * Waits between tries (ms): 2 s, doubled with every failure, at most 5 min, each between 75 % and 125 %; the short ones up
 * to 4 s later, since all tablets lose a relay at once and shall not come back in the same second.
 */
const first = 2_000;
const spreadOfRounds = 4_000;
/** Wake streams end all together whenever a relay restarts, also those of tablets that have nothing to send (ms). */
export const spreadOfStreams = 20_000;
export const longest = 300_000;
/** The longest wait while somebody looks at the page and something waits: the relay may be back at any moment (ms). */
export const soonest = 6_000;
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
   * A round ended early. The relay's own wish for patience is kept, with some spread on top, and no longer than the
   * longest wait: what asks for more may be anybody between tablet and relay.
   * @param most ms of the longest wait of one's own, where somebody waits for it
   * @param spread ms within which those that were lost at once come back
   */
  lost(fault: Fault, now: number, most = longest, spread = spreadOfRounds): void {
    const own = Math.min(most, first * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    const asked = Math.min(longest, (fault.retryAfter ?? 0) * 1_000);
    const wished = asked + this.#random() * Math.min(asked, 15_000);
    const wait = Math.max(wished, own * (0.75 + this.#random() / 2) + this.#random() * spread);
    this.#until = now + Math.min(wait, longest * 1.25);
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
