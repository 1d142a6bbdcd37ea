import { createRequire } from 'node:module';
import type * as Axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type GalleryHost, openGallery } from './gallery-host.ts';
import { tooSmall, tooWide } from './gallery-measures.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const themes = ['light', 'dark', 'sun'] as const;
const sizes = [
  [1280, 800],
  [800, 1280],
  [390, 844],
] as const;
const rooms = ['pieces', 'doors', 'unlock', 'english', 'signing'] as const;

vi.setConfig({ testTimeout: 60_000 });

let host: GalleryHost;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  host = await openGallery();
  page = await host.browser.newPage({ reducedMotion: 'reduce' });
  page.on('pageerror', (fault) => faults.push(fault.message));
}, 120_000);

afterAll(async () => {
  await host.close();
}, 30_000);

async function enter(
  room: string,
  theme: string,
  [width, height]: readonly [number, number],
  scale = 1,
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.goto(`${host.url}/?room=${room}&theme=${theme}&scale=${String(scale)}`);
  await page.waitForSelector('html[data-ready]');
}

/** Rules broken with a serious or critical impact, each with the places. */
async function axe(): Promise<string[]> {
  await page.addScriptTag({ path: axePath });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter((rule) => rule.impact === 'serious' || rule.impact === 'critical')
      .map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  });
}

const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent.trim() ?? '');

