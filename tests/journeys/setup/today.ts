import type { Locator, Page } from 'playwright-core';

/** The rows of 今天 in walking order. */
export const doorsOfToday = (page: Page): Locator => page.locator('[data-door]');

/** Key of the first door of the day. */
export async function firstDoor(page: Page): Promise<string | null> {
  return doorsOfToday(page).first().getAttribute('data-door');
}

/** What the live region says after something was saved. */
export const savedLine = (page: Page): Locator => page.getByRole('status').filter({ hasText: '已存在本机' });

/**
 * 没人 at the first door by one tap. Elders alone ask one more question after it; such a door is passed over.
 * @returns key of the door
 */
export async function tapNobodyHome(page: Page): Promise<string | null> {
  const key = await firstDoor(page);
  await doorsOfToday(page).first().click();
  await page.getByRole('button', { name: '没人' }).last().click();
  await savedLine(page).waitFor();
  return key;
}
