import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import type { Head } from '../../src/domain/register.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Deliverer } from '../../sync-server/gate/deliverer.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import { createRehoming } from '../../sync-server/gate/rehome.ts';
import { listHanded } from '../../sync-server/followers/handed-over.ts';
import { putAccount } from '../../sync-server/provisioning/accounts.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import {
  aDwelling,
  aHousehold,
  aMatter,
  anIdentity,
  aNote,
  aResidency,
  aReview,
  aStamp,
  aVisit,
  aVisitRound,
  building12,
  building13,
  someAnswers,
} from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { tenants } from '../contracts/tenants.ts';
import { aClock, area1, building1, codesOf, grid1, openDoor, verdictsOf, type MovableClock } from './door.ts';
import { flat1301, idsIn, layOut, midnight, moveAll, openMoves, placed } from './moving.ts';

/** Works in area a2. */
const grid2: Deliverer = {
  holder: aHolder('gridWorker', { userId: 'grid2', areas: ['a2'] }),
  deviceId: 'tablet-2',
  replicas: ['grid2tablet'],
};

describe.each(tenants)('A2: work addressed to the area that a building has left, on %s', (_, tenant) => {
  let storage: Storage;
  let leave: () => Promise<void>;
  let clock: MovableClock;
  let drop: Drop;
  let n: number;

  const deliver = (who: Deliverer, ...parts: readonly (readonly [db: string, doc: object])[]) =>
    verdictsOf(
      drop,
      who,
      parts.map(([db, doc]) => aPart(db, doc)),
      (n += 1),
    );
  const stored = async (db: string, id: string): Promise<object | undefined> => {
    const doc = await storage.get(db, id);
    return doc && bodyOf(doc);
  };

  beforeEach(async () => {
    ({ storage, leave } = await tenant());
    [clock, n] = [aClock(), 0];
    drop = await openDoor(storage, clock);
    await layOut(storage, placed('a2'));
    clock.now = midnight;
    await moveAll(storage, clock);
  });
  afterEach(() => leave());

  it('is stored in the new area, tier by tier, and told under the address that was sent', async () => {
    const visit = aVisit({ _id: anId('visit', 31) });
    const answers = someAnswers({ _id: anId('visitAnswers', 31), visitId: visit._id });
    const verdicts = await deliver(grid1, ['care-a1', answers], ['area-a1', visit]);
    expect(verdicts).toEqual([
      { db: 'care-a1', id: answers._id, durable: true, elsewhere: true, receivedAt: expect.any(String) as string },
      { db: 'area-a1', id: visit._id, durable: true, elsewhere: true, receivedAt: expect.any(String) as string },
    ]);
    expect(await stored('area-a2', visit._id)).toEqual(visit);
    expect(await stored('care-a2', answers._id)).toEqual(answers);
    expect(await stored('area-a1', visit._id)).toBeUndefined();
    expect(await stored('care-a1', answers._id)).toBeUndefined();
  });

  it('is delivered once, however often it is sent', async () => {
    const visit = aVisit({ _id: anId('visit', 31) });
    const first = await deliver(grid1, ['area-a1', visit]);
    n -= 1;
    expect(await deliver(grid1, ['area-a1', visit])).toEqual(first);
    // what was delivered before the building went is delivered still
    expect(codesOf(await deliver(grid1, ['area-a1', aVisit()]))).toEqual([undefined]);
    expect((await idsIn(storage, 'area-a2')).filter((id) => id.startsWith('visit:'))).toHaveLength(2);
    expect(await stored('area-a1', aVisit()._id)).toBeUndefined();
  });

  it('changes registers where they are by now, also by what hangs on them alone', async () => {
    const { fields, ...head } = aHousehold({ stamp: aStamp(1000), values: { doorNote: '有狗' } });
    const change = { ...head, fields: { doorNote: fields.doorNote } };
    const moved = aResidency();
    const { fields: paper, ...top } = anIdentity({ stamp: aStamp(1000) });
    const number = { ...top, fields: { paper: paper.paper } };
    expect(codesOf(await deliver(grid1, ['area-a1', change], ['area-a1', moved], ['care-a1', number]))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const whole = merge(aHousehold() as unknown as Head, change as unknown as Head);
    expect(await stored('area-a2', head._id)).toEqual(whole);
    expect(await stored('area-a2', moved._id)).toEqual(moved);
    expect(await storage.get('care-a2', top._id)).toBeDefined();
    expect((await idsIn(storage, 'area-a1')).filter((id) => /^(household|residency)/.test(id))).toEqual([]);
  });

  it('finds what it answers: a review of a visit that went, a correction, a new home in the building', async () => {
    const corrected = aVisit({
      _id: anId('visit', 32),
      supersedes: aVisit()._id,
      after: aVisit()._id,
      outcome: 'not_home',
    });
    expect(codesOf(await deliver(grid1, ['area-a1', corrected]))).toEqual([undefined]);
    const review = aReview({ _id: anId('review', 7), visitId: corrected._id });
    expect(codesOf(await deliver(area1, ['area-a1', review]))).toEqual([undefined]);
    const flat = aDwelling({ _id: 'dwelling:a1-12-1-1204' });
    const home = aHousehold({ _id: anId('household', 8), values: { dwellingId: flat._id } });
    expect(codesOf(await deliver(grid1, ['area-a1', home], ['area-a1', flat]))).toEqual([undefined, undefined]);
    const here = await idsIn(storage, 'area-a2');
    expect(here).toEqual(expect.arrayContaining([corrected._id, review._id, flat._id, home._id]));
  });

  it('is judged by the right that its author has to the old area, and no further', async () => {
    const matter = aMatter({ _id: anId('matter', 5), by: 'building1', deviceId: 'tablet-building1' });
    expect(codesOf(await deliver(building1, ['area-a1', matter]))).toEqual([undefined]);
    expect(await stored('area-a2', matter._id)).toEqual(matter);
    // another's building, in words and by its door
    const other = { ...matter, _id: anId('matter', 6), buildingId: building13 };
    const door = { ...matter, _id: anId('matter', 7), dwellingId: flat1301._id };
    expect(codesOf(await deliver(building1, ['area-a1', other]))).toEqual(['not-yours']);
    expect(codesOf(await deliver(building1, ['area-a1', door]))).toEqual(['not-yours']);
    // somebody of the new area has no right to the old one, but to where it belongs
    const visit = aVisit({ _id: anId('visit', 33), by: 'grid2', deviceId: 'tablet-2' });
    expect(codesOf(await deliver(grid2, ['area-a1', visit]))).toEqual([undefined]);
    const at13 = aVisit({ ...visit, _id: anId('visit', 34), dwellingId: flat1301._id, buildingId: building13 });
    expect(codesOf(await deliver(grid2, ['area-a1', at13]))).toEqual(['not-yours']);
    // and somebody of the old one none to the new
    expect(codesOf(await deliver(grid1, ['area-a2', aVisit({ _id: anId('visit', 35) })]))).toEqual(['not-yours']);
  });

  it('never leaves for an area that no relocation names', async () => {
    const secret = aHousehold({ _id: anId('household', 70), values: { dwellingId: 'dwelling:a2-1-1-101' } });
    const flat = aDwelling({ _id: 'dwelling:a2-1-1-101' });
    const address = { ...flat.fields.address!.v, buildingId: 'orgUnit:a2-1' };
    await storage.write('area-a2', [
      { ...flat, fields: { ...flat.fields, address: { v: address, s: aStamp() } } },
      { ...secret },
    ]);
    const { fields, ...head } = aHousehold({ _id: secret._id, stamp: aStamp(1000), values: { doorNote: '有狗' } });
    const change = { ...head, fields: { doorNote: fields.doorNote } };
    expect(codesOf(await deliver(grid1, ['area-a1', change]))).toEqual(['not-yet']);
    expect(await stored('area-a2', secret._id)).toEqual(secret);
    const { buildingId: _building, ...nowhere } = aNote({ _id: anId('note', 70) });
    const atHome = aVisit({ _id: anId('visit', 71), dwellingId: flat1301._id, buildingId: building13 });
    const both = aVisitRound({
      _id: anId('visitRound', 5),
      buildings: [building12, building13],
      deviceId: 'tablet-area1',
    });
    expect(codesOf(await deliver(grid1, ['area-a1', nowhere], ['area-a1', atHome]))).toEqual([undefined, undefined]);
    expect(codesOf(await deliver(area1, ['area-a1', both]))).toEqual([undefined]);
    const here = await idsIn(storage, 'area-a1');
    expect(here).toEqual(expect.arrayContaining([nowhere._id, atHome._id, both._id]));
    expect(await idsIn(storage, 'area-a2')).not.toContain(nowhere._id);
  });

  it('goes on to where the building went next', async () => {
    await storage.write('ref-c1', [{ ...placed('a3', '2026-11-25') }]);
    clock.now = Date.parse('2026-11-25T08:00:00+08:00');
    await moveAll(storage, clock);
    const visit = aVisit({ _id: anId('visit', 36) });
    expect(codesOf(await deliver(grid1, ['area-a1', visit]))).toEqual([undefined]);
    expect(await stored('area-a3', visit._id)).toEqual(visit);
    expect(await stored('area-a2', visit._id)).toBeUndefined();
  });

  it('stays in the old area again once the building has come back', async () => {
    await storage.write('ref-c1', [{ ...placed('a1', '2026-11-25') }]);
    clock.now = Date.parse('2026-11-25T08:00:00+08:00');
    await moveAll(storage, clock);
    const visit = aVisit({ _id: anId('visit', 37) });
    expect(codesOf(await deliver(grid1, ['area-a1', visit]))).toEqual([undefined]);
    expect(await stored('area-a1', visit._id)).toEqual(visit);
  });

  it('is handed over when its author has lost the right, and then put where the building is', async () => {
    const [gone] = grid1.holder.grants;
    const ended = [{ ...gone!, until: new Date(clock.now).toISOString() }];
    const left: Deliverer = { ...grid1, holder: { ...grid1.holder, grants: [], ended } };
    await putAccount(storage, {
      ...{ username: 'grid1', name: '周敏', passwordHash: 'x', community: 'c1', grants: [], sealed: [], pinned: [] },
      ended,
    });
    const visit = aVisit({ _id: anId('visit', 38) });
    expect(codesOf(await deliver(left, ['area-a1', visit]))).toEqual(['handed-over']);
    await listHanded(storage, await storage.range('ledger', 'delivery:', 'delivery:\uffff'));
    const rehoming = createRehoming({ storage, clock: () => clock.now, newId: () => '0'.repeat(26) });
    const [work] = await rehoming.waiting(area1.holder);
    const done = await rehoming.rehome(area1, work?.key ?? '');
    expect(done).toMatchObject({ ok: true, value: [{ id: visit._id, state: 'safe' }] });
    expect(await stored('area-a2', visit._id)).toEqual(visit);
    expect(await stored('area-a1', visit._id)).toBeUndefined();
  });

  it('moves on with what a delivery had begun to write into the old area', async () => {
    // the gate had looked before the building went, and wrote after it
    const late = { ...aHousehold({ stamp: aStamp(9000), values: { doorNote: '按两下' } }) };
    const part = { ...late, fields: { doorNote: late.fields.doorNote } };
    await storage.write('area-a1', [{ ...part }]);
    const moves = openMoves(storage, clock);
    for (let round = 0; round < 4; round += 1) {
      await moves.tend();
      clock.now += 20_000;
    }
    await moves.stop();
    expect(await stored('area-a1', late._id)).toBeUndefined();
    expect(await stored('area-a2', late._id)).toEqual(merge(aHousehold() as unknown as Head, part as unknown as Head));
  });
});
