import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connectivity } from '../../src/platform/connectivity.ts';
import { outboxSums } from '../../src/store/outbox-summary.ts';
import { saveAction } from '../../src/store/save.ts';
import { Engine } from '../../src/sync/engine.ts';
import { longest, sweepEvery } from '../../src/sync/patience.ts';
import type { SyncStatus } from '../../src/sync/status.ts';
import { aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget, partIn } from '../builders/store.ts';

let line: TestLine;
let engine: Engine;
let connectivity: Connectivity;
let said: SyncStatus[];
let bugs: unknown[];
let timer: { at: number; wake: () => void } | undefined;
/** names of the databases that the open wake stream tells of, and its end */
let wake: { tell: (databases: readonly string[]) => void; end: () => void } | undefined;
/** what each wake stream was opened with */
let reaches: string[][] = [];

beforeEach(async () => {
  line = await aLine();
  connectivity = new Connectivity();
  [said, bugs, reaches, timer, wake] = [[], [], [], undefined, undefined];
  engine = new Engine({
    store: line.store,
    wire: {
      ...line.wire,
      send: (envelopes) => line.wire.send(envelopes),
      wake: (heard, ending, reached) =>
        new Promise((resolve) => {
          reaches.push(Object.keys(reached));
          wake = { tell: heard, end: resolve };
          ending.addEventListener('abort', () => {
            resolve();
          });
        }),
    },
    clock: line.store.clock,
    connectivity,
    alone: (_name, work) => work(),
    after: (ms, call) => {
      const mine = { at: line.store.clock.now() + ms, wake: call };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
    random: () => 0.5,
    publish: (status) => said.push(status),
    signedOut: () => line.session.ended,
    onBug: (error) => bugs.push(error),
  });
});
afterEach(async () => {
  await engine.stop();
  await forget(line.store);
  expect(bugs).toEqual([]);
});

const save = (n: number, holdMs = 0) =>
  saveAction(line.store, { parts: [partIn('area-a1', aMatter({ _id: anId('matter', n) }))], holdMs });
const sums = () => outboxSums(line.store.shelf, 'grid1');
/** Lets the engine come to rest, then moves the clock to its timer. */
async function untilItsTimer(): Promise<number> {
  await vi.waitUntil(() => timer && ['resting', 'offline', 'signed-out'].includes(engine.status.activity), {
    interval: 5,
  });
  const { at, wake: call } = timer ?? { at: 0, wake: () => undefined };
  const ms = Math.max(0, at - line.store.clock.now());
  line.store.clock.move(ms);
  timer = undefined;
  call();
  return ms;
}
const engineIsBusy = () => ['sending', 'fetching'].includes(engine.status.activity);
const resting = () => vi.waitUntil(() => engine.status.activity === 'resting' && timer !== undefined);

describe('the engine', () => {
  it('sends what is saved as soon as it is saved, and fetches what it may read', async () => {
    line.relay.tells('area-a1', aMatter({ _id: anId('matter', 50) }));
    engine.start();
    await resting();
    await vi.waitUntil(() => line.store.shelf.all('matter').length === 1);
    await save(1);
    await vi.waitUntil(() => sums().delivered === 1);
    expect(line.relay.requests.some((request) => request.includes('/db/own-grid1'))).toBe(true);
  });

  it('sends before it fetches', async () => {
    await save(1);
    engine.start();
    await resting();
    const requests = line.relay.requests.filter((request) => !request.includes('sessions'));
    expect(requests[0]).toBe('POST /db/drop/_bulk_docs');
  });

  it('fetches a database that moved, and no other', async () => {
    engine.start();
    await vi.waitUntil(() => wake);
    await resting();
    line.relay.requests.length = 0;
    line.relay.tells('care-a1', aMatter({ _id: anId('matter', 50) }));
    wake?.tell(['care-a1']);
    await vi.waitUntil(() => line.store.shelf.all('matter').length === 1);
    expect(line.relay.requests).toEqual(['GET /db/care-a1', 'GET /db/care-a1/_changes']);
  });

  describe('with a wake stream that stands', () => {
    const day = 24 * 3_600_000;
    beforeEach(async () => {
      engine.start();
      await vi.waitUntil(() => wake);
      wake?.tell([]);
      await resting();
    });
    /** The stream ends, and another one vouches for all that was read. */
    async function another(): Promise<void> {
      const streams = reaches.length;
      wake?.end();
      while (reaches.length === streams) await untilItsTimer();
      wake?.tell([]);
      await resting();
    }
    /** Lets so much time pass, timer by timer. */
    async function pass(ms: number): Promise<void> {
      const end = line.store.clock.now() + ms;
      while (line.store.clock.now() < end) await untilItsTimer();
      await resting();
    }
    const asked = () => line.relay.requests.filter((request) => request.includes('/db/'));

    it('asks nothing of the relay for a day in which nothing moves', async () => {
      // Nobody vouched for what this tablet had never read: that is asked for once more.
      await another();
      line.relay.requests.length = 0;
      await pass(day);
      expect(line.relay.requests).toEqual([]);
    });

    it('tells the next stream how far it has read', async () => {
      expect(reaches[0]).toEqual([]);
      await another();
      expect(reaches.at(-1)).toContain('area-a1');
    });

    it('asks all the same when a person asks', async () => {
      await another();
      line.relay.requests.length = 0;
      engine.now();
      await vi.waitUntil(() => asked().some((request) => request.includes('/db/area-a1')));
      await resting();
    });

    it('asks once more for what an answer that may not be the relay’s kept from it', async () => {
      await another();
      line.relay.tells('area-a1', aMatter({ _id: anId('matter', 51) }));
      line.relay.mishaps.push({ status: 403 });
      wake?.tell(['area-a1']);
      await vi.waitUntil(() => line.relay.mishaps.length === 0);
      await resting();
      expect(line.store.shelf.all('matter')).toHaveLength(0);
      await pass(sweepEvery * 1.25);
      await vi.waitUntil(() => line.store.shelf.all('matter').length === 1);
    });

    it('hangs up when the relay does not answer elsewhere: the line may be dead as well', async () => {
      const streams = reaches.length;
      line.relay.mishaps.push('unreachable');
      await save(1);
      await vi.waitUntil(() => line.relay.mishaps.length === 0);
      while (reaches.length === streams) await untilItsTimer();
      await vi.waitUntil(() => sums().delivered === 1);
    });
  });

  it('is patient with a relay that does not answer, more each time, and sends when it is back', async () => {
    engine.start();
    await resting();
    line.relay.mishaps.push('unreachable', 'unreachable', 'unreachable');
    await save(1);
    await vi.waitUntil(() => line.relay.mishaps.length === 2);
    const first = await untilItsTimer();
    await vi.waitUntil(() => line.relay.mishaps.length === 1);
    const second = await untilItsTimer();
    expect(second).toBeGreaterThan(first);
    await vi.waitUntil(() => line.relay.mishaps.length === 0);
    await untilItsTimer();
    await vi.waitUntil(() => sums().delivered === 1);
  });

  it('tries at once when a person asks, or a network comes back', async () => {
    engine.start();
    await resting();
    line.relay.mishaps.push('unreachable');
    await save(1);
    await vi.waitUntil(() => line.relay.mishaps.length === 0);
    connectivity.networkIs(false);
    connectivity.networkIs(true);
    await vi.waitUntil(() => sums().delivered === 1);
    line.relay.mishaps.push('unreachable');
    await save(2);
    await vi.waitUntil(() => line.relay.mishaps.length === 0);
    engine.now();
    await vi.waitUntil(() => sums().delivered === 2);
  });

  it('is not silent for a year when the clock is set back by one', async () => {
    engine.start();
    await resting();
    line.relay.mishaps.push('unreachable', 'unreachable');
    await save(1);
    await vi.waitUntil(() => engine.status.fault === 'offline' && timer !== undefined);
    const asked = timer;
    timer = undefined;
    line.store.clock.move(-365 * 86_400_000);
    line.relay.mishaps.length = 0;
    asked?.wake();
    await vi.waitUntil(() => sums().delivered === 1);
  });

  it('waits for the undo of an action', async () => {
    engine.start();
    await resting();
    await save(1, 8_000);
    await vi.waitUntil(() => timer && timer.at - line.store.clock.now() === 8_000);
    expect(line.relay.batches).toEqual([]);
    await untilItsTimer();
    await vi.waitUntil(() => sums().delivered === 1);
  });

  it('waits as long as a busy relay asks', async () => {
    engine.start();
    await resting();
    line.relay.mishaps.push({ status: 503, retryAfter: '40' });
    await save(1);
    await vi.waitUntil(() => line.relay.mishaps.length === 0);
    expect(await untilItsTimer()).toBeGreaterThanOrEqual(40_000);
    await vi.waitUntil(() => sums().delivered === 1);
  });

  it('sends after a sign-in what it could not send without one', async () => {
    line.relay.renews = false;
    await save(1);
    engine.start();
    await vi.waitUntil(() => engine.status.activity === 'signed-out');
    expect(sums().here).toBe(1);
    line.relay.renews = true;
    const answer = await line.relay.fetch(`${line.relay.origin}/api/sessions/renew`, { method: 'POST' });
    await line.session.begin((await answer.json()) as Parameters<typeof line.session.begin>[0]);
    engine.now();
    await vi.waitUntil(() => sums().delivered === 1);
  });

  it('says how far the first load is', async () => {
    for (let n = 1; n <= 300; n += 1) line.relay.tells('area-a1', aMatter({ _id: anId('matter', n) }));
    engine.start();
    await vi.waitUntil(() => said.some((status) => status.firstLoad?.total === 300));
    await resting();
    expect(engine.status.firstLoad).toBeUndefined();
  });

  it('asks little when there is nothing new, however much there is', async () => {
    for (let n = 1; n <= 300; n += 1) line.relay.tells('area-a1', aMatter({ _id: anId('matter', n) }));
    engine.start();
    await vi.waitUntil(() => line.store.shelf.all('matter').length === 300);
    await resting();
    line.relay.requests.length = 0;
    engine.now();
    await vi.waitUntil(() => line.relay.requests.length > 0);
    await resting();
    expect(line.relay.requests.filter((request) => request.includes('area-a1'))).toHaveLength(2);
  });

  it('hears of the others while somebody saves without a pause', async () => {
    for (let n = 1; n <= 3; n += 1) line.relay.tells('area-a1', aMatter({ _id: anId('matter', 100 + n) }));
    const send = line.wire.send.bind(line.wire);
    let next = 1;
    // each answer finds the next action saved already
    Object.assign(line.wire, {
      send: async (batch: Parameters<typeof send>[0]) => {
        next += 1;
        if (next < 40) await save(next);
        return send(batch);
      },
    });
    await save(1);
    engine.start();
    const others = () => line.store.shelf.all('matter').filter(({ _id }) => _id > anId('matter', 100));
    await vi.waitUntil(() => others().length === 3, { timeout: 10_000 });
    expect(next).toBeLessThan(40);
    await vi.waitUntil(() => sums().delivered === 39, { timeout: 10_000 });
  });

  it('opens another wake stream after a pause when one ends', async () => {
    engine.start();
    await vi.waitUntil(() => wake);
    await resting();
    const ended = wake;
    wake = undefined;
    ended?.end();
    await vi.waitUntil(() => timer && timer.at - line.store.clock.now() <= 12_000);
    expect(wake).toBeUndefined();
    await untilItsTimer();
    await vi.waitUntil(() => wake);
  });

  it('asks for everything every quarter of an hour where a stream is open or nobody looks, else every minute', async () => {
    const [minute, quarter] = [60_000, 15 * 60_000];
    const restFor = () => (timer?.at ?? 0) - line.store.clock.now();
    engine.start();
    await resting();
    expect(restFor()).toBe(quarter);
    engine.hidden(true);
    wake?.end();
    await resting();
    await untilItsTimer();
    await resting();
    await vi.waitUntil(() => restFor() === quarter);
    engine.hidden(false);
    await vi.waitUntil(() => restFor() <= minute);
  });

  it('is never silent for long, and says when it tries again', async () => {
    engine.start();
    await vi.waitUntil(() => wake);
    await resting();
    const silence = () => (engine.status.nextTry ?? Infinity) - line.store.clock.now();
    // nothing to do, and the stream is open: the next sweep
    expect(silence()).toBeLessThanOrEqual(sweepEvery * 1.25);
    expect(silence()).toBe((timer?.at ?? Infinity) - line.store.clock.now());

    // nobody looks, and nobody answers
    engine.hidden(true);
    await save(1);
    await vi.waitUntil(() => sums().delivered === 1);
    await resting();
    line.relay.mishaps.push(...Array.from({ length: 12 }, () => 'unreachable' as const));
    await save(2);
    const waits: number[] = [];
    while (line.relay.mishaps.length > 0) {
      const left = line.relay.mishaps.length;
      await vi.waitUntil(() => engine.status.fault !== undefined && timer && !engineIsBusy());
      waits.push(silence());
      await untilItsTimer();
      await vi.waitUntil(() => line.relay.mishaps.length < left || sums().delivered === 2);
    }
    expect(waits.length).toBeGreaterThan(8);
    expect(Math.max(...waits)).toBeLessThanOrEqual(longest * 1.25);
    expect(Math.max(...waits)).toBeGreaterThan(longest / 2);
    if (sums().delivered < 2) await untilItsTimer();
    await vi.waitUntil(() => sums().delivered === 2);
  });
});
