import { blankSpotsFigure } from './blank-spots.ts';
import { buildBenchHouse } from './house.ts';
import { withBenchPage, withFolder } from './bench-page.ts';
import { dayFigures } from './day.ts';
import { coldStart } from './cold-start.ts';
import { tell } from './figure.ts';
import { firstJs } from './first-js.ts';
import { homecoming } from './homecoming.ts';
import { importList } from './import-list.ts';
import { idleBytes } from './idle-bytes.ts';
import { fill, firstLoad, idleSync, list, saveVisit, saveWhilePulling } from './in-page.ts';
import { searchFigure } from './search.ts';
import { seed } from './seed.ts';
import { sendDay } from './send-day.ts';
import { tabletToTablet } from './tablet-to-tablet.ts';
import { startRelay, type StartedRelay } from '../journeys/setup/relay.ts';

const say = (zh: string, en: string): void => {
  console.log(`… ${zh} / ${en}`);
};

async function withRelay<T>(dataDir: string, program: string | undefined, work: (relay: StartedRelay) => Promise<T>) {
  const relay = await startRelay({ dataDir, env: { DEMO: 'off' }, ...(program !== undefined && { program }) });
  try {
    return await work(relay);
  } finally {
    await relay.stop();
  }
}

async function measureFirstLoad({ port }: StartedRelay): Promise<void> {
  say('首次下载', 'first load');
  (await firstLoad(port, 3)).forEach(tell);
}

async function measureIdleSync({ port }: StartedRelay): Promise<void> {
  say('没有新内容时的同步', 'syncing with nothing new');
  tell(await idleSync(port, 2, 25));
}

async function measureSendDay({ port }: StartedRelay): Promise<void> {
  say('发送一天的走访', 'sending a day');
  tell(await sendDay(port, 5));
}

async function measureTabletToTablet({ port }: StartedRelay): Promise<void> {
  say('从一台平板到另一台', 'from tablet to tablet');
  tell(await tabletToTablet(port, 20));
}

async function measureHomecoming(relay: StartedRelay): Promise<void> {
  say('五十台平板同时回来', 'fifty tablets coming home at once');
  tell(await homecoming(relay));
}

async function measureIdleBytes({ port }: StartedRelay): Promise<void> {
  say('一天没有变化的流量', 'bytes of a day without changes');
  tell(await idleBytes(port));
}

/** Engine and store, in a page of their own. */
async function measureParts({ port }: StartedRelay): Promise<void> {
  say('清单和楼栋图，完成走访', 'lists, and finishing visits');
  const figures = await withBenchPage(port, async (page) => {
    await fill(page);
    // Finishing forgets the documents at its end.
    const lists = [await list(page, 'due-list', 60), await list(page, 'matrix', 60)];
    return { quiet: await saveVisit(page, 120), lists };
  });
  tell(figures.quiet);
  say('下载时完成走访', 'finishing visits during a pull');
  tell(await saveWhilePulling(port, 4, figures.quiet.value));
  figures.lists.forEach(tell);
}

/** The app as it is delivered. */
async function measureApp(relay: StartedRelay): Promise<void> {
  say('首屏脚本', 'JavaScript of the first load');
  tell(await firstJs(relay.port));
  say('离线冷启动', 'cold offline starts');
  tell(await coldStart(relay.port, 3));
}

async function measureSearch({ port }: StartedRelay): Promise<void> {
  say('查找', 'search');
  tell(await searchFigure(port));
}

async function measureDay({ port }: StartedRelay): Promise<void> {
  say('今天和楼栋图', 'Today, and a matrix');
  (await dayFigures(port)).forEach(tell);
}

/** `IMPORT_HOUSEHOLDS` asks for a smaller community than that of 40,000. */
async function measureImport(): Promise<void> {
  say('导入一个社区的名册', "importing a community's list");
  tell(await importList(Number(process.env['IMPORT_HOUSEHOLDS'] ?? 40_000)));
}

async function measureBlankSpots(): Promise<void> {
  say('空白点报告', 'the report on blank spots');
  tell(await blankSpotsFigure());
}

const only = process.argv.slice(2);
const wants = (...parts: string[]): boolean => only.length === 0 || parts.some((part) => only.includes(part));

await withFolder('relay', async (dataDir) => {
  say('生成一万条记录', 'making 10,000 documents');
  const amount = { held: wants('parts', 'idle-sync'), large: wants('parts', 'first-load', 'save', 'app') };
  console.log(`    ${await seed(dataDir, Date.now(), amount)}`);
  if (wants('parts', 'first-load')) await withRelay(dataDir, await buildBenchHouse(), measureFirstLoad);
  if (wants('parts', 'idle-sync')) await withRelay(dataDir, await buildBenchHouse(), measureIdleSync);
  if (wants('parts', 'save')) await withRelay(dataDir, await buildBenchHouse(), measureParts);
  if (wants('parts', 'send-day')) await withRelay(dataDir, await buildBenchHouse(), measureSendDay);
  if (wants('parts', 'tablet-to-tablet')) await withRelay(dataDir, await buildBenchHouse(), measureTabletToTablet);
  if (wants('parts', 'homecoming-50')) await withRelay(dataDir, undefined, measureHomecoming);
  if (wants('parts', 'idle-bytes')) await withRelay(dataDir, await buildBenchHouse(), measureIdleBytes);
  if (wants('search')) await withRelay(dataDir, await buildBenchHouse(), measureSearch);
  if (wants('day')) await withRelay(dataDir, await buildBenchHouse(), measureDay);
  if (wants('blank-spots')) await measureBlankSpots();
  if (wants('import')) await measureImport();
  if (wants('app')) await withRelay(dataDir, undefined, measureApp);
});
