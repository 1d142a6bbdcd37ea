import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CardModel } from '../../src/features/organisation/card.svelte.ts';
import { contactOf } from '../../src/features/organisation/contact-rows.ts';
import { OrganisationModel } from '../../src/features/organisation/organisation.svelte.ts';
import { ChargeModel } from '../../src/features/household/charge.svelte.ts';
import { HouseholdModel } from '../../src/features/household/household.svelte.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import { done, failed } from '../../src/domain/fault.ts';
import { fits } from '../../src/domain/catalogue.ts';
import { doorsOfDwelling, type Door } from '../../src/domain/door.ts';
import { doorPath } from '../../src/domain/door-path.ts';
import type { Me } from '../../src/domain/me.ts';
import { structures } from '../../src/domain/organisation/structures.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import { newestParts } from '../builders/a-home.ts';
import { aTown, today } from '../builders/a-town.ts';
import { aCharge, aDwelling, aHousehold, aPlacement, aPost, aResident, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const zh = wordsIn('zh');
const building = 'orgUnit:building-1';
const town = aTown(structures.fiveLevels, { units: [1, 1, 2, 2], households: 0 });
const secretary: Me = { name: '林远', holder: aHolder('communitySecretary') };
const worker: Me = { name: '周敏', holder: aHolder() };
const family = anId('household');
const home = aDwelling({
  values: {
    address: { buildingId: building, estate: '苑', building: '1栋', entrance: '1', floor: '12', room: '1203' },
  },
});
const emptied = (kind: DocumentOf['post']['kind']): DocumentOf['post'] => {
  const { holderName: _, ...post } = aPost({ _id: `post:left-${kind}`, unitId: building, kind, from: today });
  return post;
};

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await told(store, [...town.units, ...town.structures, ...town.posts], 'ref-c1');
  await told(store, [
    home,
    aHousehold({ _id: family }),
    aResident({ values: { householdId: family, name: '欧阳明月' } }),
  ]);
});
afterEach(() => forget(store));

const flatDoor = (): Door => doorsOfDwelling(home, [])[0]!;
const at = (me: Me, id: string): OrganisationModel => new OrganisationModel(store, me, id);

describe('A6: who is responsible, without a signal', () => {
  const named = (): (string | undefined)[] =>
    new HouseholdModel(store, worker, doorPath({ dwellingId: flat1203, householdId: family })).answering.map(
      ({ post }) => post?.kind,
    );

  it('is told for a home at each of the five levels, the missing one too', async () => {
    const four = ['communitySecretary', 'gardenSecretary', 'areaSecretary', 'partyGroupLeader'];
    expect(named()).toEqual([...four, undefined]);
    await told(store, [aCharge({ householdId: family, unitId: building })]);
    expect(named()).toEqual([...four, 'partyMember']);
  });

  it('is changed by a secretary, again on the same day too, and by nobody else', async () => {
    const door = { ...flatDoor(), householdId: family };
    const charge = new ChargeModel(store, { name: '何桂兰', holder: aHolder('areaSecretary') }, () => door);
    expect(new ChargeModel(store, worker, () => door).members).toEqual([]);
    expect(charge.members.map(({ seat }) => seat)).toEqual(['m1', 'm2', 'm3', 'm4']);
    for (const seat of ['m3', 'm1', 'm2']) {
      expect(await charge.give(seat)).toMatchObject({ ok: true });
      const [part] = await newestParts(store);
      expect(part).toMatchObject({ db: 'area-a1', doc: { type: 'charge', seat, unitId: building } });
      expect(fits('charge', part?.doc)).toBe(true);
      const file = new HouseholdModel(store, worker, doorPath(door));
      expect(file.answering.at(-1)?.post?.seat).toBe(seat);
    }
  });

  it('is told for a unit with its path, and follows a building that moves', async () => {
    expect(at(worker, 'building-1').above.map(({ _id }) => _id)).toEqual([
      'orgUnit:community-1',
      'orgUnit:garden-1',
      'orgUnit:area-1',
    ]);
    await told(store, [aPlacement({ unitId: building, parentId: 'orgUnit:area-2', from: today })], 'ref-c1');
    expect(at(worker, 'building-1').above.at(-1)?._id).toBe('orgUnit:area-2');
    expect(at(worker, 'building-1').answering.find(({ level }) => level.key === 'area')?.unitId).toBe('orgUnit:area-2');
    expect(at(secretary, 'area-2').beneath.map(({ unit }) => fieldOf(unit, 'name'))).toEqual(['楼栋1', '楼栋2']);
  });
});

