import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { membersOf } from '../../src/domain/register.ts';
import { makeStamp, stampTime } from '../../src/domain/stamp.ts';
import { aHolder } from '../builders/people.ts';
import { aRelay, people, storageKinds, type RelayGiven, type TestRelay } from '../builders/relay.ts';
import {
  aCsv,
  aGbkCsv,
  anXlsx,
  importProgram,
  inventedNumber,
  someUnits,
  type SheetValue,
} from '../builders/sheets.ts';
import { allIn } from './door.ts';
import { asOf, begin, bring, ended, imported, jobOf, signedIn, typed, valuesOf } from './bringing.ts';

const now = Date.parse('2026-11-20T08:00:00Z');
const headers = ['小区', '楼栋', '单元', '房号', '姓名', '身份证号', '联系电话', '与户主关系', '民族'];
const one: SheetValue[] = ['景兰苑', '12栋', '1', '1002', '测试甲', inventedNumber(1), '19900000001', '户主', '汉'];
const two: SheetValue[] = ['景兰苑', '12栋', '1', '1002', '测试乙', inventedNumber(2), '', '配偶', '汉'];
const next: SheetValue[] = ['景兰苑', '12幢', '一单元', '1003室', '测试丙', '', '199 0000 0003', '户主', '汉'];

let program: Awaited<ReturnType<typeof importProgram>>;
beforeAll(async () => {
  program = await importProgram();
});
afterAll(() => program.remove());

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function relayWithUnits(given: RelayGiven = {}): Promise<TestRelay> {
  const relay = await aRelay({ importProgram: program.program, ...(!given.storage && { clock: () => now }), ...given });
  undo.push(() => relay.stop());
  await relay.storage.write(
    'ref-c1',
    someUnits.map((unit) => ({ ...unit })),
  );
  return relay;
}

describe.each(storageKinds)('a sheet on %s', (storage) => {
  it('comes in: doors, families and persons, each once', async () => {
    const relay = await relayWithUnits({ storage });
    const area1 = await signedIn(relay, 'area1');
    const job = await imported(area1, await anXlsx([headers, one, two, next]));
    expect(job).toMatchObject({ state: 'done', counts: { rows: 3, added: 3, faulty: 0 } });
    const dwellings = await typed(relay, 'area-a1', 'dwelling');
    expect(dwellings.map(({ _id }) => _id).sort()).toEqual([
      'dwelling:c1:景兰苑-12-1-10-1002',
      'dwelling:c1:景兰苑-12-1-10-1003',
    ]);
    const residents = await typed(relay, 'area-a1', 'resident');
    const households = await typed(relay, 'area-a1', 'household');
    expect(residents.map((resident) => valuesOf(resident)['name']).sort()).toEqual(['测试丙', '测试乙', '测试甲']);
    const head = residents.find((resident) => valuesOf(resident)['name'] === '测试甲');
    const home = households.find(({ _id }) => _id === valuesOf(head)['householdId']);
    expect(valuesOf(home)).toMatchObject({ familyName: '测', kind: 'permanent', headId: head?._id });
    expect((await typed(relay, 'care-a1', 'identity')).length).toBe(2);
    // a number stands in the care tier alone, and what must not be collected nowhere
    expect(JSON.stringify(await allIn(relay.storage, 'area-a1'))).not.toMatch(/999999|汉/);
    expect((await area1.ask(`/api/imports/${job.id}`, { method: 'DELETE' })).status).toBe(200);
  });
});

