import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { flats, startVisit } from './setup/buildings.ts';
import { targetWords } from '../../src/words/targets.ts';
import { openHouse, type House } from './setup/house.ts';
import { lookOver } from './setup/look-over.ts';
import { remembered } from './setup/remembered.ts';
import { demoPassword, demoPin, settleIn } from './setup/sign-in.ts';
import { doorsOfToday } from './setup/today.ts';
import { answerMet, answerTheRest, askRoutine, choose, tick } from './setup/visit-form.ts';

type Language = 'zh' | 'en';
/** One screen: how one gets there, whatever the language. */
type Screen = readonly [name: string, open: (page: Page) => Promise<unknown>];

/** A step inside the app, without a load: what Back and Forward do. */
async function step(page: Page, path: string): Promise<void> {
  await page.evaluate((path) => {
    history.pushState(null, '', path);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
}
const at =
  (path: string, shown: string) =>
  async (page: Page): Promise<void> => {
    await step(page, path);
    await page.locator(shown).first().waitFor();
  };

async function speak(page: Page, language: Language): Promise<void> {
  await page.evaluate((language) => {
    localStorage.setItem('baibu-look', JSON.stringify({ theme: 'light', scale: 1, language }));
  }, language);
  await page.reload();
}

async function unlockIn(page: Page): Promise<void> {
  await page
    .getByRole('group')
    .filter({ has: page.getByRole('button', { name: '1', exact: true }) })
    .waitFor();
  await page.keyboard.type(demoPin);
  await page.getByRole('navigation').first().waitFor();
}

/** Every screen in both languages. */
async function walk(page: Page, screens: readonly Screen[]): Promise<string[]> {
  const found: string[] = [];
  for (const language of ['zh', 'en'] as const) {
    await speak(page, language);
    found.push(...(await lookOver(page, `unlock ${language}`, language === 'zh')));
    await unlockIn(page);
    for (const [name, open] of screens) {
      await open(page);
      found.push(...(await lookOver(page, `${name} ${language}`, language === 'zh')));
    }
  }
  return found;
}

/** Some hundred looks, also on a machine with more to do (ms). */
const patience = 900_000;

async function settled(house: House, user: string): Promise<Page> {
  const { page } = await (await house.tablet(user)).open();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await settleIn(page, user);
  return page;
}

test(
  'sign in and choosing a PIN can be read and pressed everywhere',
  async () => {
    const house = await openHouse();
    const { page } = await (await house.tablet('new')).open();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const found: string[] = [];
    for (const language of ['en', 'zh'] as const) {
      await speak(page, language);
      await page.locator('#username').waitFor();
      found.push(...(await lookOver(page, `sign in ${language}`)));
    }
    await page.locator('#username').fill('grid1');
    await page.locator('#password').fill(`not-${demoPassword}`);
    await page.keyboard.press('Enter');
    await page.getByText('账号或密码不对').waitFor();
    found.push(...(await lookOver(page, 'sign in, wrong password')));
    await page.locator('#password').fill(demoPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: '设一个 6 位解锁码' }).waitFor();
    found.push(...(await lookOver(page, 'choose a PIN')));
    // the page forgets who signed in, and the way to the PIN follows the other language
    await speak(page, 'en');
    await page.locator('#username').fill('grid1');
    await page.locator('#password').fill(demoPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Choose a PIN of 6 digits' }).waitFor();
    found.push(...(await lookOver(page, 'choose a PIN en')));
    expect(found.join('\n')).toBe('');
  },
  patience,
);

test(
  'every screen of a worker can be read and pressed everywhere',
  async () => {
    const house = await openHouse();
    const page = await settled(house, 'grid1');

    // one draft in the middle of the form, one before its end
    await doorsOfToday(page).nth(0).click();
    await startVisit(page);
    await askRoutine(page);
    await choose(page, '见面情况', '见到本人或家属');
    await choose(page, '对方同意记录吗', '同意记录');
    await choose(page, '和上次相比', '有变化');
    for (const change of ['新增人员', '人员搬离', '电话变更']) await tick(page, '哪些变化', change);
    await choose(page, '有没有要反映的事', '有');
    await choose(page, '能否当场解决', '带回办理');
    const form = new URL(page.url()).pathname;
    await step(page, '/today');
    await doorsOfToday(page).nth(1).click();
    await startVisit(page);
    await askRoutine(page);
    await answerMet(page, { type: '环境卫生', text: '垃圾桶旁有积水', doneNow: false });
    await answerTheRest(page);
    await page.getByRole('button', { name: '去小结', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '小结' }).waitFor();
    const summary = new URL(page.url()).pathname;

    await step(page, '/buildings');
    const building = await page.locator('a[href^="/buildings/"]').nth(1).getAttribute('href');
    const home = (await remembered(page, 'grid1', 'household')).map(({ _id }) => _id)[0] ?? '';
    await at(building ?? '', '[data-dwelling]')(page);
    await flats(page).first().click();
    const file = await page.locator('a[href^="/households/"], a[href^="/dwellings/"]').first().getAttribute('href');

    const found = await walk(page, [
      ['today', at('/today', '[data-door]')],
      ['buildings', at('/buildings', 'a[href^="/buildings/"]')],
      [
        'matrix with a chosen flat',
        async (page) => {
          await at(building ?? '', '[data-dwelling]')(page);
          await flats(page).first().click();
        },
      ],
      ['household file', at(file ?? `/households/${home}`, 'h1')],
      ['visit form', at(form, '[data-question]')],
      ['summary', at(summary, '.prompts')],
      ['quick note', at('/today?sheet=note', '[role=dialog] textarea')],
      ['notebook', at('/notebook', 'h1')],
      ['sync sheet', at('/today?sheet=sync', '[role=dialog]')],
      ['closing sheet', at('/today?sheet=closing', '[role=dialog] table')],
      ['me', at('/me', 'h1')],
      ['badge', at('/me?sheet=badge', '[role=dialog]')],
      ['who answers for a building', at('/organisation/yunxi-yx03-b4', 'h2')],
      ['contact card', at('/cards/yunxi-yx03-b4', 'article')],
    ]);
    expect(found.join('\n')).toBe('');
  },
  patience,
);

test(
  'the desk can be read and pressed everywhere',
  async () => {
    const house = await openHouse();
    const page = await settled(house, 'area1');
    await page.locator('[data-visit]').first().waitFor();
    const visit = await page.locator('[data-visit]').first().getAttribute('data-visit');
    const record = `/review/${(visit ?? '').slice('visit:'.length)}`;
    const found = await walk(page, [
      ['desk', at('/review', '[data-visit]')],
      ['record', at(record, 'article h2')],
      [
        'return sheet',
        async (page) => {
          await at(record, 'article h2')(page);
          await page.keyboard.press('r');
          await page.getByRole('dialog').waitFor();
        },
      ],
      ['organisation', at('/organisation', 'h2')],
      ['a building at the desk', at('/organisation/yunxi-yx03-b4', 'h2')],
    ]);
    expect(found.join('\n')).toBe('');
  },
  patience,
);

/** Where the first link of a room leads. */
async function firstIn(page: Page, room: string): Promise<string> {
  await at(room, `a[href^="${room}/"]`)(page);
  return (await page.locator(`a[href^="${room}/"]`).first().getAttribute('href')) ?? room;
}

test(
  "what lies beside a worker's walk can be read and pressed everywhere",
  async () => {
    const house = await openHouse();
    const page = await settled(house, 'grid1');
    const home = (await remembered(page, 'grid1', 'household')).map(({ _id }) => _id)[0] ?? '';
    const id = home.slice('household:'.length);
    const plan = await firstIn(page, '/plans');
    const common = await firstIn(page, '/matters');
    const found = await walk(page, [
      ['must-arrives', at('/arrivals', 'h1')],
      ['raise a must-arrive', at(`/raise/h-${id}`, 'h1')],
      ['rounds', at('/rounds', 'h1')],
      ['plans', at('/plans', 'a[href^="/plans/"]')],
      ['plan', at(plan, 'h1')],
      ['household on paper', at(`/files/h-${id}`, 'h1')],
      ['ledger', at('/ledger', 'h1')],
      ['people', at('/people', 'h1')],
      ['members who checked in', at('/members', 'h1')],
      ['look up', at('/lookup', 'h1')],
      ['matters of three parties', at('/matters', 'a[href^="/matters/"]')],
      ['matter of three parties', at(common, 'h1')],
    ]);
    expect(found.join('\n')).toBe('');
  },
  patience,
);

const clocks = async (page: Page): Promise<void> => {
  await at('/care', 'h1')(page);
  await page.getByRole('radio').last().click();
  await page.getByRole('heading', { name: targetWords.zh.title }).or(page.getByText(targetWords.en.title)).waitFor();
};
const clock = async (page: Page): Promise<void> => {
  await clocks(page);
  const last = page.getByRole('main').getByRole('button').last();
  await last.click();
  await page.getByRole('dialog').waitFor();
};

test(
  'what supervisors keep in order can be read and pressed everywhere',
  async () => {
    const house = await openHouse();
    const area = await settled(house, 'area1');
    const found = await walk(area, [
      ['care visits', at('/care', 'h1')],
      ['clocks of must-arrives', clocks],
      ['must-arrives of an area', at('/arrivals', 'h1')],
      ['rounds of an area', at('/rounds', 'h1')],
    ]);
    const page = await settled(house, 'secretary');
    const list = await firstIn(page, '/checklists');
    found.push(
      ...(await walk(page, [
        ['care visits of a community', at('/care', 'h1')],
        ['clock of a must-arrive', clock],
        ['sheets', at('/imports', '[role=radio]')],
        ['knock reasons', at('/knock-reasons', 'h1')],
        ['which matters need three parties', at('/matters', '[aria-pressed]')],
        ['checklists', at('/checklists', 'a[href^="/checklists/"]')],
        ['checklist', at(list, 'h1')],
        ['look up and edit', at('/lookup', 'h1')],
      ])),
    );
    expect(found.join('\n')).toBe('');
  },
  patience,
);

test(
  "a neighbour's building can be read and pressed everywhere",
  async () => {
    const house = await openHouse();
    const page = await settled(house, 'building1');
    const found = await walk(page, [
      ['neighbour', at('/buildings', '[data-dwelling]')],
      [
        'knock',
        async (page) => {
          await at('/buildings', '[data-dwelling]')(page);
          await page.locator('[data-dwelling]').first().click();
          await page.getByRole('dialog').waitFor();
        },
      ],
      [
        'emergency card, before a reason',
        async (page) => {
          // the sheet of the knock is open: its last button leads to the card
          await page.getByRole('dialog').getByRole('button').last().click();
          await page.getByRole('dialog').locator('[role=group] button').nth(3).waitFor();
        },
      ],
      [
        'emergency card, opened',
        async (page) => {
          await page.getByRole('dialog').locator('[role=group] button').first().click();
          await page.getByRole('dialog').getByRole('status').waitFor();
        },
      ],
      [
        'matter',
        async (page) => {
          // the sheet of the knock stands in no address
          await page.keyboard.press('Escape');
          await page.getByRole('dialog').waitFor({ state: 'detached' });
          await at('/buildings', '[data-dwelling]')(page);
          await page.locator('header button').first().click();
          await page.getByRole('dialog').locator('select').waitFor();
        },
      ],
      ['look up of a neighbour', at('/lookup', 'h1')],
      ['me', at('/me', 'h1')],
    ]);
    expect(found.join('\n')).toBe('');
  },
  patience,
);
