import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  makeStamp,
  newClock,
  stampReplica,
  stampSchema,
  stampTime,
  stampTolerance,
  tick,
  witness,
  type Clock,
} from '../../src/domain/stamp.ts';

const ms = fc.integer({ min: 0, max: 36 ** 9 - 2 });
const counter = fc.integer({ min: 0, max: 36 ** 3 - 1 });
const replica = fc.constantFrom('aaaa', 'tablet1', 'zzzz');
const clock = fc.tuple(ms, counter, replica).map(([at, n, who]) => ({ last: makeStamp(at, n, who), replica: who }));

describe('a stamp', () => {
  it('says its time and replica, and is ordered as text as time is', () => {
    fc.assert(
      fc.property(ms, counter, replica, ms, counter, (at, n, who, other, m) => {
        const stamp = makeStamp(at, n, who);
        expect(v.is(stampSchema, stamp)).toBe(true);
        expect([stampTime(stamp), stampReplica(stamp)]).toEqual([at, who]);
        const second = makeStamp(other, m, who);
        expect(Math.sign(at - other) || Math.sign(n - m)).toBe(stamp < second ? -1 : stamp > second ? 1 : 0);
      }),
    );
  });
});

describe('a clock', () => {
  it('only ever goes forward, whatever the time does', () => {
    fc.assert(
      fc.property(clock, fc.array(ms, { maxLength: 8 }), (start, times) => {
        let now: Clock = start;
        for (const time of times) {
          const next = tick(now, time);
          expect(next.last > now.last).toBe(true);
          expect(v.is(stampSchema, next.last)).toBe(true);
          now = next;
        }
      }),
    );
  });

  it('is the time when time has passed, and counts on when it has not', () => {
    const first = tick(newClock('aaaa'), 1_000_000);
    expect(first.last).toBe(makeStamp(1_000_000, 0, 'aaaa'));
    expect(tick(first, 1_000_000).last).toBe(makeStamp(1_000_000, 1, 'aaaa'));
    expect(tick(first, 5).last).toBe(makeStamp(1_000_000, 1, 'aaaa'));
    expect(tick(first, 1_000_001).last).toBe(makeStamp(1_000_001, 0, 'aaaa'));
  });

  it('borrows a millisecond when its counter is full', () => {
    const full = { last: makeStamp(7, 36 ** 3 - 1, 'aaaa'), replica: 'aaaa' };
    expect(tick(full, 7).last).toBe(makeStamp(8, 0, 'aaaa'));
  });

  it('after seeing a stamp makes later ones, in its own name, and never goes back', () => {
    fc.assert(
      fc.property(clock, ms, counter, ms, (held, seenAt, n, now) => {
        const seen = makeStamp(seenAt, n, 'other');
        const after = witness(held, seen, now);
        expect(after.last >= held.last).toBe(true);
        expect(stampReplica(tick(after, now).last)).toBe(held.replica);
        if (seenAt <= now + stampTolerance) expect(tick(after, now).last > seen).toBe(true);
      }),
    );
  });

  it('is not moved by a stamp further ahead than the tolerance', () => {
    const held = newClock('aaaa');
    const now = 1_000_000;
    expect(witness(held, makeStamp(now + stampTolerance + 1, 0, 'other'), now)).toEqual(held);
    expect(witness(held, makeStamp(now + stampTolerance, 0, 'other'), now)).not.toEqual(held);
  });
});
