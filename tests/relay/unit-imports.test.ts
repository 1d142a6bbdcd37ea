import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentOf } from '../../src/domain/document.ts';
import { organisationOf, pathOn, postsOn, type Organisation } from '../../src/domain/organisation/organisation.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { faultWords } from '../../src/domain/sheet/row-fault.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, people, storageKinds, type RelayGiven, type TestRelay } from '../builders/relay.ts';
import { aCsv, anXlsx, importProgram, someUnits, type SheetValue } from '../builders/sheets.ts';
import { bring, begin, ended, imported, signedIn, typed } from './bringing.ts';

const asOf = '2026-11-01T08:00:00.000Z';
const today = '2026-11-20';
const headers = ['编号', '级别', '名称', '上级编号', '生效日期', '负责人', '公开电话', '办公电话'];
type Unit = readonly [code: string, level: string, name: string, parent: string, from?: string, leader?: string];
const sheetRow = ([code, level, name, parent, from = '', leader = '']: Unit): SheetValue[] => {
  return [code, level, name, parent, from, leader, leader === '' ? '' : '02700000001', ''];
};

/** 1 + 9 + 100 + 712 units of a community that calls its levels as Baibuting does. */
const tree: readonly Unit[] = [
  ['1', '社区', '云溪社区', '', '', '林远'],
  ...Array.from({ length: 9 }, (_, n): Unit => [`g${n}`, '苑区', `${n + 1}苑`, '1', '', `总支${n}`]),
  ...Array.from({ length: 100 }, (_, n): Unit => [`b${n}`, '片区', `${n + 1}片区`, `g${n % 9}`, '', `支书${n}`]),
  ...Array.from({ length: 712 }, (_, n): Unit => [`d${n}`, '楼栋', `${n + 1}栋`, `b${n % 100}`, '', `组长${n}`]),
];

let program: Awaited<ReturnType<typeof importProgram>>;
beforeAll(async () => {
  program = await importProgram();
});
afterAll(() => program.remove());

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function relayFor(given: RelayGiven = {}): Promise<TestRelay> {
  const relay = await aRelay({ importProgram: program.program, ...given });
  undo.push(() => relay.stop());
  return relay;
}

async function organisationIn({ storage }: TestRelay): Promise<Organisation> {
  const all = async <T extends keyof DocumentOf>(type: T): Promise<DocumentOf[T][]> =>
    (await typed({ storage } as TestRelay, 'ref-c1', type)) as unknown as DocumentOf[T][];
  return organisationOf({
    units: await all('orgUnit'),
    placements: await all('placement'),
    posts: await all('post'),
    structures: await all('structure'),
  });
}
const levelled = ({ units }: Organisation, level: string) =>
  [...units.values()].filter((unit) => fieldOf(unit, 'level') === level);

describe.each(storageKinds)('A2: the tree of units from a sheet, on %s', (storage) => {
  it('is 1 + 9 + 100 + 712 = 822 units, every building with one path of depth 4, and the same file changes nothing', async () => {
    const relay = await relayFor({ storage });
    const secretary = await signedIn(relay, 'secretary');
    const file = await anXlsx([headers, ...tree.map(sheetRow)]);
    const job = await imported(secretary, file, asOf, 'organisation');
    expect(job).toMatchObject({ state: 'done', counts: { rows: 822, added: 822, faulty: 0 } });

    const organisation = await organisationIn(relay);
    expect(organisation.units.size).toBe(822);
    expect(levelled(organisation, 'building').length).toBe(712);
    for (const building of levelled(organisation, 'building')) {
      const path = pathOn(organisation, building._id, today);
      expect(path.map((unit) => fieldOf(unit, 'level'))).toEqual(['building', 'area', 'garden', 'community']);
      expect(postsOn(organisation, building._id, today)).toMatchObject([{ kind: 'partyGroupLeader' }]);
    }
    // an area is a database: it is there, and no key twice
    const keys = levelled(organisation, 'area').map((unit) => fieldOf(unit, 'key') ?? '');
    expect(new Set(keys).size).toBe(100);
    for (const key of [keys[0], keys[99]]) expect(await relay.storage.information(`area-${String(key)}`)).toBeDefined();

    const again = await imported(secretary, file, asOf, 'organisation');
    expect(again.counts).toMatchObject({ rows: 822, same: 822, added: 0, changed: 0, faulty: 0 });
    expect(await organisationIn(relay)).toEqual(organisation);
  }, 120_000);
});