describe('a sheet', () => {
  it('that calls one estate by two names means one door', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const job = await imported(area1, await anXlsx([headers, one, ['景兰', ...two.slice(1)]]));
    expect(job.counts).toMatchObject({ rows: 2, added: 2, faulty: 0 });
    expect((await typed(relay, 'area-a1', 'dwelling')).map(({ _id }) => _id)).toEqual([
      'dwelling:c1:景兰苑-12-1-10-1002',
    ]);
    expect((await typed(relay, 'area-a1', 'household')).length).toBe(1);
  });

  it('twice changes nothing', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const file = await anXlsx([headers, one, two, next]);
    await imported(area1, file);
    const before = [await allIn(relay.storage, 'area-a1'), await allIn(relay.storage, 'care-a1')];
    const job = await imported(area1, file);
    expect(job.counts).toMatchObject({ rows: 3, same: 3, added: 0, changed: 0 });
    expect([await allIn(relay.storage, 'area-a1'), await allIn(relay.storage, 'care-a1')]).toEqual(before);
  });

  it.each([
    ['UTF-8', aCsv],
    ['GBK', aGbkCsv],
  ])('as .csv in %s says the same as the .xlsx', async (_, write) => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    await imported(area1, await anXlsx([headers, one, two, next]));
    expect((await imported(area1, write([headers, one, two, next]))).counts).toMatchObject({ same: 3, added: 0 });
  });

  it('tried dry writes nothing and tells each fault by row; the good rows come in and the bad come back as a file', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const rows: SheetValue[][] = [
      ['居民名册 2026'],
      headers,
      one,
      ['景兰苑', '12栋', '1', '1004', '测试丁', 999999195001010000, '', '', '汉'],
      ['景兰苑', '99栋', '1', '101', '测试戊', '', '', '', '汉'],
      ['景兰苑', '20栋', '1', '101', '测试己', '', '', '', '汉'],
      ['景兰苑', '12栋', '1', '', '测试庚', '', '123', '', '汉'],
      two,
    ];
    const job = await bring(area1, await anXlsx(rows));
    expect(job.mapping.at(-1)).toBe('withheld');
    await begin(area1, job, 'check');
    const checked = await ended(area1, job.id);
    const faults = [
      { row: 4, faults: [{ column: 'idNumber', code: 'damaged' }] },
      { row: 5, faults: [{ column: 'building', code: 'building-unknown' }] },
      { row: 6, faults: [{ column: 'building', code: 'building-unknown' }] },
      {
        row: 7,
        faults: [
          { column: 'room', code: 'missing' },
          { column: 'phone', code: 'phone' },
        ],
      },
    ];
    expect(checked).toMatchObject({ state: 'checked', counts: { rows: 6, added: 2, faulty: 4 }, faultyRows: faults });
    expect(await allIn(relay.storage, 'area-a1')).toEqual([]);

    await begin(area1, checked, 'import');
    const came = await ended(area1, job.id);
    expect(came).toMatchObject({ state: 'done', counts: { added: 2, faulty: 4 }, faultyRows: faults });
    expect((await typed(relay, 'area-a1', 'resident')).length).toBe(2);

    const mend = await area1.ask(`/api/imports/${job.id}/mend`);
    const again = await bring(area1, Buffer.from(await mend.arrayBuffer()));
    expect(again.headers).toEqual([...headers.slice(0, -1), '要改的地方']);
    await begin(area1, again, 'check');
    expect((await ended(area1, again.id)).counts).toMatchObject({ rows: 4, faulty: 4 });
  });

  it('never beats a newer edit, and one that says something new beats an older one', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    await imported(area1, await anXlsx([headers, one]));
    const [resident] = await typed(relay, 'area-a1', 'resident');
    if (!resident) throw new Error('nobody came in');
    const phone = resident.fields['phone'];
    expect(stampTime(phone?.s ?? '')).toBe(Date.parse(asOf));
    const edit = {
      ...resident,
      fields: { ...resident.fields, phone: { v: { number: '19900000009' }, s: makeStamp(now, 0, 'grid1') } },
    };
    await relay.storage.write('area-a1', [edit]);
    const other = [...one.slice(0, 6), '19900000002', ...one.slice(7)];
    const later = await imported(area1, await anXlsx([headers, other]), '2026-11-10T08:00:00.000Z');
    expect(later.counts).toMatchObject({ newer: 1 });
    expect(valuesOf((await typed(relay, 'area-a1', 'resident'))[0])['phone']).toEqual({ number: '19900000009' });
    const renamed = await imported(
      area1,
      await anXlsx([headers, [...one.slice(0, 4), '测试新', ...one.slice(5)]]),
      '2026-11-11T08:00:00.000Z',
    );
    expect(renamed.counts).toMatchObject({ changed: 1, added: 0 });
    expect(valuesOf((await typed(relay, 'area-a1', 'resident'))[0])['name']).toBe('测试新');
  });

  it('matches by name, dwelling and year of birth where there is no number, and asks where that is not enough', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const columns = ['楼栋', '单元', '房号', '姓名', '出生日期', '联系电话'];
    await imported(
      area1,
      await anXlsx([columns, ['13栋', '1', '101', '测试甲', '1950', ''], ['13栋', '1', '101', '测试甲', '1980', '']]),
    );
    expect((await typed(relay, 'area-a1', 'resident')).length).toBe(2);
    const job = await imported(
      area1,
      await anXlsx([
        columns,
        ['13栋', '1', '101', '测试甲', '1980', '19900000004'],
        ['13栋', '1', '101', '测试甲', '', '19900000005'],
      ]),
      '2026-11-02T08:00:00.000Z',
    );
    expect(job.counts).toMatchObject({ changed: 1, faulty: 1 });
    expect(job.faultyRows[0]?.faults).toEqual([{ column: 'name', code: 'which-person' }]);
  });

  it('of somebody who left writes a fact, once', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const file = await anXlsx([
      [...headers, '是否已迁出', '迁出日期'],
      [...one, '是', '2026-05-01'],
    ]);
    await imported(area1, file);
    await imported(area1, file);
    const facts = await typed(relay, 'area-a1', 'residency');
    expect(facts).toMatchObject([{ change: 'movedOut', on: '2026-05-01' }]);
  });

  it('reaches every area of its secretary and tells a building of two areas apart', async () => {
    const holder = aHolder('areaSecretary', { userId: 'both', areas: ['a1', 'a2'] });
    const relay = await relayWithUnits({ accounts: [...people, holder] });
    const both = await signedIn(relay, 'both');
    const columns = ['片区', '楼栋', '房号', '姓名', '身份证号'];
    const job = await imported(
      both,
      await anXlsx([
        columns,
        ['一片区', '12栋', '101', '测试甲', inventedNumber(1)],
        ['二片区', '12栋', '102', '测试乙', inventedNumber(2)],
        ['', '12栋', '103', '测试丙', ''],
        ['', '20栋', '101', '测试甲', inventedNumber(1)],
      ]),
    );
    expect(job.faultyRows.map(({ faults }) => faults[0]?.code)).toEqual(['building-ambiguous', 'lives-elsewhere']);
    expect((await typed(relay, 'area-a1', 'resident')).length).toBe(1);
    expect((await typed(relay, 'area-a2', 'resident')).length).toBe(1);
  });

  it('that is none says so', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    expect(await bring(area1, Buffer.from('你好\r\n世界'))).toMatchObject({ state: 'failed', fault: 'no-header' });
    expect(await bring(area1, Buffer.from('504b0304deadbeef', 'hex'))).toMatchObject({ fault: 'not-a-sheet' });
    expect(await bring(area1, Buffer.from('d0cf11e0a1b11ae1', 'hex'))).toMatchObject({ fault: 'old-format' });
  });

  it('remembers how its columns were read', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const rows = [
      ['楼栋', '房号', '住的人'],
      ['12栋', '1002', '测试甲'],
    ];
    const job = await bring(area1, aCsv(rows));
    expect(job.mapping).toEqual(['building', 'room', 'unused']);
    await begin(area1, { ...job, mapping: ['building', 'room', 'name'] }, 'check');
    await ended(area1, job.id);
    expect((await bring(area1, aCsv(rows))).mapping).toEqual(['building', 'room', 'name']);
  });
});

