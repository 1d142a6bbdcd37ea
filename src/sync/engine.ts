import { isCopied } from '../domain/database-name.ts';
import type { Fault } from '../domain/fault.ts';
import type { Clock } from '../platform/clock.ts';
import type { Connectivity } from '../platform/connectivity.ts';
import { isFull } from '../store/database.ts';
import { writeMeta } from '../store/meta.ts';
import { followWaiting, waiting } from '../store/outbox.ts';
import type { Cursor } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { Ahead } from './ahead.ts';
import { FirstContact } from './first-contact.ts';
import { byUse, settleCopies, type Copies } from './copies.ts';
import { FirstLoadMeter } from './first-load.ts';
import { inboxRound } from './inbox-round.ts';
import type { MediaCourier } from './media-courier.ts';
import { outboxRound } from './outbox-round.ts';
import { Ear } from './ear.ts';
import { given, Patience, pollEvery, soonest, sweepEvery, unheard } from './patience.ts';
import type { SyncStatus } from './status.ts';
import type { Wire } from './wire.ts';

export interface EngineParts {
  readonly store: Store;
  readonly wire: Wire;
  readonly clock: Clock;
  readonly connectivity: Connectivity;
  /** runs `work` while nobody else runs under the same name, in any context of this account */
  readonly alone: (name: 'send' | 'fetch', work: () => Promise<void>) => Promise<void>;
  /** calls back once after so many ms; returns the way out */
  readonly after: (ms: number, wake: () => void) => () => void;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  /** pictures travel beside the text, when nothing of it is due */
  readonly media?: Pick<MediaCourier, 'nextAt' | 'go' | 'hurry'>;
  readonly publish: (status: SyncStatus) => void;
  /** whether only a person can begin a session */
  readonly signedOut: () => boolean;
  /** a bug; the engine goes on at its next tick */
  readonly onBug: (error: unknown) => void;
}

/**
 * The engine: how tablet and relay come to agree.
 *
 *            something is due                      a round ended well
 *   ┌─────────┐ ────────────► ┌──────────────────┐ ────────────► back to resting
 *   │ resting │               │ sending/fetching │
 *   └─────────┘ ◄──────────── └──────────────────┘ ──────┐ the relay did not answer, or asked for patience
 *        ▲    the wait is over, the network came back,   ▼
 *        │    a person asks: now()                ┌─────────────┐        ┌────────────┐
 *        └─────────────────────────────────────── │ being patient│       │ signed out │ ── begin ──► resting
 *                                                 └─────────────┘        └────────────┘
 *
 * 1. Events only change state; `evaluate` alone decides what is done next, one thing at a time.
 * 2. Sending goes before fetching, also between two pages of a first load; after each sending one page is fetched all
 *    the same, so that somebody who saves without a pause hears of the others.
 * 3. What a round leaves undone stays in the store; the engine remembers nothing that a kill could lose.
 * 4. One timer: the earliest of what waits. A silence is bounded and never the same on two tablets.
 * 5. A lock is held for a round, never longer: another context may send in between.
 * 6. A right that was withdrawn lets its copy go after the last unsent work for it, not before.
 */
