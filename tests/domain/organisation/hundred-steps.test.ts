import { expect, it } from 'vitest';
import type { ArrivalTask } from '../../../src/domain/arrival/arrival-task.ts';
import { besideOn, hundredSteps, type HundredStepFacts } from '../../../src/domain/organisation/hundred-steps.ts';
import { structures } from '../../../src/domain/organisation/structures.ts';
import { aTown, laidOut, today } from '../../builders/a-town.ts';
import { aConfirmation, aMatter, aPlacement, aPost, aProposal, aVisit, flat1203 } from '../../builders/documents.ts';
import { anId } from '../../builders/ids.ts';
import { aMatterClosing, aPartyAnswer, aTaskGroup } from '../../builders/parties.ts';
import { threePartyOf } from '../../../src/domain/three-party/three-party.ts';

const town = aTown(structures.fiveLevels, { units: [1, 1, 2, 6], households: 12 });
const organisation = laidOut(town);
const facts: HundredStepFacts = {
  ...{
    homes: town.homes,
    matters: [],
    visitsAt: () => [],
    orders: [],
    decisions: [],
    arrivals: [],
    partiesOf: () => undefined,
  },
};
const counted = (given: Partial<HundredStepFacts>) => hundredSteps(organisation, { ...facts, ...given }, today);
const matter = (n: number, given: Parameters<typeof aMatter>[0] = {}) =>
  aMatter({ _id: anId('matter', n), dwellingId: flat1203, ...given });
const taken = (n: number, promisedReplyOn: string) =>
  matter(n, { resolution: 'taken', promisedReplyOn, at: '2026-11-02T10:00:00+08:00', visitId: anId('visit', 99) });

it('A1: organisation counts buildings with somebody at every level, and names who is missing', () => {
  const left = aPost({ _id: 'post:left', unitId: 'orgUnit:building-2', kind: 'partyGroupLeader', from: today });
  const { holderName: _, ...gone } = left;
  const next = { ...left, _id: 'post:next', holderName: '新组长', after: left._id };
  const of = (...posts: (typeof gone)[]) => hundredSteps(laidOut(town, { posts }), facts, today).organisation;
  expect(of()).toMatchObject({ buildings: 6, answered: 6, gaps: [] });
  expect(of(gone)).toMatchObject({
    ...{ buildings: 6, answered: 5 },
    gaps: [{ unitId: 'orgUnit:building-2', kind: 'partyGroupLeader' }],
  });
  expect(of(gone, next)).toMatchObject({ answered: 6, gaps: [] });
});

it('A1: service is the share of wishes and promises answered in time; what is not due yet does not count', () => {
  const visit = aVisit({ _id: anId('visit', 1), startedAt: '2026-11-12T09:00:00+08:00', outcome: 'phone' });
  const matters = [
    matter(1),
    // kept on the 12th: in time for the one, late for the other; the third waits until next week
    taken(2, '2026-11-13'),
    taken(3, '2026-11-10'),
    taken(4, '2026-11-30'),
    // nobody came back although the day has passed
    { ...taken(5, '2026-11-09'), dwellingId: 'dwelling:a1-12-1-0101' },
  ];
  const orders = [1, 2, 3].map((n) =>
    aProposal({ _id: anId('proposal', n), kind: 'serviceOrder', subject: 'meal', at: '2026-11-06T10:00:00+08:00' }),
  );
  const decided = (n: number, at: string) =>
    aConfirmation({ _id: anId('confirmation', n), proposalId: anId('proposal', n), decision: 'confirmed', at });
  // raised on a Friday: the third working day is Wednesday
  const decisions = [decided(1, '2026-11-11T09:00:00+08:00'), decided(2, '2026-11-12T09:00:00+08:00')];
  const visitsAt = (dwellingId: string) => (dwellingId === flat1203 ? [visit] : []);
  expect(counted({ matters, orders, decisions, visitsAt }).service).toEqual({ asked: 7, inTime: 3 });
  expect(counted({}).service).toEqual({ asked: 0, inTime: 0 });
});

it('A1: conflicts are counted where they were closed: in the building, in the garden, above', () => {
  const arrival = (n: number, state: ArrivalTask['state'], levels: readonly string[], matterId?: string) =>
    ({
      proposal: { ...aProposal({ _id: anId('proposal', n), kind: 'mustArrive', subject: 'familyDispute' }), matterId },
      ...{ state, dueOn: today, late: false, steps: [] },
      escalated: levels.map((level) => ({ level, unitId: 'orgUnit:x', at: '', written: true, overtaken: false })),
    }) as ArrivalTask;
  const matters = [matter(1), matter(2, { resolution: 'explained' }), taken(3, today), matter(4)];
  const arrivals = [
    // the fourth matter is a quarrel that went up to the garden before it was closed
    arrival(1, 'closed', ['area', 'garden'], anId('matter', 4)),
    arrival(2, 'closed', []),
    arrival(3, 'closed', ['area', 'garden', 'community']),
    arrival(4, 'followedUp', []),
  ];
  expect(counted({ matters, arrivals }).conflicts).toEqual({ raised: 7, inBuilding: 3, inGarden: 4 });
  expect(counted({}).conflicts).toEqual({ raised: 0, inBuilding: 0, inGarden: 0 });
});

it('A1: a matter that went to its parties is answered by the first reply and closed in the garden', () => {
  const answers = (['residentsGroup', 'ownersCommittee', 'propertyCompany'] as const).map((side, n) =>
    aPartyAnswer({ _id: anId('partyAnswer', n), side, at: `2026-11-0${String(n + 4)}T10:00:00+08:00` }),
  );
  const closing = aMatterClosing({ answers: answers.map(({ _id }) => _id) });
  const of = (given: Partial<Parameters<typeof threePartyOf>[0]>) => {
    const standing = threePartyOf({ groups: [aTaskGroup()], answers: [], closings: [], ...given });
    const building = { ...taken(1, '2026-11-05'), dwellingId: undefined as never };
    return counted({ matters: [building], partiesOf: () => standing });
  };
  expect(of({})).toMatchObject({ service: { asked: 0 }, conflicts: { raised: 1, inGarden: 0 } });
  expect(of({ answers })).toMatchObject({ service: { asked: 1, inTime: 1 }, conflicts: { raised: 1, inGarden: 0 } });
  expect(of({ answers: answers.slice(2) }).service).toEqual({ asked: 1, inTime: 0 });
  expect(of({ answers, closings: [closing] }).conflicts).toEqual({ raised: 1, inBuilding: 0, inGarden: 1 });
});

it('A1: a hundred steps are the same building or the one beside it, wherever it stands on that day', () => {
  const beside = (place: number, of = organisation) =>
    besideOn(of, `orgUnit:building-${String(place)}`, today).map(({ _id }) => _id.slice(-1));
  expect([1, 2, 3, 4].map((place) => beside(place))).toEqual([['2'], ['1', '3'], ['2'], ['5']]);
  const moved = aPlacement({ unitId: 'orgUnit:building-3', parentId: 'orgUnit:area-2', from: today });
  const after = laidOut(town, { placements: [moved] });
  expect([beside(2, after), beside(3, after)]).toEqual([['1'], ['4']]);
  expect(besideOn(organisation, 'orgUnit:nowhere', today)).toEqual([]);
});
