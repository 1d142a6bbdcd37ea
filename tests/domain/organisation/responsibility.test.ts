import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from '../../../src/domain/catalogue.ts';
import { dayOf } from '../../../src/domain/day.ts';
import { blankSpots } from '../../../src/domain/organisation/blank-spots.ts';
import { onDay } from '../../../src/domain/organisation/on-day.ts';
import {
  answeringAt,
  childrenOn,
  pathOn,
  postsOn,
  structureOn,
} from '../../../src/domain/organisation/organisation.ts';
import { answeringForBuilding, answeringForHousehold } from '../../../src/domain/organisation/responsibility.ts';
import { structures } from '../../../src/domain/organisation/structures.ts';
import { vacanciesOn } from '../../../src/domain/organisation/vacancies.ts';
import { fieldOf } from '../../../src/domain/register.ts';
import { aTown, laidOut, smallTowns, today, towns } from '../../builders/a-town.ts';
import { aCharge, aPlacement, aPost, aStructure, aVisit } from '../../builders/documents.ts';
import { anId } from '../../builders/ids.ts';

const ids = (path: readonly { readonly _id: string }[]): string[] => path.map(({ _id }) => _id);

describe.each(towns)('C5: a community of %s (A2, A6)', (_, made) => {
  const town = made();
  const organisation = laidOut(town);
  const ofUnits = town.levels.filter(({ key }) => key !== 'household');

  it('has levels that are data, and fit their schema', () => {
    expect(fits('structure', aStructure({ levels: [...town.levels] }))).toBe(true);
    expect(structureOn(organisation, today)).toEqual(town.levels);
    expect(structureOn(organisation, '2019-12-31')).toEqual([]);
  });

  it('has exactly one path of full depth from every building', () => {
    const buildings = town.units.filter((unit) => fieldOf(unit, 'level') === 'building');
    for (const building of buildings) {
      const path = pathOn(organisation, building._id, today);
      expect(path.map((unit) => fieldOf(unit, 'level')).reverse()).toEqual(ofUnits.map(({ key }) => key));
    }
    const children = childrenOn(organisation, today);
    expect(children.get(undefined)).toHaveLength(1);
    expect([...children.values()].flat()).toHaveLength(town.units.length);
  });

  it('resolves every household to a named person at each level', () => {
    const buildings = new Set(town.homes.map(({ buildingId }) => buildingId)).size;
    expect(blankSpots(organisation, town.homes, today)).toEqual({
      households: town.homes.length,
      ...{ buildings, answered: buildings },
      blank: 0,
      gaps: [],
      homes: [],
    });
    const [home] = town.homes;
    const answering = [
      ...answeringForBuilding(organisation, home!.buildingId, today),
      answeringForHousehold(organisation, home!.charges, today),
    ];
    expect(answering.map((one) => one?.post?.kind)).toEqual(town.levels.map(({ responsible }) => responsible));
    expect(vacanciesOn(organisation, today)).toEqual([]);
  });

  it('lists the one household whose party member was taken away', () => {
    const [first, ...others] = town.homes;
    const ended = aCharge({
      _id: anId('charge', 999_999),
      householdId: first!.householdId,
      unitId: first!.buildingId,
      from: today,
      seat: undefined as never,
    });
    const homes = [{ ...first!, charges: [...first!.charges, ended] }, ...others];
    const report = blankSpots(organisation, homes, today);
    expect(report).toMatchObject({ blank: 1, gaps: [] });
    expect(report.homes.map(({ householdId }) => householdId)).toEqual([first!.householdId]);
    expect(blankSpots(organisation, homes, '2026-11-22').blank).toBe(0);
  });

  it('names the post that is empty once, with all the households beneath it', () => {
    const area = town.units.find((unit) => fieldOf(unit, 'level') === 'area')!._id;
    const kind = town.levels.find(({ key }) => key === 'area')!.responsible;
    const left = aPost({ _id: 'post:left', unitId: area, kind, from: today, holderName: undefined as never });
    const without = laidOut(town, { posts: [left] });
    const beneath = town.homes.filter(({ buildingId }) => ids(pathOn(without, buildingId, today)).includes(area));
    expect(blankSpots(without, town.homes, today)).toMatchObject({
      blank: beneath.length,
      gaps: [{ level: 'area', kind, unitId: area, households: beneath.length }],
    });
    expect(vacanciesOn(without, today)).toEqual([{ unitId: area, kind, substitute: undefined }]);
    const substitute = aPost({ _id: 'post:stand-in', unitId: area, kind, as: 'substitute', holderName: '代班' });
    const standing = laidOut(town, { posts: [left, substitute] });
    expect(blankSpots(standing, town.homes, today).blank).toBe(0);
    expect(vacanciesOn(standing, today)).toEqual([{ unitId: area, kind, substitute: '代班' }]);
  });
});

