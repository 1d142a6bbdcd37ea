import * as v from 'valibot';

/**
 * A stamp of a hybrid logical clock: `<ms, base 36, 9 digits>.<counter, base 36, 3 digits>.<replica>`.
 * Compared as text. The milliseconds are the relay's time as this replica knows it; the replica id comes from the relay.
 */
export type Stamp = string;

const pattern = /^[0-9a-z]{9}\.[0-9a-z]{3}\.[a-z0-9]{4,24}$/;
export const stampSchema = v.pipe(v.string(), v.regex(pattern));

/** How far ahead of the relay a stamp may be before the gate answers `clock-ahead` (ms). */
export const stampTolerance = 120_000;

export interface Clock {
  /** newest stamp made or seen */
  readonly last: Stamp;
  readonly replica: string;
}

export function makeStamp(ms: number, counter: number, replica: string): Stamp {
  return `${Math.max(0, Math.floor(ms)).toString(36).padStart(9, '0')}.${counter.toString(36).padStart(3, '0')}.${replica}`;
}

export const stampTime = (stamp: Stamp): number => Number.parseInt(stamp.slice(0, 9), 36);
const stampCounter = (stamp: Stamp): number => Number.parseInt(stamp.slice(10, 13), 36);
export const stampReplica = (stamp: Stamp): string => stamp.slice(14);

/**
 * The next stamp of a clock.
 * @param now the relay's time in ms, that is the device's clock plus the measured difference
 */
export function tick(clock: Clock, now: number): Clock {
  const lastTime = stampTime(clock.last);
  const ahead = lastTime >= now;
  const counter = ahead ? stampCounter(clock.last) + 1 : 0;
  const overflow = counter >= 36 ** 3;
  const last = makeStamp(ahead ? lastTime + (overflow ? 1 : 0) : now, overflow ? 0 : counter, clock.replica);
  return { last, replica: clock.replica };
}

/** A clock that has seen another's stamp; one further ahead than the tolerance does not move it. */
export function witness(clock: Clock, seen: Stamp, now: number): Clock {
  if (stampTime(seen) > now + stampTolerance || seen.slice(0, 13) <= clock.last.slice(0, 13)) return clock;
  return { last: makeStamp(stampTime(seen), stampCounter(seen), clock.replica), replica: clock.replica };
}

export const newClock = (replica: string): Clock => ({ last: makeStamp(0, 0, replica), replica });
