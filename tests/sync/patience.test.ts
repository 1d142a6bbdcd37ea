import { describe, expect, it } from 'vitest';
import type { Fault } from '../../src/domain/fault.ts';
import { longest, Patience, spreadOfStreams } from '../../src/sync/patience.ts';
import { chanceOf } from '../../sync-server/provisioning/demo/chance.ts';

const tablets = 700;
const lost: Fault = { code: 'offline' };

/** How many of them come in the fullest second of all. */
function fullest(moments: readonly number[]): number {
  const seconds = new Map<number, number>();
  for (const ms of moments) {
    const second = Math.floor(ms / 1_000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return Math.max(...seconds.values());
}

/** The moments at which 700 tablets try again that lost the relay at once, after so many failures. */
function comingBack(failures: number, fault: Fault = lost): number[] {
  return Array.from({ length: tablets }, (_, n) => {
    const random = chanceOf(n);
    const patience = new Patience(() => random.next());
    for (let failure = 0; failure < failures; failure += 1) patience.lost(fault, 0);
    return patience.until;
  });
}

describe('700 tablets that lose the relay at the same moment', () => {
  it.each([1, 2, 3, 8])('do not come back in the same second after %i failures', (failures) => {
    const moments = comingBack(failures);
    expect(fullest(moments)).toBeLessThan(tablets / 3);
    expect(new Set(moments).size).toBeGreaterThan(tablets / 2);
  });

  it('do not, when all of them were asked to wait as long', () => {
    for (const retryAfter of [1, 5, 30])
      expect(fullest(comingBack(1, { code: 'relay-busy', retryAfter })), String(retryAfter)).toBeLessThan(tablets / 3);
  });

  it('open their wake streams anew within twenty seconds and more, few in each', () => {
    const moments = Array.from({ length: tablets }, (_, n) => {
      const random = chanceOf(n);
      const patience = new Patience(() => random.next());
      patience.lost(lost, 0, undefined, spreadOfStreams);
      return patience.until;
    });
    expect(fullest(moments)).toBeLessThan(tablets / 10);
  });

  it('are never silent for longer than five minutes and a quarter, whoever asks for more', () => {
    for (const fault of [lost, { code: 'relay-busy', retryAfter: 86_400 } as const])
      for (const failures of [1, 5, 20, 2_000]) {
        const waits = comingBack(failures, fault);
        expect(Math.max(...waits)).toBeLessThanOrEqual(longest * 1.25);
        expect(Math.min(...waits)).toBeGreaterThanOrEqual(1_500);
      }
  });
});
