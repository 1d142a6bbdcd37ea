import type { Page } from 'playwright-core';
import { withBenchPage } from './bench-page.ts';
import { receiver, sender } from './field-workers.ts';
import { median, spread, type Figure } from './figure.ts';
import { withFront } from './front.ts';
import type {} from './page/bench-page.ts';
import { password } from './seed.ts';

/** What one tablet saves and another sees, both online, by the app's engine and by stock live replication, in turns. */
export async function tabletToTablet(relayPort: number, changes: number): Promise<Figure> {
  const told = await withFront(relayPort, (port) =>
    withBenchPage(port, (one) => withBenchPage(port, (other) => measure(one, other, changes))),
  );
  return {
    name: 'tablet-to-tablet',
    value: median(told.app),
    unit: 'ms',
    ratio: median(told.stock) / median(told.app),
    target: { most: 300 },
    details: [
      `app, ms: ${spread(told.app)}; from the last button of a visit until it is on the other tablet's shelf`,
      `stock live replication of as many documents through a bare CouchDB, idb to idb, ms: ${spread(told.stock)}`,
      'two browsers on one machine, one relay; ratio = stock / app',
    ],
  };
}

async function measure(one: Page, other: Page, changes: number): Promise<{ app: number[]; stock: number[] }> {
  await one.evaluate((who) => window.bench.live.appOnline(who), { user: sender.user, password });
  await other.evaluate((who) => window.bench.live.appOnline(who), { user: receiver.user, password });
  for (const page of [one, other]) await page.evaluate(() => window.bench.live.stockOnline());
  const [app, stock]: [number[], number[]] = [[], []];
  for (let change = -2; change < changes; change += 1) {
    const mine = await one.evaluate(() => window.bench.live.appSave());
    const appMs = (await other.evaluate((id) => window.bench.live.appSaw(id), mine.id)) - mine.at;
    const theirs = await one.evaluate(() => window.bench.live.stockSave());
    const stockMs = (await other.evaluate((id) => window.bench.live.stockSaw(id), theirs.id)) - theirs.at;
    // the first two warm both up
    if (change < 0) continue;
    app.push(appMs);
    stock.push(stockMs);
  }
  for (const page of [one, other]) {
    await page.evaluate(() => window.bench.live.stockOffline());
    await page.evaluate(() => window.bench.live.appOffline());
  }
  return { app, stock };
}