describe('A2: a sheet of units', () => {
  const some: readonly Unit[] = [
    ['1', '社区', '云溪社区', ''],
    ['g1', '苑区', '景兰苑', '1'],
    ['x', '片区', '三片区', 'g1', '', '何桂兰'],
    ['x1', '楼栋', '31栋', 'x', '', '邓强'],
  ];

  it('moves a building from a day on and gives it another leader; the past keeps its path', async () => {
    const relay = await relayFor();
    const secretary = await signedIn(relay, 'secretary');
    const more: Unit = ['y', '片区', '四片区', 'g1'];
    await imported(secretary, aCsv([headers, ...[...some, more].map(sheetRow)]), asOf, 'organisation');
    const moved: Unit = ['x1', '楼栋', '31栋', 'y', '2026-12-01', '许芳'];
    const job = await imported(secretary, aCsv([headers, sheetRow(moved)]), asOf, 'organisation');
    expect(job.counts).toMatchObject({ rows: 1, changed: 1, faulty: 0 });
    const organisation = await organisationIn(relay);
    const [building] = levelled(organisation, 'building');
    const areaOn = (day: string): unknown => {
      const area = pathOn(organisation, building?._id ?? '', day)[1];
      return area && fieldOf(area, 'name');
    };
    const leaderOn = (day: string): unknown => postsOn(organisation, building?._id ?? '', day)[0]?.holderName;
    expect([areaOn('2026-11-30'), areaOn('2026-12-01')]).toEqual(['三片区', '四片区']);
    expect([leaderOn('2026-11-30'), leaderOn('2026-12-01')]).toEqual(['邓强', '许芳']);
  });

  it('fits into the tree that is there, by code or by name beneath the same unit', async () => {
    const relay = await relayFor();
    await relay.storage.write(
      'ref-c1',
      someUnits.map((unit) => ({ ...unit })),
    );
    const secretary = await signedIn(relay, 'secretary');
    const rows: readonly Unit[] = [
      ['any', '社区', '云溪社区', ''],
      ['g1', '苑区', '景兰苑', 'any'],
      ['mine', '片区', '一片区', 'g1'],
      ['new', '楼栋', '15栋', 'mine'],
      ['old', '楼栋', '12栋', 'mine'],
    ];
    const job = await imported(secretary, aCsv([headers, ...rows.map(sheetRow)]), asOf, 'organisation');
    expect(job.counts).toMatchObject({ rows: 5, same: 4, added: 1, faulty: 0 });
    expect((await organisationIn(relay)).units.size).toBe(someUnits.length + 1);
  });

  it('tells what is wrong by row, in plain words, and brings in the others', async () => {
    const relay = await relayFor();
    const secretary = await signedIn(relay, 'secretary');
    const rows: readonly Unit[] = [
      ...some,
      ['x1', '楼栋', '32栋', 'x'],
      ['x3', '门洞', '33栋', 'x'],
      ['x4', '楼栋', '34栋', 'nowhere'],
      ['x5', '楼栋', '35栋', 'x1'],
      ['bad code!', '楼栋', '36栋', 'x'],
      ['z', '门洞', '五片区', 'g1'],
      ['z1', '楼栋', '37栋', 'z'],
      ['x8', '楼栋', '', 'x', '随便'],
      ['x9', '楼栋', '39栋', ''],
    ];
    const job = await bring(secretary, aCsv([headers, ...rows.map(sheetRow)]), asOf, 'organisation');
    await begin(secretary, job, 'check');
    expect(await typed(relay, 'ref-c1', 'orgUnit')).toEqual([]);
    await ended(secretary, job.id);
    await begin(secretary, job, 'import');
    const done = await ended(secretary, job.id);
    expect(done.counts).toMatchObject({ rows: 13, added: 4, faulty: 9 });
    expect(
      done.faultyRows.map(({ row, faults }) => [row, ...faults.map((one) => `${one.column} ${one.code}`)]),
    ).toEqual([
      [6, 'unitCode code-twice'],
      [7, 'unitLevel level-unknown'],
      [8, 'parentCode parent-unknown'],
      [9, 'parentCode parent-level'],
      [10, 'unitCode code'],
      [11, 'unitLevel level-unknown'],
      [12, 'parentCode parent-faulty'],
      [13, 'unitName missing', 'from date'],
      [14, 'parentCode missing'],
    ]);
    for (const { faults } of done.faultyRows)
      for (const { code } of faults) expect(faultWords[code as keyof typeof faultWords].zh).toMatch(/[一-龥]/);
    expect((await organisationIn(relay)).units.size).toBe(4);
  });

  it('keeps what somebody changed after it was made', async () => {
    const relay = await relayFor();
    const secretary = await signedIn(relay, 'secretary');
    await imported(secretary, aCsv([headers, ...some.map(sheetRow)]), asOf, 'organisation');
    const renamed = some.map(([code, level, name, parent]): Unit => [
      code,
      level,
      code === 'g1' ? '新苑' : name,
      parent,
    ]);
    await imported(secretary, aCsv([headers, ...renamed.map(sheetRow)]), '2026-11-10T08:00:00.000Z', 'organisation');
    const old = await imported(secretary, aCsv([headers, ...some.map(sheetRow)]), asOf, 'organisation');
    expect(old.counts).toMatchObject({ changed: 0, newer: 1 });
    expect(levelled(await organisationIn(relay), 'garden').map((unit) => fieldOf(unit, 'name'))).toEqual(['新苑']);
  });

  it('takes no key that is of another community', async () => {
    const other = aHolder('communitySecretary', { userId: 'other', community: 'c', areas: [] });
    const relay = await relayFor({ accounts: [...people, other] });
    await provision(relay.storage, { communities: [{ key: 'c', areas: [] }], users: [] });
    await imported(await signedIn(relay, 'secretary'), aCsv([headers, ...some.map(sheetRow)]), asOf, 'organisation');
    // the key of 1x in community c is that of x in community c1
    const rows = some.map(([code, level, name, parent]): Unit => [
      code === 'x' ? '1x' : code,
      level,
      name,
      parent === 'x' ? '1x' : parent,
    ]);
    const job = await imported(
      await signedIn(relay, 'other'),
      aCsv([headers, ...rows.map(sheetRow)]),
      asOf,
      'organisation',
    );
    expect(job.faultyRows.map(({ faults }) => faults[0]?.code)).toEqual(['key-taken', 'parent-faulty']);
  });

  it.each(['grid1', 'area1', 'garden1'])('is not taken from %s', async (name) => {
    const relay = await relayFor();
    const who = await signedIn(relay, name);
    expect(await bring(who, aCsv([headers, ...some.map(sheetRow)]), asOf, 'organisation')).toMatchObject({
      error: 'forbidden',
    });
    expect((await who.ask('/api/imports/templates/organisation')).status).toBe(403);
  });

  it('has a template that is read as it is', async () => {
    const relay = await relayFor();
    const secretary = await signedIn(relay, 'secretary');
    const file = await secretary.ask('/api/imports/templates/organisation');
    const job = await bring(secretary, Buffer.from(await file.arrayBuffer()), asOf, 'organisation');
    expect(job.mapping).not.toContain('unused');
    await begin(secretary, job, 'check');
    expect((await ended(secretary, job.id)).counts).toMatchObject({ rows: 0, faulty: 0 });
  });
});
