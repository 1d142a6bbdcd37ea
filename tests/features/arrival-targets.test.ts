import { afterEach, expect, it } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import type { Me } from '../../src/domain/me.ts';
import { ArrivalTargetsModel } from '../../src/features/care/arrival-targets.svelte.ts';
import { newestParts } from '../builders/a-home.ts';
import { aDwelling, aHousehold, anArrivalTarget } from '../builders/documents.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const secretary: Me = { name: '林远', holder: aHolder('communitySecretary') };
const reader: Me = { name: '何桂兰', holder: aHolder('areaSecretary') };

const stores: TestStore[] = [];
async function tabletOf(me: Me): Promise<TestStore> {
  const store = await aStore({ user: me.holder.userId });
  stores.push(store);
  await told(store, [aDwelling(), aHousehold()]);
  return store;
}
afterEach(async () => {
  for (const store of stores.splice(0)) await forget(store);
});
const clocks = (model: ArrivalTargetsModel): (string | number)[][] =>
  model.rows.map(({ reason, minutes, thenMinutes }) => [reason, minutes, thenMinutes]);

it('A7: incident 30 min, dissatisfaction 24 h and family dispute 2 h hold until somebody changes them', async () => {
  const model = new ArrivalTargetsModel(await tabletOf(reader), reader);
  expect(clocks(model)).toEqual([
    ['incident', 30, 30],
    ['dissatisfaction', 1440, 1440],
    ['familyDispute', 120, 120],
  ]);
  expect(model.mayChange).toBe(false);
});

it('A7: the community’s secretary changes a clock, and every tablet follows from its day on', async () => {
  const [desk, other] = [await tabletOf(secretary), await tabletOf(reader)];
  const model = new ArrivalTargetsModel(desk, secretary);
  expect(model.mayChange).toBe(true);
  model.begin(model.rows[0]!);
  [model.minutes, model.thenMinutes] = ['15', '45'];
  expect((await model.save())?.ok).toBe(true);
  const [part] = await newestParts(desk);
  expect(part).toMatchObject({ db: 'ref-c1', doc: { reason: 'incident', version: 1, minutes: 15, thenMinutes: 45 } });
  expect(fits('arrivalTarget', part?.doc)).toBe(true);
  await desk.shelf.catchUp();
  expect(clocks(model)[0]).toEqual(['incident', 15, 45]);

  await told(other, [part?.doc as never], 'ref-c1');
  expect(clocks(new ArrivalTargetsModel(other, reader))[0]).toEqual(['incident', 15, 45]);
});

it('A7: a clock for a later day is told beside the one that holds', async () => {
  const store = await tabletOf(secretary);
  await told(store, [anArrivalTarget({ version: 4, minutes: 20, from: '2026-01-01' })], 'ref-c1');
  const model = new ArrivalTargetsModel(store, secretary);
  model.begin(model.rows[0]!);
  model.minutes = '10';
  model.from = '2026-12-31';
  expect((await model.save())?.ok).toBe(true);
  await store.shelf.catchUp();
  expect(model.rows[0]).toMatchObject({ minutes: 20, version: 4, next: { minutes: 10, version: 5 } });
});

it('A7: a clock is whole minutes, and none is changed for days that were', async () => {
  const store = await tabletOf(secretary);
  const model = new ArrivalTargetsModel(store, secretary);
  const [row] = model.rows;
  for (const [given, gap] of [
    [{ minutes: '0' }, 'minutes'],
    [{ minutes: '一小时' }, 'minutes'],
    [{ thenMinutes: '' }, 'thenMinutes'],
    [{ from: '2020-01-01' }, 'from'],
  ] as const) {
    model.begin(row!);
    Object.assign(model, given);
    expect(await model.save()).toBe(undefined);
    expect(model.gap).toBe(gap);
  }
  expect(store.shelf.all('arrivalTarget')).toEqual([]);
});
