import { expect, test } from 'vitest';
import { openHouse } from './setup/house.ts';
import { envelopes, remembered, until } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { firstDoor, tapNobodyHome } from './setup/today.ts';

const own = 'grid1';

test('没人 by one tap and 撤销 in time: nothing was sent, nothing stays', async () => {
  const house = await openHouse();
  const { page } = await (await house.tablet('undo')).open();
  await settleIn(page, own);
  const visits = await remembered(page, own, 'visit');
  const door = await firstDoor(page);

  await tapNobodyHome(page);
  expect(await remembered(page, own, 'visit')).toHaveLength(visits.length + 1);
  await page.getByRole('status').getByRole('button', { name: '撤销' }).click();

  await until(async () => (await remembered(page, own, 'visit')).length === visits.length);
  expect(await envelopes(page, own)).toEqual([]);
  await expect.poll(() => firstDoor(page)).toEqual(door);
  // what the relay has: the desk of this area reads the same visits as before
  const desk = await (await house.tablet('desk')).open();
  await settleIn(desk.page, 'area1');
  expect(await remembered(desk.page, 'area1', 'visit')).toHaveLength(visits.length);
});

test('a kill while 撤销 is still offered keeps the visit, and it is delivered afterwards', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('killed');
  const before = await tablet.open();
  await settleIn(before.page, own);
  const known = new Set((await remembered(before.page, own, 'visit')).map((visit) => visit._id));
  await tapNobodyHome(before.page);
  const held = await envelopes(before.page, own);
  await before.kill();
  expect(held.map((row) => row.state)).toEqual(['waiting']);

  const { page } = await tablet.open();
  await unlock(page);
  const kept = (await remembered(page, own, 'visit')).filter((visit) => !known.has(visit._id));
  expect(kept).toMatchObject([{ outcome: 'not_home' }]);
  await until(async () => (await envelopes(page, own)).every((row) => row.state === 'delivered'), 20_000);
  const desk = await (await house.tablet('desk')).open();
  await settleIn(desk.page, 'area1');
  expect((await remembered(desk.page, 'area1', 'visit')).map((visit) => visit._id)).toContain(kept[0]?._id);
});
