import { describe, expect, it } from 'vitest';
import { groupLeaderOn, onCallOn } from '../../../src/domain/organisation/on-call.ts';
import { laidOut, smallTowns } from '../../builders/a-town.ts';
import { aPost } from '../../builders/documents.ts';

const unitId = 'orgUnit:building-1';
const units = [{ _id: unitId }, { _id: 'orgUnit:building-2' }];

describe.each(smallTowns)('B1: a building of %s', (_, made) => {
  const town = made();

  it('B1: bears the name of its leader from the day on which they lead it; older days keep the old one', () => {
    const next = aPost({
      _id: 'post:next',
      unitId,
      kind: 'partyGroupLeader',
      from: '2026-07-01',
      holderName: '何桂兰',
    });
    const { holderName: _none, ...gone } = { ...next, _id: 'post:gone', from: '2026-11-01' };
    const organisation = laidOut(town, { posts: [next, gone] });
    const name = (day: string) => groupLeaderOn(organisation, unitId, day);
    expect(['2026-06-30', '2026-07-01', '2026-10-31', '2026-11-01'].map(name)).toEqual([
      ...['partyGroupLeader的人', '何桂兰', '何桂兰'],
      undefined,
    ]);
  });

  it('B1: lists who may be rung at any hour, and who stands in while their post is empty', () => {
    const leads = aPost({ _id: 'post:on', unitId, kind: 'buildingLeader', from: '2026-01-02', holderName: '许姐' });
    const { holderName: _none, ...gone } = { ...leads, _id: 'post:gone', from: '2026-11-01' };
    const stands = aPost({ _id: 'post:in', unitId, kind: 'buildingLeader', as: 'substitute', holderName: '陈伯' });
    const posts = [{ ...leads, onCall: true }, gone, stands];
    const rung = (day: string, of = posts) =>
      onCallOn(laidOut(town, { posts: of }), units, day).map(({ post }) => post.holderName);
    expect(rung('2026-10-31')).toEqual(['许姐']);
    expect(rung('2026-11-01')).toEqual(['陈伯']);
    // a post that was never on call brings nobody on call
    expect(rung('2026-11-01', [leads, gone, stands])).toEqual([]);
    expect(rung('2026-11-01', [leads, gone, { ...stands, onCall: true }])).toEqual(['陈伯']);
  });
});
