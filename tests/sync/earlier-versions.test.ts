import { Dexie } from 'dexie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AccountDatabase } from '../../src/store/database.ts';
import { draftsOfKind } from '../../src/store/drafts.ts';
import { outboxSums } from '../../src/store/outbox-summary.ts';
import { saveAction } from '../../src/store/save.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aMatter } from '../builders/documents.ts';
import { earlierDatabases, earlierHome, earlierOutbox } from '../builders/earlier-database.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { aStore, forget, partIn } from '../builders/store.ts';

let line: TestLine | undefined;
afterEach(async () => {
  if (line) await forget(line.store);
  line = undefined;
});

describe.each(earlierDatabases)('a tablet with $name', ({ make }) => {
  it('keeps its outbox, its drafts and its documents when the new app opens, and sends what waited', async () => {
    await make('grid1');
    line = await aLine();
    const { shelf } = line.store;
    expect(outboxSums(shelf, 'grid1')).toMatchObject({ here: earlierOutbox - 1, attention: 1 });
    expect(shelf.all('visit')).toHaveLength(earlierOutbox);
    expect(shelf.get('household', earlierHome._id)).toEqual(earlierHome);
    expect(draftsOfKind(line.store, 'note').map(({ body }) => body)).toEqual([{ text: '半句话', private: false }]);
    expect(shelf.drafts).toHaveLength(2);

    await outboxRound(line.store, line.wire);
    await shelf.catchUp();
    expect(outboxSums(shelf, 'grid1')).toMatchObject({ here: 0, delivered: earlierOutbox - 1, attention: 1 });
    expect(line.relay.bodies.size).toBe(earlierOutbox - 1);
  });

  it('numbers what is saved after the update on from what was saved before', async () => {
    await make('grid1');
    line = await aLine();
    const saved = await saveAction(line.store, { parts: [partIn('area-a1', aMatter())] });
    expect(saved.ok).toBe(true);
    expect(line.store.shelf.outbox.at(-1)?.seq).toBe(earlierOutbox + 1);
  });
});

it('every version that was ever declared has a tablet of its own here', () => {
  const { verno } = new AccountDatabase('nobody', 'relaxed');
  const declared = Array.from({ length: verno }, (_, index) => index + 1);
  expect([...new Set(earlierDatabases.map(({ version }) => version))]).toEqual(declared);
});

describe('a newer version beside an old window', () => {
  class Newer extends Dexie {
    constructor() {
      super('baibu-grid1');
      this.version(99).stores({
        documents: 'key, turn, about',
        outbox: '++seq, &id, state, turn',
        drafts: 'key',
        cursors: 'db',
        media: 'id, state',
        meta: 'key',
        maps: 'key',
      });
    }
  }

  it('is not kept waiting: the old window lets go and is told so, and nothing it saved is gone', async () => {
    const closed = vi.fn();
    const store = await aStore({ closed });
    await saveAction(store, { parts: [partIn('area-a1', aMatter())] });
    const newer = new Newer();
    await newer.open();
    expect(closed.mock.calls).toEqual([['newer']]);
    expect(await newer.table('outbox').count()).toBe(1);
    store.shelf.close();
    newer.close();

    // an old window that was opened again all the same finds everything, and keeps on saving
    const again = await aStore();
    expect(outboxSums(again.shelf, 'grid1').here).toBe(1);
    expect((await saveAction(again, { parts: [partIn('area-a1', aMatter({ _id: anId('matter', 2) }))] })).ok).toBe(
      true,
    );
    await forget(again);
  });

  it('a database that is cleared is let go of, and that is told as well', async () => {
    const closed = vi.fn();
    const store = await aStore({ closed });
    await Dexie.delete('baibu-grid1');
    expect(closed.mock.calls).toEqual([['gone']]);
    store.shelf.close();
  });
});
