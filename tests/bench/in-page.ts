import type { Page } from 'playwright-core';
import { areaOf } from '../../src/domain/database-name.ts';
import { freshPage, withBenchPage } from './bench-page.ts';
import { median, quantile, spread, type Figure } from './figure.ts';
import type {} from './page/bench-page.ts';
import type { Load } from './page/first-load.ts';
import { heldAreas } from './many-answers.ts';
import { password, worker, workerOfTwo } from './seed.ts';
import { smallAreaKey, wantedDocuments } from './ten-thousand.ts';

const one = { user: worker, password };
const two = { user: workerOfTwo, password };
const mustBe = (what: string, found: number, wanted: number): void => {
  if (found !== wanted) throw new Error(`${what}: ${String(found)} instead of ${String(wanted)}`);
};

/** The app's engine, the bare floor and stock replications in turns, each on a new profile. */
export async function firstLoad(relayPort: number, rounds: number): Promise<Figure[]> {
  const onNewProfile = async (load: (page: Page) => Promise<Load>): Promise<Load> => {
    const told = await withBenchPage(relayPort, load);
    mustBe('documents loaded', told.documents, wantedDocuments);
    return told;
  };
  const app: Load[] = [];
  const floors: Load[] = [];
  const [stock, stockInThousands]: [number[], number[]] = [[], []];
  // The relay makes its snapshots for the first who asks; every later tablet finds them.
  const first = await onNewProfile((page) => page.evaluate((who) => window.bench.loadApp(who), one));
  const byStock = async (batch: number): Promise<number> => {
    const load = await onNewProfile((page) =>
      page.evaluate(([who, size]) => window.bench.loadStock(who, size), [one, batch] as const),
    );
    return load.ms;
  };
  for (let round = 0; round < rounds; round += 1) {
    app.push(await onNewProfile((page) => page.evaluate((who) => window.bench.loadApp(who), one)));
    floors.push(await onNewProfile((page) => page.evaluate((who) => window.bench.loadFloor(who), one)));
    stock.push(await byStock(100));
    stockInThousands.push(await byStock(1_000));
  }
  const ms = app.map((load) => load.ms);
  const [value, thousands] = [median(ms), median(stockInThousands) / median(ms)];
  const shown = app.map((load) => load.shownMs ?? load.ms);
  const floor = floors.map((load) => load.ms);
  const waits = app.flatMap((load) => load.waits ?? []);
  const idleWaits = floors.flatMap((load) => load.waits ?? []);
  return [
    {
      name: 'first-load',
      value,
      unit: 'ms',
      ratio: median(stock) / value,
      target: { leastRatio: 5 },
      details: [
        `app, ms: ${spread(ms)}; until the screens have it: ${spread(shown)}`,
        `the very first, for whom the relay makes the snapshots, ms: ${String(Math.round(first.ms))}`,
        `stock PouchDB.replicate into idb, batch 100, ms: ${spread(stock)}`,
        `the same, batch 1000, ms: ${spread(stockInThousands)}; ratio ${thousands.toFixed(2)} (target ≥ 2.5)`,
        'ratio = stock / app; same relay, same documents, in turns, each on a new profile',
      ],
    },
    {
      name: 'first-load-floor',
      value: median(floor),
      unit: 'ms',
      ratio: value / median(floor),
      target: { mostRatio: 1.5 },
      details: [
        `the same snapshots parsed and put into the same tables by a worker, nothing else, ms: ${spread(floor)}`,
        'ratio = app / floor',
      ],
    },
    {
      name: 'stall',
      value: quantile(waits, 0.95),
      unit: 'ms',
      ratio: quantile(waits, 0.95) / Math.max(1, quantile(idleWaits, 0.95)),
      target: { most: 8 },
      details: [
        `what a tap at any moment of a first load would wait for the window, ms: ${spread(waits)}`,
        `a window that does nothing while the floor loads, ms: ${spread(idleWaits)}: what the machine itself makes it wait`,
        'ratio = p95 / p95 of the window that does nothing (1 ms at least)',
      ],
    },
  ];
}

