import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openHouse } from './setup/house.ts';
import { asPrinted, printed } from './setup/printed.ts';
import { draftsOf, remembered } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { savedLine } from './setup/today.ts';
import { answerMet, answerTheRest, askRoutine, choose } from './setup/visit-form.ts';

const own = 'grid1';
const columns = [
  ['序号', '走访时间', '走访人(同行)', '小区-栋-单元-室', '走访对象', '走访方式', '走访事由', '了解情况', '反映问题'],
  ['处理方式', '承诺回复日', '办理结果', '回访时间', '回访结果', '备注'],
].flat();
const said = '东门的垃圾桶太小，周末就满出来，气味一直飘到三楼，想换一个大的，再多收一次';

const step = (page: Page, path: string): Promise<void> =>
  page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);

/** Twelve homes where one may knock: nobody there wished to be left alone. */
async function twelveHomes(page: Page): Promise<string[]> {
  const asked = new Set((await remembered(page, own, 'refusal')).map((one) => String(one['householdId'])));
  const homes = (await remembered(page, own, 'household')).map(({ _id }) => _id).filter((id) => !asked.has(id));
  return homes.slice(0, 12).map((id) => `h-${id.slice('household:'.length)}`);
}

test('C1: twelve drafts without a signal are there after a kill, and twelve rows stand in the printed ledger', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('evening');
  const before = await tablet.open();
  await settleIn(before.page, own);
  await before.offline(true);
  const homes = await twelveHomes(before.page);
  for (const [index, path] of homes.entries()) {
    await step(before.page, `/visits/${path}`);
    await askRoutine(before.page);
    if (index < 3)
      await answerMet(before.page, { type: '环境卫生', text: `${said}（${index + 1}）`, doneNow: index > 0 });
    else await choose(before.page, '见面情况', '无人应答');
    await expect.poll(async () => (await draftsOf(before.page, own)).length).toBe(index + 1);
    if (index === 2) await expect.poll(async () => JSON.stringify(await draftsOf(before.page, own))).toContain('（3）');
  }
  await before.kill();

  const { page } = await tablet.open({ offline: true });
  await unlock(page);
  await step(page, '/ledger');
  const goOn = page.getByRole('link', { name: '接着写' });
  await goOn.nth(11).waitFor();
  expect(await goOn.count()).toBe(12);
  await page.getByLabel('晚上提醒我登记').selectOption('17:00');
  for (let left = 12; left > 0; left -= 1) {
    await goOn.first().click();
    await page.locator('[data-question]').first().waitFor();
    await answerTheRest(page);
    const unmet = page.getByRole('button', { name: '完成', exact: true });
    const met = page.getByRole('button', { name: '去小结', exact: true });
    await unmet.or(met).first().waitFor();
    if (await met.isVisible()) {
      await met.click();
      await page.getByRole('button', { name: '完成走访' }).click();
    } else await unmet.click();
    // the line of the visit before may still stand there
    await page.waitForURL(({ pathname }) => !pathname.startsWith('/visits/'));
    await savedLine(page).waitFor();
    await step(page, '/ledger');
    await page.getByRole('heading', { level: 2, name: '今晚要登记的' }).waitFor();
    await expect.poll(() => goOn.count()).toBe(left - 1);
  }
  await page.getByRole('article').locator('tbody tr').nth(11).waitFor();
  expect(await page.getByRole('article').locator('tbody tr').count()).toBe(12);

  const paper = await printed(page, 'ledger');
  expect(paper.sizes.every(([width, height]) => width === 297 && height === 210)).toBe(true);
  const whole = paper.pages.join('');
  for (const page of paper.pages) for (const column of columns) expect(page).toContain(asPrinted(column));
  for (const nth of [1, 2, 3]) expect(whole).toContain(asPrinted(`${said}（${nth}）`));
  expect(whole.match(/日常入户走访/g)?.length ?? 0).toBeGreaterThanOrEqual(3);
  expect(whole).toContain('云溪社区');
  expect(whole).toContain(`1/${paper.pages.length}`);
  expect(whole).toContain('登记人');
}, 600_000);
