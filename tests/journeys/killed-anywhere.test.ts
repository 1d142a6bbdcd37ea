import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { atRelay } from './setup/at-relay.ts';
import { chance } from './setup/chance.ts';
import { openHouse } from './setup/house.ts';
import { actionsOf, documentsIn, loadedFor, until } from './setup/remembered.ts';
import { signIn, unlock } from './setup/sign-in.ts';
import { doorsOfToday, savedLine } from './setup/today.ts';

const own = 'grid1';
const killsWhileLoading = 5;
const killsWhileWorking = 15;
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000_000);

/** 没人 at one of the first doors; an elder alone is asked about further, and is left half done. */
async function knock(page: Page, door: number): Promise<void> {
  await doorsOfToday(page).nth(door).click();
  await page.getByRole('button', { name: '没人' }).last().click();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: '记一笔' }).first().click();
  await page.getByRole('dialog').getByRole('textbox').fill(text);
  await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
}

test(`${String(killsWhileLoading + killsWhileWorking)} kills at any instant lose nothing and double nothing (seed ${String(seed)})`, async () => {
  console.info(`KILL_SEED=${String(seed)}`);
  const random = chance(seed);
  const house = await openHouse();
  const tablet = await house.tablet('killed-anywhere');
  const relay = await atRelay(house.relay.origin, own);
  const copied = relay.databases.filter(({ name, read }) => read && /^(?:ref|area|care|sealed|own)-/.test(name));
  const area = copied.find(({ name }) => name.startsWith('area-'))?.name ?? '';
  const before = new Set(
    [...(await relay.documents(area, 'visit')), ...(await relay.documents(area, 'note'))].map(({ _id }) => _id),
  );

  const first = await tablet.open();
  await signIn(first.page, own);
  await pause(random() * 1_500);
  await first.kill();
  for (let kill = 1; kill < killsWhileLoading; kill += 1) {
    const life = await tablet.open();
    await unlock(life.page);
    await pause(random() * 1_000);
    await life.kill();
  }
  const loaded = await tablet.open();
  await unlock(loaded.page);
  await loadedFor(loaded.page, own);
  for (const { name } of copied)
    expect(await documentsIn(loaded.page, own, name), name).toHaveLength(await relay.count(name));
  await loaded.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await loaded.kill();

  const made = new Set<string>();
  let said = 0;
  for (let kill = 0; kill < killsWhileWorking; kill += 1) {
    const { page, kill: cutOff } = await tablet.open();
    await unlock(page);
    const here = await actionsOf(page, own);
    // what was there once is there for ever, what was said to be saved is there, and no action is there by halves
    expect(here.map(({ id }) => id)).toEqual(expect.arrayContaining([...made]));
    expect(here.length).toBeGreaterThanOrEqual(said);
    expect(here.flatMap(({ missing }) => missing)).toEqual([]);
    for (const { id } of here) made.add(id);
    said = here.length;
    const word = kill % 2 === 0 ? '没人' : '记下了';
    if (kill % 2 === 0) await knock(page, Math.floor(random() * 6));
    else await write(page, `第 ${String(kill)} 次停电前记下`);
    await pause(random() * 200);
    if (await savedLine(page).filter({ hasText: word }).isVisible()) said += 1;
    await cutOff();
  }

  const { page } = await tablet.open();
  await unlock(page);
  await until(async () => (await actionsOf(page, own)).every(({ state }) => state === 'delivered'), 60_000);
  const done = await actionsOf(page, own);
  expect(done.length).toBeGreaterThanOrEqual(said);
  // each arrived once: facts are written once, at generation 1, and nothing else of this person came
  const arrived = [...(await relay.documents(area, 'visit')), ...(await relay.documents(area, 'note'))].filter(
    ({ _id }) => !before.has(_id),
  );
  const facts = done.flatMap(({ refs }) => refs).filter((id) => /^(?:visit|note):/.test(id));
  expect(arrived.map(({ _id }) => _id).sort()).toEqual([...facts].sort());
  expect(arrived.filter(({ _rev }) => !_rev.startsWith('1-'))).toEqual([]);
  // not a run in which nothing happened
  expect(done.length).toBeGreaterThan(3);
}, 360_000);
