import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openHouse } from './setup/house.ts';
import { remembered } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';
import { doorsOfToday, savedLine } from './setup/today.ts';

/** Counts what a finger, a mouse or a key presses from now on; letters into a text are no taps. */
async function countTaps(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const counted = window as unknown as { taps: number };
    counted.taps = 0;
    addEventListener('click', ({ isTrusted }) => (counted.taps += Number(isTrusted)), { capture: true });
  });
  return () => page.evaluate(() => (window as unknown as { taps: number }).taps);
}

test('D10: without a signal a note is saved from the home screen with two taps and its text', async () => {
  const house = await openHouse();
  const { page, offline } = await (await house.tablet('notebook')).open();
  await settleIn(page, 'grid1');
  await doorsOfToday(page).first().waitFor();
  await offline(true);
  const taps = await countTaps(page);
  await page.getByRole('button', { name: '记一笔' }).first().click();
  const text = page.getByRole('dialog').getByRole('textbox');
  await expect.poll(() => text.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.type('三楼的灯又坏了');
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await savedLine(page).filter({ hasText: '记下了' }).waitFor();
  expect(await taps()).toBe(2);
  const notes = (await remembered(page, 'grid1', 'note')) as unknown as { readonly text: string }[];
  expect(notes.map((note) => note.text)).toContain('三楼的灯又坏了');
});
