import type { Locator, Page } from 'playwright-core';
import { goTo } from './buildings.ts';
import { savedLine } from './today.ts';

/** The line of one visit in the desk's list, by the visit's id. */
export const lineOf = (page: Page, visitId: string): Locator => page.locator(`[data-visit="${visitId}"]`);

/** The desk, with the lines of one building or room only. */
export async function atDesk(page: Page, place: string): Promise<void> {
  await goTo(page, '审核');
  await page.getByRole('searchbox', { name: '楼栋、房号、经手人' }).fill(place);
}

async function open(page: Page, visitId: string): Promise<void> {
  await lineOf(page, visitId).click();
  await page.waitForURL(`**/review/${visitId.slice('visit:'.length)}`);
}

export async function accept(page: Page, visitId: string): Promise<void> {
  await open(page, visitId);
  await page.getByRole('button', { name: /^接受/ }).click();
  await lineOf(page, visitId).waitFor({ state: 'detached' });
}

export async function sendBack(page: Page, visitId: string, reason: string): Promise<void> {
  await open(page, visitId);
  await page.getByRole('button', { name: /^退回/ }).click();
  const sheet = page.getByRole('dialog', { name: '退回给经手人' });
  await sheet.getByRole('textbox').fill(reason);
  await sheet.getByRole('button', { name: '退回，看下一条' }).click();
  await savedLine(page).filter({ hasText: '已退回' }).waitFor();
}
