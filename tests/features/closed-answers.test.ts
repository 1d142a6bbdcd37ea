import { afterEach, beforeEach, expect, it } from 'vitest';
import { doorPath } from '../../src/domain/door-path.ts';
import { HouseholdModel } from '../../src/features/household/household.svelte.ts';
import { doorsOnTablet } from '../../src/store/due-doors.ts';
import { atHome, family, newestParts, worker } from '../builders/a-home.ts';
import { someAnswers, aVisit, flat1203 } from '../builders/documents.ts';
import { aPicture } from '../builders/media.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

it('pictures of answers open for a household without any care tag, and that they were opened is on record', async () => {
  const visit = aVisit({ dwellingId: flat1203, householdId: family, outcome: 'met' });
  await told(store, [visit]);
  await told(store, [someAnswers({ visitId: visit._id, media: [aPicture()] })], 'care-a1');
  const [door] = doorsOnTablet(store.shelf).filter(({ householdId }) => householdId === family);
  if (!door) throw new Error('there is no door');
  const model = new HouseholdModel(store, worker, doorPath(door));
  expect([model.tags, model.answered, model.careIsOpen]).toEqual([[], 1, false]);
  const row = model.story.rows.find(({ id }) => id === visit._id);
  if (!row) throw new Error('the visit is not told of');
  expect(model.mediaOf(row)).toEqual([]);
  expect((await model.openCare('correct')).ok).toBe(true);
  expect(model.mediaOf(row)).toEqual([aPicture()]);
  expect(await newestParts(store)).toMatchObject([
    { db: 'log-c1', doc: { type: 'opening', purpose: 'correct', shown: 0 } },
  ]);
});
