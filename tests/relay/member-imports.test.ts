import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aRelay, storageKinds, type RelayGiven, type TestRelay } from '../builders/relay.ts';
import { aCsv, anXlsx, importProgram, inventedNumber, someUnits, type SheetValue } from '../builders/sheets.ts';
import { asOf, begin, bring, ended, imported, signedIn, typed, valuesOf } from './bringing.ts';

const headers = ['片区', '姓名', '身份证号', '联系电话', '工作单位', '政治面貌', '愿意做的事', '报到日期'];
const row = (
  place: number,
  given: { area?: string; name?: string; phone?: string; at?: string } = {},
): SheetValue[] => [
  given.area ?? (place % 2 === 0 ? '一片区' : '二片区'),
  given.name ?? `测试党员${place}`,
  inventedNumber(place),
  given.phone ?? `199${String(place).padStart(8, '0')}`,
  given.at ?? `第${place % 40}单位`,
  '中共党员',
  place % 3 === 0 ? '法律咨询' : '',
  '2026-03-05',
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

async function relayWithUnits(given: RelayGiven = {}): Promise<TestRelay> {
  const relay = await aRelay({ importProgram: program.program, ...given });
  undo.push(() => relay.stop());
  await relay.storage.write(
    'ref-c1',
    someUnits.map((unit) => ({ ...unit })),
  );
  return relay;
}
const all = async (relay: TestRelay): Promise<Record<string, unknown>[]> => {
  const found: Record<string, unknown>[] = [];
  for (const area of ['a1', 'a2'])
    found.push(...(await typed(relay, `area-${area}`, 'memberRegistration')).map(valuesOf));
  return found;
};

describe.each(storageKinds)('E9: import 3,800 rows; duplicates reported, on %s', (storage) => {
  it('once each, each repetition with the row that it repeats; the same file again changes nothing', async () => {
    const relay = await relayWithUnits({ storage });
    const secretary = await signedIn(relay, 'secretary');
    const once = Array.from({ length: 3760 }, (_, place) => row(place));
    // somebody who checked in twice: the second time without a telephone, or with the name in other signs
    const again = Array.from({ length: 40 }, (_, place) =>
      row(place, place % 2 === 0 ? { phone: '' } : { name: `测试 党员${place}` }),
    );
    const file = await anXlsx([headers, ...once, ...again]);

    const checked = await bring(secretary, file, asOf, 'members');
    await begin(secretary, checked, 'check');
    const dry = await ended(secretary, checked.id);
    expect(dry).toMatchObject({ state: 'checked', counts: { rows: 3800, added: 3760, faulty: 40 } });
    expect(await all(relay)).toEqual([]);

    await begin(secretary, checked, 'import');
    const job = await ended(secretary, checked.id);
    expect(job).toMatchObject({ state: 'done', counts: { rows: 3800, added: 3760, faulty: 40 } });
    expect(job.faultyRows.map(({ row: place, faults }) => [place, faults])).toEqual(
      again.map((_, place) => [3762 + place, [{ column: 'name', code: 'repeated', row: place + 2 }]]),
    );
    const members = await all(relay);
    expect(members.length).toBe(3760);
    expect(new Set(members.map(({ phone }) => phone)).size).toBe(3760);
    expect(JSON.stringify(members)).not.toMatch(/999999|中共党员/);

    const second = await imported(secretary, file, asOf, 'members');
    expect(second.counts).toMatchObject({ rows: 3800, same: 3760, added: 0, changed: 0, faulty: 40 });
    expect(await all(relay)).toEqual(members);
  }, 180_000);
});

describe('E9: the list of members', () => {
  it('is of the own area for its secretary, who need not name it', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const job = await imported(
      area1,
      aCsv([headers, row(1, { area: '' }), row(2, { area: '二片区' }), row(3, { area: '', phone: '123' })]),
      asOf,
      'members',
    );
    expect(job.counts).toMatchObject({ added: 1, faulty: 2 });
    expect(job.faultyRows.map(({ faults }) => faults[0])).toEqual([
      { column: 'areaName', code: 'area-unknown' },
      { column: 'phone', code: 'phone' },
    ]);
    expect(job.mapping.slice(0, 6)).toEqual(['areaName', 'name', 'withheld', 'phone', 'organisation', 'withheld']);
  });

  it('asks which where it cannot tell, and says who is on the list of another area', async () => {
    const relay = await relayWithUnits();
    const secretary = await signedIn(relay, 'secretary');
    const [first, second] = [row(2, { name: '测试同名' }), row(4, { name: '测试同名' })];
    await imported(secretary, aCsv([headers, first, second]), asOf, 'members');
    const job = await imported(
      secretary,
      aCsv([
        headers,
        row(6, { name: '测试同名', phone: '', at: '' }),
        row(2, { name: '测试同名', area: '二片区' }),
        row(8, { area: '' }),
        row(4, { name: '测试同名', area: '', at: '新单位' }),
      ]),
      '2026-11-02T08:00:00.000Z',
      'members',
    );
    expect(job.faultyRows.map(({ faults }) => faults[0]?.code)).toEqual([
      'which-member',
      'registered-elsewhere',
      'area-needed',
    ]);
    expect(job.counts).toMatchObject({ changed: 1 });
    expect((await all(relay)).map(({ organisation }) => organisation).sort()).toEqual(['新单位', '第2单位'].sort());
  });

  it('has a template that is read as it is, and goes back by row to be mended', async () => {
    const relay = await relayWithUnits();
    const area1 = await signedIn(relay, 'area1');
    const template = await area1.ask('/api/imports/templates/members');
    const empty = await bring(area1, Buffer.from(await template.arrayBuffer()), asOf, 'members');
    expect(empty.mapping).not.toContain('unused');
    const job = await imported(area1, aCsv([headers, row(2), row(2)]), asOf, 'members');
    expect(job.counts).toMatchObject({ added: 1, faulty: 1 });
    const mend = await area1.ask(`/api/imports/${job.id}/mend`);
    const back = await bring(area1, Buffer.from(await mend.arrayBuffer()), asOf, 'members');
    expect(back.headers).toEqual([...headers.filter((name) => !/身份证|政治/.test(name)), '要改的地方']);
  });
});
