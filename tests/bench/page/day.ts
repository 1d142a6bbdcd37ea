import { flushSync, mount, unmount } from 'svelte';
import type { AnyDocument } from '../../../src/domain/document.ts';
import { todayList } from '../../../src/domain/today.ts';
import { deviceClock } from '../../../src/platform/clock.ts';
import { plainSeal } from '../../../src/platform/crypto.ts';
import { ulids } from '../../../src/platform/ids.ts';
import { buildingMatrix } from '../../../src/store/building-matrix.ts';
import { doorsOnTablet, dueOnTablet } from '../../../src/store/due-doors.ts';
import { saveOneTap } from '../../../src/store/one-tap.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { chanceOf } from '../../../sync-server/provisioning/demo/chance.ts';
import { historyOf } from '../../../sync-server/provisioning/demo/history.ts';
import { homesOf } from '../../../sync-server/provisioning/demo/homes.ts';
import { areaByKey, organisation } from '../../../sync-server/provisioning/demo/organisation.ts';
import { reference } from '../../../sync-server/provisioning/demo/reference.ts';
import '../../../src/ui/tokens.css';
import '../../../src/ui/base.css';
import BenchMatrix from './BenchMatrix.svelte';

/** ms, one for each round */
export interface BenchDay {
  /** the very first, in a window that has computed nothing yet */
  readonly first: number;
  /** nothing kept from before */
  readonly cold: readonly number[];
  readonly afterVisit: readonly number[];
  /** from asking for the matrix until the frame with its flats was given to the screen; and of that until it was laid out */
  readonly painted: readonly number[];
  readonly laidOut: readonly number[];
  readonly documents: number;
  readonly doors: number;
  readonly listed: number;
  readonly flats: number;
}

const dayMs = 86_400_000;

/** Areas like the demo's: homes, residents, tags and a year of visits each. The first has 430 dwellings. */
function areas(times: number, now: number): { readonly db: string; readonly documents: readonly AnyDocument[] }[] {
  const founded = `${new Date(now - 400 * dayMs).toISOString().slice(0, 10)}T08:00:00+08:00`;
  const keys = Array.from(
    { length: times },
    (_, n) => `yx${String(n === 0 ? 3 : n >= 3 ? n + 1 : n).padStart(2, '0')}`,
  );
  const authors = { worker: 'grid1', secretary: 'area1' };
  return [
    { db: 'ref-yunxi', documents: [...organisation(founded), ...reference(founded)] },
    ...keys.flatMap((key, n) => {
      const chance = chanceOf(1001 + n);
      const homes = homesOf(areaByKey(key), founded, chance);
      const history = historyOf(homes.homes, authors, now, chance);
      return [
        { db: `area-${key}`, documents: [...homes.area, ...history.area] },
        { db: `care-${key}`, documents: [...homes.care, ...history.care] },
      ];
    }),
  ];
}

const timed = (work: () => unknown): number => {
  const from = performance.now();
  work();
  return performance.now() - from;
};
/** Resolves when the next frame was drawn. */
const drawn = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        resolve();
      };
      port2.postMessage(undefined);
    });
  });

function made(store: Store): number {
  const doors = dueOnTablet(store);
  return todayList({ doors, now: store.clock.instant(), userId: store.user }).left;
}

/** Makes Today and the matrix of a building of 60 flats, again and again, on a tablet that holds `times` areas. */
export async function aDay(times: number, rounds: number): Promise<BenchDay> {
  const store = await openStore({
    ...{ user: 'grid1', device: 'bench-tablet', clock: deviceClock, seal: plainSeal, durability: 'relaxed' },
    ids: ulids(() => deviceClock.now()),
  });
  await store.shelf.open();
  const { shelf } = store;
  let documents = 0;
  for (const { db, documents: held } of areas(times, deviceClock.now())) {
    documents += db.startsWith('ref-') ? 0 : held.length;
    for (const doc of held) shelf.documents.put(doc.type, { doc, db, turn: 1 });
  }
  const doors = doorsOnTablet(shelf);
  let listed = 0;
  const list = (): number => timed(() => (listed = made(store)));
  const forgetAll = (): void => {
    const [dwelling] = shelf.all('dwelling');
    if (dwelling) shelf.documents.put('dwelling', { doc: { ...dwelling }, db: 'area-yx03', turn: 1 });
  };
  forgetAll();
  const first = list();
  const cold = Array.from({ length: rounds }, () => {
    forgetAll();
    return list();
  });
  const building = 'orgUnit:yunxi-yx03-b4';
  const here = doors.filter(({ buildingId }) => buildingId === building);
  const flats = shelf.by('dwelling', 'buildingId', building).length;
  const [afterVisit, painted, laidOut]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const door = here[round % here.length];
    if (!door) throw new Error('a building without doors');
    await saveOneTap(store, door, 'not_home');
    afterVisit.push(list());
    await drawn();
    const from = performance.now();
    const shown = mount(BenchMatrix, { target: document.body, props: { matrix: buildingMatrix(store, building) } });
    flushSync();
    document.body.getBoundingClientRect();
    laidOut.push(performance.now() - from);
    await drawn();
    painted.push(performance.now() - from);
    if (document.querySelectorAll('[data-dwelling]').length !== flats) throw new Error('flats are missing');
    await unmount(shown);
  }
  await store.db.delete();
  store.close();
  return { first, cold, afterVisit, painted, laidOut, documents, doors: doors.length, listed, flats };
}
