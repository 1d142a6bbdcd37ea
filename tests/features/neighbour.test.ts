import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { NeighbourModel } from '../../src/features/neighbour/neighbour.svelte.ts';
import { MatterModel } from '../../src/features/matter/matter.svelte.ts';
import { emergencyOf } from '../../src/domain/emergency.ts';
import { failed, type Result } from '../../src/domain/fault.ts';
import type { Me } from '../../src/domain/me.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import { keepingExtracts } from '../../src/store/kept-extracts.ts';
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
const card = {
  ...{ residentId: 'resident:1', dwellingId: flat1203, name: '陈秀英' },
  emergencyContact: { name: '外甥', phone: '13900000009' },
};
const extracts: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [emergencyOf(building12)]: { type: 'extract', buildingId: building12, cards: [card] },
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

/** Without a signal from now on, on a tablet that asked once before. */
async function withoutSignal(): Promise<NeighbourModel> {
  const online = keepingExtracts(store, fetchExtract);
  for (const id of [building12, emergencyOf(building12)]) await online(id);
  const model = new NeighbourModel(
    store,
    leader,
    keepingExtracts(store, () => Promise.resolve(failed('offline'))),
  );
  await expect.poll(() => model.loading).toBe(false);
  await model.load();
  return model;
}

it('B9: a card is opened without a signal, after a reason, and the gate takes the entry of the log', async () => {
  const model = await withoutSignal();
  expect(await model.openCard(door(model), 'noAnswer')).toEqual({ ok: true, value: [card] });
  const [part] = await newestParts(store);
  expect(part).toMatchObject({
    db: 'log-c1',
    doc: {
      ...{ type: 'opening', by: 'building1', db: 'area-a1', subjectId: flat1203, shown: 1 },
      ...{ purpose: 'help', emergency: 'noAnswer', buildingId: building12 },
    },
  });
  // whom the entry is about is told by the door alone
  expect(JSON.stringify(part)).not.toContain('陈秀英');
  expect(codesOf(await verdictsOf(drop, building1, [part!], 903))).toEqual([undefined]);
});

it('B9: a door without a card is opened and logged like any other', async () => {
  const model = await withoutSignal();
  const other = { ...door(model), dwellingId: 'dwelling:a1-12-1-0101' };
  expect(await model.openCard(other, 'hazard')).toEqual({ ok: true, value: [] });
  expect(await newestParts(store)).toMatchObject([{ doc: { type: 'opening', shown: 0, emergency: 'hazard' } }]);
});

it('B9: nothing is shown in another building, nor when the entry cannot be saved', async () => {
  const model = await withoutSignal();
  const elsewhere = { ...door(model), buildingId: building13 };
  expect(await model.openCard(elsewhere, 'noAnswer')).toMatchObject({ ok: false });
  const row = door(model);
  store.db.close();
  await expect(model.openCard(row, 'noAnswer')).rejects.toThrow();
});

it('B9: what was kept goes when the relay says that it is not for this person any more', async () => {
  await withoutSignal();
  const refused = keepingExtracts(store, () => Promise.resolve(failed('forbidden')));
  expect(await refused(emergencyOf(building12))).toMatchObject({ ok: false, fault: { code: 'forbidden' } });
  const later = keepingExtracts(store, () => Promise.resolve(failed('offline')));
  expect(await later(emergencyOf(building12))).toMatchObject({ ok: false, fault: { code: 'offline' } });
  expect((await later(building12)).ok).toBe(true);
});
