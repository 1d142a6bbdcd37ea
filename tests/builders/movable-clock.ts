import { clockOver, type Clock } from '../../src/platform/clock.ts';

export interface MovableClock extends Clock {
  /** forward, or with a negative number back; milliseconds */
  move(ms: number): void;
}

/** A clock that stands until it is moved. */
export function movableClock(start = '2026-03-18T09:41:00+08:00'): MovableClock {
  let ms = Date.parse(start);
  return {
    ...clockOver(() => ms),
    move: (by) => {
      ms += by;
    },
  };
}
