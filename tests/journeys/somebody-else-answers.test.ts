import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atRelay } from './setup/at-relay.ts';
import { openHouse } from './setup/house.ts';
import { documentsIn, envelopes, until } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { savedLine } from './setup/today.ts';
import { openTroubledLine, portal } from './setup/troubled.ts';

const own = 'grid1';

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: '记一笔' }).first().click();
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
  await savedLine(page).filter({ hasText: '记下了' }).waitFor();
}

const allDelivered = async (page: Page): Promise<boolean> =>
  (await envelopes(page, own)).every(({ state }) => state === 'delivered');
/** A person asks for a try; whatever wait there was is over. */
const tryNow = (page: Page): Promise<unknown> => page.evaluate(() => globalThis.dispatchEvent(new Event('online')));

test('a portal page, then 413, 429, 503 and 401 in the middle: nothing is wiped, it is named, and all of it arrives once', async () => {
  const house = await openHouse();
  const line = await openTroubledLine(house.relay.port);
  const tablet = await house.tablet('troubled');
  tablet.wire.leadTo(line.port);
  const relay = await atRelay(house.relay.origin, own);
  const area = relay.databases.find(({ name }) => name.startsWith('area-'))?.name ?? '';
  const { page } = await tablet.open();
  await settleIn(page, own);
  const held = (await documentsIn(page, own, area)).length;

  line.cause(portal);
  await write(page, '门户网络里记下');
  await until(async () => (await envelopes(page, own)).length === 1);
  await tryNow(page);
  const pill = page.getByRole('button', { name: /^同步状态/ });
  await pill.click();
  await page.getByRole('dialog').getByText('这个网络要先登录或者认证').waitFor({ timeout: 30_000 });
  await page.keyboard.press('Escape');
  expect(await envelopes(page, own)).toMatchObject([{ state: 'waiting' }]);

  // the app itself starts from what is installed, whatever the network answers
  await page.reload();
  await unlock(page);
  expect(await documentsIn(page, own, area)).toHaveLength(held + 1);
  expect(line.asked.filter((one) => one.startsWith('POST /db/drop') && !one.endsWith(' 200'))).toEqual([]);

  // two in one batch: one that is too large is halved before anybody calls a record too large
  await write(page, '还在门户网络里记下');
  const ended = '{"error":"session-ended"}';
  const drop = /^POST \/db\/drop\//;
  line.cause(
    { meets: drop, status: 413, times: 1 },
    { meets: drop, status: 429, headers: { 'content-type': 'application/json', 'retry-after': '1' }, times: 1 },
    { meets: drop, status: 503, headers: { 'content-type': 'text/html', 'retry-after': '1' }, body: 'busy', times: 1 },
    { meets: drop, status: 401, body: ended, times: 1 },
    { meets: drop, status: 401, times: 1 },
    { meets: /_changes/, status: 401, body: ended, times: 1 },
    { meets: /_changes/, status: 403, headers: { 'content-type': 'text/html' }, body: 'no', times: 1 },
  );
  await tryNow(page);
  await until(() => allDelivered(page), 60_000);

  expect(line.asked.filter((one) => drop.test(one)).length).toBeLessThan(12);
  for (const status of ['413', '429', '503', '401'])
    expect(line.asked.filter((one) => drop.test(one) && one.endsWith(status)).length, status).toBeGreaterThan(0);
  const notes = (await relay.documents(area, 'note')).map((note) => note['text']);
  for (const text of ['门户网络里记下', '还在门户网络里记下'])
    expect(notes.filter((one) => one === text)).toHaveLength(1);
  expect(await documentsIn(page, own, area)).toHaveLength(held + 2);
});
