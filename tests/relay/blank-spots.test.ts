import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { structures } from '../../src/domain/organisation/structures.ts';
import { aTown, today } from '../builders/a-town.ts';
import { aCharge, aDwelling, aHousehold, aPlacement, aPost } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aRelay, storageKinds, type TestRelay } from '../builders/relay.ts';

interface Report {
  readonly households: number;
  readonly blank: number;
  readonly gaps: readonly object[];
  readonly homes: readonly { readonly householdId: string; readonly door: string }[];
  readonly without: number;
  readonly next?: number;
}

/** Two areas of one building each; 230 households in the first, 4 in the second. */
const town = aTown(structures.fiveLevels, { units: [1, 1, 2, 2], households: 0 });
const building = (place: number): string => `orgUnit:building-${String(place)}`;

function homesOf(place: number, count: number) {
  return Array.from({ length: count }, (_, n) => {
    const householdId = anId('household', place * 1000 + n);
    const dwellingId = `dwelling:c1-${String(place)}-${String(n)}`;
    const address = {
      ...{ buildingId: building(place), estate: '苑', building: `${String(place)}栋`, entrance: '1' },
      ...{ floor: '1', room: String(101 + n) },
    };
    return [
      aDwelling({ _id: dwellingId, values: { address } }),
      aHousehold({ _id: householdId, values: { dwellingId } }),
      aCharge({ _id: anId('charge', place * 1000 + n), householdId, dwellingId, unitId: building(place) }),
    ];
  }).flat();
}

describe.each(storageKinds)('A6: the report on blank spots, on %s', (kind) => {
  let relay: TestRelay;
  const write = async (db: string, ...docs: object[]): Promise<void> => {
    const written = await relay.storage.write(db, docs.map((doc) => ({ ...doc })) as never);
    expect(written.every((row) => row.error === undefined)).toBe(true);
    await relay.followers.sweep();
  };
  const reportFor = async (username: string, query = `day=${today}`): Promise<Report> => {
    const answer = await (await relay.signIn(username)).ask(`/api/blank-spots?${query}`);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Report;
  };

  beforeAll(async () => {
    relay = await aRelay({ storage: kind });
    await write('ref-c1', ...town.units, ...town.structures, ...town.posts);
    await write('area-a1', ...homesOf(1, 230));
    await write('area-a2', ...homesOf(2, 4));
  }, 60_000);
  afterAll(() => relay.stop());

  it('is empty where somebody answers for every household at each level', async () => {
    expect(await reportFor('secretary')).toEqual({
      ...{ day: today, households: 234, buildings: 2, answered: 2, blank: 0, gaps: [], homes: [], without: 0 },
    });
    expect(await reportFor('area1')).toMatchObject({ households: 230, blank: 0 });
  });

  it('is for secretaries, of their own areas, and of a day', async () => {
    for (const username of ['grid1', 'building1', 'admin'])
      expect((await (await relay.signIn(username)).ask(`/api/blank-spots?day=${today}`)).status).toBe(403);
    const area1 = await relay.signIn('area1');
    for (const query of ['', '?day=morgen', `?day=${today}&from=-1`])
      expect((await area1.ask(`/api/blank-spots${query}`)).status).toBe(400);
  });

  it('returns the household whose link to its party member was taken away', async () => {
    const ended = { householdId: anId('household', 2003), dwellingId: 'dwelling:c1-2-3', unitId: building(2) };
    const { seat: _, ...charge } = aCharge({ ...ended, _id: anId('charge', 9), from: today });
    await write('area-a2', charge);
    expect(await reportFor('garden1')).toMatchObject({
      blank: 1,
      homes: [{ householdId: ended.householdId, buildingId: building(2), door: '1-104' }],
      without: 1,
    });
    expect(await reportFor('garden1', 'day=2026-11-22')).toMatchObject({ blank: 0 });
    expect(await reportFor('area1')).toMatchObject({ blank: 0 });
    const beneath = (unit: string) => reportFor('garden1', `day=${today}&unit=${unit}`);
    expect(await beneath('orgUnit:area-2')).toMatchObject({ households: 4, blank: 1 });
    expect(await beneath(building(1))).toMatchObject({ households: 230, blank: 0 });
    expect(await beneath('orgUnit:nowhere')).toMatchObject({ households: 0 });
  });

  it('says an empty post once, and long lists by page', async () => {
    const gone = (seat: string) => {
      const { holderName: _, ...post } = aPost({ _id: `post:gone-${seat}`, unitId: building(1), kind: 'partyMember' });
      return { ...post, seat, from: today };
    };
    const { holderName: _, ...left } = aPost({ _id: 'post:left', unitId: 'orgUnit:area-2', kind: 'areaSecretary' });
    await write('ref-c1', gone('m1'), { ...left, from: today });
    const first = await reportFor('secretary');
    const gaps = [{ level: 'area', kind: 'areaSecretary', unitId: 'orgUnit:area-2', households: 4 }];
    expect(first).toMatchObject({ blank: 234, gaps, without: 231, next: 200 });
    expect(first.homes).toHaveLength(200);
    const second = await reportFor('secretary', `day=${today}&from=200`);
    expect(second.homes).toHaveLength(31);
    expect(second.next).toBeUndefined();
  });

  it('takes a building to its new area, and its households with it', async () => {
    await write('ref-c1', aPlacement({ unitId: building(2), parentId: 'orgUnit:area-1', from: today }));
    expect(await reportFor('secretary')).toMatchObject({ gaps: [], blank: 231 });
  });
});
