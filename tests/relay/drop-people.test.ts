import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Deliverer } from '../../sync-server/gate/deliverer.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import {
  aConfirmation,
  aDwelling,
  aMatter,
  anOpening,
  anOrgUnit,
  aNote,
  aPlacement,
  aPlanCancellation,
  aPolicy,
  aProposal,
  aResident,
  aReview,
  aVisit,
  building13,
} from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { embeddedTenant } from '../contracts/tenants.ts';
import { allIn, area1, building1, codesOf, grid1, openDoor, verdictsOf } from './door.ts';

describe('people at the door', () => {
  let storage: Storage;
  let drop: Drop;
  let leave: () => Promise<void>;
  let n = 0;
  const flat1301 = 'dwelling:a1-13-0-101';
  const deliver = async (who: Deliverer, db: string, ...docs: object[]) => {
    const verdicts = await verdictsOf(
      drop,
      who,
      docs.map((doc) => aPart(db, doc)),
      (n += 1),
    );
    return codesOf(verdicts);
  };
  const theirs = { by: 'building1', deviceId: 'tablet-building1' };

  beforeAll(async () => {
    ({ storage, leave } = await embeddedTenant());
    drop = await openDoor(storage);
    const address = {
      buildingId: building13,
      estate: '莲心苑',
      building: '13栋',
      entrance: '0',
      floor: '1',
      room: '101',
    };
    await deliver(grid1, 'area-a1', aDwelling(), aDwelling({ _id: flat1301, values: { address } }));
  });
  afterAll(() => leave());

  it('a building leader visits and raises in the own building', async () => {
    const visit = aVisit({ ...theirs, _id: anId('visit', 10) });
    const matter = aMatter({ ...theirs, _id: anId('matter', 10) });
    expect(await deliver(building1, 'area-a1', visit, matter)).toEqual([undefined, undefined]);
  });

  it.each([
    ['another building', 'area-a1', aVisit({ ...theirs, dwellingId: flat1301, buildingId: building13 })],
    ['another building’s flat under the own building’s name', 'area-a1', aVisit({ ...theirs, dwellingId: flat1301 })],
    ['a flat that nobody knows', 'area-a1', aMatter({ ...theirs, dwellingId: 'dwelling:a1-12-1-9999' })],
    ['another area', 'area-a2', aVisit(theirs)],
    ['a note', 'area-a1', aNote(theirs)],
    ['a resident', 'area-a1', aResident({ head: theirs })],
    ['a review', 'area-a1', aReview({ ...theirs, visitId: anId('visit', 10) })],
    ['a note in the care tier', 'care-a1', aNote(theirs)],
    ['an entry of the log', 'log-c1', anOpening(theirs)],
  ])('a building leader writes nothing of %s', async (_, db, doc) => {
    const before = await allIn(storage, db);
    expect(await deliver(building1, db, { ...doc, _id: doc._id.replace(/.$/, 'Z') })).toEqual(['not-yours']);
    expect(await allIn(storage, db)).toEqual(before);
  });

  it('a secretary reviews what others did, after having seen it', async () => {
    const [seen, unseen, own] = [anId('visit', 20), anId('visit', 21), anId('visit', 22)];
    const hers = { by: 'area1', deviceId: 'tablet-area1' };
    await deliver(grid1, 'area-a1', aVisit({ _id: seen }));
    await deliver(area1, 'area-a1', aVisit({ _id: own, ...hers }));
    const codes = await deliver(
      area1,
      'area-a1',
      aReview({ _id: anId('review', 20), visitId: seen }),
      aReview({ _id: anId('review', 21), visitId: unseen }),
      aReview({ _id: anId('review', 22), visitId: own }),
      aReview({ _id: anId('review', 23), visitId: seen, verdict: 'returned' }),
    );
    expect(codes).toEqual([undefined, 'not-yet', 'illegal-step', 'invalid']);
  });

  it('after acceptance a visit is corrected by the secretary, with a reason', async () => {
    const [visitId, reviewId] = [anId('visit', 30), anId('review', 30)];
    await deliver(grid1, 'area-a1', aVisit({ _id: visitId }));
    await deliver(area1, 'area-a1', aReview({ _id: reviewId, visitId }));
    const next = { supersedes: visitId, after: reviewId };
    const hers = { by: 'area1', deviceId: 'tablet-area1', correction: '房号录错' };
    expect(await deliver(grid1, 'area-a1', aVisit({ _id: anId('visit', 31), ...next }))).toEqual(['illegal-step']);
    expect(await deliver(area1, 'area-a1', aVisit({ _id: anId('visit', 32), ...next, ...hers }))).toEqual([undefined]);
  });

  it('a care tag is confirmed, looked at again and ended by others than who asked, and ends with a reason', async () => {
    const hers = { by: 'area1', deviceId: 'tablet-area1' };
    const [tagId, own, confirmed] = [anId('proposal', 40), anId('proposal', 41), anId('confirmation', 40)];
    const request = { kind: 'tagReview' as const, tagId, after: confirmed, level: undefined, detail: '女儿同住' };
    const asked = anId('proposal', 42);
    const sealedTag = aProposal({ _id: anId('proposal', 43), subject: 'reintegration' });
    expect(await deliver(grid1, 'care-a1', aProposal({ _id: tagId }), sealedTag)).toEqual([undefined, 'wrong-tier']);
    const decide = (n: number, after: string, decision: 'confirmed' | 'ended', reason?: string) =>
      aConfirmation({ _id: anId('confirmation', n), proposalId: tagId, after, decision, reason });
    expect(
      await deliver(
        area1,
        'care-a1',
        aProposal({ _id: own, ...hers }),
        aConfirmation({ _id: anId('confirmation', 39), proposalId: own }),
        decide(40, tagId, 'confirmed'),
        decide(41, confirmed, 'ended'),
        // the decision names a confirmation in force, the proposal behind it is read by the gate itself
        decide(42, confirmed, 'confirmed'),
      ),
    ).toEqual([undefined, 'illegal-step', undefined, 'invalid', undefined]);
    expect(await deliver(grid1, 'care-a1', aProposal({ _id: asked, ...request }))).toEqual([undefined]);
    expect(await deliver(area1, 'care-a1', decide(43, asked, 'ended', '已随女儿居住'))).toEqual([undefined]);
    const skipped = aPlanCancellation({ _id: anId('planCancellation', 40), tagId });
    expect(await deliver(area1, 'care-a1', skipped)).toEqual([undefined]);
    expect(await deliver(grid1, 'care-a1', { ...skipped, by: 'grid1', deviceId: 'tablet-1' })).toEqual(['not-yours']);
  });

  it('an admin keeps the organisation, and reads and writes no resident', async () => {
    const admin: Deliverer = { holder: aHolder('admin'), deviceId: 'desk-1', replicas: ['admindesk'] };
    const head = { by: 'admin', deviceId: 'desk-1' };
    const unit = anOrgUnit({ head, stamp: '000000001.000.admindesk' });
    const policy = aPolicy(head);
    expect(await deliver(admin, 'ref-c1', unit, policy)).toEqual([undefined, undefined]);
    expect(await deliver(admin, 'area-a1', aResident({ head }))).toEqual(['not-yours']);
    expect(await deliver(grid1, 'ref-c1', aPolicy({ _id: 'policy:x-1', by: 'grid1' }))).toEqual(['not-yours']);
  });

  it('the community’s secretary moves its buildings between areas and nothing else of its organisation', async () => {
    const replica = 'secretarydesk';
    const secretary: Deliverer = {
      holder: aHolder('communitySecretary'),
      deviceId: 'desk-2',
      replicas: [replica],
    };
    const unit = (id: string, level: string): object => ({
      ...anOrgUnit({ values: { level } }),
      _id: id,
    });
    await storage.write('ref-c1', [
      unit('orgUnit:sa', 'area'),
      unit('orgUnit:sb', 'area'),
      unit('orgUnit:s1', 'building'),
    ] as never);
    const head = { by: 'secretary', deviceId: 'desk-2' };
    const to = (place: string, unitId: string, parentId: string): object =>
      aPlacement({ ...head, _id: `placement:${place}`, unitId, parentId });
    const codes = await deliver(
      secretary,
      'ref-c1',
      to('1', 'orgUnit:s1', 'orgUnit:sb'),
      to('2', 'orgUnit:sa', 'orgUnit:sb'),
      to('3', 'orgUnit:s1', 'orgUnit:elsewhere'),
      anOrgUnit({ head, stamp: `000000001.000.${replica}` }),
    );
    expect(codes).toEqual([undefined, 'not-yours', 'not-yours', 'not-yours']);
    expect(await deliver(secretary, 'ref-c2', to('4', 'orgUnit:s1', 'orgUnit:sb'))).toEqual(['not-yours']);
  });

  it('nobody writes where only the relay writes', async () => {
    for (const db of [
      'auth',
      'imports',
      'ledger',
      'extract-a1',
      'rollup-c1',
      'handover-c1',
      '_users',
      'area-a1/../auth',
    ]) {
      expect(await deliver(grid1, db, aNote({ _id: anId('note', 50) }))).toEqual(['wrong-tier']);
    }
  });
});
