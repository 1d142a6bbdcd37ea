import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../src/domain/fault.ts';
import { hangsOn } from '../../src/domain/snapshot-order.ts';
import { changeOf } from '../../src/domain/register.ts';
import { cursorOf } from '../../src/store/cursors.ts';
import { doorsOnTablet } from '../../src/store/due-doors.ts';
import { recordState } from '../../src/store/record-state.ts';
import { saveAction } from '../../src/store/save.ts';
import { changeRegister } from '../../src/store/store.ts';
import { Ahead } from '../../src/sync/ahead.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { pouchWire } from '../../src/sync/pouch-wire.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { chanceOf } from '../../sync-server/provisioning/demo/chance.ts';
import { historyOf } from '../../sync-server/provisioning/demo/history.ts';
import { homesOf } from '../../sync-server/provisioning/demo/homes.ts';
import { areaByKey } from '../../sync-server/provisioning/demo/organisation.ts';
import { aHousehold, aMatter, aStamp, aVisit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget, partIn } from '../builders/store.ts';

const area = 'area-a1';
let line: TestLine;
beforeEach(async () => {
  line = await aLine();
  line.relay.snapshotRows = 40;
});
afterEach(() => forget(line.store));

const matter = (n: number) => aMatter({ _id: anId('matter', n) });
const tell = (from: number, to: number): void => {
  for (let n = from; n < to; n += 1) line.relay.tells(area, matter(n));
};
const load = async (pause = () => false) => {
  const round = await inboxRound(line.store, line.wire, area, pause);
  await line.store.shelf.catchUp();
  return round;
};
const here = (): string[] =>
  line.store.shelf
    .all('matter')
    .map(({ _id }) => _id)
    .sort();
const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => anId('matter', from + n));
const asked = (what: string): number => line.relay.requests.filter((request) => request.endsWith(what)).length;

