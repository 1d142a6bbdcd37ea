import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { NeighbourModel } from '../../src/features/neighbour/neighbour.svelte.ts';
import { MatterModel } from '../../src/features/matter/matter.svelte.ts';
import { failed, type Result } from '../../src/domain/fault.ts';
import type { Me } from '../../src/domain/me.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { homeDocs, listDocs, newestParts } from '../builders/a-home.ts';
import { anOrgUnit, building12, building13, flat1203 } from '../builders/documents.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';
import { embeddedTenant } from '../contracts/tenants.ts';
import { building1, codesOf, openDoor, verdictsOf } from '../relay/door.ts';

const leader: Me = { name: '许姐', holder: aHolder('buildingLeader') };
const row = {
  dwellingId: flat1203,
  entrance: '1',
  floor: '12',
  room: '1203',
  familyName: '欧阳',
  walkedThisRound: false,
};
const extracts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [building12]: { type: 'extract', buildingId: building12, round: '2026-H2', rows: [row] },
};
const fetchExtract = (id: string): Promise<Result<Readonly<Record<string, unknown>>>> => {
  const value = extracts[id];
  return Promise.resolve(value ? { ok: true, value } : failed('not-found'));
};

let storage: Storage;
let drop: Drop;
let leave: () => Promise<void>;
let store: TestStore;
beforeAll(async () => {
  ({ storage, leave } = await embeddedTenant());
  drop = await openDoor(storage);
  await storage.write('area-a1', homeDocs());
});
afterAll(() => leave());
beforeEach(async () => {
  store = await aStore({ user: 'building1', device: 'tablet-building1' });
  await keepEnrolment(store, { replica: 'building1phone', databases: [], serverTime: store.clock.now() });
  // what a neighbour's tablet holds: the organisation and the lists, nothing of the area
  await told(store, [anOrgUnit(), ...listDocs()], 'ref-c1');
});
afterEach(() => forget(store));

const shown = async (): Promise<NeighbourModel> => {
  const model = new NeighbourModel(store, leader, fetchExtract);
  await expect.poll(() => model.stairwells.length).toBe(1);
  return model;
};
const door = (model: NeighbourModel) => model.stairwells[0]!.rows[0]!;

it("bears the building's name", async () => {
  expect((await shown()).names).toEqual(['12栋']);
});

it('notes a knock that the gate takes, at once shown as walked, and takes it back', async () => {
  const model = await shown();
  expect(door(model).walked).toBe(false);
  const saved = await model.knock(door(model), 'met');
  expect(door(model).walked).toBe(true);
  const parts = await newestParts(store);
  expect(parts.map(({ doc }) => doc.type)).toEqual(['visit']);
  expect(codesOf(await verdictsOf(drop, building1, parts, 901))).toEqual([undefined]);
  if (!saved.ok) throw new Error(saved.fault.code);
  expect(await saved.value()).toBe(true);
  expect(door(model).walked).toBe(false);
});

it('refuses a knock in another building before the relay does', async () => {
  const model = await shown();
  const elsewhere = { ...door(model), buildingId: building13 };
  expect(await model.knock(elsewhere, 'met')).toMatchObject({ ok: false, fault: { code: 'not-yours' } });
});

it('raises a matter of the building that the gate takes, and lists it with where it is', async () => {
  const model = await shown();
  const matter = new MatterModel(store, leader, { kind: 'building', buildingId: building12, place: '12栋' });
  matter.change({ text: '垃圾桶满了', matterType: 'env' });
  expect(await matter.save()).toMatchObject({ ok: true });
  const other = new MatterModel(store, leader, { kind: 'building', buildingId: building13, place: '13栋' });
  other.change({ text: '垃圾桶满了', matterType: 'env' });
  expect(await other.save()).toMatchObject({ ok: false, fault: { code: 'not-yours' } });
  expect(codesOf(await verdictsOf(drop, building1, await newestParts(store), 902))).toEqual([undefined]);
  expect(model.matters).toMatchObject([{ matter: { text: '垃圾桶满了' }, record: 'saved', told: undefined }]);
});
