import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import { fits } from '../../src/domain/catalogue.ts';
import { startFollowers, type Followers } from '../../sync-server/followers/followers.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import { communityOf } from '../../sync-server/provisioning/communities.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import {
  aDwelling,
  aHousehold,
  aMatter,
  anIdentity,
  aNote,
  aResident,
  aReview,
  aStamp,
  aVisit,
  aWithdrawal,
  building12,
  building13,
  flat1203,
  someAnswers,
} from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId, aUlid } from '../builders/ids.ts';
import { tenants } from '../contracts/tenants.ts';
import { aClock, allIn, area1, building1, codesOf, grid1, openDoor, verdictsOf, type MovableClock } from './door.ts';

describe.each(tenants)('followers on %s', (_, tenant) => {
  let storage: Storage;
  let drop: Drop;
  let followers: Followers;
  let leave: () => Promise<void>;
  let clock: MovableClock;
  let faults: unknown[];
  let n: number;

  const start = (): Followers =>
    startFollowers({
      storage,
      clock: () => clock.now,
      communityOf: (area) => communityOf(storage, area),
      onFault: (database, fault) => faults.push([database, fault]),
    });
  const deliver = async (who: typeof grid1, db: string, ...docs: object[]): Promise<void> => {
    const verdicts = await verdictsOf(
      drop,
      who,
      docs.map((doc) => aPart(db, doc)),
      (n += 1),
    );
    expect(codesOf(verdicts)).toEqual(docs.map(() => undefined));
    await followers.sweep();
  };
  const extract = async (name: string) => storage.get('extract-a1', `extract:${name}`);

  beforeEach(async () => {
    ({ storage, leave } = await tenant());
    [clock, faults, n] = [aClock(), [], 0];
    drop = await openDoor(storage, clock);
    followers = start();
  });
  afterEach(async () => {
    await followers.stop();
    await leave();
    expect(faults).toEqual([]);
  });

  const flat1301 = aDwelling({
    _id: 'dwelling:a1-13-0-101',
    values: {
      address: { buildingId: building13, estate: '莲心苑', building: '13栋', entrance: '0', floor: '1', room: '101' },
    },
  });

  describe('the extract of a building', () => {
    it('tells where, who and walked or not, and nothing else', async () => {
      await deliver(grid1, 'area-a1', aDwelling(), flat1301, aHousehold());
      const row = { dwellingId: flat1203, entrance: '1', floor: '12', room: '1203', familyName: '欧阳', people: 3 };
      expect(bodyOf((await extract(building12)) ?? {})).toEqual({
        _id: `extract:${building12}`,
        type: 'extract',
        schema: 1,
        buildingId: building12,
        round: '2026-H2',
        rows: [{ ...row, walkedThisRound: false }],
      });
      await deliver(grid1, 'area-a1', aVisit({ outcome: 'refused' }));
      expect(await extract(building12)).toMatchObject({ rows: [{ ...row, walkedThisRound: true }] });
      expect(await extract(building13)).toMatchObject({ rows: [{ room: '101', walkedThisRound: false }] });
    });

    it('is not written again when nothing of it changed', async () => {
      await deliver(grid1, 'area-a1', aDwelling(), aHousehold(), aVisit());
      const before = await extract(building12);
      const { fields, ...head } = aHousehold({ stamp: aStamp(5000), values: { doorNote: '有狗' } });
      await deliver(grid1, 'area-a1', { ...head, fields: { doorNote: fields.doorNote } });
      await deliver(grid1, 'area-a1', aVisit({ _id: anId('visit', 2), outcome: 'not_home' }), aResident());
      expect(before?._rev).toMatch(/^1-/);
      expect(await extract(building12)).toEqual(before);
    });

    it('moves a household from one building to the other, also just after a restart', async () => {
      await deliver(grid1, 'area-a1', aDwelling(), flat1301, aHousehold());
      await followers.stop();
      followers = start();
      const { fields, ...head } = aHousehold({ stamp: aStamp(5000), values: { dwellingId: flat1301._id } });
      await deliver(grid1, 'area-a1', { ...head, fields: { dwellingId: fields.dwellingId } });
      const rowsOf = async (building: string) => (await extract(building))?.['rows'] as { familyName?: string }[];
      expect((await rowsOf(building12)).map((row) => row.familyName)).toEqual([undefined]);
      expect((await rowsOf(building13)).map((row) => row.familyName)).toEqual(['欧阳']);
    });

    it('begins a new round with no door walked', async () => {
      await deliver(grid1, 'area-a1', aDwelling(), aVisit());
      expect(await extract(building12)).toMatchObject({ round: '2026-H2', rows: [{ walkedThisRound: true }] });
      clock.now = Date.parse('2026-12-31T15:59:59Z');
      await followers.sweep();
      expect(await extract(building12)).toMatchObject({ round: '2026-H2' });
      clock.now = Date.parse('2026-12-31T16:00:00Z');
      await followers.sweep();
      expect(await extract(building12)).toMatchObject({ round: '2027-H1', rows: [{ walkedThisRound: false }] });
    });
  });

  it('lets no telephone, identity number, outcome, reason or closed fact into an extract or a roll-up', async () => {
    const secrets = [
      '13900000001',
      '999999195001010014',
      'no_access',
      '家里有病人',
      '欧阳明月',
      '三楼楼道灯不亮',
      '狗',
    ];
    await deliver(grid1, 'area-a1', aDwelling(), aHousehold({ values: { doorNote: '有狗' } }), aResident());
    await deliver(grid1, 'area-a1', aVisit({ outcome: 'no_access' }), aNote({ text: '家里有病人' }), aMatter());
    await deliver(grid1, 'care-a1', anIdentity(), someAnswers({ answers: { note: '家里有病人' } }));
    await deliver(area1, 'area-a1', aReview({ verdict: 'returned', reason: '家里有病人' }));
    const written = [...(await allIn(storage, 'extract-a1')), ...(await allIn(storage, 'rollup-c1'))];
    expect(written.length).toBeGreaterThanOrEqual(3);
    const text = JSON.stringify(written);
    for (const secret of secrets) expect(text).not.toContain(secret);
    for (const word of ['outcome', 'phone', 'useStatus', 'checklist', 'review', 'grid1"]', 'sex']) {
      expect(text).not.toContain(word);
    }
  });

  it('tells a building leader what became of the matters that they raised', async () => {
    await deliver(grid1, 'area-a1', aDwelling());
    const raisedBy = { by: 'building1', deviceId: 'tablet-building1' };
    const taken = aMatter({ ...raisedBy, resolution: 'taken', promisedReplyOn: '2026-12-01' });
    const wrong = aMatter({ ...raisedBy, _id: anId('matter', 2) });
    await deliver(building1, 'area-a1', taken, wrong);
    const told = async () => (await extract('matters-of-building1'))?.['matters'];
    expect(await told()).toEqual([
      { matterId: taken._id, state: 'taken', promisedReplyOn: '2026-12-01' },
      { matterId: wrong._id, state: 'done' },
    ]);
    // a building leader may not withdraw; a worker withdraws only his own
    await storage.write('area-a1', [{ ...aWithdrawal({ ...raisedBy, subjectId: wrong._id }) }]);
    await followers.sweep();
    expect(await told()).toContainEqual({ matterId: wrong._id, state: 'withdrawn' });
  });

  it('counts an area without naming anybody, and hides what is under five', async () => {
    const visits = Array.from({ length: 6 }, (_said, i) => aVisit({ _id: anId('visit', 10 + i) }));
    const matters = Array.from({ length: 5 }, (_said, i) => aMatter({ _id: anId('matter', 10 + i) }));
    await deliver(grid1, 'area-a1', aDwelling(), ...visits, ...matters);
    const rollup = await storage.get('rollup-c1', 'rollup:a1:2026-H2');
    expect(bodyOf(rollup ?? {})).toEqual({
      _id: 'rollup:a1:2026-H2',
      type: 'rollup',
      schema: 1,
      area: 'a1',
      round: '2026-H2',
      visits: 6,
      doorsWalked: '<5',
      matters: { done: 5, explained: '<5', taken: '<5' },
    });
  });

  it('gives the author a receipt of the envelope, refusals included, once nothing of it is open', async () => {
    const forged = aNote({ _id: anId('note', 2), by: 'grid2' });
    const parts = [aPart('area-a1', aNote()), aPart('area-a1', forged)];
    await verdictsOf(drop, grid1, parts, 7);
    const waiting = aReview({ _id: anId('review', 3), visitId: anId('visit', 3) });
    await verdictsOf(drop, area1, [aPart('area-a1', waiting)], 8);
    await followers.sweep();
    const receipt = bodyOf((await storage.get('own-grid1', `receipt:${aUlid(7)}`)) ?? {});
    expect(fits('receipt', receipt)).toBe(true);
    expect(receipt).toMatchObject({
      envelopeId: anId('envelope', 7),
      receivedAt: '2026-11-23T01:31:00.000Z',
      parts: [
        { db: 'area-a1', id: anId('note') },
        { db: 'area-a1', id: anId('note', 2), code: 'not-author' },
      ],
    });
    expect(await allIn(storage, 'own-area1')).toEqual([]);
  });

  it('goes on where it stopped, and reads everything again when the database came from a backup', async () => {
    await deliver(grid1, 'area-a1', aDwelling(), aHousehold());
    await followers.stop();
    const cursor = await storage.localGet('ledger', 'followed-area-a1');
    const lost = await extract(building12);
    await storage.write('extract-a1', [{ _id: lost?._id ?? '', _rev: lost?._rev ?? '', _deleted: true }]);
    followers = start();
    await followers.sweep();
    expect(await extract(building12)).toBeUndefined();
    expect(await storage.localGet('ledger', 'followed-area-a1')).toEqual(cursor);
    await storage.raiseEpoch('area-a1');
    await followers.sweep();
    expect(await extract(building12)).toMatchObject({ rows: [{ familyName: '欧阳' }] });
  });

  it('writes the same bytes as another relay that follows at the same time', async () => {
    const other = start();
    await deliver(grid1, 'area-a1', aDwelling(), aHousehold(), aVisit(), aMatter());
    await Promise.all([other.sweep(), followers.sweep()]);
    await other.stop();
    for (const doc of [...(await allIn(storage, 'extract-a1')), ...(await allIn(storage, 'rollup-c1'))]) {
      expect(await storage.leaves(doc._id.startsWith('rollup') ? 'rollup-c1' : 'extract-a1', doc._id)).toHaveLength(1);
    }
  });
});
