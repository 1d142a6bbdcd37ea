import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openHouse } from './setup/house.ts';
import { remembered } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { doorsOfToday, savedLine } from './setup/today.ts';

const own = 'grid1';

/** What has the focus, as it is read aloud, more or less. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement } = document;
    return (activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? '').trim();
  });
const focusedDoor = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['door']);
/** The question at one of whose answers the focus is. */
const focusedQuestion = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const answer = document.activeElement?.closest('[role=radio], [role=checkbox]');
    return answer?.closest<HTMLElement>('[data-question]')?.dataset['question'];
  });

/** Tab until it is reached, at most as often as a screen has stops. */
async function tabTo(page: Page, reached: () => Promise<boolean>): Promise<void> {
  for (let stops = 0; stops < 60; stops += 1) {
    if (await reached()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`not reached by Tab; the focus is on “${await focused(page)}”`);
}
const tabToWord = (page: Page, word: RegExp): Promise<void> => tabTo(page, async () => word.test(await focused(page)));

/** Answers the question under the focus: arrows to the answer, Space picks it. */
async function pick(page: Page, question: string, answer: RegExp): Promise<void> {
  await tabTo(page, async () => (await focusedQuestion(page)) === question);
  for (let steps = 0; !answer.test(await focused(page)); steps += 1) {
    if (steps > 20) throw new Error(`no answer ${String(answer)} to ${question}`);
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Space');
}

test('the main job by keyboard alone', async () => {
  const house = await openHouse();
  const { page } = await (await house.tablet('keys')).open();
  await settleIn(page, own);
  const known = new Set((await remembered(page, own, 'visit')).map(({ _id }) => _id));
  await page.reload();
  await unlock(page);
  await doorsOfToday(page).first().waitFor();
  const doors = await doorsOfToday(page).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset['door']));

  // one tap: the row leaves, and the one below has the focus
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focusedDoor(page)).toBe(doors[1]);
  await page.keyboard.press('n');
  await savedLine(page).waitFor();
  await expect.poll(() => focusedDoor(page)).toBe(doors[2]);

  await page.keyboard.press('Enter');
  await page.locator('[data-question]').first().waitFor();
  const room = ((await page.getByRole('heading', { level: 1 }).innerText()).split(' ')[0] ?? '').trim();
  if (
    !(await page
      .getByText(/^日常入户走访/)
      .first()
      .isVisible())
  ) {
    await tabToWord(page, /^更多$/);
    await page.keyboard.press('Enter');
    await tabToWord(page, /^日常入户走访$/);
    await page.keyboard.press('Space');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await pick(page, 'rt_outcome', /^见到/);
  await pick(page, 'rt_id', /^是$/);
  await pick(page, 'rt_consent', /^同意记录/);
  await pick(page, 'rt_changed', /^都没变/);
  await pick(page, 'rt_focus', /^没有$/);
  await pick(page, 'rt_has', /^没有$/);
  await tabToWord(page, /^去小结$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: '小结' }).waitFor();
  await tabToWord(page, /^完成走访$/);
  await page.keyboard.press('Enter');
  await savedLine(page)
    .filter({ hasText: `${room} 走访` })
    .waitFor();
  // behind the lock the same keys say nothing of any door
  await page.keyboard.press('l');
  await page.getByRole('group', { name: '输入 6 位解锁码' }).waitFor();
  for (const key of ['n', 'r', 'g', 'm']) await page.keyboard.press(key);
  await unlock(page);
  await doorsOfToday(page).first().waitFor();
  const made = (await remembered(page, own, 'visit')).filter(({ _id }) => !known.has(_id));
  expect(made.map((one) => one['outcome']).sort()).toEqual(['met', 'not_home']);
});
