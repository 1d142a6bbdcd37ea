/** Chance that is the same at every run: mulberry32 from a seed. */
export interface Chance {
  /** a number in [0, 1) */
  next(): number;
  /** a whole number in [0, below) */
  below(below: number): number;
  pick<T>(from: readonly T[]): T;
  /** true in this share of cases */
  share(share: number): boolean;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (from) => {
      const item = from[below(from.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
    share: (share) => next() < share,
  };
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A ULID whose time and chance are given, so that a demo community is the same wherever it is made. */
export function ulidAt(ms: number, chance: Chance): string {
  let time = '';
  for (let rest = ms, place = 0; place < 10; place += 1, rest = Math.floor(rest / 32))
    time = (crockford[rest % 32] ?? '0') + time;
  let random = '';
  for (let place = 0; place < 16; place += 1) random += crockford[chance.below(32)] ?? '0';
  return time + random;
}
