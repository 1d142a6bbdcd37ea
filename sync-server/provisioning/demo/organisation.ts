import type {
  OrgUnit,
  Placement,
  Post,
  PostKind,
  Standing,
  Structure,
} from '../../../src/domain/documents/organisation.ts';
import { addDays } from '../../../src/domain/day.ts';
import { structures } from '../../../src/domain/organisation/structures.ts';
import { changeOf, type Head } from '../../../src/domain/register.ts';
import { makeStamp } from '../../../src/domain/stamp.ts';
import { chanceOf } from './chance.ts';
import { inventPerson } from './people.ts';

export const community = 'yunxi';
export const communityName = '云溪社区';

export interface DemoBuilding {
  readonly id: string;
  readonly name: string;
  readonly areaKey: string;
  /** 0 = the building has no entrances */
  readonly entrances: number;
  readonly floors: number;
  readonly flatsPerFloor: number;
}

export interface DemoArea {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly buildings: readonly DemoBuilding[];
}

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一'];

/** Buildings of the two areas with homes: six of 60 flats with three entrances, one of 70 without. 430 dwellings each. */
const settled: Readonly<Record<number, readonly string[]>> = {
  2: ['1栋', '2栋', '3栋', '4栋', '6栋', '8栋', '西街200号'],
  3: ['5栋', '7栋', '9栋', '12栋', '13栋', '15栋', '幸乐一村21号居民楼'],
};

/** Two areas with homes; the other nine of the garden have buildings and nobody in them. 79 buildings in all. */
export const areas: readonly DemoArea[] = numerals.map((numeral, index) => {
  const number = index + 1;
  const key = `yx${String(number).padStart(2, '0')}`;
  const names =
    settled[number] ?? Array.from({ length: number <= 4 ? 8 : 7 }, (_, place) => `${number * 20 + place}栋`);
  return {
    id: `orgUnit:${community}-${key}`,
    key,
    name: `${numeral}片区`,
    buildings: names.map((name, place) => ({
      id: `orgUnit:${community}-${key}-b${place + 1}`,
      name,
      areaKey: key,
      ...(name.includes('号')
        ? { entrances: 0, floors: 14, flatsPerFloor: 5 }
        : { entrances: 3, floors: 10, flatsPerFloor: 2 }),
    })),
  };
});

export const areaByKey = (key: string): DemoArea => {
  const area = areas.find((one) => one.key === key);
  if (!area) throw new Error(`no area ${key}`);
  return area;
};

/** Everything of the demo is written in the name of the demo, by one device and one replica. */
export const demoHead = <T extends string>(type: T, id: string, at: string): Head & { readonly type: T } => ({
  _id: id,
  type,
  schema: 1,
  by: 'demo',
  deviceId: 'demo-device',
  at,
});
export const demoStamp = (at: string): string => makeStamp(Date.parse(at), 0, 'demo0');

function unit(
  id: string,
  level: string,
  name: string,
  order: number,
  at: string,
  more: { readonly parentId?: string; readonly key?: string; readonly officePhone?: string },
): OrgUnit {
  return changeOf(demoHead('orgUnit', id, at), { level, name, order, ...more }, demoStamp(at));
}

interface Holder {
  readonly unitId: string;
  readonly kind: PostKind;
  readonly name: string;
  readonly userId?: string;
  readonly seat?: string;
  readonly as?: Standing;
}

/** Those who can sign in; every other post is held by somebody invented. */
const named: readonly Holder[] = [
  { unitId: `orgUnit:${community}`, kind: 'communitySecretary', name: '林远', userId: 'secretary' },
  { unitId: `orgUnit:${community}-garden1`, kind: 'gardenSecretary', name: '沈建国', userId: 'garden1' },
  { unitId: `orgUnit:${community}-yx03`, kind: 'areaSecretary', name: '何桂兰', userId: 'area1' },
  { unitId: `orgUnit:${community}-yx03`, kind: 'gridWorker', name: '周敏', userId: 'grid1' },
  { unitId: `orgUnit:${community}-yx02`, kind: 'gridWorker', name: '陆青', userId: 'grid2' },
  { unitId: `orgUnit:${community}-yx03-b4`, kind: 'buildingLeader', name: '许芳', userId: 'building1' },
];

