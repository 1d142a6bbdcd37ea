import { expect, test } from 'vitest';
import { goTo, startVisit } from './setup/buildings.ts';
import { openHouse } from './setup/house.ts';
import { draftsOf } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { doorsOfToday } from './setup/today.ts';
import { askRoutine, choose, isChosen, tick } from './setup/visit-form.ts';

const own = 'grid1';
const said = '想换个大一点的垃圾桶，靠东门那个';

test('a half-written checklist survives a kill with every answer', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('draft');
  const before = await tablet.open();
  await settleIn(before.page, own);
  await before.offline(true);
  await doorsOfToday(before.page).first().click();
  await startVisit(before.page);
  await askRoutine(before.page);
  const title = await before.page.getByRole('heading', { level: 1 }).innerText();
  await choose(before.page, '见面情况', '见到本人或家属');
  await choose(before.page, '已出示工作证并说明来意', '是');
  await choose(before.page, '对方同意记录吗', '同意记录');
  await tick(before.page, '家里自己提到的困难', '有人住院');
  await tick(before.page, '家里自己提到的困难', '有人需要照护');
  await choose(before.page, '有没有要反映的事', '有');
  await choose(before.page, '事项类型', '环境卫生');
  await before.page.getByRole('textbox', { name: '说的是什么' }).fill(said);
  // the last thing typed is on the tablet: whatever was said so far is, too
  await expect.poll(async () => JSON.stringify(await draftsOf(before.page, own))).toContain(said);
  await before.kill();

  const { page } = await tablet.open({ offline: true });
  await unlock(page);
  // where one was before the kill; from there or from 今天 the draft is one tap away
  await goTo(page, '今天');
  await page
    .getByRole('link', { name: /接着写/ })
    .first()
    .click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  for (const [question, answer] of [
    ['见面情况', '见到本人或家属'],
    ['已出示工作证并说明来意', '是'],
    ['对方同意记录吗', '同意记录'],
    ['有没有要反映的事', '有'],
    ['事项类型', '环境卫生'],
  ] as const)
    await expect.poll(() => isChosen(page, question, answer), { message: question }).toBe(true);
  const troubles = page.getByRole('group', { name: '家里自己提到的困难' }).getByRole('checkbox', { checked: true });
  expect(await troubles.allInnerTexts()).toEqual(['有人住院', '有人需要照护']);
  expect(await page.getByRole('textbox', { name: '说的是什么' }).inputValue()).toBe(said);
});
