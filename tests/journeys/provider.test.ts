import { expect, test } from 'vitest';
import { atRelay } from './setup/at-relay.ts';
import { openHouse } from './setup/house.ts';
import { lookOver } from './setup/look-over.ts';
import { signIn } from './setup/sign-in.ts';

test('C4: a provider sees its twenty households, and what it writes without a signal reaches the area', async () => {
  const house = await openHouse();
  const tablet = await (await house.tablet('provider')).open();
  const { page } = tablet;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await signIn(page, 'provider1');
  const doors = page.locator('[data-assigned]');
  await expect.poll(() => doors.count(), { timeout: 60_000 }).toBe(20);
  expect(await page.getByRole('main').innerText()).not.toMatch(/\d{11}/);
  expect(await lookOver(page, 'provider', true)).toEqual([]);
  await tablet.offline(true);
  await doors.first().click();
  const sheet = page.getByRole('dialog');
  await sheet.getByText('见到', { exact: true }).click();
  await sheet.getByLabel('说一句做了什么').fill('量了血压，一切都好');
  expect(await lookOver(page, 'service sheet', true)).toEqual([]);
  await sheet.getByRole('button', { name: '记下来' }).click();
  await doors.first().getByText('上次').waitFor();
  await tablet.offline(false);
  const relay = await atRelay(house.relay.origin, 'area1');
  const said = async (): Promise<unknown[]> =>
    (await relay.documents('care-yx03', 'note')).filter(({ by }) => by === 'provider1').map(({ text }) => text);
  await expect.poll(said, { timeout: 60_000 }).toEqual(['量了血压，一切都好']);
  const visits = (await relay.documents('area-yx03', 'visit')).filter(({ by }) => by === 'provider1');
  expect(visits).toMatchObject([{ outcome: 'met' }]);
});
