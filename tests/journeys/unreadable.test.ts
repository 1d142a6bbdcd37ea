import { expect, test } from 'vitest';
import { openHouse } from './setup/house.ts';

test('a tablet whose memory cannot be opened says so, and how to go on', async () => {
  const house = await openHouse();
  const tablet = await (await house.tablet('unreadable')).open({ path: null });
  await tablet.context.addInitScript(() => {
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...given: Parameters<typeof open>) => {
      // as a browser says it of a damaged file
      if (sessionStorage.getItem('mended') === null) throw new DOMException('damaged', 'UnknownError');
      return open(...given);
    };
  });
  await tablet.page.goto('/');
  await tablet.page.getByText('本机数据这次没打开').waitFor();
  await tablet.page.evaluate(() => {
    sessionStorage.setItem('mended', 'yes');
  });
  await tablet.page.getByRole('button', { name: '重新打开' }).click();
  await tablet.page.locator('#username').waitFor();
  // the fault is on the console, for whoever looks there
  expect((tablet.complaints as string[]).splice(0)).toHaveLength(1);
});

test('a part of the app that does not come is asked for again, and then there is a way on', async () => {
  const house = await openHouse();
  const { page, context, complaints } = await (await house.tablet('lost-part')).open({ path: null });
  let lost = 0;
  let comes = (): boolean => lost > 2;
  await context.route('**/assets/*.js', (route) => {
    if (comes()) return route.continue();
    lost += 1;
    return route.abort();
  });
  await page.goto('/');
  // by itself, without a hand on it
  await page.locator('#username').waitFor();
  expect(lost).toBeGreaterThan(2);

  comes = () => false;
  await page.evaluate(async () => {
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  });
  await page.reload();
  const again = page.getByRole('button', { name: '再试一次' });
  await again.waitFor();
  await page.getByText('已经存下的都还在').waitFor();
  comes = () => true;
  await again.click();
  await page.locator('#username').waitFor();
  // a browser may complain of what it was made to lose, with an error that has no words
  (complaints as string[]).splice(0);
});

test('a memory that opens slowly is waited for, and not before a blank page', async () => {
  const house = await openHouse();
  const { page, context } = await (await house.tablet('slow-memory')).open({ path: null });
  await context.addInitScript(() => {
    const later = (hear: (event: Event) => void) => (event: Event) => void setTimeout(() => hear(event), 4_000);
    Object.defineProperty(IDBOpenDBRequest.prototype, 'onsuccess', {
      set(this: IDBOpenDBRequest, hear: (event: Event) => void) {
        this.addEventListener('success', later(hear));
      },
    });
  });
  await page.goto('/');
  await page.getByText('正在打开').waitFor();
  await page.locator('#username').waitFor();
  expect(await page.getByText('正在打开').count()).toBe(0);
});
