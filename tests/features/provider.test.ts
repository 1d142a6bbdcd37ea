import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../src/domain/fault.ts';
import type { ServiceExtract, ServiceRow } from '../../src/domain/service/service-extract.ts';
import { ServicesModel } from '../../src/features/household/services.svelte.ts';
import { ProviderModel } from '../../src/features/provider/provider.svelte.ts';
import { doorsByDwelling } from '../../src/store/due-doors.ts';
import { keepingExtracts } from '../../src/store/kept-extracts.ts';
import { atHome } from '../builders/a-home.ts';
import { aPartner, building12, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aServiceAssignment } from '../builders/services.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
afterEach(() => forget(store));

const partner = anId('partner');
const row: ServiceRow = {
  assignmentId: anId('serviceAssignment'),
  dwellingId: flat1203,
  householdId: anId('household'),
  buildingId: building12,
  area: 'a1',
  name: '欧阳明月',
  address: { estate: '莲心苑', building: '12栋', entrance: '1', floor: '12', room: '1203' },
  note: '每月一次，量血压',
};
const extract: ServiceExtract = { _id: 'extract:x', type: 'extract', schema: 1, partnerId: partner, assigned: [row] };

describe('C4: a provider on its own tablet', () => {
  const provider = { name: '暖心服务社', holder: aHolder('serviceProvider') };
  beforeEach(async () => {
    store = await aStore({ user: 'provider1', replica: 'providerphone' });
  });
  const modelOn = async (online: boolean): Promise<ProviderModel> => {
    const fetch = keepingExtracts(store, () =>
      Promise.resolve(online ? { ok: true, value: { ...extract } } : failed('offline')),
    );
    const model = new ProviderModel(store, provider, fetch);
    await expect.poll(() => model.loading).toBe(false);
    return model;
  };

  it('lists its households, without a signal as well, and writes a service that is credited to it', async () => {
    await modelOn(true);
    const model = await modelOn(false);
    expect([model.fault, model.rows.map(({ name }) => name)]).toEqual([undefined, ['欧阳明月']]);
    const [first] = model.rows;
    model.begin(first!);
    expect(await model.keep()).toBeUndefined();
    expect(model.outcomeMissing).toBe(true);
    model.change({ outcome: 'met' });
    model.change({ text: '血压正常，想多聊聊' });
    const again = await modelOn(false);
    again.begin(first!);
    await expect.poll(() => store.shelf.draft(`service:${row.assignmentId}`)?.body).toMatchObject({ outcome: 'met' });
    const saved = await model.keep();
    expect(saved).toMatchObject({ ok: true, value: { name: '欧阳明月' } });
    expect(store.shelf.all('visit')).toMatchObject([
      { by: 'provider1', outcome: 'met', after: row.assignmentId, householdId: row.householdId },
    ]);
    expect(store.shelf.all('note')).toMatchObject([{ by: 'provider1', text: '血压正常，想多聊聊' }]);
    const [visit, note] = [store.shelf.all('visit')[0]!, store.shelf.all('note')[0]!];
    expect(store.shelf.databaseOf('visit', visit._id)).toBe('area-a1');
    expect(store.shelf.databaseOf('note', note._id)).toBe('care-a1');
    expect(store.shelf.draft(`service:${row.assignmentId}`)).toBeUndefined();
    expect(model.lastAt(row)?._id).toBe(visit._id);
    if (!saved?.ok) throw new Error('not saved');
    expect(await saved.value.undo()).toBe(true);
    expect(model.lastAt(row)).toBeUndefined();
  });

  it('has an empty list, not a fault, while nothing is assigned to it', async () => {
    const model = new ProviderModel(store, provider, () => Promise.resolve(failed('not-found')));
    await expect.poll(() => model.loading).toBe(false);
    expect([model.rows, model.fault]).toEqual([[], undefined]);
  });
});

describe('C4: the secretary gives a household to a provider', () => {
  const secretary = { name: '何桂兰', holder: aHolder('areaSecretary') };
  beforeEach(async () => {
    store = await aStore({ user: 'area1', replica: 'area1tablet' });
    await atHome(store);
    await told(store, [aPartner({ values: { name: '暖心服务社', kind: 'socialOrganisation' } })], 'ref-c1');
  });
  const door = () => doorsByDwelling(store.shelf).get(flat1203)?.[0];

  it('with a note that holds no number of a person, and takes it back', async () => {
    const model = new ServicesModel(store, secretary, door);
    expect(model.maySay).toBe(true);
    expect(await model.assign()).toBeUndefined();
    expect(model.partnerMissing).toBe(true);
    model.change({ partnerId: partner, note: '找她女儿 13900000001' });
    expect([model.numberInNote, await model.assign()]).toEqual([true, undefined]);
    model.change({ note: '每月一次' });
    expect(await model.assign()).toMatchObject({ ok: true });
    expect(model.here.map((one) => [model.nameOf(one), one.note])).toEqual([['暖心服务社', '每月一次']]);
    const [here] = model.here;
    expect(store.shelf.databaseOf('serviceAssignment', here?._id ?? '')).toBe('care-a1');
    expect(await model.end(here!)).toMatchObject({ ok: true });
    expect(model.here).toEqual([]);
  });

  it('a grid worker sees who comes, and does not decide it', async () => {
    await told(store, [aServiceAssignment({ householdId: door()?.householdId ?? '' })], 'care-a1');
    const worker = new ServicesModel(store, { name: '周敏', holder: aHolder() }, door);
    expect([worker.maySay, worker.here.length]).toEqual([false, 1]);
  });
});
