import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { flats, goTo, openBuilding, startVisit } from './buildings.ts';
import { startRelay } from './relay.ts';
import { settleIn, unlock } from './sign-in.ts';
import { openTablet, sizes } from './tablet.ts';
import { doorsOfToday } from './today.ts';
import { answerTheRest, askRoutine, choose, tick } from './visit-form.ts';
import { openWire } from './wire.ts';

/**
 * Takes the pictures of the manifest and of the README from the built app with the demo community, and, when a folder is
 * named, every screen at every size into it. Run by hand: `node .config/pictures.mjs [folder]`.
 */
const [everything] = process.argv.slice(2);
const work = await mkdtemp(join(tmpdir(), 'baibu-pictures-'));
const relay = await startRelay({ dataDir: join(work, 'data') });
const ends: (() => Promise<void>)[] = [() => rm(work, { recursive: true, force: true }), () => relay.stop()];

async function pageOf(user: string): Promise<Page> {
  const wire = await openWire(relay.port);
  ends.push(() => wire.close());
  const tablet = await openTablet({ profileDir: join(work, user), wire });
  ends.push(() => tablet.close());
  await tablet.page.emulateMedia({ reducedMotion: 'reduce' });
  await settleIn(tablet.page, user);
  return tablet.page;
}

async function shoot(page: Page, name: string, kept: Partial<Record<keyof typeof sizes, string>> = {}): Promise<void> {
  for (const size of ['portrait', 'phone', 'landscape'] as const) {
    await page.setViewportSize(sizes[size]);
    // two frames: what measures itself has settled
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { width, height } = sizes[size];
    const { [size]: path } = kept;
    if (path !== undefined) await page.screenshot({ path });
    if (everything !== undefined)
      await page.screenshot({ path: join(everything, `${name}-${String(width)}x${String(height)}.png`) });
  }
}

try {
  for (const folder of ['public/screenshots', 'docs/guide', everything])
    if (folder !== undefined) await mkdir(folder, { recursive: true });
  const page = await pageOf('grid1');
  await doorsOfToday(page).first().waitFor();
  await shoot(page, 'today', {
    landscape: 'public/screenshots/today-wide.png',
    portrait: 'public/screenshots/today-narrow.png',
  });
  await page.screenshot({ path: 'docs/guide/today.png' });
  await goTo(page, '楼栋');
  await shoot(page, 'buildings');
  await openBuilding(page, '5栋');
  await flats(page).filter({ hasText: '未走' }).first().click();
  await shoot(page, 'matrix', { landscape: 'docs/guide/matrix.png' });
  await page.getByRole('link', { name: '看一户一档' }).or(page.locator('a[href^="/households/"]')).first().click();
  await page.getByText('来往记录').first().waitFor();
  await shoot(page, 'household');
  await goTo(page, '今天');
  await doorsOfToday(page).nth(1).click();
  await startVisit(page);
  await askRoutine(page);
  await choose(page, '见面情况', '见到本人或家属');
  await choose(page, '已出示工作证并说明来意', '是');
  await choose(page, '对方同意记录吗', '同意记录');
  await choose(page, '和上次相比', '都没变');
  await page.locator('[data-question]').first().scrollIntoViewIfNeeded();
  await page.locator('.page.scroll').evaluate((scroll) => {
    scroll.scrollTop = 0;
  });
  await shoot(page, 'visit', { landscape: 'docs/guide/visit.png' });
  await tick(page, '家里自己提到的困难', '没有');
  await choose(page, '有没有要反映的事', '有');
  await choose(page, '事项类型', '公共设施维修');
  await page.getByRole('textbox', { name: '说的是什么' }).fill('7 楼楼道灯不亮，晚上接孩子回来摸黑');
  await choose(page, '能否当场解决', '带回办理');
  await page.getByRole('group', { name: '答应几号前回复' }).getByRole('button', { name: /^明天/ }).click();
  await answerTheRest(page);
  await page.getByRole('button', { name: '去小结', exact: true }).click();
  await page.getByRole('textbox', { name: '看到' }).fill('七楼到八楼的灯都不亮，声控开关没有反应。');
  await page.getByRole('textbox', { name: '想到' }).fill('同一条线路，八楼也会一样，一起报。');
  await shoot(page, 'summary');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: '完成走访' }).click();
  await page.getByRole('button', { name: /^同步状态/ }).click();
  await page.getByRole('dialog').waitFor();
  await shoot(page, 'sync');
  await page.keyboard.press('Escape');
  await goTo(page, '本子');
  await shoot(page, 'notebook');
  await goTo(page, '我的');
  await shoot(page, 'me');
  await page.getByRole('button', { name: '锁屏' }).first().click();
  await page.getByRole('group', { name: '输入 6 位解锁码' }).waitFor();
  await page.keyboard.type('28');
  await shoot(page, 'unlock');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await unlock(page);

  const desk = await pageOf('area1');
  await desk.locator('[data-visit]').nth(3).click();
  await shoot(desk, 'review');
  const neighbour = await pageOf('building1');
  await shoot(neighbour, 'neighbour');
} finally {
  for (const end of ends.reverse()) await end();
}
