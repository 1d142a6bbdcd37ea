import { expect, test } from 'vitest';
import { goTo } from './setup/buildings.ts';
import { openHouse } from './setup/house.ts';
import { settleIn } from './setup/sign-in.ts';
import { remembered } from './setup/remembered.ts';

test('A13, C8: in airplane mode one looks up who mends things and what a senior card needs', async () => {
  const house = await openHouse();
  const { page, offline } = await (await house.tablet('look-up')).open();
  await settleIn(page, 'grid1');
  await goTo(page, '楼栋');
  await offline(true);
  await page.getByRole('link', { name: '查一查' }).click();
  await page.getByRole('searchbox', { name: '查找' }).fill('维修');
  await page.getByText('老赵家电维修').waitFor();
  expect(await page.getByRole('link', { name: '打给老赵家电维修' }).getAttribute('href')).toBe('tel:02700000031');
  await page.getByRole('searchbox', { name: '查找' }).fill('laonianzheng');
  await page.getByText('一寸照片两张').waitFor();
  expect(await page.getByText('老赵家电维修').count()).toBe(0);
});

test('B1: in airplane mode the list of those on call opens, and who they are is one tap from a call', async () => {
  const house = await openHouse();
  const { page, offline } = await (await house.tablet('on-call')).open();
  await settleIn(page, 'grid1');
  await goTo(page, '楼栋');
  await offline(true);
  await page.getByRole('link', { name: '查一查' }).click();
  const list = page.getByRole('region', { name: '24 小时可以打' });
  await list.getByText('12栋 楼栋长').waitFor();
  expect(await list.getByRole('link', { name: /^打给/ }).first().getAttribute('href')).toMatch(/^tel:/);
  await page.getByRole('searchbox', { name: '查找' }).fill('12栋');
  for (const line of await list.getByRole('listitem').allInnerTexts()) expect(line).toContain('12栋');
});

test('without a signal a door is found by pinyin, with a slip, and by its room', async () => {
  const house = await openHouse();
  const { page, offline } = await (await house.tablet('search')).open();
  await settleIn(page, 'grid1');
  await goTo(page, '楼栋');
  await offline(true);
  const [home] = (await remembered(page, 'grid1', 'dwelling')) as unknown as {
    fields: { address: { v: { building: string; entrance: string; room: string } } };
  }[];
  const { building, entrance, room } = home!.fields.address.v;
  const box = page.getByRole('searchbox', { name: '查找' });
  await box.fill(`${building}${entrance === '0' ? '' : `${entrance}单元`}${room}室`);
  await page.getByRole('main').getByRole('link', { name: room }).first().waitFor();
  await box.fill('ouyang');
  await page.getByText('欧阳').first().waitFor();
  await box.fill('ouyamg');
  await page.getByText('欧阳').first().waitFor();
});