describe('a first load by snapshot', () => {
  it('reads the parts and then the feed from where they end', async () => {
    tell(0, 100);
    expect(await load(() => true)).toMatchObject({ rows: 40, paused: true });
    tell(100, 103);
    expect(await load()).toMatchObject({ rows: 63, paused: false });
    expect(here()).toEqual(ids(0, 103));
    expect([asked('/_snapshot'), asked('/_changes')]).toEqual([3, 1]);
    const cursor = await cursorOf(line.store, area);
    expect(cursor).toMatchObject({ complete: true, count: 103 });
    expect([cursor?.snapshot, cursor?.refreshFrom]).toEqual([undefined, undefined]);
    line.relay.requests.length = 0;
    expect((await load()).rows).toBe(0);
    expect(asked('/_snapshot')).toBe(0);
  });

  it('asks for no part twice when a pause is wished while one is written', async () => {
    tell(0, 100);
    const ahead = new Ahead();
    let wanted = false;
    const told = ({ count }: { readonly count: number }): void => {
      wanted ||= count > 0;
    };
    const stopped = await inboxRound(line.store, line.wire, area, () => wanted, told, ahead);
    expect(stopped).toMatchObject({ rows: 40, paused: true });
    expect(await inboxRound(line.store, line.wire, area, () => false, undefined, ahead)).toMatchObject({ rows: 60 });
    await line.store.shelf.catchUp();
    expect(here()).toEqual(ids(0, 100));
    expect(asked('/_snapshot')).toBe(3);
  });

  it('keeps bodies as the feed would have brought them', async () => {
    line.relay.tells(area, matter(1));
    await load();
    const [row] = await line.store.db.documents.toArray();
    const [doc] = await line.store.seal.open([row?.body ?? '']);
    expect(doc).toEqual(matter(1));
    expect(row).toMatchObject({ key: `${area}|${matter(1)._id}`, type: 'matter', rev: '1-a' });
  });

  it('of nothing is whole', async () => {
    expect(await load()).toMatchObject({ rows: 0, paused: false });
    expect(await cursorOf(line.store, area)).toMatchObject({ complete: true });
  });

  it('merges every losing leaf, and what is unsent stays on top', async () => {
    const winner = aHousehold({ values: { size: 5 }, stamp: aStamp(1_000) });
    const losing = changeOf<typeof winner>(winner, { familyName: '郑' }, aStamp(2_000, 'grid2tablet'));
    const mine = changeRegister(line.store, 'household', winner, { doorNote: '门口有狗' });
    await saveAction(line.store, { parts: [partIn(area, mine)] });
    line.relay.tells(area, winner, '2-b', [losing]);
    await load();
    const now = line.store.shelf.get('household', winner._id);
    expect([now?.fields.size?.v, now?.fields.familyName?.v, now?.fields.doorNote?.v]).toEqual([5, '郑', '门口有狗']);
    expect(recordState(line.store.shelf, winner._id).state).toBe('saved');
  });

  it('goes on after a kill at any row, and reads none of it twice', async () => {
    tell(0, 100);
    for (let row = 0; ; row += 1) {
      let puts = 0;
      const killed = (): void => {
        puts += 1;
        if (puts > row) throw new Error('killed');
      };
      line.store.db.documents.hook('creating', killed);
      const reached = await load().then(
        () => true,
        () => false,
      );
      line.store.db.documents.hook('creating').unsubscribe(killed);
      const cursor = await cursorOf(line.store, area);
      const rows = await line.store.db.documents.count();
      // Never a place ahead of the rows, never rows ahead of their place.
      expect(cursor?.count ?? 0).toBe(rows);
      if (reached) break;
      if (row % 7 === 0) line.relay.requests.length = 0;
    }
    expect(here()).toEqual(ids(0, 100));
    expect(line.relay.snapshots.size).toBe(1);
  });

  it('goes on in the middle when the wire is cut between two parts', async () => {
    tell(0, 100);
    await load(() => true);
    line.relay.mishaps.push('unreachable');
    expect((await load()).fault?.code).toBe('offline');
    line.relay.requests.length = 0;
    expect(await load()).toMatchObject({ rows: 60 });
    expect(asked('/_snapshot')).toBe(2);
  });

  it('takes nothing of a part that was cut while it came', async () => {
    tell(0, 100);
    const { fetch } = line.relay;
    let cuts = 3;
    const cutting: typeof fetch = async (input, init) => {
      const whole = await fetch(input, init);
      const url = input instanceof Request ? input.url : String(input);
      if (!url.includes('part=1') || (cuts -= 1) < 0) return whole;
      const text = await whole.text();
      const begun = new ReadableStream<Uint8Array>({
        start(stream) {
          const half = text.slice(0, text.length / 2);
          // In the middle of a line, or exactly at its end.
          stream.enqueue(new TextEncoder().encode(cuts === 0 ? half.slice(0, half.lastIndexOf('\n') + 1) : half));
          if (cuts === 2) stream.error(new TypeError('terminated'));
          else stream.close();
        },
      });
      return new Response(begun);
    };
    const wire = pouchWire({
      ...{ origin: line.relay.origin, bearer: line.session, fetch: cutting, answered: () => undefined },
    });
    line = { ...line, wire };
    expect((await load()).fault?.code).toBe('offline');
    expect(await line.store.db.documents.count()).toBe(40);
    // A proxy that ends a cut answer as if it were whole.
    expect((await load()).fault?.code).toBe('offline');
    expect((await load()).fault?.code).toBe('offline');
    expect(await line.store.db.documents.count()).toBe(40);
    expect(await load()).toMatchObject({ rows: 60 });
    expect(here()).toEqual(ids(0, 100));
  });

  it('of which nothing can be read says so, and nothing is marked as read', async () => {
    tell(0, 10);
    const snapshot = () => Promise.resolve(failed('storage-unavailable', { retryAfter: 5 }));
    const round = await inboxRound(line.store, { ...line.wire, snapshot }, area, () => false);
    expect(round.fault).toMatchObject({ code: 'storage-unavailable', retryAfter: 5 });
    expect(await line.store.db.documents.count()).toBe(0);
    expect(await load()).toMatchObject({ rows: 10 });
  });
});

