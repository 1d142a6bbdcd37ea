import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { editedOf, missingIn, valuesOf } from '../../src/features/lookup/edited.ts';
import { LookupModel } from '../../src/features/lookup/lookup.svelte.ts';
import { atHome, head, newestParts, worker } from '../builders/a-home.ts';
import {
  anAgentService,
  anOrgUnit,
  aPartner,
  aPost,
  aResidency,
  aResident,
  aServicePoint,
  aStamp,
  building12,
  building13,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const secretary = { name: '书记', holder: aHolder('communitySecretary', { userId: 'secretary1' }) };
/** the table of readings is large, on a machine with more to do, too (ms) */
const patience = { timeout: 30_000 };
let store: TestStore;
let model: LookupModel;

beforeEach(async () => {
  store = await aStore();
  await atHome(store);
  const gone = aServicePoint({ _id: anId('servicePoint', 2), values: { name: '老钱维修', ended: true } });
  await told(store, [aServicePoint(), gone, anAgentService(), aPartner()], 'ref-c1');
  model = new LookupModel(store, worker);
  return () => forget(store);
});
const found = (typed: string) => {
  model.type(typed);
  return model.found('zh');
};

describe('looking up without a signal', () => {
  it('A13: “维修” gives a list with telephones, without places that closed', () => {
    const { points, services } = found('维修');
    expect(points.map((one) => [fieldOf(one, 'name'), fieldOf(one, 'phone')])).toEqual([['老赵家电', '02700000031']]);
    expect(services).toEqual([]);
  });

  it('C8: “老年证” gives the documents needed', async () => {
    expect(found('老年证').services.map((one) => fieldOf(one, 'papers'))).toEqual([
      ['身份证', '户口本', '一寸照片两张'],
    ]);
    await vi.waitUntil(() => found('laonianzheng').services.length === 1, patience);
    expect(found('老年正').services).toHaveLength(1);
  });

  it('lists everything while nothing is typed', () => {
    const { services, points, partners, talents } = found('');
    expect([services.length, points.length, partners.length, talents.length]).toEqual([1, 1, 1, 0]);
  });

  it('D7: a talent that a visit found is found by skill in the area; its telephone only once somebody agreed', async () => {
    const handy = aResident({ _id: head, values: { talent: '会修灯，周末' }, stamp: aStamp(9) });
    await told(store, [{ ...handy, fields: { talent: handy.fields.talent! } }], 'area-a1', '2-b');
    const [resident] = found('修灯').talents;
    expect(model.talentLine(resident!)).toMatchObject({ skill: '会修灯，周末', willing: true, phone: undefined });
    expect((await model.offer(head, { willing: true, contactOk: true })).ok).toBe(true);
    const [part] = await newestParts(store);
    expect(part?.db).toBe('area-a1');
    expect(fits('resident', part?.doc)).toBe(true);
    expect(model.talentLine(found('修灯').talents[0]!)).toMatchObject({ contactOk: true, phone: '13900000001' });
  });

  it('D7: who moved out is not called on any more', async () => {
    const handy = aResident({ _id: head, values: { talent: '会修灯' }, stamp: aStamp(9) });
    await told(store, [{ ...handy, fields: { talent: handy.fields.talent! } }], 'area-a1', '2-b');
    const householdId = fieldOf(store.shelf.get('resident', head)!, 'householdId')!;
    await told(store, [aResidency({ residentId: head, householdId, change: 'movedOut' })]);
    expect(found('修灯').talents).toEqual([]);
  });
});

describe('B1: who may be rung at any hour', () => {
  const post = (n: number, unitId: string, holderName: string) =>
    aPost({ _id: `post:on-${String(n)}`, unitId, kind: 'buildingLeader', holderName, onCall: true });

  it("B1: is listed without a signal, one's own building first, and found by building or name", async () => {
    const other = anOrgUnit({ _id: building13, values: { level: 'building', name: '13栋', order: 1 } });
    await told(store, [anOrgUnit(), other, post(1, building13, '陈伯'), post(2, building12, '许姐')], 'ref-c1');
    const leader = new LookupModel(store, { name: '许姐', holder: aHolder('buildingLeader') });
    const names = () => leader.onCall.map(({ post }) => post.holderName);
    expect(names()).toEqual(['许姐', '陈伯']);
    leader.type('13');
    expect(names()).toEqual(['陈伯']);
    leader.type('许');
    expect(names()).toEqual(['许姐']);
    leader.type('维修');
    expect(names()).toEqual([]);
  });
});

describe('writing what can be looked up', () => {
  it('keeps only what was changed, in the database of the community', async () => {
    const desk = new LookupModel(store, secretary);
    expect([model.mayEdit, desk.mayEdit]).toEqual([false, true]);
    const seen = store.shelf.get('servicePoint', anId('servicePoint'))!;
    const edited = editedOf('servicePoint', seen);
    expect(desk.keep(edited)).toBeUndefined();
    const saved = await desk.keep({ ...edited, written: { ...edited.written, hours: '9:00–12:00' } });
    expect(saved?.ok).toBe(true);
    const [part] = await newestParts(store);
    expect(part).toMatchObject({ db: 'ref-c1', doc: { _id: seen._id, type: 'servicePoint' } });
    expect(Object.keys((part?.doc as unknown as { fields: object }).fields)).toEqual(['hours']);
  });

  it('makes a new errand with its papers one a line, and lists it no more when told so', async () => {
    const desk = new LookupModel(store, secretary);
    const empty = editedOf('agentService');
    expect(missingIn(empty)).toEqual(['name', 'papers']);
    const written = { ...empty.written, name: '居住证', papers: '身份证\n\n 租房合同 \n', byAgent: 'yes' };
    expect((await desk.keep({ ...empty, written }))?.ok).toBe(true);
    const [service] = found('居住证').services;
    expect(service && [fieldOf(service, 'papers'), fieldOf(service, 'byAgent')]).toEqual([
      ['身份证', '租房合同'],
      true,
    ]);
    await desk.keep({ ...editedOf('agentService', service), ended: true });
    expect(found('居住证').services).toEqual([]);
  });

  it('A4: registers a unit as part-time member', () => {
    const edited = editedOf('partner', aPartner());
    expect(
      valuesOf({ ...edited, written: { ...edited.written, partTimeMember: 'yes', committee: '教育专委' } }),
    ).toEqual({
      partTimeMember: true,
      committee: '教育专委',
    });
  });
});
