import type { Page } from 'playwright-core';
import { loadedFor } from './remembered.ts';

export const demoPassword = 'baibu-demo';
/** Not a run, not a repetition: nobody's first guess. */
export const demoPin = '280519';

/** The screen that waits for six digits, and the digits, typed as on a keyboard. */
async function typePin(page: Page, title: string): Promise<void> {
  await page
    .getByRole('group', { name: title })
    .waitFor()
    .catch(async (cause: unknown) => {
      const shown = await page.locator('body').innerText({ timeout: 5_000 }).catch(String);
      const said = [...(await page.pageErrors()), ...(await page.consoleMessages()).map((line) => line.text())];
      throw new Error(`no ${title}; ${page.url()} shows: ${shown}; it said: ${said.join('\n')}`, { cause });
    });
  await page.keyboard.type(demoPin);
}

/** First sign-in on this tablet, up to the first place of whoever signs in. */
export async function signIn(page: Page, user: string): Promise<void> {
  await page.locator('#username').fill(user);
  await page.locator('#password').fill(demoPassword);
  await page.keyboard.press('Enter');
  await typePin(page, '设一个 6 位解锁码');
  await typePin(page, '再输一次');
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
}

/** First sign-in, and everything that this person may hold has arrived. */
export async function settleIn(page: Page, user: string): Promise<void> {
  await signIn(page, user);
  await loadedFor(page, user);
  // a page that was opened before the service worker was there is not under its care yet
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

export async function unlock(page: Page): Promise<void> {
  await typePin(page, '输入 6 位解锁码');
  await page.getByRole('navigation', { name: '主导航' }).waitFor();
}
