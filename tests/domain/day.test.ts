import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMinutes,
  compareInstants,
  dayOf,
  daysBetween,
  endOfWeek,
  isWorkingDay,
  nextWorkingDay,
  roundOf,
  weekday,
} from '../../src/domain/day.ts';

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('days', () => {
  it('are counted there and back', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -800, max: 800 }), (from, days) => {
        expect(daysBetween(from, addDays(from, days))).toBe(days);
        expect(weekday(addDays(from, 7))).toBe(weekday(from));
      }),
    );
  });

  it.each([
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2026-03-01', -1, '2026-02-28'],
  ])('%s and %i more is %s', (from, days, to) => expect(addDays(from, days)).toBe(to));

  it('belong to one round, which holds them', () => {
    fc.assert(
      fc.property(day, (one) => {
        const round = roundOf(one);
        expect(one >= round.from && one <= round.to).toBe(true);
        expect(roundOf(round.from)).toEqual(round);
        expect(roundOf(addDays(round.to, 1)).from).toBe(addDays(round.to, 1));
      }),
    );
    expect(roundOf('2026-11-25')).toEqual({ key: '2026-H2', from: '2026-07-01', to: '2026-12-31' });
  });

  it('work from Monday to Friday', () => {
    expect(['2026-11-23', '2026-11-27', '2026-11-28', '2026-11-29'].map(isWorkingDay)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(nextWorkingDay('2026-11-27')).toBe('2026-11-30');
    expect(nextWorkingDay('2026-11-24')).toBe('2026-11-25');
    expect([endOfWeek('2026-11-23'), endOfWeek('2026-11-29')]).toEqual(['2026-11-29', '2026-11-29']);
  });
});

describe('instants', () => {
  it('know the day of their place', () => {
    expect(dayOf('2026-11-23T00:30:00+08:00')).toBe('2026-11-23');
  });

  it.each([
    ['2026-11-23T23:45:00+08:00', 30, '2026-11-24T00:15:00+08:00'],
    ['2026-11-23T00:10:00Z', -30, '2026-11-22T23:40:00Z'],
    ['2026-11-23T12:00:00.500-03:30', 60, '2026-11-23T13:00:00-03:30'],
  ])('%s and %i minutes is %s', (from, minutes, to) => expect(addMinutes(from, minutes)).toBe(to));

  it('are ordered in time, whatever their offsets', () => {
    const offset = fc.constantFrom('Z', '+08:00', '-03:30', '+05:45');
    const instant = fc
      .tuple(fc.integer({ min: 1.7e9, max: 1.8e9 }), offset)
      .map(([seconds, place]) => addMinutes(new Date(seconds * 1000).toISOString().slice(0, 19) + place, 0));
    fc.assert(
      fc.property(instant, instant, (a, b) => {
        expect(Math.sign(compareInstants(a, b))).toBe(Math.sign(Date.parse(a) - Date.parse(b)));
      }),
    );
  });
});
