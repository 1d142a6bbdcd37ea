import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anXlsx, inventedNumber } from '../builders/sheets.ts';
import { openHouse } from './setup/house.ts';
import { remembered, until } from './setup/remembered.ts';
import { settleIn } from './setup/sign-in.ts';
import { tempDir } from './setup/temp-dir.ts';

const headers = ['楼栋', '单元', '房号', '姓名', '身份证号', '联系电话', '与户主关系', '政治面貌'];
const pictures = process.env['IMPORT_PICTURES'];

test('a secretary brings a list in: tried dry, mended, imported, and seen on another tablet', async () => {
  const house = await openHouse();
  const desk = await (await house.tablet('desk')).open();
  const grid1 = await (await house.tablet('grid1')).open();
  await settleIn(grid1.page, 'grid1');
  await settleIn(desk.page, 'area1');
  const { page } = desk;
  const folder = await tempDir('sheets');
  const path = join(folder, 'list.xlsx');
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

  const newcomer = '测试新居民';
  await writeFile(
    path,
    new Uint8Array(
      await anXlsx([
        headers,
        ['12栋', '1', '1701', newcomer, inventedNumber(77), '199 0000 0077', '户主', '群众'],
        ['12栋', '1', '1702', '测试坏号', 999999195001010000, '', '户主', '群众'],
        ['99栋', '1', '101', '测试无楼', '', '123', '户主', '群众'],
      ]),
    ),
  );

  await page.getByRole('link', { name: '楼栋' }).first().click();
  await page.getByRole('link', { name: '导入名册' }).click();
  await page.getByRole('heading', { name: '选择表格' }).waitFor();
  await picture('1-choose');
  await page.getByLabel('表格文件').setInputFiles(path);
  await page.getByRole('heading', { name: '对一对列' }).waitFor();
  await expect.poll(() => page.getByText('政治面貌：没有法律依据不能收集').count()).toBe(1);
  await picture('2-columns');
  await page.getByRole('button', { name: '试一遍' }).click();
  await page.getByRole('heading', { name: '试完了，还没有写入' }).waitFor();
  const faulty = page.getByRole('region', { name: '这些行要改' });
  await expect.poll(() => faulty.textContent()).toContain('“身份证号”被 Excel 改坏了');
  await expect.poll(() => faulty.textContent()).toContain('“联系电话”不像电话号码');
  await picture('3-tried');

  const mended = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载要改的行' }).click();
  await (await mended).saveAs(join(folder, 'mend.xlsx'));
  await page.getByRole('button', { name: '导入 1 行' }).click();
  await page.getByRole('heading', { name: '导入完成' }).waitFor();
  await picture('4-done');

  const isHere = async (): Promise<boolean> =>
    (await remembered(grid1.page, 'grid1', 'resident')).some(
      (one) => (one as unknown as { fields: { name?: { v: string } } }).fields.name?.v === newcomer,
    );
  await until(isHere, 30_000);

  // the same sheet again changes nothing
  await page.getByRole('button', { name: '换一张表格' }).click();
  await page.getByLabel('表格文件').setInputFiles(path);
  await page.getByRole('button', { name: '试一遍' }).click();
  await page.getByRole('heading', { name: '试完了，还没有写入' }).waitFor();
  await expect.poll(() => page.getByText('没有变化').locator('..').textContent()).toContain('1 行');

  // what came back is a sheet like any other
  await page.getByRole('button', { name: '换一张表格' }).click();
  await page.getByLabel('表格文件').setInputFiles(join(folder, 'mend.xlsx'));
  await page.getByRole('heading', { name: '对一对列' }).waitFor();
});