describe.each(smallTowns)('C5: a building that moves to another branch, in a community of %s (A2)', (_, made) => {
  const town = made();
  const building = 'orgUnit:building-1';
  const moved = laidOut(town, {
    placements: [
      aPlacement({ _id: 'placement:b1-1', unitId: building, parentId: 'orgUnit:area-4', from: '2026-07-01' }),
    ],
  });
  const areaOf = (day: string): string | undefined => ids(pathOn(moved, building, day))[1];

  it('takes its households along: they are named by their building alone', () => {
    const post = (unitId: string) => answeringAt(moved, unitId, 'areaSecretary', today);
    const area = answeringForBuilding(moved, building, today).find(({ level }) => level.key === 'area');
    expect(area).toMatchObject({ unitId: 'orgUnit:area-4', post: post('orgUnit:area-4') });
    expect(blankSpots(moved, town.homes, today).blank).toBe(0);
  });

  it('keeps the old path for old visits', () => {
    const before = aVisit({ buildingId: building, startedAt: '2026-06-30T23:59:00+08:00' });
    const after = aVisit({ buildingId: building, startedAt: '2026-07-01T00:01:00+08:00' });
    expect([before, after].map((visit) => areaOf(dayOf(visit.startedAt)))).toEqual([
      'orgUnit:area-1',
      'orgUnit:area-4',
    ]);
  });

  it('is closed from the day on which it belongs nowhere', () => {
    const closing = aPlacement({
      _id: 'placement:b1-2',
      unitId: building,
      from: '2026-10-01',
      parentId: undefined as never,
    });
    const closed = laidOut(town, { placements: [closing] });
    const open = (day: string): boolean => ids([...childrenOn(closed, day).values()].flat()).includes(building);
    expect(['2026-09-30', '2026-10-01'].map(open)).toEqual([true, false]);
  });

  it('does not go round in a circle of units that were put beneath each other', () => {
    const round = laidOut(town, {
      placements: [
        aPlacement({ _id: 'placement:1', unitId: 'orgUnit:area-1', parentId: building }),
        aPlacement({ _id: 'placement:2', unitId: building, parentId: 'orgUnit:area-1' }),
      ],
    });
    expect(ids(pathOn(round, building, today))).toEqual([building, 'orgUnit:area-1']);
  });
});

describe('A2: any depth', () => {
  it('takes seven levels with names of its own, and renames them from a day on', () => {
    const keys = ['street', 'community', 'garden', 'area', 'lane', 'building', 'household'];
    const levels = keys.map((key) => ({
      ...structures.fiveLevels.find((known) => known.key === key)!,
      key,
      name: { zh: key, en: key },
      responsible: key === 'household' ? ('partyMember' as const) : ('areaSecretary' as const),
      posts: ['areaSecretary' as const],
    }));
    const town = aTown(levels, { units: [1, 2, 4, 8, 16, 32], households: 64 });
    const renamed = aStructure({
      _id: 'structure:c1-v2',
      version: 2,
      from: '2026-07-01',
      levels: levels.map((level) => ({ ...level, name: { zh: `新${level.key}`, en: level.key } })),
    });
    const organisation = laidOut(town, { structures: [renamed] });
    expect(pathOn(organisation, town.homes[0]!.buildingId, today)).toHaveLength(6);
    expect(blankSpots(organisation, town.homes, today).blank).toBe(0);
    expect(structureOn(organisation, '2026-06-30')[0]?.name.zh).toBe('street');
    expect(structureOn(organisation, '2026-07-01')[0]?.name.zh).toBe('新street');
  });

  it('answers for nobody where no levels were laid down', () => {
    const town = aTown(structures.fourLevels, { units: [1, 1, 1], households: 3 });
    expect(blankSpots(laidOut({ ...town, structures: [] }), town.homes, today).blank).toBe(3);
  });
});

it.each(smallTowns)('A1: says how many buildings of %s have somebody at every level, and names the gap', (_, made) => {
  const town = made();
  const unitId = 'orgUnit:building-2';
  const left = aPost({
    _id: 'post:gone',
    unitId,
    kind: 'partyGroupLeader',
    from: '2026-11-01',
    holderName: undefined as never,
  });
  const next = aPost({ _id: 'post:next', unitId, kind: 'partyGroupLeader', from: '2026-11-20', holderName: '新组长' });
  const report = (...posts: (typeof left)[]) => blankSpots(laidOut(town, { posts }), town.homes, '2026-11-23');
  expect(report(left)).toMatchObject({ buildings: 8, answered: 7, gaps: [{ unitId, kind: 'partyGroupLeader' }] });
  expect(report(left, next)).toMatchObject({ buildings: 8, answered: 8, gaps: [] });
});

