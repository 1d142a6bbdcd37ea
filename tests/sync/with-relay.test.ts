import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deviceClock } from '../../src/platform/clock.ts';
import { Connectivity } from '../../src/platform/connectivity.ts';
import { makeDeviceKey, publicJwk } from '../../src/platform/crypto.ts';
import { recordState } from '../../src/store/record-state.ts';
import { saveAction } from '../../src/store/save.ts';
import { changeRegister, newHead, type Store } from '../../src/store/store.ts';
import { openTablet } from '../../src/store/tablet.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { openLine, type Line } from '../../src/sync/line.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aRelay, type TestRelay } from '../builders/relay.ts';
import { flat1203, aDwelling, aMatter, aVisit, building12 } from '../builders/documents.ts';
import { partIn } from '../builders/store.ts';

/** Two tablets of one area and a desk, on a real relay with its gate, over HTTP. */
let relay: TestRelay;
beforeAll(async () => {
  relay = await aRelay();
});
afterAll(() => relay.stop());

const open: Line[] = [];
let device = 0;
/** Signs a person in on a new tablet; its session is renewed by the key of that tablet. */
async function tabletOf(user: string): Promise<Line> {
  device += 1;
  const id = `tablet-${String(device)}`;
  const deviceKey = await makeDeviceKey();
  const tablet = await openTablet();
  await tablet.keepAccount(user, { deviceKey });
  tablet.close();
  await relay.signIn(user, { device: { id, name: id, key: await publicJwk(deviceKey) } });
  const line = await openLine({ origin: relay.url, user, device: id, connectivity: new Connectivity() });
  const token = await line.session.token();
  if (!token.ok) throw new Error(token.fault.code);
  await line.store.shelf.open();
  open.push(line);
  return line;
}
afterEach(async () => {
  for (const line of open.splice(0)) {
    line.store.shelf.close();
    await line.store.db.delete();
  }
});

const send = async ({ store, wire }: Line) => {
  const round = await outboxRound(store, wire);
  await store.shelf.catchUp();
  return round;
};
const fetchFrom = async ({ store, wire }: Line, db = 'area-a1') => {
  const round = await inboxRound(store, wire, db, () => false);
  await store.shelf.catchUp();
  return round;
};
const aVisitBy = (store: Store) =>
  aVisit({ ...newHead(store, 'visit'), buildingId: building12, dwellingId: flat1203, householdId: undefined });

describe('a tablet and a real relay', () => {
  let grid1: Line;
  beforeEach(async () => {
    grid1 = await tabletOf('grid1');
  });

  it('brings a visit from the door to the desk, and the verdict back', async () => {
    const { householdId: _none, ...visit } = aVisitBy(grid1.store);
    await saveAction(grid1.store, { parts: [partIn('area-a1', visit)] });
    expect(await send(grid1)).toEqual({ answered: 1, refused: 0 });
    expect(recordState(grid1.store.shelf, visit._id).state).toBe('delivered');

    const desk = await tabletOf('area1');
    await fetchFrom(desk);
    expect(desk.store.shelf.get('visit', visit._id)).toEqual(visit);
    const review = { ...newHead(desk.store, 'review'), visitId: visit._id, after: visit._id, verdict: 'accepted' };
    await saveAction(desk.store, { parts: [partIn('area-a1', review)] });
    expect(await send(desk)).toEqual({ answered: 1, refused: 0 });

    await fetchFrom(grid1);
    expect(recordState(grid1.store.shelf, visit._id).state).toBe('reviewed');
    expect((await fetchFrom(grid1)).rows).toBe(0);
  });

  it('merges two offline changes of one dwelling', async () => {
    const home = aDwelling({
      _id: 'dwelling:a1-12-1-0101',
      stamp: `0mqb5mzr0.000.${grid1.store.stamps.clock.replica}`,
    });
    await saveAction(grid1.store, {
      parts: [partIn('area-a1', { ...home, ...newHead(grid1.store, 'dwelling', home._id) })],
    });
    expect((await send(grid1)).refused).toBe(0);
    const desk = await tabletOf('area1');
    await fetchFrom(desk);
    const change = async (line: Line, values: object) => {
      const seen = line.store.shelf.get('dwelling', home._id);
      return saveAction(line.store, {
        parts: [partIn('area-a1', changeRegister(line.store, 'dwelling', seen, values))],
      });
    };
    await change(grid1, { useStatus: 'rent' });
    await change(desk, { areaM2: 88 });
    expect([(await send(grid1)).refused, (await send(desk)).refused]).toEqual([0, 0]);
    await fetchFrom(grid1);
    await fetchFrom(desk);
    for (const { store } of [grid1, desk]) {
      const now = store.shelf.get('dwelling', home._id);
      expect([now?.fields.useStatus?.v, now?.fields.areaM2?.v]).toEqual(['rent', 88]);
    }
  });

  it('is told why one part is not taken, beside many that are', async () => {
    const own = aMatter({ ...newHead(grid1.store, 'matter') });
    const forged = aMatter({ ...newHead(grid1.store, 'matter'), by: 'grid2' });
    const elsewhere = aMatter({ ...newHead(grid1.store, 'matter') });
    const parts = [partIn('area-a1', own), partIn('area-a1', forged), partIn('area-a2', elsewhere)];
    await saveAction(grid1.store, { parts });
    expect(await send(grid1)).toEqual({ answered: 1, refused: 2 });
    const codes = [own, forged, elsewhere].map(({ _id }) => recordState(grid1.store.shelf, _id));
    expect(codes.map(({ state, code }) => [state, code])).toEqual([
      ['delivered', undefined],
      ['not-accepted', 'not-author'],
      ['not-accepted', 'not-yours'],
    ]);
  });

  it('shifts stamps of a clock that stands a day ahead, and is taken', async () => {
    const id = 'dwelling:a1-12-1-0102';
    grid1.store.stamps.relayAhead = 86_400_000;
    const address = { buildingId: building12, estate: 'e', building: '12栋', entrance: '1', floor: '1', room: '0102' };
    const made = changeRegister(grid1.store, 'dwelling', id, { address });
    await saveAction(grid1.store, { parts: [partIn('area-a1', made)] });
    expect((await send(grid1)).refused).toBe(0);
    expect(recordState(grid1.store.shelf, id).state).toBe('delivered');
    const stamp = grid1.store.shelf.get('dwelling', id)?.fields.address?.s ?? '';
    expect(Number.parseInt(stamp.slice(0, 9), 36)).toBeLessThan(deviceClock.now() + 120_000);
  });

  it('hears at once which database moved', async () => {
    const ending = new AbortController();
    let heard = 0;
    const ended = grid1.wire.wake(
      (databases) => {
        if (databases.includes('area-a1')) heard += 1;
      },
      ending.signal,
      {},
    );
    await vi.waitUntil(() => heard > 0, 20_000);
    const known = heard;
    await saveAction(grid1.store, { parts: [partIn('area-a1', aMatter({ ...newHead(grid1.store, 'matter') }))] });
    await send(grid1);
    await vi.waitUntil(() => heard > known, 20_000);
    ending.abort();
    await ended;
  });
});
