import { afterEach, beforeEach, expect, it } from 'vitest';
import { OrganisationModel } from '../../src/features/organisation/organisation.svelte.ts';
import type { Me } from '../../src/domain/me.ts';
import { structures } from '../../src/domain/organisation/structures.ts';
import { hundredStepWords } from '../../src/words/hundred-steps.ts';
import { aTown, today } from '../builders/a-town.ts';
import { aDwelling, aHousehold, aMatter, aPost } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const town = aTown(structures.fiveLevels, { units: [1, 1, 1, 3], households: 0 });
const worker: Me = { name: '周敏', holder: aHolder() };
const dwelling = (place: number): string => `dwelling:a1-${String(place)}-1-101`;
const building = (place: number): string => `orgUnit:building-${String(place)}`;

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await told(store, [...town.units, ...town.structures, ...town.posts], 'ref-c1');
  for (const place of [1, 2, 3]) {
    const label = { estate: '苑', building: `${String(place)}栋`, entrance: '1', floor: '1', room: '101' };
    const address = { buildingId: building(place), ...label };
    const home = aDwelling({ _id: dwelling(place), values: { address } });
    await told(store, [home, aHousehold({ _id: anId('household', place), values: { dwellingId: dwelling(place) } })]);
  }
});
afterEach(() => forget(store));
const at = (id: string): OrganisationModel => new OrganisationModel(store, worker, id);

it('A1: a tablet without a signal says 2 of 3 and names the gap; with a new leader 3 of 3', async () => {
  const { holderName: _, ...gone } = aPost({
    _id: 'post:gone',
    unitId: building(2),
    kind: 'partyGroupLeader',
    from: today,
  });
  await told(store, [gone], 'ref-c1');
  const garden = at('garden-1');
  expect(garden.steps?.organisation).toMatchObject({
    ...{ buildings: 3, answered: 2 },
    gaps: [{ unitId: building(2), kind: 'partyGroupLeader' }],
  });
  expect(at('building-2').beside.map(({ unitId }) => unitId)).toEqual([building(1), building(3)]);
  expect(at('building-1').beside).toEqual([]);
  const next = aPost({ _id: 'post:next', unitId: building(2), kind: 'partyGroupLeader', from: today, after: gone._id });
  await told(store, [next], 'ref-c1');
  expect(garden.steps?.organisation).toMatchObject({ buildings: 3, answered: 3, gaps: [] });
  expect(at('building-2').beside).toEqual([]);
});

it('A1: counts what was raised in the building that is looked at, and shows no figure where nothing was recorded', async () => {
  const matter = (n: number, place: number) =>
    aMatter({ _id: anId('matter', n), dwellingId: dwelling(place), buildingId: building(place) });
  await told(store, [matter(1, 1), { ...matter(2, 1), resolution: 'taken', promisedReplyOn: '2026-11-30' }]);
  expect(at('building-1').steps).toMatchObject({
    service: { asked: 1, inTime: 1 },
    conflicts: { raised: 2, inBuilding: 1, inGarden: 1 },
  });
  expect(at('building-2').steps).toMatchObject({ service: { asked: 0 }, conflicts: { raised: 0 } });
  for (const words of Object.values(hundredStepWords)) {
    for (const said of [words.noService, words.noConflicts, words.noActivity]) expect(said).not.toMatch(/\d/);
    expect(words.closed(2, 1, 1)).toContain('50%');
  }
  // a unit of whose homes nothing lies here
  expect(at('nowhere').steps).toBeUndefined();
});
