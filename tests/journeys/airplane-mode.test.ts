import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { startVisit } from './setup/buildings.ts';
import { openFront } from './setup/front.ts';
import { openHouse } from './setup/house.ts';
import { draftsOf } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { openTablet } from './setup/tablet.ts';
import { tempDir } from './setup/temp-dir.ts';
import { doorsOfToday } from './setup/today.ts';
import { askRoutine, choose } from './setup/visit-form.ts';
import { openWire } from './setup/wire.ts';

const own = 'grid1';

interface Manifest {
  readonly start_url: string;
  readonly display: string;
  readonly icons: readonly { readonly src: string; readonly sizes: string; readonly purpose?: string }[];
  readonly screenshots: readonly { readonly src: string; readonly sizes: string; readonly form_factor: string }[];
}

test('after one visit with a signal the installed app starts cold without one, from its start address and after a reload', async () => {
  const house = await openHouse();
  const manifest = (await (await fetch(`${house.relay.origin}/manifest.webmanifest`)).json()) as Manifest;
  const tablet = await house.tablet('installed');
  const first = await tablet.open();
  await settleIn(first.page, own);
  await first.close();
  await house.relay.stop();

  const { page } = await tablet.open({ offline: true, path: manifest.start_url });
  await unlock(page);
  await doorsOfToday(page).first().waitFor();
  await page.reload();
  await unlock(page);
  await doorsOfToday(page).first().waitFor();
  await page.goto('/buildings');
  await unlock(page);
  await page.locator('a[href^="/buildings/"]').first().waitFor();
});

test('can be put on the home screen: icons that may be masked, and pictures for both orientations', async () => {
  const { relay } = await openHouse();
  const manifest = (await (await fetch(`${relay.origin}/manifest.webmanifest`)).json()) as Manifest;
  expect(manifest.display).toBe('standalone');
  const maskable = manifest.icons.filter(({ purpose }) => purpose?.includes('maskable'));
  expect(maskable.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  expect(new Set(manifest.screenshots.map((one) => one.form_factor))).toEqual(new Set(['wide', 'narrow']));
  for (const { src, sizes } of [...maskable, ...manifest.screenshots]) {
    const picture = Buffer.from(await (await fetch(new URL(src, relay.origin))).arrayBuffer());
    // a PNG names its own size in the first bytes
    expect(`${String(picture.readUInt32BE(16))}x${String(picture.readUInt32BE(20))}`, src).toBe(sizes);
  }
});

/** How often this page began anew since it was asked first. */
function countLoads(page: Page): () => number {
  let loads = 0;
  page.on('domcontentloaded', () => (loads += 1));
  return () => loads;
}

const lookForNews = (page: Page): Promise<unknown> =>
  page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update().then(() => undefined));

test('a new version comes by itself before the first touch, and asks after it', async () => {
  const house = await openHouse();
  const front = await openFront(house.relay.port);
  const wire = await openWire(front.port);
  const profileDir = await tempDir('updated');
  onTestFinished(() => wire.close());
  const first = await openTablet({ profileDir, wire });
  await settleIn(first.page, own);
  await first.close();

  front.bringNewVersion();
  const { page, close } = await openTablet({ profileDir, wire, path: null });
  onTestFinished(close);
  const loads = countLoads(page);
  await page.goto('/');
  await expect.poll(loads, { timeout: 30_000 }).toBe(2);

  await unlock(page);
  await doorsOfToday(page).first().click();
  await startVisit(page);
  await askRoutine(page);
  await choose(page, '见面情况', '见到本人或家属');
  await expect.poll(() => draftsOf(page, own)).toHaveLength(1);
  front.bringNewVersion();
  await lookForNews(page);
  await page.getByText('有新版本').waitFor();
  expect(loads()).toBe(2);
  await page.getByRole('button', { name: '今天不换' }).click();
  await page.getByText('有新版本').waitFor({ state: 'detached' });
  expect(loads()).toBe(2);

  // the draft is there: not even a cold start changes the version without a word
  await page.reload();
  await unlock(page);
  await page.getByRole('button', { name: '现在换' }).click();
  await unlock(page);
  expect(loads()).toBe(4);
  expect(await draftsOf(page, own)).toHaveLength(1);
});

test('says in one line when the address is not secure', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('insecure');
  const args = ['--host-resolver-rules=MAP baibu.example 127.0.0.1'];
  const { page } = await tablet.open({ args, path: null });
  await page.goto(tablet.wire.origin.replace('127.0.0.1', 'baibu.example'));
  await page.getByText('这个地址不是安全连接').waitFor();
  expect(await page.locator('main').innerText()).toContain('https');
  await page.locator('#username').waitFor({ state: 'detached' });
});
