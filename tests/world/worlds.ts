import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { fate } from './live-through.ts';
import { anyPlan } from './plan.ts';
import { Sightings, type Sight } from './sightings.ts';

/** Worlds of a usual run, over all shards; `WORLDS=20000` asks for more, and then each run draws other ones. */
const usual = 2_000;
const usualSeed = 20_261_123;
const shards = 4;

const asked = Number(process.env['WORLDS'] ?? usual);
const isUsual = process.env['WORLDS'] === undefined;
const baseSeed = Number(process.env['WORLDS_SEED'] ?? (isUsual ? usualSeed : Date.now() % 0x7fff_ffff));

/** What each shard must have met, in so many worlds out of a thousand, or its worlds proved nothing. */
const floors: Readonly<Partial<Record<Sight, number>>> = {
  envelopes: 1_500,
  delivered: 2_000,
  refused: 150,
  'handed-over': 5,
  'clock-ahead': 5,
  'not-safe-yet': 200,
  'envelope-again': 250,
  'answer-lost': 150,
  dropped: 150,
  late: 150,
  duplicated: 150,
  'half-answer': 100,
  portal: 100,
  'status-401': 100,
  'status-403': 100,
  'status-404': 100,
  'status-413': 100,
  'status-429': 100,
  'status-503': 100,
  'tablet-killed': 300,
  'killed-inside-transaction': 40,
  'relay-killed': 40,
  'killed-in-batch': 20,
  'nodes-lost': 30,
  'late-leaf': 3,
  restored: 100,
  'sequence-forgotten': 50,
  'rights-changed': 20,
  'clock-moved': 150,
  'wake-ended': 200,
};

/** One part of all the worlds, in a file of its own so that files can run beside each other. @param shard from 1 */
export async function worlds(shard: number): Promise<void> {
  const { liveThrough } = await fate();
  const seen = new Sightings();
  const numRuns = Math.ceil(asked / shards);
  const seed = baseSeed + shard;

  it(`${String(numRuns)} worlds come to agree, lose nothing and double nothing (seed ${String(seed)})`, async () => {
    const world = fc.asyncProperty(anyPlan, async (plan) => {
      seen.add(await liveThrough(plan));
    });
    // A plan that fails is small already, and is printed whole: make it a scar. `WORLDS_SHRINK=1` looks for a smaller one.
    await fc.assert(world, { seed, numRuns, endOnFailure: process.env['WORLDS_SHRINK'] === undefined });
  });

  it('met everything that it is about', () => {
    const missed = Object.entries(floors).filter(
      ([sight, floor]) => seen.count(sight as Sight) < Math.floor((floor * numRuns) / 1_000),
    );
    expect(
      missed.map(([sight, floor]) => `${sight}: ${String(seen.count(sight as Sight))} of ${String(floor)}`),
    ).toEqual([]);
  });

  afterAll(() => {
    if (!isUsual) console.log(`seed ${String(seed)}: ${String(seen)}`);
  });
}
