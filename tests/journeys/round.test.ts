import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { chooseFlat, flats, goTo, openBuilding } from './setup/buildings.ts';
import { openHouse } from './setup/house.ts';
import { remembered } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';
import { doorsOfToday, savedLine } from './setup/today.ts';

const building = '12栋';
const title = '电梯改造入户';

interface Place {
  readonly dwellingId?: string;
}

/** A flat of the open building of which nobody has said anything: one tap is enough there. */
async function plainFlat(page: Page, user: string): Promise<string> {
  const about = await Promise.all(
    ['proposal', 'refusal'].map((type) => remembered(page, user, type) as Promise<readonly Place[]>),
  );
  const told = new Set(about.flat().map(({ dwellingId }) => dwellingId));
  const ids = await flats(page).evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-dwelling') ?? ''));
  const [flat] = ids.filter((id) => !told.has(id));
  if (flat === undefined) throw new Error('something is known of every flat');
  return flat;
}

test('a round: the secretary starts it, the tablet gets its doors, a knock is on the matrix and at the desk, until it is closed', async () => {
  const house = await openHouse();
  const worker = await (await house.tablet('round-worker')).open();
  await settleIn(worker.page, 'grid1');
  await goTo(worker.page, '楼栋');

  const desk = await (await house.tablet('round-desk')).open();
  await settleIn(desk.page, 'area1');
  await goTo(desk.page, '楼栋');
  await desk.page.getByRole('link', { name: '集中走访' }).click();
  await desk.page.getByRole('textbox', { name: '叫什么' }).fill(title);
  // every building is chosen at first
  for (const box of await desk.page.getByRole('group', { name: '走哪几栋' }).getByRole('checkbox').all())
    if (!(await box.innerText()).startsWith(building)) await box.click();
  await desk.page.getByRole('button', { name: /^发起，共 \d+ 户/ }).click();
  await savedLine(desk.page).filter({ hasText: title }).waitFor();

  // it comes by itself, and is there without a signal
  const { page, offline } = worker;
  await page.getByRole('link', { name: '集中走访' }).waitFor();
  await offline(true);
  await goTo(page, '今天');
  const walked = page.locator('section.stairs').filter({ hasText: building });
  await expect.poll(() => walked.locator('[data-door]').count()).toBeGreaterThan(20);
  expect(await doorsOfToday(page).filter({ hasText: title }).count()).toBeGreaterThan(0);

  await openBuilding(page, building);
  // the matrix is that of the round, all of it in sight
  await expect.poll(() => page.getByRole('combobox', { name: '集中走访' }).inputValue()).toMatch(/^visitRound:/);
  const board = page.getByRole('group', { name: '楼栋图，可滚动' });
  expect(await board.evaluate((at) => at.scrollHeight <= at.clientHeight)).toBe(true);
  const flat = await plainFlat(page, 'grid1');
  await chooseFlat(page, flat);
  const cell = page.locator(`[data-dwelling="${flat}"]`);
  expect(await cell.innerText()).toContain('未走');
  await page.getByRole('complementary').getByRole('button', { name: '没人' }).first().click();
  await savedLine(page).waitFor();
  await expect.poll(() => cell.innerText()).toContain('没人');
  await offline(false);

  await desk.page.getByRole('link', { name: title }).click();
  await desk.page.getByRole('radio', { name: '没人 1' }).click();
  await expect.poll(() => desk.page.locator('[data-state="notHome"]').count()).toBe(1);
  await desk.page.getByRole('button', { name: '结束这次走访' }).click();
  await desk.page.getByRole('dialog').getByRole('button', { name: '结束这次走访' }).click();
  await savedLine(desk.page).filter({ hasText: '已结束' }).waitFor();

  await goTo(page, '楼栋');
  await page.getByRole('link', { name: '集中走访' }).click();
  await page.getByRole('link', { name: title }).getByText('已结束').waitFor();
});

test('E2: a reason renamed at the centre is renamed on the tablet, and begins a visit with its checklist', async () => {
  const house = await openHouse();
  const centre = await (await house.tablet('reason-centre')).open();
  await settleIn(centre.page, 'secretary');
  await goTo(centre.page, '楼栋');
  await centre.page.getByRole('link', { name: '敲门缘由' }).click();
  const third = centre.page.getByRole('listitem').filter({ hasText: '困难必敲' });
  await third.getByRole('button', { name: /改名/ }).click();
  const sheet = centre.page.getByRole('dialog');
  await sheet.getByRole('textbox', { name: '名字', exact: true }).fill('退役必敲');
  await sheet.getByRole('textbox', { name: '英文名字' }).fill('Veterans');
  await sheet.getByRole('button', { name: '改名' }).click();
  await savedLine(centre.page).filter({ hasText: '退役必敲' }).waitFor();
  await centre.page.getByRole('listitem').filter({ hasText: '退役必敲' }).waitFor();

  const { page } = await (await house.tablet('reason-worker')).open();
  await settleIn(page, 'grid1');
  await openBuilding(page, building);
  await chooseFlat(page, await plainFlat(page, 'grid1'));
  await page.getByRole('complementary').getByRole('link', { name: '一户一档' }).first().click();
  const reasons = page.getByRole('region', { name: '为什么敲门' });
  await reasons.getByRole('button', { name: '老人必敲' }).waitFor();
  // the name comes with a later fetch when the tablet was quicker than the centre
  await reasons.getByRole('button', { name: '退役必敲' }).click();
  await page.locator('[data-question]').first().waitFor();
  // the form's own title tells no trouble; its questions are those of the hardship list
  await page.locator('[data-question^="hd_"]').first().waitFor();
});
