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
