import { afterEach, beforeEach, expect, it } from 'vitest';
import { doorKey } from '../../src/domain/door.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { todayList } from '../../src/domain/today.ts';
import { bodyOf } from '../../src/domain/canonical.ts';
import { arrivalOnTablet, openArrivals, toldAbove } from '../../src/store/arrivals.ts';
import { doorsOnTablet, dueOnTablet } from '../../src/store/due-doors.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { answerFromAbove, raiseArrival, takeStep } from '../../src/store/raise-arrival.ts';
import { startFollowers, type Followers } from '../../sync-server/followers/followers.ts';
import type { Deliverer } from '../../sync-server/gate/deliverer.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { aDraft, calm, homeDocs, listDocs, newestParts, worker } from '../builders/a-home.ts';
import { anArea } from '../builders/an-area.ts';
import { aMatter, anOrgUnit, aPolicy, mondayMs } from '../builders/documents.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';
import { embeddedTenant } from '../contracts/tenants.ts';
import { allIn, aClock, area1, codesOf, openDoor, verdictsOf, type MovableClock } from '../relay/door.ts';

/** Tablets of a worker, of the area's secretary and of the garden's, and a relay with its gate and followers between them. */
let storage: Storage;
let drop: Drop;
let leave: () => Promise<void>;
let clock: MovableClock;
let followers: Followers;
let tablet: TestStore;
let stores: TestStore[];
let envelopes = 0;
const grid1: Deliverer = { holder: worker.holder, deviceId: 'tablet-1', replicas: ['grid1tablet'] };
const garden1: Deliverer = { holder: aHolder('gardenSecretary'), deviceId: 'tablet-1', replicas: [] };
const hour = 3_600_000;

const follow = () => startFollowers({ storage, clock: () => clock.now, communityOf: () => Promise.resolve('c1') });
const organisationDocs = (): DocumentOf[keyof DocumentOf][] => {
  const { units, posts, structures } = anArea();
  return [...units, ...posts, ...structures, anOrgUnit(), aPolicy(), ...listDocs()];
};
async function storeOf(user: string): Promise<TestStore> {
  const store = await aStore({ user });
  await told(store, organisationDocs(), 'ref-c1');
  stores.push(store);
  return store;
}
async function fetchInto(store: TestStore, ...databases: string[]): Promise<void> {
  for (const database of databases) {
    const docs = (await allIn(storage, database)).map((doc) => bodyOf(doc) as unknown as DocumentOf[keyof DocumentOf]);
    await told(store, docs, database);
  }
}
async function send(store: TestStore, who: Deliverer): Promise<(string | undefined)[]> {
  const parts: readonly Part[] = await newestParts(store);
  return codesOf(await verdictsOf(drop, who, parts, (envelopes += 1)));
}
const escalations = async () =>
  (await allIn(storage, 'care-a1'))
    .filter(({ _id }) => _id.startsWith('escalation:'))
    .map(({ _id, _rev }) => [_id, _rev]);

beforeEach(async () => {
  ({ storage, leave } = await embeddedTenant());
  [clock, stores] = [aClock(), []];
  drop = await openDoor(storage, clock);
  await provision(storage, { communities: [], users: ['garden1', 'secretary'] });
  await storage.write(
    'ref-c1',
    organisationDocs().map((doc) => ({ ...doc })),
  );
  await storage.write(
    'area-a1',
    homeDocs().map((doc) => ({ ...doc })),
  );
  followers = follow();
  tablet = await storeOf('grid1');
  await told(tablet, homeDocs());
});
afterEach(async () => {
  await followers.stop();
  await leave();
  for (const store of stores) await forget(store);
});

const door = () => {
  const [only] = doorsOnTablet(tablet.shelf);
  if (!only) throw new Error('there is no door');
  return only;
};

it('A7: mood=angry in a routine visit offline → in the worker’s list at once; after the sync for the level above; past its clock escalated exactly once', async () => {
  const finished = await finishVisit(tablet, worker, aDraft('routine', { ...calm, rt_mood: 'angry' }));
  expect(finished.ok).toBe(true);
  expect(openArrivals(tablet)).toMatchObject([
    { state: 'created', proposal: { subject: 'dissatisfaction' }, escalated: [] },
  ]);
  expect(Date.parse(openArrivals(tablet)[0]?.dueAt ?? '')).toBe(mondayMs + 24 * hour);
  const today = todayList({ doors: dueOnTablet(tablet), now: tablet.clock.instant(), userId: 'grid1' });
  expect(today.first).toMatchObject([{ kind: 'mustArrive', due: { key: doorKey(door()) } }]);

  const desk = await storeOf('area1');
  await fetchInto(desk, 'area-a1', 'care-a1');
  expect(openArrivals(desk)).toEqual([]);
  expect(await send(tablet, grid1)).not.toContain(expect.any(String));
  await followers.sweep();
  await fetchInto(desk, 'area-a1', 'care-a1');
  expect(openArrivals(desk)).toMatchObject([{ state: 'notified', late: false, escalated: [] }]);

  // the worker stays without a signal: what the tablet shows is what the relay writes
  clock.now = mondayMs + 24 * hour + 60_000;
  tablet.clock.move(24 * hour + 60_000);
  expect(openArrivals(tablet)).toMatchObject([{ late: true, escalated: [{ level: 'area', written: false }] }]);
  await followers.sweep();
  await followers.stop();
  followers = follow();
  await followers.sweep();
  expect(await escalations()).toEqual([[expect.stringMatching(/-area$/), expect.stringMatching(/^1-/)]]);
  await fetchInto(desk, 'care-a1');
  const [task] = openArrivals(desk);
  const [shown] = openArrivals(tablet);
  expect(task?.escalated).toEqual([{ ...shown?.escalated[0], written: true }]);
});

