import { expect, test } from 'vitest';
import { goTo } from './setup/buildings.ts';
import { openHouse } from './setup/house.ts';
import { remembered } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';

test('A5: a facility matter is closed once its three parties replied or were waived, and not before', async () => {
  const house = await openHouse();
  const worker = await (await house.tablet('three-parties')).open();
  const { page } = worker;
  await settleIn(page, 'grid1');
  await goTo(page, '楼栋');
  await page.getByRole('link', { name: '三方联动' }).click();
  await page.locator('a[href^="/matters/"]').first().click();
  await page.getByRole('heading', { level: 2, name: '发给三方' }).waitFor();
  // one committee and one company stand in the catalogue; the residents' group does not
  await page.getByLabel('居民小组的名字').fill('12栋居民小组');
  await worker.offline(true);
  await page.getByRole('button', { name: '发给三方' }).click();
  for (const [side, words] of [
    ['residentsGroup', '同意周六施工'],
    ['ownersCommittee', '维修资金可以出'],
  ] as const) {
    await page.locator(`[data-side=${side}]`).getByRole('button', { name: '记答复' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('怎么答复的').fill(words);
    await sheet.getByRole('button', { name: '记下来' }).click();
    await page.getByText(words).waitFor();
  }
  await page.getByText('不能办结：云溪物业还没有答复').waitFor();
  expect(await page.getByRole('button', { name: '办结' }).count()).toBe(0);
  const path = new URL(page.url()).pathname;
  await worker.offline(false);

  const desk = await (await house.tablet('three-parties-desk')).open();
  await settleIn(desk.page, 'area1');
  await expect
    .poll(async () => (await remembered(desk.page, 'area1', 'partyAnswer')).length, { timeout: 60_000 })
    .toBe(2);
  await goTo(desk.page, '楼栋');
  await desk.page.getByRole('link', { name: '三方联动' }).click();
  await desk.page.locator(`a[href="${path}"]`).click();
  await desk.page.getByRole('button', { name: '办结' }).click();
  await desk.page.getByText('不能办结：云溪物业还没有答复').nth(1).waitFor();
  const company = desk.page.locator('[data-side=propertyCompany]');
  await company.getByRole('button', { name: '不等答复' }).click();
  await desk.page.getByLabel('为什么不等').fill('新物业还没有进场');
  await desk.page.getByRole('button', { name: '记下来' }).click();
  await company.getByText('不等答复：新物业还没有进场').waitFor();
  await desk.page.getByRole('button', { name: '办结' }).click();
  await desk.page.getByText(/何桂兰.*办结/).waitFor();
  // the worker hears of it
  await expect.poll(async () => (await remembered(page, 'grid1', 'matterClosing')).length, { timeout: 60_000 }).toBe(1);
});
