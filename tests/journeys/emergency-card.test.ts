import { expect, test } from 'vitest';
import type { EmergencyExtract } from '../../src/domain/emergency.ts';
import { signIn } from '../builders/relay.ts';
import { openHouse } from './setup/house.ts';
import { envelopes, extractsKept } from './setup/remembered.ts';
import { demoPassword, settleIn, unlock } from './setup/sign-in.ts';

const cardsOf12 = 'emergency-of-orgUnit:yunxi-yx03-b4';

test('B9: in airplane mode a leader opens a card with a reason; the entry arrives with the next signal', async () => {
  const house = await openHouse();
  const leader = await signIn(house.relay.origin, 'building1', { password: demoPassword });
  const told = async (): Promise<EmergencyExtract['cards']> =>
    ((await (await leader.ask(`/api/extracts/${cardsOf12}`)).json()) as Partial<EmergencyExtract>).cards ?? [];
  // the relay has just begun to follow its store
  await expect.poll(async () => (await told()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  const card = (await told()).find(({ emergencyContact }) => emergencyContact !== undefined)!;
  const { page, offline } = await (await house.tablet('leader')).open();
  await settleIn(page, 'building1');
  await expect.poll(() => extractsKept(page, 'building1')).toContain(cardsOf12);

  await offline(true);
  await page.reload();
  await unlock(page);
  const door = page.locator(`[data-dwelling="${card.dwellingId}"]`);
  await door.click();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: '紧急联系卡' }).click();
  expect(await page.locator('body').innerText()).not.toContain(card.emergencyContact!.phone);
  await sheet.getByRole('button', { name: '敲门、打电话都没有回应' }).click();
  const call = sheet.getByRole('link', { name: `打给${card.emergencyContact!.name}` });
  expect(await call.getAttribute('href')).toBe(`tel:${card.emergencyContact!.phone}`);
  const logged = async (): Promise<readonly string[]> => (await envelopes(page, 'building1')).map(({ state }) => state);
  expect(await logged()).toEqual(['waiting']);
  await offline(false);
  await expect.poll(logged, { timeout: 30_000 }).toEqual(['delivered']);
});
