import { searchDoors } from '../../../src/domain/search/door-search.ts';
import { deviceClock } from '../../../src/platform/clock.ts';
import { plainSeal } from '../../../src/platform/crypto.ts';
import { ulids } from '../../../src/platform/ids.ts';
import { fetchReadings } from '../../../src/platform/pinyin.ts';
import { doorSearch } from '../../../src/store/door-search.ts';
import { openStore } from '../../../src/store/store.ts';
import { areaSet } from './area-set.ts';

/** What people type, one sign after the other: names, rooms, the end of a telephone, and each with a slip. */
const wishes = [
  ...['wangshuqin', 'wsq', 'shanweifang', 'zengxiulan', 'ouyangmin', 'wamgshuqin', 'zhenxiulan'],
  ...['王淑琴', '单秀英', '阿依古丽·买买提', '李䶮', '王树琴', '欧阳磊'],
  ...['5-2-1201', '5栋2单元1201', '景兰苑3栋', '1201', '1007919', 'qqqqqqq'],
];

export interface Keystrokes {
  /** ms, one for each sign that was typed */
  readonly keys: readonly number[];
  /** ms: the search made from nothing; after one resident changed; readings fetched */
  readonly made: number;
  readonly news: readonly number[];
  readonly readings: number;
  readonly documents: number;
  readonly doors: number;
  readonly found: number;
}

/** Types every wish `rounds` times at an area that is `times` as large as one. */
export async function typeSearches(times: number, rounds: number): Promise<Keystrokes> {
  const store = await openStore({
    ...{ user: 'bench-search', device: 'bench-tablet', clock: deviceClock, seal: plainSeal, durability: 'relaxed' },
    ids: ulids(() => deviceClock.now()),
  });
  const { shelf } = store;
  const documents = areaSet(times);
  for (const doc of documents) shelf.documents.put(doc.type, { doc, db: 'area-a1', turn: 1 });
  const began = performance.now();
  const spell = await fetchReadings();
  const readings = performance.now() - began;
  const index = () => doorSearch(shelf, { spell, manner: 'bench', tagWords: undefined });
  const timed = (work: () => unknown): number => {
    const from = performance.now();
    work();
    return performance.now() - from;
  };
  const made = timed(index);
  const keys: number[] = [];
  const news: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const wish of wishes)
      for (let length = 1; length <= wish.length; length += 1)
        keys.push(timed(() => (found += searchDoors(index(), wish.slice(0, length), spell).length)));
    const [resident] = shelf.all('resident');
    if (!resident) throw new Error('nobody lives here');
    shelf.documents.put('resident', { doc: { ...resident }, db: 'area-a1', turn: 2 + round });
    news.push(timed(index));
  }
  const doors = index().length;
  await store.db.delete();
  store.close();
  return { keys, made, news, readings, documents: documents.length, doors, found };
}