it('A7: by hand and from a matter, with what the gate takes, and followed to its end by two persons', async () => {
  const matter = aMatter({ dwellingId: door().dwellingId, householdId: door().householdId });
  const raised = await raiseArrival(tablet, door(), { reason: 'incident', detail: '楼道冒烟', matterId: matter._id });
  if (!raised.ok) throw new Error(raised.fault.code);
  const id = raised.value.proposal._id;
  expect(raised.value.proposal).toMatchObject({ matterId: matter._id, subject: 'incident' });
  expect(await send(tablet, grid1)).toEqual([undefined]);
  await followers.sweep();
  await fetchInto(tablet, 'care-a1');

  const step = async (
    store: TestStore,
    who: Deliverer,
    ...said: Parameters<typeof takeStep> extends [unknown, unknown, ...infer R] ? R : never
  ) => {
    const task = arrivalOnTablet(store, id);
    if (!task) throw new Error('it is not here');
    const saved = await takeStep(store, task, ...said);
    if (!saved.ok) throw new Error(saved.fault.code);
    return send(store, who);
  };
  expect(await step(tablet, grid1, 'acknowledged')).toEqual([undefined]);
  tablet.clock.move(10 * 60_000);
  expect(await step(tablet, grid1, 'arrived')).toEqual([undefined]);
  expect(dueOnTablet(tablet)[0]?.reasons[0]?.cadence.zh).toBe('必到，已到场，还没回访');
  tablet.clock.move(60_000);
  expect(await step(tablet, grid1, 'followedUp', { found: '灶上干烧，已关火', next: '装报警器' })).toEqual([undefined]);
  expect(await step(tablet, grid1, 'closed')).toEqual(['illegal-step']);
  expect(dueOnTablet(tablet)[0]?.reasons.filter(({ kind }) => kind === 'mustArrive')).toEqual([]);

  const desk = await storeOf('area1');
  await fetchInto(desk, 'area-a1', 'care-a1');
  desk.clock.move(30 * 60_000);
  const closer = { ...area1, deviceId: 'tablet-1' };
  expect(await step(desk, closer, 'closed')).toEqual([undefined]);
  expect(openArrivals(desk)).toEqual([]);
  const closed = arrivalOnTablet(desk, id);
  expect(closed).toMatchObject({ state: 'closed', late: false });
  expect(Date.parse(closed?.arrivedAt ?? '')).toBe(mondayMs + 10 * 60_000);
  clock.now = mondayMs + 9 * hour;
  await followers.sweep();
  expect(await escalations()).toEqual([]);
});

it('A6: goes on up the path when the level above does not come either; there it is taken on without a copy of the area', async () => {
  const raised = await raiseArrival(tablet, door(), { reason: 'familyDispute', severity: 'serious' });
  if (!raised.ok) throw new Error(raised.fault.code);
  expect(await send(tablet, grid1)).toEqual([undefined]);
  clock.now = mondayMs + 4 * hour + 1;
  await followers.sweep();
  const garden = await storeOf('garden1');
  await fetchInto(garden, 'own-garden1');
  const [heard, ...more] = toldAbove(garden);
  expect(more).toEqual([]);
  expect(heard).toMatchObject({ taken: false, escalation: { level: 'garden', area: 'a1', unitId: 'orgUnit:g1' } });
  if (!heard) throw new Error('nobody was told');
  expect((await answerFromAbove(garden, heard.escalation, 'arrived')).ok).toBe(true);
  expect(toldAbove(garden)).toMatchObject([{ taken: true, arrived: true }]);
  expect(await send(garden, garden1)).toEqual([undefined]);
  await fetchInto(tablet, 'area-a1', 'care-a1');
  expect(arrivalOnTablet(tablet, raised.value.proposal._id)?.state).toBe('arrived');
});

it('B4: a blue family dispute is an ordinary visit of the week, and stands on no list of must-arrives', async () => {
  expect((await raiseArrival(tablet, door(), { reason: 'familyDispute', severity: 'latent' })).ok).toBe(true);
  expect(openArrivals(tablet)).toEqual([]);
  expect(dueOnTablet(tablet)[0]?.reasons.map(({ kind }) => kind)).not.toContain('mustArrive');
  expect(await send(tablet, grid1)).toEqual([undefined]);
  clock.now = mondayMs + 900 * hour;
  await followers.sweep();
  expect(await escalations()).toEqual([]);
});