describe('the first buildings of a first load', () => {
  it('are whole and can be worked in while the rest still comes', async () => {
    const founded = '2025-01-01T08:00:00+08:00';
    const whole = areaByKey('yx02');
    const buildings = whole.buildings.slice(0, 2);
    const { area: places, homes } = homesOf({ ...whole, buildings }, founded, chanceOf(7));
    const authors = { worker: 'grid1', secretary: 'area1' };
    const history = historyOf(homes, authors, line.store.clock.now(), chanceOf(8)).area;
    // Whatever was written last comes first in the feed here: the order is the snapshot's own.
    for (const doc of [...history, ...places]) line.relay.tells(area, doc);
    const all = new Map([...history, ...places].map((doc) => [doc._id, doc]));
    const buildingOf = (id: string): string | undefined => {
      const on = hangsOn(all.get(id) ?? {});
      return on === undefined || on.startsWith('orgUnit:') ? on : buildingOf(on);
    };
    const first = buildings.map(({ id }) => id).sort()[0];
    const inFirst = [...all.keys()].filter((id) => buildingOf(id) === first);
    const types = new Set(inFirst.map((id) => all.get(id)?.type));
    expect([...types]).toEqual(expect.arrayContaining(['dwelling', 'household', 'resident', 'visit', 'review']));
    const nowhere = [...all.keys()].filter((id) => buildingOf(id) === undefined);
    line.relay.snapshotRows = inFirst.length + nowhere.length;
    expect(await load(() => true)).toMatchObject({ paused: true });
    expect(await cursorOf(line.store, area)).toMatchObject({ complete: false });
    const arrived = [...types].flatMap((type) => (type ? line.store.shelf.all(type).map(({ _id }) => _id) : []));
    expect(arrived).toEqual(expect.arrayContaining(inFirst));
    const doors = doorsOnTablet(line.store.shelf);
    expect(doors.length).toBeGreaterThan(10);
    expect(doors.every((door) => buildingOf(door.dwellingId) === first)).toBe(true);
  });
});

describe('where there is no snapshot', () => {
  it('an older relay tells the feed', async () => {
    line.relay.snapshotRows = undefined;
    tell(0, 100);
    expect(await load()).toMatchObject({ rows: 100 });
    expect(here()).toEqual(ids(0, 100));
  });

  it('or one of another epoch, the feed is read', async () => {
    tell(0, 10);
    const wire = line.wire;
    line = {
      ...line,
      wire: {
        ...wire,
        snapshot: async (...given) => {
          const told = await wire.snapshot(...given);
          return told.ok ? { ok: true, value: { ...told.value, head: { ...told.value.head, epoch: 'e0' } } } : told;
        },
      },
    };
    expect(await load()).toMatchObject({ rows: 10 });
    expect(await cursorOf(line.store, area)).toMatchObject({ epoch: 'e1', complete: true });
  });
});

describe('a snapshot that vanished in the middle', () => {
  it('is read anew, and what is gone from the relay goes', async () => {
    tell(0, 100);
    await load(() => true);
    line.relay.purges(area, anId('matter', 3));
    expect((await load()).fault).toBeUndefined();
    expect(here()).toEqual(ids(0, 100).filter((id) => id !== anId('matter', 3)));
    expect((await cursorOf(line.store, area))?.refreshFrom).toBeUndefined();
  });

  it('and is no more, leaves the feed', async () => {
    tell(0, 100);
    await load(() => true);
    line.relay.purges(area, anId('matter', 3));
    line.relay.snapshotRows = undefined;
    await load();
    expect(here()).toEqual(ids(0, 100).filter((id) => id !== anId('matter', 3)));
  });

  it('takes nothing away before the end, whatever is killed', async () => {
    tell(0, 100);
    await load(() => true);
    line.relay.purges(area, anId('matter', 3));
    await load(() => true);
    expect(here()).toContain(anId('matter', 3));
    await load(() => true);
    await load();
    expect(here()).not.toContain(anId('matter', 3));
  });

  it('keeps what waits in the outbox, and what was delivered since', async () => {
    const [waiting, delivered] = [aVisit({ _id: anId('visit', 1) }), aVisit({ _id: anId('visit', 2) })];
    await saveAction(line.store, { parts: [partIn(area, delivered)] });
    tell(0, 100);
    await load(() => true);
    line.relay.dropSnapshot(area);
    await load(() => true);
    await outboxRound(line.store, line.wire);
    await saveAction(line.store, { parts: [partIn(area, waiting)] });
    await load();
    expect(line.store.shelf.all('visit').map(({ _id }) => _id)).toEqual([delivered._id, waiting._id]);
    expect(here()).toEqual(ids(0, 100));
  });
});
