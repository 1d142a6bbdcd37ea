import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { startVisit } from './setup/buildings.ts';
import { atRelay, type AtRelay } from './setup/at-relay.ts';
import { openHouse } from './setup/house.ts';
import { writeNote } from './setup/notes.ts';
import { actionsOf, draftsOf, until } from './setup/remembered.ts';
import { settleIn, signIn, unlock } from './setup/sign-in.ts';
import { doorsOfToday } from './setup/today.ts';
import { askRoutine, choose, isChosen } from './setup/visit-form.ts';

const own = 'grid1';

/** The tag under which the app asks the browser to be woken. */
const tag = 'baibu-outbox';

async function notesAt(relay: AtRelay): Promise<unknown[]> {
  const area = relay.databases.find(({ name }) => name.startsWith('area-'))?.name ?? '';
  return (await relay.documents(area, 'note')).map((note) => note['text']);
}

/** Id of the service worker's registration, as the browser's own protocol names it. */
async function registrationOf(devtools: CDPSession): Promise<string> {
  const found = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [one] = registrations;
      if (one) resolve(one.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  return found;
}

/** The door of the day, opened in this window. */
async function openDoor(page: Page, door: string): Promise<void> {
  await page.locator(`[data-door="${door}"]`).click();
  await startVisit(page);
  await askRoutine(page);
}

test('two windows write one draft, a closed app still delivers, and who takes the tablet next carries the mail of the first', async () => {
  const house = await openHouse();
  const tablet = await house.tablet('windows');
  const relay = await atRelay(house.relay.origin, own);
  const { page: left, context, offline } = await tablet.open();
  await settleIn(left, own);
  const door = (await doorsOfToday(left).first().getAttribute('data-door')) ?? '';

  const right = await context.newPage();
  await right.goto('/');
  await unlock(right);
  await openDoor(left, door);
  await choose(left, '见面情况', '见到本人或家属');
  await until(async () => (await draftsOf(left, own)).length === 1);
  await openDoor(right, door);
  await expect.poll(() => isChosen(right, '见面情况', '见到本人或家属')).toBe(true);
  await choose(right, '已出示工作证并说明来意', '是');
  await expect.poll(() => isChosen(left, '已出示工作证并说明来意', '是')).toBe(true);
  await choose(left, '对方同意记录吗', '同意记录');
  await expect.poll(() => isChosen(right, '对方同意记录吗', '同意记录')).toBe(true);
  expect(await draftsOf(left, own)).toHaveLength(1);

  // saved without a signal in one window, counted in the other
  await right.goto('/notebook');
  await unlock(right);
  await offline(true);
  await writeNote(right, '没有信号时记下');
  await left
    .getByRole('button', { name: /^同步状态/ })
    .filter({ hasText: /1/ })
    .waitFor();

  // the app is closed, the signal comes back, the browser wakes the service worker
  const bare = await context.newPage();
  const devtools = await context.newCDPSession(bare);
  const registrationId = await registrationOf(devtools);
  await left.close();
  await right.close();
  expect(await notesAt(relay)).not.toContain('没有信号时记下');
  // the browser may do so by itself as soon as there is a network: the app asked for it when it saved
  await offline(false);
  await devtools.send('ServiceWorker.dispatchSyncEvent', {
    origin: tablet.wire.origin,
    registrationId,
    tag,
    lastChance: false,
  });
  await until(async () => (await notesAt(relay)).includes('没有信号时记下'), 30_000);

  // the next person takes the tablet while something of the first is unsent
  await bare.goto('/');
  await unlock(bare);
  await until(async () => (await actionsOf(bare, own)).every(({ state }) => state === 'delivered'));
  await offline(true);
  await writeNote(bare, '交班前记下');
  await bare.getByRole('button', { name: '锁屏' }).click();
  await bare.getByRole('button', { name: '换一个人' }).click();
  await offline(false);
  await signIn(bare, 'grid2');
  await until(async () => (await notesAt(relay)).includes('交班前记下'), 30_000);
  const [first, second] = ['没有信号时记下', '交班前记下'];
  expect((await notesAt(relay)).filter((text) => text === first || text === second).sort()).toEqual(
    [first, second].sort(),
  );
  // what waited is settled in the first one's own memory, where they will look for it
  await until(async () => (await actionsOf(bare, own)).every(({ state }) => state === 'delivered'));
});