const ofBuilding: readonly PostKind[] = structures.fiveLevels.find(({ key }) => key === 'building')?.posts ?? [];

/** Party members of a building, each of whom looks after about ten households. */
export const memberSeats = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6'] as const;

function post({ name, ...holder }: Holder, phone: string, at: string): Post {
  const id = [holder.unitId.slice('orgUnit:'.length), holder.kind, holder.seat ?? '', holder.as ?? ''];
  return {
    ...demoHead('post', `post:${id.filter((part) => part !== '').join('-')}`, at),
    ...holder,
    holderName: name,
    publicPhone: phone,
    ...(holder.kind === 'buildingLeader' && { onCall: true }),
    from: at.slice(0, 10),
  };
}

/**
 * Organisation tree and posts, for `ref-…`: 1 community, 1 garden, 11 areas, 79 buildings, their levels, their posts, and one
 * building that moved to the next area half a year after the beginning.
 */
export function organisation(at: string): (OrgUnit | Structure | Placement | Post)[] {
  const chance = chanceOf(11);
  const top = `orgUnit:${community}`;
  const garden = `${top}-garden1`;
  const phone = (): string => `0270000${String(chance.below(10_000)).padStart(4, '0')}`;
  const documents: (OrgUnit | Structure | Placement | Post)[] = [
    {
      ...demoHead('structure', `structure:${community}-v1`, at),
      version: 1,
      from: at.slice(0, 10),
      levels: structures.fiveLevels,
    },
    unit(top, 'community', communityName, 1, at, { officePhone: '02700001234' }),
    unit(garden, 'garden', '景兰苑', 1, at, { parentId: top }),
  ];
  areas.forEach((area, place) => {
    documents.push(unit(area.id, 'area', area.name, place + 1, at, { parentId: garden, key: area.key }));
    const taken = new Set(named.filter((holder) => holder.unitId === area.id).map((holder) => holder.kind));
    for (const kind of ['areaSecretary', 'gridWorker', 'propertyCompany', 'volunteer'] as const) {
      // the ninth area has no secretary now
      if (taken.has(kind) || (kind === 'areaSecretary' && place === 8)) continue;
      documents.push(post({ unitId: area.id, kind, name: inventPerson(chance, 1980).name }, phone(), at));
    }
    area.buildings.forEach((building, order) => {
      const moved = place === 4 && order === 0 ? areas[3]?.id : undefined;
      documents.push(unit(building.id, 'building', building.name, order + 1, at, { parentId: moved ?? area.id }));
      if (moved !== undefined) {
        const from = addDays(at.slice(0, 10), 180);
        const head = demoHead('placement', `placement:${building.id.slice('orgUnit:'.length)}-1`, at);
        documents.push({ ...head, unitId: building.id, parentId: area.id, from });
      }
      for (const kind of ofBuilding) {
        const holder = named.find((one) => one.unitId === building.id && one.kind === kind);
        // some posts are vacant, as in life, and of some of those somebody takes care meanwhile
        const vacant = !holder && chance.share(0.06);
        // one building where people live has nobody at its head
        const headless = area.key === 'yx02' && order === 2 && kind === 'partyGroupLeader';
        if (headless || (vacant && chance.share(0.6))) continue;
        const name = inventPerson(chance, 1965).name;
        documents.push(
          post(
            holder ?? { unitId: building.id, kind, name, ...(vacant && { as: 'substitute' as const }) },
            phone(),
            at,
          ),
        );
      }
      if (order % 3 === 0)
        documents.push(
          post(
            { unitId: building.id, kind: 'buildingLeader', as: 'deployed', name: inventPerson(chance, 1985).name },
            phone(),
            at,
          ),
        );
      if (!settled[place + 1]) return;
      for (const seat of memberSeats)
        if (!chance.share(0.04))
          documents.push(
            post(
              { unitId: building.id, kind: 'partyMember', seat, name: inventPerson(chance, 1970).name },
              phone(),
              at,
            ),
          );
    });
  });
  for (const holder of named.filter((one) => !one.unitId.includes('-b'))) documents.push(post(holder, phone(), at));
  return documents;
}