export class Engine {
  readonly #parts: EngineParts;
  readonly #patience: Patience;
  readonly #ear: Ear;
  readonly #meter: FirstLoadMeter;
  readonly #contact = new FirstContact(() => this.#parts.clock.now());
  readonly #ahead = new Ahead();
  readonly #stale = new Set<string>();
  readonly #ending = new AbortController();
  readonly #deaf: (() => void)[] = [];
  #sendAt: number | undefined;
  #sweepAt = 0;
  #seenAt = 0;
  #copies: Copies = { copied: [], withheld: false };
  #hidden = false;
  #running = false;
  /** sending was the last thing done: then it is the turn of one page, should any wait */
  #sentLast = false;
  /** something happened while the last decision was carried out */
  #again = false;
  /** a person or the network asked for a try since the last round began */
  #wished = false;
  #round: Promise<void> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  #status: SyncStatus = { activity: 'resting' };

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#patience = new Patience(parts.random);
    this.#ear = new Ear(parts);
    this.#meter = new FirstLoadMeter(() => parts.clock.now());
  }

  get status(): SyncStatus {
    return this.#status;
  }

  start(): void {
    const { store, connectivity } = this.#parts;
    this.#deaf.push(
      followWaiting(store, ({ nextAt }) => {
        this.#sendAt = nextAt;
        this.#tick();
      }),
      connectivity.subscribe(() => {
        if (connectivity.current === 'unknown') this.#forgetWaits();
        this.#tick();
      }),
    );
    this.#tick();
  }

  /** A person wants it tried at once, whoever vouches that there is nothing. */
  now(): void {
    this.#parts.connectivity.networkIs(true);
    this.#forgetWaits();
    this.#ear.hangUp();
    this.#sweepAt = 0;
    this.#tick();
  }

  /** Something else that the one timer counts became due. */
  lookAgain(): void {
    this.#tick();
  }

  /** A session began or was renewed: what may be read was told anew. */
  rightsTold(): void {
    this.#parts.media?.hurry(true);
    this.#sweepAt = Math.min(this.#sweepAt, this.#parts.clock.now());
    this.#tick();
  }

  /** Nobody looks at the page: nothing is asked for without need. */
  hidden(hidden: boolean): void {
    this.#hidden = hidden;
    if (hidden) return;
    // Should no stream open, it is polled for again.
    if (!this.#ear.listens) this.#sweepAt = Math.min(this.#sweepAt, this.#parts.clock.now() + pollEvery);
    this.#tick();
  }

  /** Resolves when the last round has ended; whatever it leaves is in the store. */
  async stop(): Promise<void> {
    this.#ending.abort();
    this.#ear.hangUp();
    for (const stop of this.#deaf.splice(0)) stop();
    this.#cancelTimer?.();
    await this.#round;
    this.#say({ activity: 'stopped' });
  }

  #forgetWaits(): void {
    this.#wished = true;
    this.#patience.forget();
    this.#ear.forgetWaits();
    this.#parts.media?.hurry(true);
  }

  #tick(): void {
    this.#again = this.#running;
    if (this.#running || this.#ending.signal.aborted) return;
    this.#running = true;
    this.#round = this.#evaluate()
      .catch((error: unknown) => {
        // No room is the tablet's trouble, not a bug: what cannot be kept now is asked for again.
        if (isFull(error)) {
          this.#after({ code: 'storage-full' });
          return;
        }
        this.#parts.onBug(error);
        this.#patience.lost({ code: 'unexpected' }, this.#parts.clock.now());
      })
      .finally(() => {
        this.#running = false;
        if (this.#again) this.#tick();
        else this.#rest();
      });
  }

  /** The one decision: as long as something is due, the most urgent of it is done. */
  async #evaluate(): Promise<void> {
    const { store, clock, signedOut, connectivity } = this.#parts;
    while (!this.#ending.signal.aborted) {
      this.#lookAtClock();
      if (signedOut() || connectivity.current === 'no-network') return;
      if (clock.now() < this.#patience.until) return;
      // Heard from before anything is read: what moves meanwhile is told, and nothing is read twice.
      this.#listen();
      if (clock.now() >= this.#sweepAt) await this.#sweep();
      this.#sendAt = (await waiting(store)).nextAt;
      this.#wished = false;
      const pageFirst = this.#sentLast && this.#stale.size > 0;
      if (!pageFirst && (this.#sendAt ?? Infinity) <= clock.now()) await this.#send();
      else if (this.#stale.size > 0) await this.#fetch();
      else {
        this.#parts.media?.go();
        return;
      }
    }
  }

  /** A clock that was set back leaves no planned moment its meaning: a wait of minutes would last until the clock is there again. */
  #lookAtClock(): void {
    const now = this.#parts.clock.now();
    if (now < this.#seenAt) {
      this.#patience.forget();
      this.#ear.forgetWaits();
      this.#sweepAt = 0;
    }
    this.#seenAt = now;
  }

  /** Everything readable is stale, but for what the wake stream vouches for; what may not be read any more goes. */
  async #sweep(): Promise<void> {
    const { store, clock, random } = this.#parts;
    this.#copies = await settleCopies(store);
    for (const name of this.#copies.copied) if (!this.#ear.vouchesFor(name)) this.#stale.add(name);
    this.#sweepAt = clock.now() + (this.#ear.listens || this.#hidden ? sweepEvery : pollEvery) * (0.75 + random() / 2);
  }

  async #send(): Promise<void> {
    const { store, wire, alone } = this.#parts;
    this.#sentLast = true;
    this.#say({ activity: 'sending' });
    await alone('send', async () => {
      this.#after((await outboxRound(store, wire, () => this.#stale.size > 0)).fault);
    });
    if (this.#copies.withheld) this.#sweepAt = 0;
  }

  async #fetch(): Promise<void> {
    const { store, wire, alone, clock } = this.#parts;
    this.#sentLast = false;
    const [db] = [...this.#stale].sort(byUse);
    if (db === undefined) return;
    this.#say({ activity: 'fetching', ...(await this.#meter.measure(store, wire, this.#stale)) });
    const told = (cursor: Cursor): void => {
      this.#say({ activity: 'fetching', ...this.#meter.moved(cursor) });
    };
    await alone('fetch', async () => {
      this.#stale.delete(db);
      const more = (): boolean =>
        this.#ending.signal.aborted || (this.#sendAt !== undefined && this.#sendAt <= clock.now());
      const met = await this.#contact.meet(store, wire, db);
      const round = met.fault
        ? { paused: false, lost: 0, fault: met.fault }
        : await inboxRound(store, wire, db, more, told, this.#ahead);
      if (round.paused || (round.fault !== undefined && !given(round.fault))) this.#stale.add(db);
      else this.#ear.asked(db, round.fault === undefined);
      const lost = met.lost + round.lost;
      if (lost > 0) this.#say({ lost });
      this.#after(round.fault !== undefined && given(round.fault) ? undefined : round.fault);
    });
  }

  /** What a round's end says about the relay. */
  #after(fault: Fault | undefined): void {
    const { clock, store } = this.#parts;
    const [now, heard] = [clock.now(), !fault || !unheard.includes(fault.code)];
    const awaited = !heard && !this.#hidden && this.#sendAt !== undefined;
    // Who asked while a try was already failing meant the next one.
    if (fault && !this.#wished) this.#patience.lost(fault, now, awaited ? soonest : undefined);
    else this.#patience.forget();
    if (fault?.code === 'offline' || fault?.code === 'timed-out') this.#ear.hangUp();
    if (heard) {
      void writeMeta(store.db, 'contact', now).catch(() => undefined);
      this.#say({ lastContact: now });
    }
    const { fault: _old, ...rest } = this.#status;
    this.#status = fault ? { ...rest, fault: fault.code } : rest;
  }

  #listen(): void {
    const { clock, random } = this.#parts;
    if (this.#ear.listens || this.#hidden || clock.now() < this.#ear.until) return;
    const heard = (databases: readonly string[]): void => {
      for (const name of databases.filter(isCopied)) this.#stale.add(name);
      this.#say({ lastContact: clock.now() });
      this.#tick();
    };
    this.#ear.listen(heard, () => {
      if (!this.#hidden) this.#sweepAt = Math.min(this.#sweepAt, clock.now() + pollEvery * (0.75 + random() / 2));
      this.#tick();
    });
  }

  /** Nothing more can be done now: says so, and sets the one timer. */
  #rest(): void {
    if (this.#ending.signal.aborted) return;
    const { clock, after, connectivity, signedOut } = this.#parts;
    const now = clock.now();
    const listenAt = this.#ear.listens || this.#hidden ? Number.POSITIVE_INFINITY : this.#ear.until;
    const sendAt = this.#sendAt ?? Number.POSITIVE_INFINITY;
    const due = Math.min(sendAt, listenAt, this.#stale.size > 0 ? now : this.#sweepAt);
    const next = Math.max(this.#patience.until, due);
    const unreachable = connectivity.current === 'no-network' || connectivity.current === 'unreached';
    const activity = signedOut() ? 'signed-out' : unreachable ? 'offline' : 'resting';
    const { firstLoad: _done, ...rest } = this.#status;
    this.#status = this.#meter.unfinished ? this.#status : rest;
    this.#say({ activity, nextTry: next });
    const mediaAt = Math.max(this.#patience.until, this.#parts.media?.nextAt ?? Number.POSITIVE_INFINITY);
    this.#cancelTimer?.();
    this.#cancelTimer = after(Math.max(50, Math.min(next, mediaAt) - now), () => {
      this.#tick();
    });
  }

  #say(change: Partial<SyncStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.#parts.publish(this.#status);
  }
}