describe('A3, B1: posts of a building', () => {
  const town = aTown(structures.fiveLevels, { units: [1, 1, 1, 1], households: 4 });
  const unitId = 'orgUnit:building-1';
  const empty = aPost({
    _id: 'post:gone',
    unitId,
    kind: 'safetyOfficer',
    from: '2026-11-01',
    holderName: undefined as never,
  });

  it('has six by name, and an emptied one in the list of vacancies', () => {
    const six = postsOn(laidOut(town), unitId, today).filter(({ kind }) => kind !== 'partyMember');
    expect(six).toHaveLength(6);
    const organisation = laidOut(town, { posts: [empty] });
    expect(postsOn(organisation, unitId, today).some(({ kind }) => kind === 'safetyOfficer')).toBe(false);
    expect(vacanciesOn(organisation, today)).toEqual([{ unitId, kind: 'safetyOfficer', substitute: undefined }]);
    expect(vacanciesOn(organisation, '2026-10-31')).toEqual([]);
  });

  it('knows who held one on the day of an old visit', () => {
    const next = aPost({
      _id: 'post:next',
      unitId,
      kind: 'partyGroupLeader',
      from: '2026-07-01',
      holderName: '新组长',
    });
    const organisation = laidOut(town, { posts: [next] });
    const leader = (day: string): string | undefined =>
      answeringAt(organisation, unitId, 'partyGroupLeader', day)?.holderName;
    expect(['2026-06-30', '2026-07-01'].map(leader)).toEqual(['partyGroupLeader的人', '新组长']);
  });

  it('pairs a deployed member with a post, without counting as its holder', () => {
    const pair = aPost({ _id: 'post:pair', unitId, kind: 'safetyOfficer', as: 'deployed', holderName: '下沉' });
    const organisation = laidOut(town, { posts: [empty, pair] });
    expect(vacanciesOn(organisation, today)).toHaveLength(1);
    expect(postsOn(organisation, unitId, today)).toContainEqual(pair);
  });
});

describe('which fact holds on a day', () => {
  const facts = fc.uniqueArray(
    fc.record({
      _id: fc.integer({ min: 1, max: 40 }).map((n) => anId('charge', n)),
      from: fc.integer({ min: 1, max: 5 }).map((n) => `2026-11-0${String(n)}`),
      after: fc.option(
        fc.integer({ min: 1, max: 40 }).map((n) => anId('charge', n)),
        { nil: undefined },
      ),
    }),
    { selector: ({ _id }) => _id, maxLength: 6 },
  );

  it('is the last that has begun, in whatever order they came', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 0, max: 6 }), (given, n) => {
        const day = `2026-11-0${String(n)}`;
        const held = onDay(given, day);
        expect(onDay([...given].reverse(), day)).toEqual(held);
        const begun = given.filter(({ from }) => from <= day);
        expect(held === undefined).toBe(begun.length === 0);
        for (const one of begun) expect(held!.from >= one.from).toBe(true);
      }),
    );
  });

  it('is, of one day, the one that had seen the other', () => {
    const [a, b] = [aCharge({ _id: anId('charge', 1) }), aCharge({ _id: anId('charge', 2) })];
    expect(onDay([a, { ...b, after: a._id }], today)?._id).toBe(b._id);
    expect(onDay([{ ...a, after: b._id }, b], today)?._id).toBe(a._id);
  });
});

it('C5: the fourth level of four is the centre household: who opens their door to the neighbours answers for them', () => {
  const [, made] = towns[1]!;
  const town = made();
  const [home] = town.homes;
  expect(town.levels.map(({ key }) => key)).toEqual(['community', 'area', 'building', 'household']);
  const answering = answeringForHousehold(laidOut(town), home!.charges, today);
  expect(answering).toMatchObject({
    level: { name: { zh: '党员中心户' } },
    post: { kind: 'partyMember', seat: home!.charges[0]!.seat, unitId: home!.buildingId },
  });
});

describe.each(smallTowns)('C5: the report of a community of %s as a rule (A6)', (_, made) => {
  const town = made();

  it('counts exactly the households that lack somebody, whatever is taken away and wherever buildings stand', () => {
    const some = fc.uniqueArray(fc.nat({ max: town.posts.length - 1 }), { maxLength: 12 });
    const moves = fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 })), { maxLength: 4 });
    let blank = 0;
    fc.assert(
      fc.property(some, moves, (gone, moved) => {
        const organisation = laidOut({
          ...town,
          posts: town.posts.filter((_, place) => !gone.includes(place)),
          placements: moved.map(([building, area], place) =>
            aPlacement({
              _id: `placement:${String(place)}`,
              unitId: `orgUnit:building-${String(building)}`,
              parentId: `orgUnit:area-${String(area)}`,
            }),
          ),
        });
        const lacking = town.homes.filter((home) => {
          const named = pathOn(organisation, home.buildingId, today).map((unit) => {
            const level = town.levels.find(({ key }) => key === fieldOf(unit, 'level'))!;
            return postsOn(organisation, unit._id, today).some(({ kind }) => kind === level.responsible);
          });
          const members = postsOn(organisation, home.buildingId, today).map(({ seat }) => seat);
          return named.includes(false) || !members.includes(home.charges[0]!.seat);
        });
        expect(blankSpots(organisation, town.homes, today).blank).toBe(lacking.length);
        blank += lacking.length;
      }),
    );
    expect(blank).toBeGreaterThan(0);
  });
});

it('A2: counts 822 units', () => {
  const [, made] = towns[0]!;
  const { units } = made();
  expect(units).toHaveLength(822);
  expect(units.filter((unit) => fieldOf(unit, 'level') === 'building')).toHaveLength(712);
});
