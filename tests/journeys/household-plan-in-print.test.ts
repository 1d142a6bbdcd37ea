import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { goTo } from './setup/buildings.ts';
import { openHouse } from './setup/house.ts';
import { asPrinted, printed } from './setup/printed.ts';
import { remembered } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';
import { savedLine } from './setup/today.ts';

interface Measure {
  readonly fields: Readonly<Record<'householdId' | 'measure' | 'programme', { readonly v: string }>>;
}

const measuresOf = async (page: Page): Promise<Measure[]> =>
  (await remembered(page, 'grid1', 'planMeasure')) as unknown as Measure[];

test('household plan in print: every programme on one sheet of A4, written without a signal', async () => {
  const house = await openHouse();
  const { page, offline } = await (await house.tablet('plan')).open();
  await settleIn(page, 'grid1');
  await offline(true);
  await goTo(page, '楼栋');
  await page.getByRole('link', { name: '一户一策' }).click();
  await page.getByRole('heading', { level: 1, name: '一户一策' }).waitFor();
  // the household with a measure of every programme
  const perHome = new Map<string, Measure[]>();
  for (const one of await measuresOf(page)) {
    const home = one.fields.householdId.v;
    perHome.set(home, [...(perHome.get(home) ?? []), one]);
  }
  const [home = '', measures = []] = [...perHome].find(([, all]) => all.length === 4) ?? [];
  const path = `h-${home.slice('household:'.length)}`;
  const overdue = await page.locator('[data-plan]').count();
  expect(overdue).toBeGreaterThan(0);
  await page.getByRole('radio', { name: '全部' }).click();
  await expect.poll(() => page.locator('[data-plan]').count()).toBe(perHome.size);
  // the list names places and days, never what is done
  const list = await page.locator('main').innerText();
  for (const { fields } of measures) expect(list).not.toContain(fields.measure.v);
  await page.locator(`[data-plan="${path}"]`).click();
  await page.getByRole('button', { name: '走访前准备' }).click();
  await page
    .getByText(measures[0]?.fields.measure.v ?? '')
    .first()
    .waitFor();

  await page.getByRole('button', { name: '加一条措施' }).click();
  await page.getByRole('textbox', { name: '措施' }).fill('联系老年食堂，每天中午送一餐到门口');
  await page.getByRole('textbox', { name: '别的项目' }).fill('幸福食堂');
  await page.getByLabel('期限').fill('2030-01-31');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await savedLine(page).first().waitFor();
  await page.getByRole('button', { name: '这户同意了' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '签字' }).click();
  await page.getByText('签字同意第 2 版').first().waitFor();

  const plan = await printed(page, 'household-plan');
  expect(plan.sizes).toEqual([[210, 297]]);
  const [sheet = ''] = plan.pages;
  // paper shows the paper, nothing of the app around it
  expect(sheet).not.toContain('已存在本机');
  for (const { fields } of measures) expect(sheet).toContain(asPrinted(fields.measure.v));
  for (const words of [
    '云溪社区',
    '一户一策',
    '幸福食堂',
    '每天中午送一餐',
    '2030年1月31日',
    '第2版',
    '户主签字',
    '1/1',
  ])
    expect(sheet).toContain(asPrinted(words));
  for (const programme of ['困难帮扶', '违建整治', '独居老人', '改造与加装电梯'])
    expect(sheet).toContain(asPrinted(programme));

  // the household's file: covered and closed until a purpose is chosen
  const resident = (await remembered(page, 'grid1', 'resident')).find(
    (one) => (one['fields'] as Measure['fields']).householdId.v === home,
  );
  const { name, phone } = resident?.['fields'] as { name: { v: string }; phone?: { v: { number: string } } };
  await page.getByRole('button', { name: '回到住户' }).click();
  await page.locator(`[data-plan="${path}"]`).waitFor();
  await page.evaluate((to) => {
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, `/households/${path}`);
  await page.getByRole('link', { name: '一户一档' }).click();
  await page.getByRole('article').waitFor();
  const covered = (await printed(page, 'household-file-covered')).pages.join('');
  for (const column of ['户主', '家庭成员', '房屋', '关爱类别与等级', '走访记录', '诉求及办结', '一户一策', '同意情况'])
    expect(covered).toContain(asPrinted(column));
  expect(covered).toContain('未打开');
  expect(covered).not.toContain(asPrinted(name.v));
  if (phone) expect(covered).not.toContain(phone.v.number);
  for (const { fields } of measures) expect(covered).not.toContain(asPrinted(fields.measure.v));

  await page.getByRole('button', { name: '核对更正' }).click();
  await page
    .getByRole('article')
    .getByText(measures[0]?.fields.measure.v ?? '')
    .waitFor();
  const file = await printed(page, 'household-file');
  expect(file.sizes.every(([width, height]) => width === 210 && height === 297)).toBe(true);
  const whole = file.pages.join('');
  expect(whole).toContain(asPrinted(name.v));
  for (const { fields } of measures) expect(whole).toContain(asPrinted(fields.measure.v));
  for (const words of ['云溪社区', '姓名', '关系', '出生年', '电话', '登记人'])
    expect(whole).toContain(asPrinted(words));
});
