import { mkdir, writeFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { extractText, getDocumentProxy } from 'unpdf';

export interface Printed {
  /** what each page says, as `asPrinted` writes it */
  readonly pages: readonly string[];
  /** width and height of each page, mm */
  readonly sizes: readonly (readonly [number, number])[];
}

/** Fonts share one glyph between a sign and a radical, and the file then names the radical: radical, sign, radical, sign … */
const radicals =
  '⻅见⻆角⻉贝⻋车⻓长⻔门⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⻄西⻘青⺟母⺠民⺴网戶户';
const signs = new Map(
  Array.from({ length: radicals.length / 2 }, (_, nth) => [radicals[2 * nth], radicals[2 * nth + 1]]),
);

/** A text as it is read back: without white space, because paper breaks lines where it likes, and in normal signs. */
export const asPrinted = (text: string): string =>
  [...text.normalize('NFKC').replace(/\s+/g, '')].map((sign) => signs.get(sign) ?? sign).join('');

/** One point is 1/72 inch. */
const mm = (points: number): number => Math.round((points / 72) * 25.4);

/**
 * Prints what is on the screen, as the browser does, and reads it back from the file.
 * @param what a name for the file, which stays in dist/journeys to be looked at
 */
export async function printed(page: Page, what: string): Promise<Printed> {
  const file = new Uint8Array(await page.pdf({ preferCSSPageSize: true }));
  await mkdir('dist/journeys', { recursive: true });
  await writeFile(`dist/journeys/${what}.pdf`, file);
  const paper = await getDocumentProxy(file);
  const { text } = await extractText(paper, { mergePages: false });
  const views = await Promise.all(text.map(async (_, index) => (await paper.getPage(index + 1)).view));
  return {
    pages: text.map(asPrinted),
    sizes: views.map(([left = 0, top = 0, right = 0, bottom = 0]) => [mm(right - left), mm(bottom - top)] as const),
  };
}
