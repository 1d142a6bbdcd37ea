import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type * as Axe from 'axe-core';
import type { Page } from 'playwright-core';
import { tooSmall, tooWide } from '../../ui/gallery-measures.ts';
import { sizes } from './tablet.ts';

const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Rules broken with a serious or critical impact, each with the places. */
async function axe(page: Page): Promise<string[]> {
  // by evaluation: the page's own policy lets no foreign script in
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await readFile(axePath, 'utf8'));
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter((rule) => rule.impact === 'serious' || rule.impact === 'critical')
      .map((rule) => `axe ${rule.id}: ${rule.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  });
}

/** Runs inside the page. Names text that a box with hidden overflow cuts off below. */
function cutOff(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('svg, .vh, [inert]') || element.textContent.trim() === '') continue;
    const { overflowY, clipPath } = getComputedStyle(element);
    if (!['hidden', 'clip'].includes(overflowY) || clipPath !== 'none' || element.clientHeight === 0) continue;
    if (element.scrollHeight > element.clientHeight + 2)
      found.push(
        `${element.tagName}.${element.getAttribute('class') ?? ''} “${element.textContent.trim().slice(0, 20)}”`,
      );
  }
  return found;
}

/** Theme and size without a new load; what the app itself does when one chooses them. */
async function wear(page: Page, theme: string, size: keyof typeof sizes): Promise<void> {
  await page.setViewportSize(sizes[size]);
  await page.evaluate(async (theme) => {
    document.documentElement.dataset['theme'] = theme;
    // two frames: layout that measures itself has settled, and nothing is half faded
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
  }, theme);
}

/**
 * Looks one screen over at every size, and in every theme: nothing overflows or is cut off, everything can be pressed,
 * and axe finds nothing serious.
 * @param inColour whether axe looks at every theme, too: colours are the same in both languages
 * @returns what is wrong, each with the screen and how it was worn
 */
export async function lookOver(page: Page, screen: string, inColour = true): Promise<string[]> {
  const found: string[] = [];
  const note = (how: string, faults: readonly string[]): void => {
    found.push(...faults.map((fault) => `${screen}, ${how}: ${fault}`));
  };
  for (const size of ['landscape', 'portrait', 'phone'] as const) {
    await wear(page, 'light', size);
    for (const measure of [tooWide, tooSmall, cutOff]) note(`${size} ${measure.name}`, await page.evaluate(measure));
    note(`${size} light`, await axe(page));
  }
  for (const [theme, size] of [
    ['dark', 'portrait'],
    ['sun', 'phone'],
  ] as const) {
    await wear(page, theme, size);
    note(`${size} ${theme}`, inColour ? await axe(page) : await page.evaluate(tooWide));
  }
  await wear(page, 'light', 'landscape');
  return found;
}
