import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anXlsForm, liftForm } from '../builders/xlsform.ts';
import { openHouse } from './setup/house.ts';
import { remembered, until } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';
import { tempDir } from './setup/temp-dir.ts';

const pictures = process.env['CHECKLIST_PICTURES'];

test('a secretary changes a list and brings a form in; the other tablet has both', { timeout: 600_000 }, async () => {
  const house = await openHouse();
  const desk = await (await house.tablet('desk')).open();
  const grid1 = await (await house.tablet('grid1')).open();
  await settleIn(grid1.page, 'grid1');
  await settleIn(desk.page, 'secretary');
  const { page } = desk;
  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    for (const [width, height] of [
      [1280, 800],
      [800, 1280],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(pictures, `${name}-${width}x${height}.png`) });
    }
    await page.setViewportSize({ width: 1280, height: 800 });
  };
  interface Known {
    readonly checklist: { readonly id: string; readonly version: number; readonly tier: string };
  }
  const knows = async (id: string, version: number): Promise<boolean> =>
    ((await remembered(grid1.page, 'grid1', 'checklist')) as unknown as Known[]).some(
      ({ checklist }) => checklist.id === id && checklist.version === version,
    );

  await page.getByRole('link', { name: '我的' }).first().click();
  await page.getByRole('link', { name: '编辑清单' }).click();
  await page.locator('[data-checklist=routine]').click();
  await page.locator('[data-question-row=rt_has]').getByRole('button').first().click();
  const editor = page.locator('[data-edit=rt_has]');
  await editor.getByLabel('中文').first().fill('今天有什么想说的');
  await picture('1-editor');

  // it is kept as a draft, and tried as workers will be asked
  await page.getByText('草稿已存').first().waitFor();
  await page.getByRole('radio', { name: '预览' }).click();
  const tablet = page.getByRole('region', { name: '日常入户走访' });
  await tablet.getByRole('radio', { name: '见到本人或家属' }).click();
  await tablet.getByRole('radio', { name: '同意记录', exact: true }).click();
  await tablet.getByText('今天有什么想说的').first().waitFor();
  await picture('2-preview');
  await page.getByRole('button', { name: '发布第 2 版' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '发布第 2 版' }).click();
  await until(() => knows('routine', 2), 60_000);
  expect(await knows('routine', 1)).toBe(true);
  await page.getByRole('radio', { name: '版本' }).click();
  await page.getByText('第 1 版').waitFor();
  await picture('3-versions');

  const path = join(await tempDir('forms'), 'lift.xlsx');
  await writeFile(path, new Uint8Array(await (await anXlsForm(liftForm)).arrayBuffer()));
  await page.getByRole('button', { name: '返回清单' }).click();
  await page.getByLabel('问卷表文件').setInputFiles(path);
  await page.getByRole('region', { name: '问卷表里没有原样带进来的' }).waitFor();
  await expect.poll(() => page.getByText('不支持这种题型，整行没有带进来：geopoint place').count()).toBe(1);
  await picture('4-form');
  await page.getByRole('button', { name: '全部看过了' }).click();
  await page.locator('[data-question-row=floor]').getByRole('button').first().click();
  await page.locator('[data-edit=floor]').getByRole('button', { name: '敏感' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '降低' }).click();
  await page.getByRole('button', { name: '发布第 1 版' }).click();
  await page.getByRole('dialog').getByText('这一版有 1 题不再算敏感').waitFor();
  await picture('5-publish');
  await page.getByRole('dialog').getByRole('button', { name: '发布第 1 版' }).click();
  await until(() => knows('lift_2026', 1), 60_000);
});