describe('A6: blank spots at the desk', () => {
  it('are counted on the tablet, and told by the relay where it answers', async () => {
    const model = at(secretary, 'community-1');
    await model.ask(() => Promise.resolve(failed('offline')));
    expect(model.report).toMatchObject({ households: 1, blank: 1, gaps: [], without: 1 });
    expect(model.report.homes).toMatchObject([{ householdId: family, door: '1-1203' }]);
    expect(model.onlyHere).toBe(true);
    const report = { households: 40_000, buildings: 712, answered: 712, blank: 0, gaps: [], homes: [], without: 0 };
    await model.ask((day, unitId) =>
      Promise.resolve(day === today && unitId === 'orgUnit:community-1' ? done(report) : failed('bad-request')),
    );
    expect(model.report).toEqual(report);
    expect(model.onlyHere).toBe(false);
  });

  it('are those beneath the unit that is looked at', () => {
    expect(at(secretary, 'area-1').report.households).toBe(1);
    expect(at(secretary, 'area-2').report.households).toBe(0);
    expect(at(worker, 'area-1').seesBlankSpots).toBe(false);
  });
});

describe('A3: posts of a building', () => {
  it('fill six lines of the card, and an emptied one is a vacancy and no line', async () => {
    const card = new CardModel(store, 'building-1');
    expect(card.lines).toHaveLength(6);
    expect(at(secretary, 'building-1').vacant).toEqual([]);
    await told(store, [emptied('cultureOfficer')], 'ref-c1');
    expect(card.lines.map(({ kind }) => kind)).not.toContain('cultureOfficer');
    expect(at(secretary, 'building-1').vacant.map(({ kind }) => kind)).toEqual(['cultureOfficer']);
    expect(at(secretary, 'community-1').vacancies.map(({ unitId }) => unitId)).toEqual([building]);
    expect(at(secretary, 'garden-1').beneath.map(({ vacancies }) => vacancies)).toEqual([1, 0]);
  });

  it('bear no name of a resident on the card', () => {
    const said = JSON.stringify(new CardModel(store, 'building-1').lines);
    expect(said).toContain('buildingLeader的人');
    expect(said).not.toContain('欧阳');
  });

  it('are shown with who stands in, who is paired, and who may be rung at any hour', async () => {
    const stand = aPost({ _id: 'post:s', unitId: building, kind: 'safetyOfficer', as: 'substitute', holderName: '甲' });
    const pair = aPost({ _id: 'post:d', unitId: building, kind: 'safetyOfficer', as: 'deployed', holderName: '乙' });
    await told(store, [emptied('safetyOfficer'), { ...stand, onCall: true }, pair], 'ref-c1');
    const line = new CardModel(store, 'building-1').lines.find(({ kind }) => kind === 'safetyOfficer');
    expect([line?.post.holderName, line?.pair?.holderName]).toEqual(['甲', '乙']);
    expect(contactOf({ ...stand, onCall: true }, zh).notes).toEqual(['代班', '24 小时可以打']);
    expect(contactOf(pair, zh)).toMatchObject({ term: '治安员', name: '乙' });
  });

  it('are given to somebody by the secretary of the community, and by nobody else', async () => {
    await told(store, [emptied('safetyOfficer')], 'ref-c1');
    const model = at(secretary, 'building-1');
    expect([model.mayFill, at(worker, 'building-1').mayFill]).toEqual([true, false]);
    expect(await model.fill('safetyOfficer', { name: ' 梁勇 ', phone: '', from: '2026-11-24' })).toBe(true);
    const [part] = await newestParts(store);
    expect(part).toMatchObject({ db: 'ref-c1', doc: { type: 'post', unitId: building, holderName: '梁勇' } });
    expect(fits('post', part?.doc)).toBe(true);
    // from tomorrow on: today it is still vacant
    expect(model.vacant.map(({ kind }) => kind)).toEqual(['safetyOfficer']);
    store.clock.move(86_400_000);
    expect(at(secretary, 'building-1').vacant).toEqual([]);
  });
});

describe('A2: moving a building', () => {
  const admin: Me = { name: '管理员', holder: aHolder('admin') };
  it.each([admin, secretary])('is offered to whoever may write placements ($name)', async (me) => {
    expect(at(worker, 'building-1').otherPlaces).toEqual([]);
    expect(at(me, 'area-1').otherPlaces).toEqual([]);
    const model = at(me, 'building-1');
    expect(model.otherPlaces.map(({ _id }) => _id)).toEqual(['orgUnit:area-2']);
    expect(await model.place('orgUnit:area-2', today)).toBe(true);
    const [part] = await newestParts(store);
    expect(part).toMatchObject({ db: 'ref-c1', doc: { unitId: building, parentId: 'orgUnit:area-2', from: today } });
    expect(fits('placement', part?.doc)).toBe(true);
    await store.shelf.catchUp();
    expect(model.otherPlaces.map(({ _id }) => _id)).toEqual(['orgUnit:area-1']);
    expect(model.coming).toBeUndefined();
  });

  it('for a later day is told beside where the building stands today', async () => {
    const model = at(secretary, 'building-1');
    expect(await model.place('orgUnit:area-2', '2099-01-01')).toBe(true);
    await store.shelf.catchUp();
    expect(model.coming).toEqual({ from: '2099-01-01', name: model.nameOf('orgUnit:area-2') });
    expect(model.otherPlaces.map(({ _id }) => _id)).toEqual(['orgUnit:area-2']);
  });
});
