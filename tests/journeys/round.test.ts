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
  await page.getByRole('radio', { name: title }).waitFor();
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
