import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import { deviceClock } from '../../src/platform/clock.ts';
import { cursorOf } from '../../src/store/cursors.ts';
import { saveAction } from '../../src/store/save.ts';
import { changeRegister, newHead } from '../../src/store/store.ts';
import { FirstContact } from '../../src/sync/first-contact.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import type { Wire } from '../../src/sync/wire.ts';
import { aHousehold, aMatter, aStamp, aVisit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aRelay, storageKinds, type TestRelay } from '../builders/relay.ts';
import { partIn } from '../builders/store.ts';
import { aTablet, type TestTablet } from '../builders/tablet.ts';

// real relays: on a busy machine they take their time
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** A wire that counts what is asked through it. */
function counted(wire: Wire): Wire & { asked: string[]; documents: number } {
  const counting = {
    ...wire,
    asked: [] as string[],
    documents: 0,
    async changes(...given: Parameters<Wire['changes']>) {
      counting.asked.push(`changes ${given[1]}`);
      const page = await wire.changes(...given);
      if (page.ok) counting.documents += page.value.rows.length;
      return page;
    },
    async read(...given: Parameters<Wire['read']>) {
      counting.asked.push('read');
      const rows = await wire.read(...given);
      if (rows.ok) counting.documents += rows.value.length;
      return rows;
    },
  };
  return counting;
}

const colleagues = (n: number) =>
  aVisit({ _id: anId('visit', n), by: 'area1', deviceId: 'tablet-area1', householdId: anId('household') });

describe.each(storageKinds)('a relay on %s that went back', (storage) => {
  let relay: TestRelay;
  let grid1: TestTablet;
  let wire: ReturnType<typeof counted>;
  beforeEach(async () => {
    relay = await aRelay({ storage });
    grid1 = await aTablet(relay, 'grid1');
    wire = counted(grid1.wire);
  });
  afterEach(async () => {
    await grid1.leave();
    await relay.stop();
  });

  const fetchAll = async () => {
    const round = await inboxRound(grid1.store, wire, 'area-a1', () => false);
    await grid1.store.shelf.catchUp();
    return round;
  };
  const meet = () => new FirstContact(() => deviceClock.now()).meet(grid1.store, wire, 'area-a1');
  const save = (...docs: object[]) => saveAction(grid1.store, { parts: docs.map((doc) => partIn('area-a1', doc)) });
  const send = () => outboxRound(grid1.store, grid1.wire);
  const here = () => grid1.store.shelf.all('visit').length;
  const there = (id: string) => relay.storage.get('area-a1', id);

  /** Twenty documents of others, one visit of one's own, all delivered and pulled. */
  async function aDayTogether() {
    const others = Array.from({ length: 20 }, (_, n) => ({ ...colleagues(n + 1) }));
    await relay.storage.write('area-a1', others);
    const visit = aVisit({ ...newHead(grid1.store, 'visit') });
    await save(visit);
    await send();
    await fetchAll();
    expect(here()).toBe(21);
    wire.asked.splice(0);
    wire.documents = 0;
    return { others, visit };
  }

  it('asks once a session for what the relay must have, and finds it', async () => {
    await aDayTogether();
    const contact = new FirstContact(() => deviceClock.now());
    expect(await contact.meet(grid1.store, wire, 'area-a1')).toEqual({ lost: 0, again: 0 });
    expect(wire.asked).toEqual([]);
  });

  it('reads nothing a second time when only the epoch was raised', async () => {
    await aDayTogether();
    const epoch = await relay.storage.raiseEpoch('area-a1');
    expect(await fetchAll()).toEqual({ rows: 0, lost: 0, paused: false });
    expect(wire.documents).toBe(0);
    expect(await cursorOf(grid1.store, 'area-a1')).toMatchObject({ epoch, complete: true });
  });

  it('takes what changed meanwhile, and lets go of what was deleted', async () => {
    const { others } = await aDayTogether();
    const [first] = others;
    const held = await there(first?._id ?? '');
    await relay.storage.write('area-a1', [
      { _id: held?._id ?? '', _rev: held?._rev ?? '', _deleted: true },
      { ...colleagues(77) },
    ]);
    await relay.storage.raiseEpoch('area-a1');
    expect(await fetchAll()).toMatchObject({ lost: 0 });
    expect(wire.documents).toBe(1);
    expect(here()).toBe(21);
    expect(grid1.store.shelf.get('visit', first?._id ?? '')).toBeUndefined();
  });

  it('is no false alarm: a register that others changed often since', async () => {
    const _id = anId('household', 3);
    await relay.storage.write('area-a1', [{ ...aHousehold({ _id, stamp: aStamp(0, 'area1tablet') }) }]);
    await fetchAll();
    for (let n = 1; n <= 3; n += 1) {
      const held = await there(_id);
      const changed = aHousehold({ _id, values: { size: n }, stamp: aStamp(n * 1_000, 'area1tablet') });
      await relay.storage.write('area-a1', [{ ...changed, _rev: held?._rev ?? '' }]);
    }
    expect(await meet()).toEqual({ lost: 0, again: 0 });
  });
});

