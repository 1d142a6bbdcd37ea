import type { DocumentOf } from '../../src/domain/document.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { plainSeal } from '../../src/platform/crypto.ts';
import { ulids } from '../../src/platform/ids.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import type { Cursor } from '../../src/store/rows.ts';
import { receive } from '../../src/store/receive.ts';
import { openStore, type Store, type StoreParts } from '../../src/store/store.ts';
import { monday } from './documents.ts';
import { movableClock, type MovableClock } from './movable-clock.ts';

export interface TestStore extends Store {
  readonly clock: MovableClock;
}

/** grid1's memory on tablet-1, empty, signed in on Monday morning. */
export async function aStore({
  replica = 'grid1tablet',
  ...given
}: Partial<StoreParts> & { user?: string; replica?: string } = {}): Promise<TestStore> {
  const clock = movableClock(monday);
  const store = await openStore({
    user: given.user ?? 'grid1',
    device: 'tablet-1',
    clock,
    ids: ulids(() => clock.now()),
    seal: plainSeal,
    durability: 'relaxed',
    ...given,
  });
  await keepEnrolment(store, {
    replica,
    databases: [
      { name: 'area-a1', read: true, write: true },
      { name: 'care-a1', read: true, write: true },
      { name: 'own-grid1', read: true, write: true },
      { name: 'ref-c1', read: true, write: false },
    ],
    serverTime: clock.now(),
  });
  await store.shelf.open();
  return store as TestStore;
}

/** Forgets everything of a store, so that the next test begins empty. */
export async function forget(store: Store): Promise<void> {
  store.shelf.close();
  await store.db.delete();
}

export const aCursor = (given: Partial<Cursor> = {}): Cursor => ({
  db: 'area-a1',
  epoch: 'e1',
  seq: '1',
  count: 0,
  total: 0,
  complete: false,
  ...given,
});

/** Documents that the relay told of, as if they had been fetched. */
export async function told(
  store: Store,
  docs: readonly DocumentOf[keyof DocumentOf][],
  db = 'area-a1',
  rev = '1-a',
): Promise<void> {
  const rows = docs.map((doc) => ({ id: doc._id, rev, leaves: [doc] }));
  await receive(store, rows, aCursor({ db, seq: '0' }));
  await store.shelf.catchUp();
}

export const partIn = (db: string, doc: object, unit?: string): Part => ({
  db,
  doc: doc as Part['doc'],
  ...(unit !== undefined && { unit }),
});
