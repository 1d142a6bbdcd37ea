import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raisePath } from '../../src/domain/arrival/raise-path.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { Me } from '../../src/domain/me.ts';
import { ArrivalModel } from '../../src/features/arrivals/arrival.svelte.ts';
import { ArrivalsModel } from '../../src/features/arrivals/arrivals.svelte.ts';
import { RaiseModel } from '../../src/features/arrivals/raise.svelte.ts';
import { doorsOnTablet } from '../../src/store/due-doors.ts';
import { homeDocs, newestParts, worker } from '../builders/a-home.ts';
import { anArea } from '../builders/an-area.ts';
import { aMatter, anEscalation, anOrgUnit, aProposal, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
const secretary: Me = { name: '何桂兰', holder: aHolder('areaSecretary') };
const ulid = anId('proposal', 7).slice('proposal:'.length);
const raised = aProposal({
  ...{ _id: anId('proposal', 7), kind: 'mustArrive', subject: 'incident', level: undefined, visitId: undefined },
  householdId: anId('household'),
});

beforeEach(async () => {
  store = await aStore();
  const { units, posts, structures } = anArea();
  await told(store, [...units, ...posts, ...structures, anOrgUnit()], 'ref-c1');
  await told(store, homeDocs());
});
afterEach(() => forget(store));

const lastSaved = async (): Promise<object | undefined> => (await newestParts(store)).at(-1)?.doc;
const path = (): string => {
  const [door] = doorsOnTablet(store.shelf);
  if (!door) throw new Error('there is no door');
  return raisePath(door);
};

describe('raising a must-arrive by hand', () => {
  it('asks for the reason, and for how grave a family dispute is; says within which time', async () => {
    const model = new RaiseModel(store, path());
    expect(model.missing('reason')).toBe(false);
    expect(await model.save()).toBeUndefined();
    expect(model.missing('reason')).toBe(true);
    model.change({ reason: 'incident' });
    expect([model.minutes, model.isBlue]).toEqual([30, false]);
    model.change({ reason: 'familyDispute' });
    expect(model.minutes).toBeUndefined();
    expect(await model.save()).toBeUndefined();
    expect(model.missing('severity')).toBe(true);
    model.change({ severity: 'latent' });
    expect([model.minutes, model.isBlue]).toEqual([undefined, true]);
    model.change({ severity: 'general', detail: ' 摔了东西 ' });
    expect([model.minutes, model.isBlue]).toEqual([120, false]);
    expect((await model.save())?.ok).toBe(true);
    const said = { subject: 'familyDispute', severity: 'general', detail: '摔了东西', dwellingId: flat1203 };
    expect(await lastSaved()).toMatchObject({ kind: 'mustArrive', ...said });
  });

  it('begins with the words of the matter that it is raised from, and names it', async () => {
    const matter = aMatter({ dwellingId: flat1203, householdId: anId('household'), text: '楼上楼下吵得厉害' });
    await told(store, [matter]);
    const model = new RaiseModel(store, raisePath({ matterId: matter._id }));
    expect(model.draft.detail).toBe('楼上楼下吵得厉害');
    model.change({ reason: 'dissatisfaction' });
    await model.save();
    expect(await lastSaved()).toMatchObject({ matterId: matter._id, dwellingId: flat1203 });
  });

  it('keeps what was begun, and warns of a telephone number', async () => {
    new RaiseModel(store, path()).change({ reason: 'incident', detail: '打 13900000001' });
    await expect.poll(() => store.db.drafts.count()).toBe(1);
    const again = new RaiseModel(store, path());
    expect([again.draft.reason, again.personal]).toEqual(['incident', 'phone']);
  });

  it('takes the severity of nothing but a family dispute along', async () => {
    const model = new RaiseModel(store, path());
    model.change({ reason: 'familyDispute', severity: 'serious' });
    model.change({ reason: 'incident' });
    await model.save();
    expect(await lastSaved()).not.toHaveProperty('severity');
  });
});

describe('a must-arrive on its page', () => {
  beforeEach(() => told(store, [raised], 'care-a1'));
  const may = (me: Me = worker) => {
    const { take, come, follow, close } = new ArrivalModel(store, me, ulid).may;
    return [take && 'take', come && 'come', follow && 'follow', close && 'close'].filter(Boolean);
  };

  it('offers the steps that come next, and closing to somebody else than who followed up', async () => {
    const model = new ArrivalModel(store, worker, ulid);
    expect(may()).toEqual(['take', 'come']);
    await model.step('acknowledged');
    expect(may()).toEqual(['come']);
    store.clock.move(60_000);
    await model.step('arrived');
    expect(may()).toEqual(['follow']);
    expect(await model.follow()).toBeUndefined();
    expect(model.foundMissing).toBe(true);
    model.change({ found: '已经和好', next: '下周再看' });
    store.clock.move(60_000);
    expect((await model.follow())?.ok).toBe(true);
    expect(await lastSaved()).toMatchObject({ stage: 'followedUp', found: '已经和好', next: '下周再看' });
    expect(await store.db.drafts.count()).toBe(0);
    expect(may()).toEqual([]);
    expect(may(secretary)).toEqual(['close']);
  });

  it('is gone when a step is taken back in time, with what was written', async () => {
    const model = new ArrivalModel(store, worker, ulid);
    await model.step('arrived');
    model.change({ found: '已经和好' });
    const saved = await model.follow();
    if (!saved?.ok) throw new Error('it was not saved');
    expect(await saved.value.undo()).toBe(true);
    expect(model.task?.state).toBe('arrived');
    expect(new ArrivalModel(store, worker, ulid).draft.found).toBe('已经和好');
  });

  it('is not offered to a building leader or to somebody of another area', () => {
    expect(may({ name: '陆青', holder: aHolder('gridWorker', { userId: 'grid2', areas: ['a2'] }) })).toEqual([]);
    expect(may({ name: '许芳', holder: aHolder('buildingLeader') })).toEqual([]);
    expect(new ArrivalModel(store, worker, anId('proposal', 8).slice(9)).task).toBeUndefined();
  });
});

describe('the list of must-arrives', () => {
  it('puts what nobody came to before what is to be followed up', async () => {
    const came: DocumentOf['proposal'] = { ...raised, _id: anId('proposal', 8), at: '2026-11-23T08:00:00+08:00' };
    await told(store, [raised, came], 'care-a1');
    await new ArrivalModel(store, worker, came._id.slice(9)).step('arrived');
    const model = new ArrivalsModel(store);
    expect(model.toGo.map(({ proposal }) => proposal._id)).toEqual([raised._id]);
    expect(model.cameOnce.map(({ proposal }) => proposal._id)).toEqual([came._id]);
    expect(model.toGo.map((task) => model.doorOf(task)?.householdId)).toEqual([anId('household')]);
  });

  it('names area and whom to ring where somebody above was told, and nothing of the door', async () => {
    await told(store, [anEscalation({ level: 'garden', unitId: 'orgUnit:g1' })], 'own-grid1');
    const model = new ArrivalsModel(store);
    const [one] = model.fromBelow;
    expect(one).toMatchObject({ taken: false, arrived: false });
    expect(model.areaName('a1')).toBe('a1');
    expect(model.postsOf('a1').map(({ holderName }) => holderName)).toEqual(['area1']);
    expect(model.toGo).toEqual([]);
    if (one) await model.answer(one, 'acknowledged');
    expect(model.fromBelow).toMatchObject([{ taken: true, arrived: false }]);
  });
});
