import type { Page } from 'playwright-core';
import { savedLine } from './today.ts';

/** Writes a quick note; resolves when it is said that the tablet has it. */
export async function writeNote(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: '记一笔' }).first().click();
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await savedLine(page).filter({ hasText: '记下了' }).waitFor();
}
