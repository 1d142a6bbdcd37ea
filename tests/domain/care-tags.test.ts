import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUpForReview, tagInForce, tagLives, type TagLife } from '../../src/domain/care-tags.ts';
import type { Confirmation, Proposal } from '../../src/domain/documents/care.ts';
import { aConfirmation, aProposal, aWithdrawal } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const on = (day: string) => ({ at: `${day}T10:00:00+08:00` });
const proposal = aProposal({ subject: 'livesAlone', level: 'key', basis: 'consent', ...on('2026-01-05') });
const confirmed = aConfirmation({ _id: anId('confirmation', 1), ...on('2026-01-06') });
const request = (given: Partial<Proposal> = {}): Proposal =>
  aProposal({
    _id: anId('proposal', 5),
    kind: 'tagReview',
    subject: 'livesAlone',
    level: undefined,
    tagId: proposal._id,
    after: confirmed._id,
    detail: '女儿搬来同住',
    ...on('2026-03-01'),
    ...given,
  });
const answer = (decision: Confirmation['decision'], given: Partial<Confirmation> = {}): Confirmation =>
  aConfirmation({ _id: anId('confirmation', 2), decision, after: request()._id, ...on('2026-03-03'), ...given });
const life = (proposals: Proposal[], decisions: Confirmation[] = []): TagLife => tagLives(proposals, decisions)[0]!;

describe('the life of a care tag', () => {
  it('begins as a proposal and is in force once another person confirmed it', () => {
    expect(life([proposal])).toMatchObject({ state: 'proposed', basis: 'consent', levels: [] });
    expect(tagInForce(life([proposal]))).toBeUndefined();
    expect(life([proposal], [confirmed])).toMatchObject({
      state: 'confirmed',
      levels: [{ level: 'key', from: '2026-01-06' }],
    });
    expect(life([proposal], [{ ...confirmed, by: proposal.by }]).state).toBe('proposed');
  });

  it('may be declined, and never is in force then', () => {
    const declined = answer('declined', { after: proposal._id, reason: '家属已照料' });
    expect(life([proposal], [declined])).toMatchObject({ state: 'declined', decision: declined });
    expect(life([proposal], [confirmed, declined]).state).toBe('declined');
  });

  it('is under review when somebody asks, and holds meanwhile', () => {
    const asked = life([proposal, request()], [confirmed]);
    expect(asked).toMatchObject({ state: 'underReview', asked: request() });
    expect(tagInForce(asked)).toMatchObject({ level: 'key', since: '2026-01-06' });
  });

  it('ends, or is confirmed again at another level, which holds from that day', () => {
    const ended = life([proposal, request()], [confirmed, answer('ended', { reason: '女儿同住' })]);
    expect(ended).toMatchObject({ state: 'ended', endedOn: '2026-03-03' });
    const again = life([proposal, request()], [confirmed, answer('confirmed', { level: 'general' })]);
    expect(again).toMatchObject({
      state: 'confirmed',
      levels: [
        { level: 'key', from: '2026-01-06' },
        { level: 'general', from: '2026-03-03' },
      ],
    });
    expect(tagInForce(again)).toMatchObject({ level: 'general', from: '2026-01-06', since: '2026-03-03' });
  });

  it('keeps its level and since when it is confirmed again as it was', () => {
    const again = life([proposal, request()], [confirmed, answer('confirmed')]);
    expect(tagInForce(again)).toMatchObject({ level: 'key', since: '2026-01-06' });
  });

  it('is not confirmed again by whoever proposed it, or asked for the review', () => {
    const own = answer('confirmed', { by: proposal.by, level: 'high' });
    expect(life([proposal, request()], [confirmed, own]).state).toBe('underReview');
    const mine = request({ by: 'area1' });
    expect(life([proposal, mine], [confirmed, answer('confirmed', { level: 'high' })]).state).toBe('underReview');
    expect(life([proposal, mine], [confirmed, answer('ended')]).state).toBe('ended');
  });

  it('is no longer under review when the request was taken back, or somebody had confirmed it anew meanwhile', () => {
    const [taken] = tagLives([proposal, request()], [confirmed], [aWithdrawal({ subjectId: request()._id })]);
    expect(taken!.state).toBe('confirmed');
    const anew = answer('confirmed', { after: confirmed._id });
    expect(life([proposal, request()], [confirmed, anew]).state).toBe('confirmed');
  });

  it('comes up for review on the day that was named, else after half a year', () => {
    const named = life([proposal], [{ ...confirmed, reviewOn: '2026-02-01' }]);
    expect([isUpForReview(named, '2026-01-31'), isUpForReview(named, '2026-02-01')]).toEqual([false, true]);
    const half = life([proposal], [confirmed]);
    expect(half.reviewOn).toBe('2026-07-07');
    const again = life([proposal], [confirmed, answer('confirmed', { after: confirmed._id })]);
    expect(again.reviewOn).toBe('2026-09-01');
    expect(isUpForReview(life([proposal, request()], [confirmed]), '2026-03-01')).toBe(true);
    expect(isUpForReview(life([proposal], [confirmed, answer('ended')]), '2030-01-01')).toBe(false);
  });

  it('is the same in whatever order facts came', () => {
    const decision = fc.constantFrom<Confirmation['decision']>('confirmed', 'confirmed', 'confirmed', 'ended');
    const level = fc.constantFrom('high' as const, 'key' as const, undefined);
    const who = fc.constantFrom('grid1', 'area1', 'area2');
    // each names the proposal, an earlier confirmation or an earlier request
    const decisions = fc.array(fc.tuple(fc.nat(9), decision, level, who), { maxLength: 6 });
    const requests = fc.array(fc.tuple(fc.nat(9), who), { maxLength: 3 });
    fc.assert(
      fc.property(decisions, requests, fc.nat(), (made, asked, seed) => {
        const ids = made.map((_, n) => anId('confirmation', n));
        const asks = asked.map(([n, by], place) =>
          request({ _id: anId('proposal', 10 + place), by, after: ids[n % Math.max(1, ids.length)] }),
        );
        const named = (n: number, place: number): string =>
          [proposal._id, ...ids.slice(0, place), ...asks.map(({ _id }) => _id)][n % (1 + place + asks.length)]!;
        const all = made.map(([n, what, which, by], place) =>
          aConfirmation({ _id: ids[place]!, after: named(n, place), decision: what, level: which, by }),
        );
        const turn = <T>(list: readonly T[]): T[] => {
          const at = seed % (list.length + 1);
          return [...list.slice(at), ...list.slice(0, at)].reverse();
        };
        const said = tagLives([proposal, ...asks], all);
        expect(tagLives(turn([proposal, ...asks]), turn(all))).toEqual(said);
        const tag = tagInForce(said[0]!);
        if (tag) expect(all.some((one) => one._id === tag.confirmationId && one.by !== proposal.by)).toBe(true);
        if (all.some((one) => one.decision === 'ended')) expect(tag).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