/** Syncing with nothing new, where a tablet holds little and where it holds fifty times as much, in turns. */
export async function idleSync(relayPort: number, turns: number, rounds: number): Promise<Figure> {
  const took = heldAreas.map((): number[] => []);
  for (let turn = 0; turn < turns; turn += 1)
    for (const [index, { user, documents }] of heldAreas.entries()) {
      const told = await withBenchPage(relayPort, (page) =>
        page.evaluate(([who, count]) => window.bench.idleSync(who, count), [{ user, password }, rounds] as const),
      );
      if (told.documents < documents) throw new Error(`only ${String(told.documents)} documents held`);
      took[index]?.push(...told.rounds);
    }
  const [few = [], many = []] = took;
  return {
    name: 'idle-sync',
    value: median(many),
    unit: 'ms',
    ratio: median(many) / median(few),
    target: { mostRatio: 1.2 },
    details: [
      ...heldAreas.map(
        ({ documents }, index) => `${String(documents)} documents held, ms: ${spread(took[index] ?? [])}`,
      ),
      'from the wish to sync until the engine rests: every database asked for its state and its feed; ratio = many / few',
    ],
  };
}

/** Leaves the 10,000 documents on the tablet, for the measurements that follow. */
export async function fill(page: Page): Promise<void> {
  const { documents } = await page.evaluate((who) => window.bench.loadApp(who, true), one);
  mustBe('documents loaded', documents, wantedDocuments);
}

/** Finishing a visit of five documents, with nothing else going on. */
export async function saveVisit(page: Page, visits: number): Promise<Figure> {
  await freshPage(page);
  const { finished, raw, documents } = await page.evaluate(
    ([who, count]) => window.bench.finishWhileQuiet(who, count),
    [one, visits] as const,
  );
  mustBe('documents of a visit', documents, 5);
  return {
    name: 'save-visit',
    value: median(finished),
    unit: 'ms',
    ratio: median(finished) / median(raw),
    target: { most: 10 },
    details: [
      `app, ms: ${spread(finished)}; from the last button until committed (durability strict) and on the shelf`,
      `bare transaction that puts the same five documents, strict, ms: ${spread(raw)}`,
      'ratio = app / bare',
    ],
  };
}

/** The same in a small area that is here already, while the worker pulls the 10,000. */
export async function saveWhilePulling(relayPort: number, pulls: number, quietMedian: number): Promise<Figure> {
  const all: number[] = [];
  const pulled: number[] = [];
  for (let pull = 0; pull < pulls; pull += 1) {
    const told = await withBenchPage(relayPort, (page) =>
      page.evaluate(([who, area]) => window.bench.finishWhilePulling(who, area, 100), [
        two,
        areaOf(smallAreaKey),
      ] as const),
    );
    all.push(...told.finished);
    pulled.push(told.pulled);
  }
  const p95 = quantile(all, 0.95);
  return {
    name: 'save-visit-during-pull',
    value: p95,
    unit: 'ms',
    ratio: p95 / quietMedian,
    target: { most: 50 },
    details: [
      `app, ms: ${spread(all)}; ${String(pulls)} pulls, ${pulled.join(', ')} documents came meanwhile`,
      'ratio = p95 / median of save-visit',
    ],
  };
}

/** Due list and matrix after a visit to the building was saved. */
export async function list(page: Page, name: 'due-list' | 'matrix', rounds: number): Promise<Figure> {
  await freshPage(page);
  const told =
    name === 'matrix'
      ? await page.evaluate(([who, count]) => window.bench.matrix(who, count), [one, rounds] as const)
      : await page.evaluate(([who, count]) => window.bench.dueList(who, count), [one, rounds] as const);
  mustBe('flats of the building', told.flats, 60);
  const about = name === 'matrix' ? 'the flats of the building' : 'all doors of the tablet';
  return {
    name,
    value: median(told.changed),
    unit: 'ms',
    ratio: median(told.naive) / median(told.changed),
    target: { most: 5 },
    details: [
      `store time after a visit in the building was saved, ${about} (${String(told.doors)}), ms: ${spread(told.changed)}`,
      `asked again with nothing changed, ms: ${spread(told.again)}`,
      `naive: Dexie query by an index on the building and a fold each time, building alone, ms: ${spread(told.naive)}`,
      'ratio = naive / app',
    ],
  };
}
