import * as v from 'valibot';

/** How far a device has read a database: which life of it, and its own place in the feed there. */
export interface Reached {
  readonly epoch: string;
  /** opaque */
  readonly seq: string;
}

/** What a device asks of a wake stream. */
export interface WakeWish {
  /** seconds between two signs of life while nothing moves */
  readonly beat: number;
  /** by database; the first line names only what moved since, and what is not named here */
  readonly reached: Readonly<Record<string, Reached>>;
}

/** Seconds between two signs of life: proxies cut a silent line after a minute, networks of telephones after some more. */
export const beats = { least: 20, most: 240 } as const;

const short = v.pipe(v.string(), v.maxLength(4_096));

export const wakeWishSchema = v.object({
  beat: v.pipe(v.number(), v.minValue(beats.least), v.maxValue(beats.most)),
  reached: v.record(v.pipe(v.string(), v.maxLength(240)), v.object({ epoch: short, seq: short })),
});