describe('templates', () => {
  it.each(['households', 'residents'])(
    'of %s have a header and a row of hints, and are read as they are',
    async (name) => {
      const relay = await relayWithUnits();
      const area1 = await signedIn(relay, 'area1');
      const file = await area1.ask(`/api/imports/templates/${name}`);
      const job = await bring(area1, Buffer.from(await file.arrayBuffer()));
      expect(job.mapping).not.toContain('unused');
      await begin(area1, job, 'check');
      expect((await ended(area1, job.id)).counts).toMatchObject({ rows: 0, faulty: 0 });
    },
  );
});

describe('a kill', () => {
  it('in the middle of an import loses nothing and doubles nothing', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'baibu-import-'));
    undo.push(() => rm(dataDir, { recursive: true, force: true }));
    const amount = 2000;
    const rows = Array.from({ length: amount }, (_, place): SheetValue[] => {
      const room = `${Math.floor(place / 20) + 1}0${(Math.floor(place / 4) % 5) + 1}`;
      return ['景兰苑', '12栋', '1', room, `测试${place}`, '', '', place % 4 === 0 ? '户主' : '其他', ''];
    });
    const file = aCsv([headers, ...rows]);
    let relay = await aRelay({ importProgram: program.program, clock: () => now, dataDir });
    await relay.storage.write(
      'ref-c1',
      someUnits.map((unit) => ({ ...unit })),
    );
    let area1 = await signedIn(relay, 'area1');
    const job = await bring(area1, file);
    await begin(area1, job, 'import');
    let lives = 1;
    for (; lives < 40; lives += 1) {
      const before = (await jobOf(area1, job.id)).cursor;
      const over = async (): Promise<boolean> => {
        const { state, cursor } = await jobOf(area1, job.id);
        return state === 'done' || cursor > before;
      };
      await expect.poll(over, { timeout: 20_000, interval: 5 }).toBe(true);
      if ((await jobOf(area1, job.id)).state === 'done') break;
      // ends the thread wherever it is
      await relay.stop();
      relay = await aRelay({ importProgram: program.program, clock: () => now, dataDir });
      area1 = await signedIn(relay, 'area1');
    }
    undo.push(() => relay.stop());
    expect(lives).toBeGreaterThan(1);
    const after = await jobOf(area1, job.id).catch(() => undefined);
    expect(after).toBeDefined();
    const residents = await typed(relay, 'area-a1', 'resident');
    expect(new Set(residents.map((resident) => valuesOf(resident)['name'])).size).toBe(amount);
    expect(residents.length).toBe(amount);
    expect((await typed(relay, 'area-a1', 'household')).length).toBe(amount / 4);
    expect(membersOf(residents[0]!, 'none')).toEqual([]);
  }, 120_000);
});
