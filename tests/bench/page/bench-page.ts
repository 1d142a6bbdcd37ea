import { aDay } from './day.ts';
import { finishWhilePulling, finishWhileQuiet } from './finish-five.ts';
import { loadApp, loadFloor, loadStock } from './first-load.ts';
import { idleSync } from './idle-sync.ts';
import { dueList, matrix } from './lists.ts';
import { liveTablet } from './live.ts';
import { typeSearches } from './search.ts';
import { sendDays } from './send-day.ts';

/** What the measurements call in the page; every answer is plain JSON. */
const bench = {
  loadApp,
  loadFloor,
  loadStock,
  idleSync,
  sendDays,
  live: liveTablet(),
  finishWhileQuiet,
  finishWhilePulling,
  dueList,
  aDay,
  matrix,
  typeSearches,
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;
