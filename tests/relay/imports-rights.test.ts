import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { aHolder } from '../builders/people.ts';
import { aRelay, people, type RelayGiven, type TestRelay } from '../builders/relay.ts';
import { aCsv, importProgram, inventedNumber, someUnits, type SheetValue } from '../builders/sheets.ts';
import { bring, imported, signedIn, typed } from './bringing.ts';

const headers = ['小区', '楼栋', '单元', '房号', '姓名', '身份证号', '联系电话', '与户主关系', '民族'];
const one: SheetValue[] = ['景兰苑', '13栋', '1', '1002', '测试甲', inventedNumber(1), '19900000001', '户主', '汉'];

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

describe('a sheet', () => {
  it.each(['grid1', 'building1', 'garden1'])('is not taken from %s', async (name) => {
    const relay = await relayWithUnits();
    const who = await signedIn(relay, name);
    expect(await bring(who, aCsv([headers, one]))).toMatchObject({ error: 'forbidden' });
    expect((await who.ask('/api/imports')).status).toBe(403);
    expect((await who.ask('/api/imports/templates/residents')).status).toBe(403);
  });

  it('of residents is not taken from an administrator, who brings units alone', async () => {
    const relay = await relayWithUnits();
    const admin = await signedIn(relay, 'admin');
    expect(await bring(admin, aCsv([headers, one]))).toMatchObject({ error: 'forbidden' });
    expect((await admin.ask('/api/imports/templates/residents')).status).toBe(403);
    expect((await admin.ask('/api/imports/templates/organisation')).status).toBe(200);
    expect(await (await admin.ask('/api/imports')).json()).toEqual({ jobs: [] });
  });

  it('comes in for every area of the community when its secretary brings it, who reads none of it by that', async () => {
    const relay = await relayWithUnits();
    const secretary = await signedIn(relay, 'secretary');
    const elsewhere: SheetValue[] = ['景兰苑', '20栋', '1', '101', '测试丁', inventedNumber(4), '', '户主', '汉'];
    const outside: SheetValue[] = ['景兰苑', '77栋', '1', '101', '测试戊', inventedNumber(5), '', '户主', '汉'];
    const job = await imported(secretary, aCsv([headers, one, elsewhere, outside]));
    expect(job).toMatchObject({ state: 'done', counts: { added: 2, faulty: 1 } });
    for (const area of ['a1', 'a2']) {
      expect(await typed(relay, `area-${area}`, 'resident')).toHaveLength(1);
      expect(await typed(relay, `care-${area}`, 'identity')).toHaveLength(1);
      expect((await secretary.ask(`/db/care-${area}/_changes`)).status).toBe(403);
    }
  });

  it('of another community is not touched by a secretary', async () => {
    const other = aHolder('communitySecretary', { userId: 'other', community: 'c2', areas: ['b1'] });
    const relay = await relayWithUnits({ accounts: [...people, other] });
    const job = await imported(await signedIn(relay, 'other'), aCsv([headers, one]));
    expect(job.counts).toMatchObject({ added: 0, faulty: 1 });
    expect(await typed(relay, 'area-a1', 'resident')).toEqual([]);
  });

  it('is its owner’s alone', async () => {
    const relay = await relayWithUnits({
      accounts: [...people, aHolder('areaSecretary', { userId: 'other', areas: ['a1'] })],
    });
    const [area1, other] = [await signedIn(relay, 'area1'), await signedIn(relay, 'other')];
    const job = await bring(area1, aCsv([headers, one]));
    for (const path of ['', '/mend']) expect((await other.ask(`/api/imports/${job.id}${path}`)).status).toBe(404);
    expect((await other.ask(`/api/imports/${job.id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await area1.ask(`/api/imports/${job.id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await area1.ask(`/api/imports/${job.id}`)).status).toBe(404);
  });
});