describe('a CouchDB that was restored or made anew', () => {
  let relay: TestRelay;
  let grid1: TestTablet;
  beforeEach(async () => {
    relay = await aRelay({ storage: 'couch' });
    grid1 = await aTablet(relay, 'grid1');
  });
  afterEach(async () => {
    await grid1.leave();
    await relay.stop();
  });

  const cluster = () => {
    if (!relay.couch) throw new Error('no double');
    return relay.couch.cluster;
  };
  const fetchAll = async () => {
    const round = await inboxRound(grid1.store, grid1.wire, 'area-a1', () => false);
    await grid1.store.shelf.catchUp();
    return round;
  };
  const meet = () => new FirstContact(() => deviceClock.now()).meet(grid1.store, grid1.wire, 'area-a1');
  const saveAndSend = async (...docs: object[]) => {
    await saveAction(grid1.store, { parts: docs.map((doc) => partIn('area-a1', doc)) });
    expect((await outboxRound(grid1.store, grid1.wire)).refused).toBe(0);
  };
  const there = async (id: string) => bodyOf((await relay.storage.get('area-a1', id)) ?? {});

  it('lost a day, and says nothing of it: noticed, own work is sent again, others’ is counted, later work is seen', async () => {
    await relay.storage.write('area-a1', [{ ...colleagues(1) }]);
    await fetchAll();
    const restore = cluster().backup('baibu-area-a1');
    const visit = aVisit({ ...newHead(grid1.store, 'visit') });
    const matter = aMatter({ ...newHead(grid1.store, 'matter'), visitId: visit._id });
    await saveAndSend(visit, matter);
    await relay.storage.write('area-a1', [{ ...colleagues(2) }]);
    await fetchAll();
    restore();
    // other people's new work runs over the old sequences
    for (let n = 10; n < 16; n += 1) await relay.storage.write('area-a1', [{ ...colleagues(n) }]);
    expect(await there(visit._id)).toEqual({});

    expect(await meet()).toEqual({ lost: 3, again: 2 });
    await fetchAll();
    expect((await outboxRound(grid1.store, grid1.wire)).refused).toBe(0);
    expect(await there(visit._id)).toEqual(visit);
    expect(await there(matter._id)).toEqual(matter);
    // nothing was let go here, and nothing that came meanwhile was passed over
    await fetchAll();
    const ids = grid1.store.shelf.all('visit').map(({ _id }) => _id);
    for (const n of [1, 2, 10, 11, 12, 13, 14, 15]) expect(ids).toContain(anId('visit', n));
    expect(await meet()).toEqual({ lost: 0, again: 0 });
    expect((await fetchAll()).lost).toBe(0);
  });

  it('went back to an older state of a register: own fields go out again, and no others', async () => {
    const _id = anId('household', 3);
    await relay.storage.write('area-a1', [{ ...aHousehold({ _id, stamp: aStamp(0, 'area1tablet') }) }]);
    await fetchAll();
    const restore = cluster().backup('baibu-area-a1');
    const seen = grid1.store.shelf.get('household', _id);
    await saveAndSend(changeRegister(grid1.store, 'household', seen, { doorNote: '门口有狗' }));
    await fetchAll();
    restore();
    expect(await meet()).toEqual({ lost: 1, again: 1 });
    const waiting = await grid1.store.db.outbox.where('state').equals('waiting').toArray();
    expect(waiting).toHaveLength(1);
    expect((await outboxRound(grid1.store, grid1.wire)).refused).toBe(0);
    expect(await there(_id)).toMatchObject({ fields: { doorNote: { v: '门口有狗' } } });
  });

  it('lost a field and was changed by others since: the field goes out although the comparison was cut behind it', async () => {
    const _id = anId('household', 3);
    await relay.storage.write('area-a1', [{ ...aHousehold({ _id, stamp: aStamp(0, 'area1tablet') }) }]);
    await fetchAll();
    const restore = cluster().backup('baibu-area-a1');
    const seen = grid1.store.shelf.get('household', _id);
    await saveAndSend(changeRegister(grid1.store, 'household', seen, { doorNote: '门口有狗' }));
    await saveAndSend(aVisit({ ...newHead(grid1.store, 'visit') }));
    await fetchAll();
    restore();
    const held = await relay.storage.get('area-a1', _id);
    if (!held) throw new Error('it is not there');
    const size = { v: 7, s: aStamp(90_000, 'area1tablet') };
    await relay.storage.write('area-a1', [{ ...held, fields: { ...(held['fields'] as object), size } }]);
    await relay.storage.raiseEpoch('area-a1');
    const cut: Wire = { ...grid1.wire, missing: () => Promise.resolve({ ok: false, fault: { code: 'offline' } }) };
    expect((await inboxRound(grid1.store, cut, 'area-a1', () => false)).fault?.code).toBe('offline');
    await fetchAll();
    expect((await outboxRound(grid1.store, grid1.wire)).refused).toBe(0);
    expect(await there(_id)).toMatchObject({ fields: { doorNote: { v: '门口有狗' }, size } });
  });

  it('was deleted and made anew: everything of one’s own comes back', async () => {
    const visit = aVisit({ ...newHead(grid1.store, 'visit') });
    await saveAndSend(visit);
    await fetchAll();
    cluster().recreate('baibu-area-a1');
    expect(await fetchAll()).toMatchObject({ lost: 1 });
    expect((await outboxRound(grid1.store, grid1.wire)).refused).toBe(0);
    expect(await there(visit._id)).toEqual(visit);
  });

  it('has a node with a wiped disk: sequences begin anew, nothing is lost or doubled', async () => {
    await saveAndSend(aVisit({ ...newHead(grid1.store, 'visit') }));
    await fetchAll();
    cluster().forgetSequences('baibu-area-a1');
    expect(await meet()).toEqual({ lost: 0, again: 0 });
    expect(await fetchAll()).toMatchObject({ lost: 0 });
    expect(grid1.store.shelf.all('visit')).toHaveLength(1);
  });

  it('is compared to the end when the tablet is killed in between', async () => {
    const visit = aVisit({ ...newHead(grid1.store, 'visit') });
    await relay.storage.write('area-a1', [{ ...colleagues(1) }]);
    await saveAndSend(visit);
    await fetchAll();
    cluster().recreate('baibu-area-a1');
    const cut: Wire = { ...grid1.wire, missing: () => Promise.resolve({ ok: false, fault: { code: 'offline' } }) };
    const round = await inboxRound(grid1.store, cut, 'area-a1', () => false);
    expect(round.fault?.code).toBe('offline');
    expect(await fetchAll()).toMatchObject({ lost: 2 });
    expect((await outboxRound(grid1.store, grid1.wire)).answered).toBe(1);
    expect(await there(visit._id)).toEqual(visit);
  });
});
