import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { Part } from '../../src/domain/envelope.ts';
import type { Judgement, Lookup } from '../../sync-server/gate/judge.ts';
import { judgeAll } from '../../sync-server/gate/units.ts';
import { aNote } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

/** A part that is bad in itself or not, may share a unit, may name another part. */
interface Sketch {
  readonly bad: boolean;
  readonly unit: number | undefined;
  readonly names: number | undefined;
}

const most = 8;
const sketch: fc.Arbitrary<Sketch> = fc.record({
  bad: fc.nat(9).map((roll) => roll === 0),
  unit: fc.option(fc.nat(2), { nil: undefined }),
  names: fc.option(fc.nat(most), { nil: undefined, freq: 1 }),
});
const envelope = fc.array(sketch, { minLength: 1, maxLength: most });

const partOf = ({ unit, names }: Sketch, index: number): Part => ({
  db: 'area-a1',
  doc: aNote({ _id: anId('note', index), ...(names !== undefined && { after: anId('note', names) }) }),
  ...(unit !== undefined && { unit: `u${String(unit)}` }),
});

/** Good as soon as what it names is there. */
function judge(part: Part, at: Lookup): Judgement {
  const after = part.doc['after'];
  if (typeof after === 'string' && !at(part.db, after)) return { taken: false, code: 'not-yet' };
  return { taken: true, home: part.db, handedOver: false };
}

const judged = (parts: readonly { part: Part; bad: boolean }[]): Map<string, Judgement> => {
  const cases = parts.map(({ part, bad }) => ({ part, fault: bad ? ('invalid' as const) : undefined }));
  const verdicts = judgeAll(cases, judge, () => undefined);
  return new Map(parts.map(({ part }, index) => [part.doc._id, verdicts[index] ?? { taken: false, code: 'invalid' }]));
};
const lay = (sketches: readonly Sketch[]) =>
  sketches.map((one, index) => ({ part: partOf(one, index), bad: one.bad, unit: one.unit }));

describe('parts of one envelope', () => {
  it('get the same verdicts in whatever order they lie in it', () => {
    const shuffled = envelope.chain((sketches) =>
      fc.tuple(fc.constant(sketches), fc.shuffledSubarray([...sketches.keys()], { minLength: sketches.length })),
    );
    fc.assert(
      fc.property(shuffled, ([sketches, order]) => {
        const parts = lay(sketches);
        const other = judged(order.flatMap((index) => parts[index] ?? []));
        for (const [id, verdict] of judged(parts)) expect(other.get(id)).toEqual(verdict);
      }),
    );
  });

  it('stand or fall together in a unit, and nothing taken leans on what was not', () => {
    let stood = 0;
    let fell = 0;
    fc.assert(
      fc.property(envelope, (sketches) => {
        const parts = lay(sketches);
        const verdicts = judged(parts);
        const taken = ({ part }: { part: Part }): boolean => verdicts.get(part.doc._id)?.taken === true;
        for (const one of parts) {
          const mates = parts.filter(({ unit }) => unit !== undefined && unit === one.unit);
          if (taken(one)) {
            stood += 1;
            expect(one.bad).toBe(false);
            expect(mates.every(taken)).toBe(true);
            const named = parts.filter(({ part }) => part.doc._id === one.part.doc['after']);
            expect(named.every(taken)).toBe(true);
          } else {
            fell += 1;
            const own = one.bad ? 'invalid' : mates.some(({ bad }) => bad) ? 'unit-refused' : 'not-yet';
            expect(verdicts.get(one.part.doc._id)).toEqual({ taken: false, code: own });
          }
        }
      }),
      { seed: 20261123, numRuns: 300 },
    );
    expect(Math.min(stood, fell)).toBeGreaterThan(100);
  });
});
