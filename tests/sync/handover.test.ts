import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { recordState } from '../../src/store/record-state.ts';
import { letDatabaseGo } from '../../src/store/cursors.ts';
import { tidyOutbox } from '../../src/store/outbox.ts';
import { saveAction } from '../../src/store/save.ts';
import { newHead } from '../../src/store/store.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import type { HandedWork } from '../../sync-server/gate/rehome.ts';
import { aMatter, aVisit } from '../builders/documents.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, type TestRelay } from '../builders/relay.ts';
import { partIn } from '../builders/store.ts';
import { aTablet, type TestTablet } from '../builders/tablet.ts';

// real relays: on a busy machine they take their time
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let relay: TestRelay;
beforeAll(async () => {
  relay = await aRelay();
});
afterAll(() => relay.stop());

let grid1: TestTablet;
afterEach(() => grid1.leave());

it('lets the author’s own copy go only when the secretary brought the work home', async () => {
  grid1 = await aTablet(relay, 'grid1');
  const { store, wire } = grid1;
  const fetchAll = async (db: string) => {
    const round = await inboxRound(store, wire, db, () => false);
    await store.shelf.catchUp();
    return round;
  };
  const colleagues = aVisit({ by: 'area1', deviceId: 'tablet-area1' });
  await relay.storage.write('area-a1', [{ ...colleagues }]);
  await fetchAll('area-a1');
  const visit = aVisit({ ...newHead(store, 'visit') });
  const refused = aMatter({ ...newHead(store, 'matter'), by: 'grid2' });
  await saveAction(store, { parts: [partIn('area-a1', visit), partIn('area-a1', refused)] });

  const [ended] = aHolder().grants;
  if (!ended) throw new Error('no grant');
  const until = store.clock.instant();
  await relay.putAccount({ ...aHolder('gridWorker', { areas: ['a2'] }), ended: [{ ...ended, until }] });
  expect(await letDatabaseGo(store, 'area-a1')).toBe(false);
  expect(await outboxRound(store, wire)).toEqual({ answered: 1, refused: 1 });
  await store.shelf.catchUp();
  expect(recordState(store.shelf, visit._id).state).toBe('handed-over');

  // what one may not hold any more goes; one's own work that is nowhere else to be read stays
  expect(await letDatabaseGo(store, 'area-a1')).toBe(false);
  await store.shelf.catchUp();
  expect(store.shelf.all('visit').map(({ _id }) => _id)).toEqual([visit._id]);
  expect(store.shelf.all('matter').map(({ _id }) => _id)).toEqual([refused._id]);
  await tidyOutbox(store, store.clock.now() + 1);
  expect(recordState(store.shelf, visit._id).state).toBe('handed-over');

  await relay.followers.sweep();
  const area1 = await relay.signIn('area1');
  const { work } = (await (await area1.ask('/api/handovers')).json()) as { work: HandedWork[] };
  expect((await area1.ask('/api/handovers', { body: { key: work[0]?.key } })).status).toBe(200);
  await relay.followers.sweep();
  await fetchAll('own-grid1');
  await letDatabaseGo(store, 'area-a1');
  await store.shelf.catchUp();
  expect(store.shelf.all('visit')).toEqual([]);
  expect(store.shelf.all('matter').map(({ _id }) => _id)).toEqual([refused._id]);

  // a right that comes back brings everything again
  await relay.putAccount(aHolder());
  await fetchAll('area-a1');
  expect(store.shelf.all('visit').map(({ _id }) => _id)).toEqual(expect.arrayContaining([visit._id, colleagues._id]));
});
