import { afterEach, expect, test } from 'vitest';
import { dueDoors } from '../../src/domain/due.ts';
import { dueFactsFrom } from '../../src/domain/due-facts.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import type { DueDoor } from '../../src/domain/due.ts';
import { doorsOnTablet, dueOnTablet } from '../../src/store/due-doors.ts';
import { saveAction } from '../../src/store/save.ts';
import { demoCommunity } from '../../sync-server/provisioning/demo/community.ts';
import { anArrivalStep, aProposal, aRefusal, aReview, aVisit } from '../builders/documents.ts';
import { aStore, forget, partIn, told, type TestStore } from '../builders/store.ts';

let store: TestStore | undefined;
afterEach(async () => {
  if (store) await forget(store);
  store = undefined;
});

const area = 'area-yx03';
const care = 'care-yx03';

/** A demo area on the tablet, as it stands when the clock of the test does. */
async function aDemoArea(): Promise<TestStore> {
  store = await aStore();
  for (const { name, documents } of demoCommunity(store.clock.now()))
    if (!name.endsWith('yx02')) await told(store, documents, name);
  return store;
}

/** The rule over all facts at once, with nothing kept from before. */
function anew({ shelf, clock }: TestStore): DueDoor[] {
  const facts = dueFactsFrom({
    doors: doorsOnTablet(shelf),
    visits: shelf.all('visit'),
    refusals: shelf.all('refusal'),
    postponements: shelf.all('postponement'),
    assignments: shelf.all('assignment'),
    withdrawals: shelf.all('withdrawal'),
    proposals: shelf.all('proposal'),
    confirmations: shelf.all('confirmation'),
    matters: shelf.all('matter'),
    arrivalSteps: shelf.all('arrivalStep'),
  });
  return dueDoors(facts, shelf.all('policy'), dueTime(clock.instant()));
}

const minuteMs = 60_000;

test('what is kept from before agrees with the rule over all facts, after every change and as time goes', async () => {
  const here = await aDemoArea();
  const { shelf, clock } = here;
  const agree = (): void => {
    expect(dueOnTablet(here)).toEqual(anew(here));
  };
  agree();
  const first = dueOnTablet(here);
  const [one, two, three] = doorsOnTablet(shelf).filter((door) => door.householdId !== undefined);
  if (!one || !two || !three) throw new Error('no doors');
  const at = ({ dwellingId, householdId, buildingId }: typeof one) => ({
    ...{ dwellingId, buildingId },
    ...(householdId !== undefined && { householdId }),
  });
  const said = ({ dwellingId, householdId }: typeof one) => ({
    dwellingId,
    ...(householdId !== undefined && { householdId }),
  });
  const now = clock.instant();

  const visit = aVisit({ ...at(one), outcome: 'met', startedAt: now, endedAt: now, at: now });
  await saveAction(here, { parts: [partIn(area, visit)] });
  agree();
  expect(dueOnTablet(here)).not.toEqual(first);

  const declined = aRefusal({ ...said(two), choice: 'no_more', doNotAskUntil: '2099-01-01', at: now });
  await saveAction(here, { parts: [partIn(area, declined)] });
  agree();

  const upset = aProposal({ ...said(three), kind: 'mustArrive', subject: 'incident', at: now });
  await saveAction(here, { parts: [partIn(care, upset)] });
  agree();

  clock.move(90 * minuteMs);
  agree();
  clock.move(24 * 60 * minuteMs);
  agree();

  const waiting = dueOnTablet(here);
  const came = anArrivalStep({ proposalId: upset._id, stage: 'arrived', at: clock.instant() });
  await saveAction(here, { parts: [partIn(care, came)] });
  agree();
  expect(dueOnTablet(here)).not.toEqual(waiting);

  await told(here, [aReview({ visitId: visit._id, after: visit._id, verdict: 'returned', reason: 'x' })], area);
  agree();
});

test('asks only the doors that a change concerns', async () => {
  const here = await aDemoArea();
  const before = dueOnTablet(here);
  const [one] = doorsOnTablet(here.shelf).filter((door) => door.householdId !== undefined);
  if (!one) throw new Error('no doors');
  const { dwellingId, buildingId } = one;
  const now = here.clock.instant();
  await saveAction(here, {
    parts: [partIn(area, aVisit({ dwellingId, buildingId, startedAt: now, endedAt: now }))],
  });
  const moved = dueOnTablet(here).filter((due, index) => due !== before[index]);
  expect(moved.map((due) => due.door.dwellingId)).toEqual(
    doorsOnTablet(here.shelf).flatMap((door) => (door.dwellingId === dwellingId ? [dwellingId] : [])),
  );
});
