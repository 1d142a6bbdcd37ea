import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byHash } from '../../src/domain/canonical.ts';
import type { Review, Visit } from '../../src/domain/documents/visit.ts';
import { foldVisits, speaks, standing } from '../../src/domain/visit-state.ts';
import { aReview, aVisit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const first = aVisit();
const second = aVisit({ _id: anId('visit', 2), supersedes: first._id, after: anId('review') });
const third = aVisit({ _id: anId('visit', 3), supersedes: first._id, after: anId('review') });
const review = (n: number, verdict: Review['verdict'], about: Visit = first) =>
  aReview({ _id: anId('review', n), visitId: about._id, verdict });
const state = (visits: Visit[], reviews: Review[], of: Visit = first) => foldVisits(visits, reviews).get(of._id);

describe('the state of a visit', () => {
  it('is submitted until somebody reviews it', () => {
    expect(state([first], [])).toMatchObject({ state: 'submitted', version: 1, overtaken: [] });
    expect(state([first], [review(1, 'accepted')])?.state).toBe('accepted');
    expect(state([first], [review(1, 'returned')])?.state).toBe('returned');
  });

  it('between two reviews takes the restriction, and keeps the other as overtaken', () => {
    for (const reviews of [
      [review(1, 'accepted'), review(2, 'returned')],
      [review(2, 'returned'), review(1, 'accepted')],
    ]) {
      const found = state([first], reviews);
      expect(found?.state).toBe('returned');
      expect(found?.overtaken.map((one) => one.verdict)).toEqual(['accepted']);
    }
  });

  it('is corrected by a new version, which counts its own', () => {
    expect(state([first, second], [review(1, 'returned')])).toMatchObject({ state: 'corrected', replacedBy: second });
    expect(state([first, second], [review(1, 'returned')], second)).toMatchObject({ state: 'submitted', version: 2 });
    expect(standing([second, first])).toEqual([second]);
  });

  it('of two corrections takes the accepted one, else the smaller hash', () => {
    const [smaller, greater] = byHash(second._id, third._id) < 0 ? [second, third] : [third, second];
    expect(state([first, second, third], [])?.replacedBy).toEqual(smaller);
    expect(state([first, second, third], [review(9, 'accepted', greater)])?.replacedBy).toEqual(greater);
  });

  it('of a correction that does not count is overtaken, and so is what came of it', () => {
    const [smaller, greater] = byHash(second._id, third._id) < 0 ? [second, third] : [third, second];
    const next = aVisit({ _id: anId('visit', 4), supersedes: greater._id, after: greater._id });
    const all = [first, second, third, next];
    expect(state(all, [], smaller)).toMatchObject({ state: 'submitted' });
    expect(state(all, [], greater)).toMatchObject({ state: 'corrected', overtakenBy: smaller });
    expect(state(all, [], next)).toMatchObject({ state: 'overtaken', overtakenBy: smaller });
    // somebody accepted what came of the other one
    const accepted = [review(9, 'accepted', next)];
    expect(state(all, accepted, next)).toMatchObject({ state: 'accepted' });
    expect(state(all, accepted, smaller)).toMatchObject({ state: 'overtaken', overtakenBy: greater });
    expect([...foldVisits(all, accepted).values()].filter(speaks).map(({ visit }) => visit._id)).toEqual([next._id]);
  });

  it('ends also where versions name each other', () => {
    const one = aVisit({ supersedes: second._id });
    expect([...foldVisits([one, second], []).values()].map((folded) => folded.version)).toEqual([2, 2]);
  });

  it('does not depend on the order in which facts came', () => {
    const visits = fc
      .integer({ min: 1, max: 6 })
      .chain((count) => fc.tuple(...Array.from({ length: count }, (_, n) => fc.option(fc.nat(Math.max(0, n - 1))))))
      .map((links) =>
        links.map((link, n) =>
          aVisit({ _id: anId('visit', n), supersedes: link === null || n === 0 ? undefined : anId('visit', link) }),
        ),
      );
    const reviews = fc.array(fc.tuple(fc.nat(5), fc.constantFrom<Review['verdict']>('accepted', 'returned')), {
      maxLength: 8,
    });
    const turn = <T>(items: readonly T[], by: number): T[] => {
      const at = by % (items.length + 1);
      return [...items.slice(at), ...items.slice(0, at).reverse()];
    };
    fc.assert(
      fc.property(visits, reviews, fc.nat(), (all, made, by) => {
        const verdicts = made.map(([n, verdict], place) =>
          aReview({ _id: anId('review', place), visitId: anId('visit', n), verdict }),
        );
        const sorted = (folded: ReturnType<typeof foldVisits>) => [...folded].sort(([a], [b]) => (a < b ? -1 : 1));
        expect(sorted(foldVisits(turn(all, by), turn(verdicts, by)))).toEqual(sorted(foldVisits(all, verdicts)));
      }),
    );
  });
});
