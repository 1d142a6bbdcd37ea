import { followMedia, mayCarryMedia, unwantLost } from '../store/media.ts';
import type { Clock } from '../platform/clock.ts';
import type { NetworkKind } from '../platform/network-kind.ts';
import type { Store } from '../store/store.ts';
import type { MediaBox } from './media-box.ts';
import type { MediaRelay } from './media-relay.ts';
import { mediaRound } from './media-round.ts';
import { Patience } from './patience.ts';

export interface MediaCourierParts {
  readonly store: Store;
  /** opened when the first picture asks for it */
  readonly box: () => Promise<MediaBox>;
  readonly relay: MediaRelay;
  readonly clock: Clock;
  readonly random: () => number;
  readonly network: () => NetworkKind;
  /** runs `work` unless another context of this account does the same already */
  readonly alone: (work: () => Promise<void>) => Promise<void>;
  /** what is due changed: the engine looks again */
  readonly changed: () => void;
  readonly onBug: (error: unknown) => void;
}

/**
 * Carries pictures beside the text, never before it: the engine lets it go when nothing else is due, does not wait for
 * it, and keeps the one timer. A picture that fails, or a line that does not carry it, holds nothing back.
 */
export class MediaCourier {
  readonly #parts: MediaCourierParts;
  readonly #patience: Patience;
  readonly #unfollow: () => void;
  #dueAt = Number.POSITIVE_INFINITY;
  #running: Promise<void> | undefined;
  /** something moved while a round was under way */
  #again = false;
  #ended = false;
  #looked = false;

  constructor(parts: MediaCourierParts) {
    this.#parts = parts;
    this.#patience = new Patience(parts.random);
    this.#unfollow = followMedia(parts.store, (rows) => {
      const open = rows.some(({ state }) => ['draft', 'waiting', 'received', 'unwanted'].includes(state));
      if (open) this.hurry();
    });
  }

  /** Device ms at which it wants to be let go. */
  get nextAt(): number {
    return this.#running ? Number.POSITIVE_INFINITY : Math.max(this.#dueAt, this.#patience.until);
  }

  /** Something changed: a picture, a wish, the line. */
  hurry(forget = false): void {
    if (forget) this.#patience.forget();
    this.#dueAt = 0;
    this.#again = true;
    if (!this.#running) this.#parts.changed();
  }

  /** Does what is due; returns at once. */
  go(): void {
    if (this.#ended || this.#running || this.#parts.clock.now() < this.nextAt) return;
    this.#running = this.#rounds()
      .catch((error: unknown) => {
        this.#parts.onBug(error);
        this.#patience.lost({ code: 'unexpected' }, this.#parts.clock.now());
      })
      .finally(() => {
        this.#running = undefined;
        if (!this.#ended) this.#parts.changed();
      });
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.#ended = true;
    this.#unfollow();
    await this.#running;
  }

  async #rounds(): Promise<void> {
    const { store, box, relay, network, alone, clock } = this.#parts;
    if (!this.#looked) await unwantLost(store);
    this.#looked = true;
    // another context that is at it already will tell by its rows when it is done
    this.#dueAt = Number.POSITIVE_INFINITY;
    await alone(async () => {
      for (;;) {
        this.#again = false;
        const carry = await mayCarryMedia(store, network() === 'wifi');
        const round = await mediaRound(store, await box(), relay, carry);
        this.#dueAt = round.nextAt ?? Number.POSITIVE_INFINITY;
        if (round.fault) this.#patience.lost(round.fault, clock.now());
        else this.#patience.forget();
        if (this.#ended || round.fault || (!round.moved && !this.#again)) return;
      }
    });
  }
}
