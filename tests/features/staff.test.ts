import { afterEach, beforeEach, expect, it } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import { StaffModel } from '../../src/features/organisation/staff.svelte.ts';
import type { Me } from '../../src/domain/me.ts';
import { structures } from '../../src/domain/organisation/structures.ts';
import { staffWords } from '../../src/words/staff.ts';
import { newestParts } from '../builders/a-home.ts';
import { aTown, today } from '../builders/a-town.ts';
import { aHolder } from '../builders/people.ts';
import { aGridAssignment, aStaffMember } from '../builders/staff.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const town = aTown(structures.fiveLevels, { units: [1, 1, 2, 2], households: 0 });
const secretary: Me = { name: '林远', holder: aHolder('communitySecretary') };
const area: Me = { name: '何桂兰', holder: aHolder('areaSecretary') };
const staff = Array.from({ length: 60 }, (_, n) =>
  aStaffMember({ staffId: `w${String(n)}`, name: `工作人员${String(n)}` }),
);
const at40 = staff.slice(0, 40).map(({ staffId }, n) =>
  aGridAssignment({
    _id: `gridAssignment:${String(n)}`,
    staffId,
    unitId: `orgUnit:area-${String((n % 2) + 1)}`,
  }),
);

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await told(store, [...town.units, ...town.structures, ...staff, ...at40], 'ref-c1');
});
afterEach(() => forget(store));

it('E1: the desk says without a signal that 40 of 60 are 66.7 %, and who has no grid', () => {
  const model = new StaffModel(store, area, 'orgUnit:community-1');
  expect([model.isTop, model.report.staff, model.report.assigned, model.percent]).toEqual([true, 60, 40, 66.7]);
  expect(staffWords.zh.share(40, 60, 66.7)).toBe('60 名工作人员，40 名在网格、楼栋里（66.7%）');
  expect(model.report.without).toHaveLength(20);
  expect(model.mayWrite).toBe(false);
  expect(new StaffModel(store, area, 'orgUnit:area-1').here).toHaveLength(20);
});

it('E1: the secretary of the community sends somebody to an area and takes them away again, on one day too', async () => {
  const model = new StaffModel(store, secretary, 'orgUnit:area-1');
  expect([model.isTop, model.mayWrite]).toEqual([false, true]);
  expect(await model.send()).toBe(false);
  const [free] = model.others;
  expect(model.isFree(free!)).toBe(true);
  for (const there of [true, false, true]) {
    model.staffId = free!.staffId;
    expect(await (there ? model.send() : model.end(free!.staffId))).toBe(true);
    const [part] = await newestParts(store);
    expect(part).toMatchObject({
      db: 'ref-c1',
      doc: { staffId: free!.staffId, unitId: 'orgUnit:area-1', from: today },
    });
    expect(fits('gridAssignment', part?.doc)).toBe(true);
    expect(model.here.some(({ staffId }) => staffId === free!.staffId)).toBe(there);
    expect(model.report.assigned).toBe(there ? 41 : 40);
  }
});

it('E1: somebody new on the staff lowers the share until they have a grid', async () => {
  const model = new StaffModel(store, secretary, 'orgUnit:community-1');
  expect(await model.add()).toBe(false);
  model.name = ' 秦岚 ';
  expect(await model.add()).toBe(true);
  const [part] = await newestParts(store);
  expect(fits('staffMember', part?.doc)).toBe(true);
  expect(model.report).toMatchObject({ staff: 61, assigned: 40 });
  expect(model.percent).toBe(65.6);
  expect(model.report.without.map(({ name }) => name)).toContain('秦岚');
});
