import { expect, onTestFinished, test } from 'vitest';
import { openFront } from './setup/front.ts';
import { openHouse } from './setup/house.ts';
import { writeNote } from './setup/notes.ts';
import { actionsOf, until } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { openTablet } from './setup/tablet.ts';
import { tempDir } from './setup/temp-dir.ts';
import { openWire } from './setup/wire.ts';

const own = 'grid1';

test('a new version that takes over finds the work that the old one had not sent, and sends it', async () => {
  const house = await openHouse();
  const front = await openFront(house.relay.port);
  const wire = await openWire(front.port);
  const profileDir = await tempDir('unsent');
  onTestFinished(() => wire.close());
  const old = await openTablet({ profileDir, wire });
  await settleIn(old.page, own);
  await old.offline(true);
  await writeNote(old.page, '换版本之前记下');
  const [saved] = await actionsOf(old.page, own);
  await old.kill();

  front.bringNewVersion();
  wire.mend();
  const { page, close } = await openTablet({ profileDir, wire, path: null });
  onTestFinished(close);
  let loads = 0;
  page.on('domcontentloaded', () => (loads += 1));
  await page.goto('/');
  await expect.poll(() => loads, { timeout: 30_000 }).toBe(2);
  expect((await actionsOf(page, own)).map(({ id }) => id)).toEqual([saved?.id]);
  await unlock(page);
  await until(async () => (await actionsOf(page, own)).every(({ state }) => state === 'delivered'), 30_000);
  expect(await actionsOf(page, own)).toEqual([{ ...saved, state: 'delivered' }]);
});
