import { generate } from 'lean-qr';
import { toSvgPath } from 'lean-qr/extras/svg';
import { expect, test } from 'vitest';
import { goTo, openBuilding } from './setup/buildings.ts';
import { openHouse } from './setup/house.ts';
import { remembered } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';

const building = 'yunxi-yx03-b4';

test('A3: without a signal one sees who answers for a building, and prints its card on one sheet of A5', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('card');
  const { page, offline } = await tablet.open();
  await settleIn(page, 'grid1');
  await offline(true);
  await openBuilding(page, '12栋');
  await page.getByRole('link', { name: '谁负责' }).click();
  await page.getByRole('heading', { level: 2, name: '岗位' }).waitFor();
  await page.getByText('何桂兰').first().waitFor();
  await page.getByRole('link', { name: '联系卡' }).click();
  const card = page.getByRole('article');
  await card.waitFor();
  expect(await card.getByRole('listitem').count()).toBe(6);
  const said = await card.innerText();
  const residents = (await remembered(page, 'grid1', 'resident')) as unknown as {
    fields: { name: { v: string }; phone?: { v: { number: string } } };
  }[];
  expect(residents.length).toBeGreaterThan(1000);
  // a name of two signs may be anybody's: telephones tell
  for (const { fields } of residents) if (fields.phone) expect(said).not.toContain(fields.phone.v.number);
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type \/Page\b/g)).toHaveLength(1);
  // 148 × 210 mm in points, as Chromium rounds them
  expect(paper).toMatch(/\/MediaBox \[0 0 4(19|20)[.\d]* 59[45]/);

  const behind = `${tablet.wire.origin}/card/${building}`;
  expect(await card.locator('svg.qr path').getAttribute('d')).toBe(toSvgPath(generate(behind)));
  await offline(false);
  const answer = await fetch(behind);
  const text = await answer.text();
  expect(answer.status).toBe(200);
  expect(text).toContain('12栋');
  const holders = (await remembered(page, 'grid1', 'post')) as unknown as { holderName?: string; unitId: string }[];
  for (const { holderName, unitId } of holders)
    if (holderName !== undefined && unitId.endsWith(building)) expect(text).not.toContain(holderName);
});

test('A6: the desk is told of blank spots by the relay, and counts its own area without a signal', async () => {
  const house = await openHouse();
  const { page, offline } = await (await house.tablet('blank')).open();
  await settleIn(page, 'area1');
  await goTo(page, '楼栋');
  await page.getByRole('link', { name: '组织与岗位' }).click();
  const report = page.getByRole('region', { name: '空白点' });
  await report.getByText(/户里有 \d+ 户缺负责人/).waitFor();
  await expect.poll(() => report.getByText('没有信号，只算了这台平板上的片区。').count()).toBe(0);
  const told = await report.getByText(/户里有 \d+ 户缺负责人/).innerText();
  await offline(true);
  await goTo(page, '楼栋');
  await page.getByRole('link', { name: '组织与岗位' }).click();
  await report.getByText('没有信号，只算了这台平板上的片区。').waitFor();
  expect(await report.getByText(/户里有 \d+ 户缺负责人/).innerText()).toBe(told);
  // the home itself is one tap away
  await report.getByRole('listitem').getByRole('link').first().click();
  await page.getByRole('heading', { level: 2, name: '谁负责' }).waitFor();
  await page.getByText('缺党员联系人').waitFor();
});
