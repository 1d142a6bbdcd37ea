import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FirstLoadMeter } from '../../src/sync/first-load.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget } from '../builders/store.ts';

const databases = ['area-a1', 'care-a1', 'ref-c1'];
let line: TestLine;
let now = 0;
beforeEach(async () => {
  now = 1_000;
  line = await aLine();
  line.relay.snapshotRows = 100;
  const tell = (db: string, count: number): void => {
    for (let n = 0; n < count; n += 1) line.relay.tells(db, aMatter({ _id: anId('matter', n) }));
  };
  tell('area-a1', 300);
  tell('care-a1', 100);
});
afterEach(() => forget(line.store));

const aMeter = () => new FirstLoadMeter(() => now);
const measure = (meter: FirstLoadMeter) => meter.measure(line.store, line.wire, databases);
const load = (meter: FirstLoadMeter, db: string, pause = false) =>
  inboxRound(
    line.store,
    line.wire,
    db,
    () => pause,
    (cursor) => void meter.moved(cursor),
  );

describe('the progress of a first load', () => {
  it('counts all databases from the beginning, also those that were not begun', async () => {
    expect(await measure(aMeter())).toEqual({ firstLoad: { done: 0, total: 400 } });
  });

  it('is known again after a kill, without asking anybody', async () => {
    const meter = aMeter();
    await measure(meter);
    await load(meter, 'area-a1', true);
    line.relay.requests.length = 0;
    expect((await measure(aMeter())).firstLoad).toEqual({ done: 100, total: 400 });
    expect(line.relay.requests).toEqual([]);
  });

  it('never falls when one database is done, and ends with the last', async () => {
    const meter = aMeter();
    await measure(meter);
    const done: number[] = [];
    for (const db of databases) {
      now += 4_000;
      await load(meter, db);
      done.push((await measure(meter)).firstLoad?.done ?? -1);
    }
    expect(done).toEqual([300, 400, -1]);
    expect(meter.unfinished).toBe(false);
  });

  it('tells the time that is left by the pace of the last minute', async () => {
    const meter = aMeter();
    await measure(meter);
    now += 2_000;
    await load(meter, 'area-a1', true);
    expect((await measure(meter)).firstLoad).toEqual({ done: 100, total: 400, secondsLeft: 6 });
    // A line that got ten times slower, for longer than a minute.
    for (let second = 0; second < 61; second += 1) {
      now += 1_000;
      await measure(meter);
    }
    const waited = (await measure(meter)).firstLoad?.secondsLeft;
    expect(waited).toBeUndefined();
    await load(meter, 'area-a1', true);
    expect((await measure(meter)).firstLoad?.secondsLeft).toBeGreaterThan(100);
  });

  it('asks nobody else where nobody answers', async () => {
    await line.session.token();
    line.relay.mishaps.push('unreachable', 'unreachable');
    expect(await measure(aMeter())).toEqual({});
    expect(line.relay.mishaps).toHaveLength(1);
  });
});
