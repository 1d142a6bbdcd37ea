import type { Locator, Page } from 'playwright-core';

const place = (page: Page, name: string): Locator =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name });

export async function goTo(page: Page, name: '今天' | '楼栋' | '本子' | '我的' | '审核'): Promise<void> {
  await place(page, name).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

/** A building's matrix, from anywhere with the places in sight. */
export async function openBuilding(page: Page, building: string): Promise<void> {
  await goTo(page, '楼栋');
  await page.getByRole('link', { name: new RegExp(`^${building}`) }).click();
  await page.getByRole('heading', { level: 1, name: building }).waitFor();
}

/** Cells of a matrix: one for each flat. */
export const flats = (page: Page): Locator => page.locator('[data-dwelling]');

/** Where the card of the chosen door says how to begin; a draft of another door is offered elsewhere. */
const begin = (page: Page): Locator =>
  page
    .getByRole('complementary')
    .getByRole('link', { name: /开始走访|接着写|有急事才上门/ })
    .first();

/** Chooses a flat in the matrix; its card then offers what can be done. */
export async function chooseFlat(page: Page, dwellingId: string): Promise<void> {
  await page.locator(`[data-dwelling="${dwellingId}"]`).click();
  await begin(page).waitFor();
}

/** Starts or goes on with the visit at the chosen door. */
export async function startVisit(page: Page): Promise<void> {
  await begin(page).click();
  await page.locator('[data-question]').first().waitFor();
}
