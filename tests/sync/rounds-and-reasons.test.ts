import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Me } from '../../src/domain/me.ts';
import { roundCounts } from '../../src/domain/visit-round.ts';
import { doorsOnTablet, dueOnTablet } from '../../src/store/due-doors.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { beginForReason, knockReasons, nameKnockReason } from '../../src/store/knock-reasons.ts';
import { saveOneTap } from '../../src/store/one-tap.ts';
import { visitDrafts } from '../../src/store/visit-draft.ts';
import { closeRound, judgeImpact, roundPlanHere, roundsHere, startRound } from '../../src/store/visit-rounds.ts';
import { answersOf } from '../../src/store/visits.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aDraft, atHome, calm, worker } from '../builders/a-home.ts';
import { building12 } from '../builders/documents.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, type TestRelay } from '../builders/relay.ts';
import { aTablet, type TestTablet } from '../builders/tablet.ts';

let relay: TestRelay;
beforeAll(async () => {
  relay = await aRelay();
});
afterAll(() => relay.stop());

const open: TestTablet[] = [];
async function tabletOf(user: string): Promise<TestTablet> {
  const tablet = await aTablet(relay, user);
  open.push(tablet);
  await atHome(tablet.store);
  return tablet;
}
afterEach(async () => {
  for (const tablet of open.splice(0)) await tablet.leave();
});

async function send({ store, wire }: TestTablet): Promise<void> {
  await outboxRound(store, wire);
  await store.shelf.catchUp();
}
async function fetchFrom({ store, wire }: TestTablet, db: string): Promise<void> {
  await inboxRound(store, wire, db, () => false);
  await store.shelf.catchUp();
}

test('E2: slot 3 renamed at the centre appears on a tablet after sync; a visit keeps the words that it was made with', async () => {
  const grid1 = await tabletOf('grid1');
  const door = doorsOnTablet(grid1.store.shelf).find(({ householdId }) => householdId !== undefined)!;
  const hardship = knockReasons(grid1.store.shelf)[2]!;
  expect(hardship.name.zh).toBe('困难必敲');
  await beginForReason(grid1.store, door, hardship);
  const [begun] = visitDrafts(grid1.store);
  expect(begun?.body).toMatchObject({ checklistId: 'hardship', knockReason: { slot: 3, name: hardship.name } });
  const draft = aDraft('routine', calm, { knockReason: { slot: 3, name: hardship.name } });
  const finished = await finishVisit(grid1.store, worker, draft);
  if (!finished.ok) throw new Error(finished.fault.code);

  const centre = await tabletOf('secretary');
  const secretary: Me = { name: '陈', holder: aHolder('communitySecretary') };
  const said = { name: { zh: '退役必敲', en: 'Veterans' }, checklistId: 'routine' };
  await nameKnockReason(centre.store, secretary, knockReasons(centre.store.shelf)[2]!, said);
  await send(centre);
  await fetchFrom(grid1, 'ref-c1');
  expect(knockReasons(grid1.store.shelf)[2]).toMatchObject({ slot: 3, version: 1, ...said });
  expect(knockReasons(grid1.store.shelf)[1]?.name.zh).toBe('老人必敲');
  const [kept] = await answersOf(grid1.store, finished.value.visit._id);
  expect(kept?.knockReason).toEqual({ slot: 3, name: { zh: '困难必敲', en: 'In hardship' } });
  // the shell, which every reader of the area holds, says nothing of it
  expect(JSON.stringify(finished.value.visit)).not.toContain('困难');
});

test('a round goes from the desk to the tablet and its knocks come back, until it is closed', async () => {
  const desk = await tabletOf('area1');
  const grid1 = await tabletOf('grid1');
  const today = desk.store.clock.today();
  const wish = { title: '电梯改造', buildings: [building12], checklistId: 'routine', from: today, to: today };
  expect((await startRound(desk.store, { ...wish, order: 'mostAffected' })).ok).toBe(true);
  await send(desk);
  await fetchFrom(grid1, 'area-a1');
  const [here] = roundsHere(grid1.store.shelf);
  expect(here).toMatchObject({ closed: false, round: { title: '电梯改造' } });
  const door = doorsOnTablet(grid1.store.shelf).find(({ householdId }) => householdId !== undefined)!;
  const asks = (tablet: TestTablet): boolean =>
    dueOnTablet(tablet.store).some(({ reasons }) => reasons.some(({ kind }) => kind === 'round'));
  expect(asks(grid1)).toBe(true);
  await judgeImpact(grid1.store, here!.round, door, 3);
  await saveOneTap(grid1.store, door, 'not_home');
  const plan = roundPlanHere(grid1.store.shelf, here!.round);
  expect(plan[0]).toMatchObject({ state: 'notHome', score: 3 });
  expect(roundCounts(plan).notHome).toBe(1);

  await closeRound(desk.store, here!.round);
  await send(desk);
  await fetchFrom(grid1, 'area-a1');
  expect(roundsHere(grid1.store.shelf)[0]?.closed).toBe(true);
  expect(asks(grid1)).toBe(false);
});
