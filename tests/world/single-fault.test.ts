import { describe, expect, it } from 'vitest';
import { fate, type Lived } from './live-through.ts';
import type { Plan } from './plan.ts';
import { troubles } from './weather.ts';

const { liveThroughOne } = await fate();

/** Two colleagues on one day: a visit with all its parts, a change of a register, and something that will not be accepted. */
const day: Plan = {
  ...{ seed: 20261123, tablets: [0, 2], fresh: false, relays: 1, storage: 'embedded', trouble: 0 },
  gaps: [4_000],
  steps: [
    { kind: 'does', tablet: 0, deed: 'visit', holdMs: 0 },
    { kind: 'does', tablet: 1, deed: 'household', holdMs: 0 },
    { kind: 'does', tablet: 1, deed: 'foreign', holdMs: 0 },
    // in the evening both look at what was not accepted, and try it again
    { kind: 'retries', tablet: 0 },
    { kind: 'retries', tablet: 1 },
  ],
};
const usual = await liveThroughOne(day);

/** In which order the documents came is nobody's concern. */
const sorted = ({ documents }: Lived) => [...documents].sort(([a], [b]) => (a < b ? -1 : 1));

describe('a day on which one request fails', () => {
  it('is a day on which something was sent, fetched and refused', () => {
    expect(usual.requests.filter((request) => request.endsWith('_bulk_docs')).length).toBeGreaterThanOrEqual(3);
    expect(usual.requests.filter((request) => request.endsWith('_changes')).length).toBeGreaterThan(10);
    expect(usual.sightings.count('refused')).toBe(2);
  });

  // 'slow' is no failure
  it.each(troubles.filter((trouble) => trouble !== 'slow'))(
    'ends the same whichever request it is: %s',
    async (trouble) => {
      for (const at of usual.requests.keys()) {
        const lived = await liveThroughOne(day, { at, trouble });
        expect([at, usual.requests[at], ...sorted(lived)]).toEqual([at, usual.requests[at], ...sorted(usual)]);
      }
    },
  );
});
