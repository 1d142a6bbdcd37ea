import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { GatheringLevel } from '../../sync-server/storage/gathering-level.ts';

type Called = (fault: Error | null, value?: unknown) => void;
/** What LevelUP calls of a store. */
interface Level {
  open(options: object, called: Called): void;
  close(called: Called): void;
  batch(operations: readonly object[], options: object, called: Called): void;
  get(key: string, options: object, called: Called): void;
}
const promised = <T>(work: (called: Called) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    work((fault, value) => (fault ? reject(fault) : resolve(value as T)));
  });

let folder = '';
let level: Level;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baibu-level-'));
  level = new GatheringLevel(join(folder, 'db')) as unknown as Level;
  await promised((called) => level.open({}, called));
  const keys = Array.from({ length: 1200 }, (_, n) => ({ type: 'put', key: `k${n}`, value: `v${n}` }));
  await promised((called) => level.batch(keys, {}, called));
});
afterEach(() => rm(folder, { recursive: true }));

const get = (key: string, asBuffer = false): Promise<unknown> =>
  promised((called) => level.get(key, { asBuffer }, called));

it('answers each of many reads of one turn with its own value, or that there is none', async () => {
  const asked = Array.from({ length: 1300 }, (_, n) => get(`k${n}`));
  const told = await Promise.allSettled([...asked, get('k7', true)]);
  const values = told.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)));
  expect(values.slice(0, 1200)).toEqual(Array.from({ length: 1200 }, (_, n) => `v${n}`));
  expect(new Set(values.slice(1200, 1300))).toEqual(new Set(['Error: NotFound']));
  expect(values[1300]).toEqual(Buffer.from('v7'));
  await promised((called) => level.close(called));
});

it('answers what was asked in the turn in which it closes', async () => {
  const asked = [get('k1'), get('k2'), get('none').catch(String)];
  const closed = promised((called) => level.close(called));
  expect(await Promise.all(asked)).toEqual(['v1', 'v2', 'Error: NotFound']);
  await closed;
});
