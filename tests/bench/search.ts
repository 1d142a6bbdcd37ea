import { withBenchPage } from './bench-page.ts';
import { median, spread, type Figure } from './figure.ts';
import type {} from './page/bench-page.ts';
import type { Keystrokes } from './page/search.ts';

const rounds = 5;

/** From a keystroke to the doors that answer, in the window's own thread; and how it grows. */
export async function searchFigure(relayPort: number): Promise<Figure> {
  const typed = (times: number): Promise<Keystrokes> =>
    withBenchPage(relayPort, (page) =>
      page.evaluate(([size, again]) => window.bench.typeSearches(size, again), [times, rounds] as const),
    );
  const [small, large] = [await typed(1), await typed(10)];
  if (small.found === 0 || large.found === 0) throw new Error('nothing was found');
  const told = (name: string, { documents, doors, keys, made, news }: Keystrokes): string =>
    `${name} (${String(documents)} documents, ${String(doors)} doors), ms a keystroke: ${spread(keys)}; ` +
    `made from nothing ${made.toFixed(0)}, after one resident changed ${median(news).toFixed(1)}`;
  return {
    name: 'search',
    value: median(small.keys),
    unit: 'ms',
    ratio: median(large.keys) / median(small.keys),
    target: { most: 20 },
    details: [
      told('1×', small),
      told('10×', large),
      `the table of readings, fetched once when somebody searches: ${small.readings.toFixed(0)} ms`,
      'names, pinyin, initials, rooms, ends of telephones, and slips, each typed sign by sign; drawing is not counted',
      'ratio = median at 10× / median at 1×: growth in proportion is 10',
    ],
  };
}
