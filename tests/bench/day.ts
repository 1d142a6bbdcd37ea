import { withBenchPage } from './bench-page.ts';
import { median, spread, type Figure } from './figure.ts';
import type {} from './page/bench-page.ts';
import type { BenchDay } from './page/day.ts';

const rounds = 40;

/** Today made from nothing and after one visit, and a matrix of 60 flats until it is on the screen; and how each grows. */
export async function dayFigures(relayPort: number): Promise<Figure[]> {
  const lived = (times: number): Promise<BenchDay> =>
    withBenchPage(relayPort, (page) =>
      page.evaluate(([size, again]) => window.bench.aDay(size, again), [times, rounds] as const),
    );
  const [small, large] = [await lived(1), await lived(10)];
  const sizes = [
    ['1×', small],
    ['10×', large],
  ] as const;
  const figure = (
    name: string,
    most: number,
    of: (day: BenchDay) => readonly number[],
    told: (day: BenchDay) => string,
  ): Figure => ({
    name,
    value: median(of(small)),
    unit: 'ms',
    ratio: median(of(large)) / median(of(small)),
    target: { most },
    details: [
      ...sizes.map(
        ([size, day]) =>
          `${size} (${String(day.documents)} documents, ${String(day.doors)} doors), ms: ${spread(of(day))}; ${told(day)}`,
      ),
      'ratio = median at 10× / median at 1×: growth in proportion is 10',
    ],
  });
  return [
    figure(
      'today-cold',
      50,
      ({ cold }) => cold,
      ({ first, listed }) => `the very first ${first.toFixed(0)}; ${String(listed)} doors listed`,
    ),
    figure(
      'today-after-visit',
      5,
      ({ afterVisit }) => afterVisit,
      () => 'one door changed, the list made again',
    ),
    figure(
      'matrix-paint',
      50,
      ({ painted }) => painted,
      ({ laidOut, flats }) =>
        `${String(flats)} flats after a visit, until the frame; laid out after ${median(laidOut).toFixed(1)}`,
    ),
  ];
}
