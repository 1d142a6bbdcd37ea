import { afterEach, expect, test, vi } from 'vitest';
import { plainSeal, type RowSeal } from '../../src/platform/crypto.ts';
import { ulids } from '../../src/platform/ids.ts';
import { letDatabaseGo } from '../../src/store/cursors.ts';
import { saveDraft } from '../../src/store/drafts.ts';
import { receive } from '../../src/store/receive.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { aDwelling, aHousehold, aProposal, aResident, aReview, aVisit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aCursor, aStore, forget, told } from '../builders/store.ts';

let open: Store[] = [];
afterEach(async () => {
  for (const store of open.slice(1)) store.close();
  if (open[0]) await forget(open[0]);
  open = [];
});

/** Another context of the same account, as the sync worker is one. */
async function another(store: Store, seal: RowSeal = plainSeal): Promise<Store> {
  const { user, clock } = store;
  const ids = ulids(() => clock.now());
  return openStore({ user, device: 'tablet-1', clock, ids, seal, durability: 'relaxed' });
}

test('lays everything out again, whichever database it lies in', async () => {
  const store = await aStore();
  open = [store];
  const dwelling = aDwelling();
  const household = aHousehold();
  const visit = aVisit();
  const proposal = aProposal();
  await told(store, [dwelling, household, visit]);
  await told(store, [proposal], 'care-a1');
  const again = await another(store);
  open.push(again);
  await again.shelf.open();
  expect(again.shelf.all('dwelling')).toEqual([dwelling]);
  expect(again.shelf.all('household')).toEqual([household]);
  expect(again.shelf.all('visit')).toEqual([visit]);
  expect(again.shelf.all('proposal')).toEqual([proposal]);
  expect(again.shelf.databaseOf('proposal', proposal._id)).toBe('care-a1');
});

test('follows what another context writes, documents and cursors, and reads them together', async () => {
  const store = await aStore();
  open = [store];
  const worker = await another(store);
  open.push(worker);
  let changes = 0;
  store.shelf.subscribe(() => (changes += 1));
  const visits = Array.from({ length: 40 }, (_, index) => aVisit({ _id: anId('visit', index + 1) }));
  for (const [index, visit] of visits.entries())
    await receive(worker, [{ id: visit._id, rev: '1-a', leaves: [visit] }], aCursor({ seq: String(index + 1) }));
  await vi.waitUntil(() => store.shelf.all('visit').length === visits.length);
  await receive(worker, [], aCursor({ seq: '40', complete: true }));
  await vi.waitUntil(() => store.shelf.cursors.some((cursor) => cursor.complete));
  expect(changes).toBeLessThan(visits.length / 2);
});

test('lays out the lists of doors first, and what stands behind them when it is asked', async () => {
  const store = await aStore();
  open = [store];
  const [dwelling, visit, review, resident] = [aDwelling(), aVisit(), aReview(), aResident()];
  await told(store, [dwelling, visit, review, resident]);
  const again = await another(store);
  open.push(again);
  await again.shelf.openFirst();
  expect(again.shelf.all('visit')).toEqual([visit]);
  expect(again.shelf.whole).toBe(false);
  const late = aReview({ _id: anId('review', 9), verdict: 'returned', reason: '请补充' });
  await told(store, [late]);
  await again.shelf.readRest();
  expect(again.shelf.whole).toBe(true);
  expect(again.shelf.all('resident')).toEqual([resident]);
  expect(new Set(again.shelf.all('review'))).toEqual(new Set([review, late]));
});

test('goes on with what was read ahead, and with what was written since', async () => {
  const store = await aStore();
  open = [store];
  const [before, since] = [aVisit({ _id: anId('visit', 1) }), aVisit({ _id: anId('visit', 2) })];
  await told(store, [before]);
  const again = await another(store);
  open.push(again);
  again.shelf.readAhead();
  await vi.waitUntil(async () => (await again.db.documents.count()) === 1);
  expect(again.shelf.all('visit')).toEqual([]);
  await told(store, [since]);
  await again.shelf.open();
  await vi.waitUntil(() => again.shelf.all('visit').length === 2);
});

test('lets go of what went in bulk, and of nothing else: no room loses its ground', async () => {
  const store = await aStore();
  open = [store];
  const worker = await another(store);
  open.push(worker);
  const [here, there, note] = [aVisit({ _id: anId('visit', 1) }), aVisit({ _id: anId('visit', 2) }), aReview()];
  // a dwelling's id is its address: a building that went to another area lies in both for a while
  const dwelling = aDwelling();
  await told(store, [here, note, dwelling]);
  await told(store, [there, dwelling], 'area-a2');
  await told(store, [], 'area-a1');
  const seen: unknown[] = [];
  store.shelf.subscribe(() => {
    seen.push([store.shelf.whole, store.shelf.get('visit', here._id) !== undefined, store.shelf.all('review').length]);
  });
  await letDatabaseGo(worker, 'area-a2');
  await vi.waitUntil(() => store.shelf.get('visit', there._id) === undefined);
  await store.shelf.catchUp();
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((one) => JSON.stringify(one) !== '[true,true,1]')).toEqual([]);
  expect(store.shelf.databaseOf('dwelling', dwelling._id)).toBe('area-a1');
  expect(store.shelf.all('dwelling')).toEqual([dwelling]);
});

test('keeps what still lies in another database when one of them says that it went', async () => {
  const store = await aStore();
  open = [store];
  const dwelling = aDwelling();
  await told(store, [dwelling]);
  await told(store, [dwelling], 'area-a2');
  const gone = { id: dwelling._id, rev: '2-b', deleted: true, leaves: [] };
  await receive(store, [gone], aCursor({ db: 'area-a1', seq: '2' }));
  await store.shelf.catchUp();
  expect(store.shelf.all('dwelling')).toEqual([dwelling]);
  await receive(store, [gone], aCursor({ db: 'area-a2', seq: '2' }));
  await store.shelf.catchUp();
  expect(store.shelf.all('dwelling')).toEqual([]);
});

test('lays nothing out any more when it is closed while rows are being opened', async () => {
  const store = await aStore();
  open = [store];
  await told(store, [aVisit()]);
  await saveDraft(store, 'note:1', 'note', { text: '水表' });
  let shut = (): void => undefined;
  const closing: RowSeal = {
    ...plainSeal,
    open: async (sealed) => {
      const bodies = await plainSeal.open(sealed);
      shut();
      return bodies;
    },
  };
  const again = await another(store, closing);
  open.push(again);
  shut = () => {
    again.shelf.close();
  };
  await again.shelf.openFirst();
  expect([again.shelf.all('visit'), again.shelf.drafts, again.shelf.turn]).toEqual([[], [], -1]);
});