describe.each(themes)('in the theme %s', (theme) => {
  test.each(sizes)(
    'everything can be read and pressed at %i × %i',
    async (...size) => {
      for (const room of rooms) {
        await enter(room, theme, size);
        expect(await axe(), room).toEqual([]);
        expect(await page.evaluate(tooWide), room).toEqual([]);
        expect(await page.evaluate(tooSmall), room).toEqual([]);
      }
    },
    60_000,
  );

  test('a sheet can be read and pressed', async () => {
    await enter('pieces', theme, [390, 844]);
    await page.getByRole('button', { name: '下一项' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await axe()).toEqual([]);
    expect(await page.evaluate(tooSmall)).toEqual([]);
  });
});

test.each(rooms)(
  '%s holds on a phone with extra large letters',
  async (room) => {
    await enter(room, 'light', [390, 844], 1.25);
    expect(await page.evaluate(tooWide)).toEqual([]);
    expect(await page.evaluate(tooSmall)).toEqual([]);
  },
  30_000,
);

test('the measures notice what is too small, too wide or too faint', async () => {
  await enter('unlock', 'light', [390, 844]);
  await page.evaluate(() => {
    const button = document.createElement('button');
    button.textContent = '太淡也太小';
    button.style.cssText = 'width:30px;height:30px;color:#999;background:#fff';
    const line = document.createElement('p');
    line.style.width = '500px';
    document.querySelector('main')?.append(button, line);
  });
  expect(await page.evaluate(tooSmall)).toHaveLength(1);
  expect(await page.evaluate(tooWide)).not.toEqual([]);
  expect((await axe()).join()).toContain('color-contrast');
});

test('lines and edges are drawn where the colours are the reader’s own', async ({ onTestFinished }) => {
  onTestFinished(() => page.emulateMedia({ forcedColors: 'none' }));
  await page.emulateMedia({ forcedColors: 'active' });
  await enter('doors', 'light', [800, 1280]);
  const drawn = await page.evaluate(() => {
    const style = (selector: string, part?: string): CSSStyleDeclaration | undefined => {
      const found = document.querySelector(selector);
      return found ? getComputedStyle(found, part) : undefined;
    };
    const ground = getComputedStyle(document.body).backgroundColor;
    return {
      line: style('.stop', '::before')?.backgroundColor !== ground,
      docked: style('.docked')?.borderBlockStartWidth,
      note: style('.note')?.outlineStyle,
    };
  });
  expect(drawn).toEqual({ line: true, docked: '1px', note: 'solid' });
});

describe('by keyboard', () => {
  test('arrows move among answers and only Space picks', async () => {
    await enter('pieces', 'light', [1280, 800]);
    const group = page.getByRole('radiogroup', { name: '见面情况' });
    await group.getByRole('radio', { name: '见到本人或家属' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('电话联系');
    expect(await group.getByRole('radio', { checked: true }).textContent()).toContain('见到本人或家属');
    await page.keyboard.press('Space');
    expect(await group.getByRole('radio', { checked: true }).textContent()).toContain('电话联系');
    await page.keyboard.press('End');
    expect(await focused()).toBe('进不了单元门');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('见到本人或家属');
  });

  test('Tab meets the chosen answer of a question only', async () => {
    await enter('pieces', 'light', [1280, 800]);
    const group = page.getByRole('radiogroup', { name: '见面情况' });
    await group.getByRole('radio', { checked: true }).focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('都没变');
  });

  test('Space ticks one of several and leaves the others', async () => {
    await enter('pieces', 'light', [1280, 800]);
    const group = page.getByRole('group', { name: '家里自己提到的困难' });
    await group.getByRole('checkbox', { name: '没有' }).focus();
    await page.keyboard.press('Space');
    expect(await group.getByRole('checkbox', { checked: true }).count()).toBe(2);
  });

  test('arrows change a segment at once', async () => {
    await enter('pieces', 'light', [1280, 800]);
    const segment = page.getByRole('radiogroup', { name: '单元' });
    await segment.getByRole('radio', { checked: true }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await segment.getByRole('radio', { checked: true }).textContent()).toContain('2单元');
    expect(await focused()).toBe('2单元');
  });

  test('a sheet takes the focus to its title, keeps it, and gives it back', async () => {
    await enter('pieces', 'light', [800, 1280]);
    const opener = page.getByRole('button', { name: '下一项' });
    await opener.focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: '3 条还在本机，都存好了' });
    await sheet.waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
    for (let i = 0; i < 8; i += 1) {
      await page.keyboard.press('Tab');
      expect(await sheet.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.textContent.trim() === '下一项');
  });

  test('digits of a physical keyboard reach the code', async () => {
    await enter('unlock', 'light', [1280, 800]);
    await page.keyboard.press('4');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('5');
    await page.keyboard.press('6');
    await page.getByRole('img', { name: '已输入 5 位' }).waitFor();
  });
});

describe('by hand', () => {
  test('a touch beside the sheet closes it', async () => {
    await enter('pieces', 'light', [1280, 800]);
    await page.getByRole('button', { name: '下一项' }).click();
    await page.getByRole('dialog').waitFor();
    await page.mouse.click(300, 400);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('a swipe to the left shows the actions and does not open the row', async () => {
    await enter('doors', 'light', [1280, 800]);
    const row = page.getByRole('link', { name: '1002' });
    const place = await row.boundingBox();
    if (!place) throw new Error('the row is not shown');
    const y = place.y + place.height / 2;
    await page.mouse.move(place.x + 300, y);
    await page.mouse.down();
    await page.mouse.move(place.x + 240, y, { steps: 5 });
    await page.mouse.move(place.x + 150, y, { steps: 5 });
    await page.mouse.up();
    expect(new URL(page.url()).hash).toBe('');
    await page.getByRole('listitem').filter({ hasText: '1002' }).getByRole('button', { name: '没人' }).click();
    await row.waitFor({ state: 'detached' });
  });

  test('a toast stands above what is docked at the foot', async () => {
    await enter('doors', 'light', [390, 844]);
    const toast = page.getByRole('status').locator('div').first();
    const card = page.getByRole('complementary', { name: '1002 王家' });
    await expect
      .poll(async () => {
        const above = await toast.boundingBox();
        const below = await card.boundingBox();
        return above && below ? below.y - (above.y + above.height) : Number.NaN;
      })
      .toBeGreaterThan(0);
  });
});

test('no page threw anything on the way', () => {
  expect(faults).toEqual([]);
});

describe('a signature', () => {
  const status = (): Promise<string> => page.getByRole('status').innerText();
  async function sign(): Promise<void> {
    const box = await page.locator('canvas').boundingBox();
    if (!box) throw new Error('nothing to sign on');
    await page.mouse.move(box.x + 40, box.y + 60);
    await page.mouse.down();
    for (let step = 1; step <= 12; step += 1)
      await page.mouse.move(box.x + 40 + step * 20, box.y + 60 + (step % 4) * 15);
    await page.mouse.up();
  }

  test('is kept when somebody signs and goes on, once', async () => {
    await enter('signing', 'light', [800, 1280]);
    await sign();
    expect(await status()).toBe('0 个签名');
    await page.getByRole('button', { name: '下一步' }).click();
    await expect.poll(status, { timeout: 20_000 }).toBe('1 个签名');
    await page.getByRole('button', { name: '回去' }).click();
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '回去' }).click();
    await sign();
    await page.getByRole('button', { name: '用这个签名' }).click();
    await expect.poll(status, { timeout: 20_000 }).toBe('2 个签名');
    await page.getByRole('button', { name: '下一步' }).click();
    expect(await status()).toBe('2 个签名');
  });
});
