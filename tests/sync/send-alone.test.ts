import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saveAction } from '../../src/store/save.ts';
import { outboxSums } from '../../src/store/outbox-summary.ts';
import { runErrand } from '../../src/sync/send-alone.ts';
import { aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget, partIn } from '../builders/store.ts';

let line: TestLine;
const waits: number[] = [];

beforeEach(async () => {
  line = await aLine();
  waits.length = 0;
});
afterEach(() => forget(line.store));

const save = (n: number, holdMs = 0) =>
  saveAction(line.store, { parts: [partIn('area-a1', aMatter({ _id: anId('matter', n) }))], holdMs });
const run = () =>
  runErrand({
    store: line.store,
    wire: line.wire,
    alone: (work) => work(),
    wait: (ms) => {
      waits.push(ms);
      line.store.clock.move(ms);
      return Promise.resolve();
    },
  });
const delivered = async () => {
  await line.store.shelf.catchUp();
  return outboxSums(line.store.shelf, 'grid1').delivered;
};

describe('sending without a window', () => {
  it('delivers all that waits', async () => {
    await save(1);
    await save(2);
    expect(await run()).toEqual({ left: 0 });
    expect(await delivered()).toBe(2);
  });

  it('waits out the undo of an action, and sends the others before', async () => {
    await save(1);
    await save(2, 8_000);
    expect(await run()).toEqual({ left: 0 });
    expect(waits).toEqual([8_000]);
    expect(line.relay.batches.map((batch) => batch.length)).toEqual([1, 1]);
  });

  it('leaves what the relay cannot take now, and says that it did', async () => {
    await save(1);
    line.relay.mishaps.push({ status: 503, retryAfter: '30' });
    expect(await run()).toMatchObject({ left: 1, fault: { code: 'storage-unavailable' } });
    expect(await run()).toEqual({ left: 0 });
  });

  it('does not stay awake for what is not safe yet', async () => {
    line.relay.durable = false;
    await save(1);
    expect(await run()).toEqual({ left: 1 });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(60_000);
  });

  it('keeps everything when only a password helps', async () => {
    line.relay.renews = false;
    await save(1);
    expect(await run()).toMatchObject({ left: 1, fault: { code: 'session-ended' } });
    expect(line.relay.batches).toEqual([]);
  });
});
