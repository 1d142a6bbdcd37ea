import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, isWorkingDay, weekday } from '../../src/domain/day.ts';
import { retrySlots, type Outcome, type RetrySlot } from '../../src/domain/documents/visit.ts';
import { enoughTries, retryAfter, slotOfTry } from '../../src/domain/retry.ts';
import { aVisit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

// 2026-11-23 is a Monday.
const tryAt = (startedAt: string, outcome: Outcome = 'not_home') =>
  aVisit({ _id: anId('visit', Date.parse(startedAt) / 60_000), startedAt, outcome });
const monday = tryAt('2026-11-23T10:00:00+08:00');

describe('after a silent door', () => {
  it('comes on another day, in a part of the week that was not tried', () => {
    expect(retryAfter([monday], undefined)).toEqual({ on: '2026-11-24', slot: 'weekday_eve', tries: 1, enough: false });
    const evening = tryAt('2026-11-24T18:30:00+08:00');
    expect(retryAfter([monday, evening], undefined)).toMatchObject({ on: '2026-11-28', slot: 'weekend', tries: 2 });
  });

  it('keeps to the time that the household prefers', () => {
    const on = (slot: RetrySlot, last = monday) => retryAfter([last], slot)?.on;
    expect(on('weekday_day')).toBe('2026-11-24');
    expect(on('weekend')).toBe('2026-11-28');
    expect(on('phone_first')).toBe('2026-11-24');
    expect(on('weekday_eve', tryAt('2026-11-27T10:00:00+08:00'))).toBe('2026-11-30');
    expect(on('weekend', tryAt('2026-11-28T10:00:00+08:00'))).toBe('2026-11-29');
  });

  it('says so after three tries, and proposes to telephone first', () => {
    const tries = [monday, tryAt('2026-11-24T18:30:00+08:00'), tryAt('2026-11-28T10:00:00+08:00', 'no_access')];
    expect(retryAfter(tries, undefined)).toMatchObject({ tries: enoughTries, enough: true, slot: 'phone_first' });
    expect(retryAfter(tries, 'weekend')).toMatchObject({ enough: true, slot: 'weekend' });
  });

  it('plans nothing where nobody knocked, or where the last knock was answered', () => {
    expect(retryAfter([], 'weekend')).toBeUndefined();
    expect(retryAfter([monday, tryAt('2026-11-24T18:30:00+08:00', 'refused')], undefined)).toBeUndefined();
  });

  it('is always another day, within a week, and in the part of the week that it names', () => {
    const instant = fc
      .tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 8, max: 20 }))
      .map(([day, hour]) => `2026-11-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00+08:00`);
    fc.assert(
      fc.property(
        fc.array(instant, { minLength: 1, maxLength: 5 }),
        fc.option(fc.constantFrom(...retrySlots), { nil: undefined }),
        (instants, wish) => {
          const tries = [...instants].sort().map((at) => tryAt(at));
          const last = tries.at(-1)!.startedAt;
          const found = retryAfter(tries, wish)!;
          expect(found.on > dayOf(last)).toBe(true);
          expect(Date.parse(found.on) - Date.parse(dayOf(last))).toBeLessThanOrEqual(7 * 86_400_000);
          if (found.slot === 'weekend') expect(weekday(found.on)).toBeGreaterThanOrEqual(6);
          if (found.slot.startsWith('weekday')) expect(isWorkingDay(found.on)).toBe(true);
          if (wish === undefined && !found.enough)
            expect(tries.every(({ startedAt }) => slotOfTry(startedAt) === found.slot)).toBe(false);
        },
      ),
    );
  });
});
