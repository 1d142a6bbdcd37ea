import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atRelay } from './setup/at-relay.ts';
import { openHouse } from './setup/house.ts';
import { writeNote } from './setup/notes.ts';
import { actionsOf, documentsIn, loadedFor, until } from './setup/remembered.ts';
import { settleIn, signIn, unlock } from './setup/sign-in.ts';

const own = 'grid1';

/** From now on the browser gives this origin so many bytes; undefined: as much as it has. */
async function give(page: Page, origin: string, quotaSize?: number): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, ...(quotaSize !== undefined && { quotaSize }) });
  // the override lasts as long as the session: it is left open
}
const hasReserve = (page: Page): Promise<boolean> =>
  page.evaluate(async () => (await (await caches.open('baibu-reserve')).match('/reserve')) !== undefined);
const used = (page: Page): Promise<number> =>
  page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);

test('a full tablet: what is being written finds its place, it is said, and one still gets in', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('full');
  const { origin } = tablet.wire;
  const first = await tablet.open();
  await settleIn(first.page, own);
  await until(() => hasReserve(first.page));
  const size = await used(first.page);
  await first.close();

  // The browser remembers for half a minute how much it gave: each quota is there before anything is opened.
  // Nothing is left: the reserve is let go for what is being written, and from then on it is said.
  const crowded = await tablet.open({ offline: true, path: null });
  await give(crowded.page, origin, size - 4_000_000);
  await crowded.page.goto('/');
  await unlock(crowded.page);
  await writeNote(crowded.page, '满了以后记下');
  expect(await hasReserve(crowded.page)).toBe(false);
  await crowded.page.reload();
  await unlock(crowded.page);
  await crowded.page.getByText('本机快存满了').first().waitFor();
  await writeNote(crowded.page, '说了以后也记下');
  await crowded.close();

  // One still gets in when there is not even that, and all of it leaves.
  const { page, offline } = await tablet.open({ offline: true, path: null });
  await give(page, origin, 1_000);
  await page.goto('/');
  await unlock(page);
  expect(await actionsOf(page, own)).toHaveLength(2);

  // What cannot be kept is said, and stands where it was typed until there is room.
  await page.getByRole('button', { name: '记一笔' }).first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('textbox').fill('一点不丢');
  await sheet.getByRole('button', { name: '保存' }).click();
  await sheet.getByText('本机快存满了').first().waitFor();
  expect(await sheet.getByRole('textbox').inputValue()).toBe('一点不丢');
  await give(page, origin);
  await until(async () => {
    if (await sheet.isVisible()) await sheet.getByRole('button', { name: '保存' }).click();
    return (await actionsOf(page, own)).length === 3;
  }, 60_000);
  await offline(false);
  await until(async () => (await actionsOf(page, own)).every(({ state }) => state === 'delivered'), 60_000);
});

test('a memory that the disk lost is noticed, fetched again, and only what was really lost is called lost', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('lost');
  const relay = await atRelay(house.relay.origin, own);
  const before = await tablet.open();
  await settleIn(before.page, own);
  await before.offline(true);
  await writeNote(before.page, '没送出就丢了');
  await before.close();

  // every file of the databases of this origin is spoilt, as by a bad block
  const folder = join(tablet.profileDir, 'Default', 'IndexedDB');
  for (const one of await readdir(folder))
    if (one.endsWith('.leveldb'))
      for (const file of await readdir(join(folder, one))) await writeFile(join(folder, one, file), 'spoilt');

  const { page } = await tablet.open();
  tablet.wire.mend();
  await page.getByText('浏览器清掉了本机数据').waitFor();
  await signIn(page, own);
  await loadedFor(page, own);
  await page.getByText(/1 条还没送出的记录没有了/).waitFor();
  const area = relay.databases.find(({ name }) => name.startsWith('area-'))?.name ?? '';
  expect(await documentsIn(page, own, area)).toHaveLength(await relay.count(area));
  await page.getByRole('button', { name: '知道了' }).click();
  await page.getByText(/没送出的记录没有了/).waitFor({ state: 'detached' });
});
