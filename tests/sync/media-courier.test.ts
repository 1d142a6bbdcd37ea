import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, failed, type Fault } from '../../src/domain/fault.ts';
import { newMediaSecret } from '../../src/platform/media-seal.ts';
import type { NetworkKind } from '../../src/platform/network-kind.ts';
import { keepMediaRow, keepWaitsForWifi, sendMediaAnyway } from '../../src/store/media.ts';
import type { MediaState } from '../../src/store/rows.ts';
import { letDeliveredMediaGo } from '../../src/sync/let-media-go.ts';
import type { MediaBox } from '../../src/sync/media-box.ts';
import { MediaCourier } from '../../src/sync/media-courier.ts';
import type { MediaRelay } from '../../src/sync/media-relay.ts';
import { aBox } from '../builders/media-box.ts';
import { aPicture } from '../builders/media.ts';
import { aStore, forget, type TestStore } from '../builders/store.ts';

let store: TestStore;
let box: MediaBox;
let courier: MediaCourier;
/** what the line does, and what came over it */
let network: NetworkKind;
let trouble: Fault | undefined;
let brought: string[];
/** how often the engine was told to look again, and whoever waits for that */
let looked: number;
let waiting: (() => void)[];

const relay: MediaRelay = {
  bring: (_box, _area, ids) => {
    if (trouble) return Promise.resolve(failed(trouble.code, trouble));
    brought.push(...ids);
    return Promise.resolve(done(new Map()));
  },
  standing: (_area, ids) => Promise.resolve(done({ safe: [...ids], missing: [] })),
  fetch: () => Promise.resolve(failed('not-found')),
};

beforeEach(async () => {
  store = await aStore();
  box = aBox();
  [network, trouble, brought, looked, waiting] = ['wifi', undefined, [], 0, []];
  courier = new MediaCourier({
    store,
    box: () => Promise.resolve(box),
    relay,
    clock: store.clock,
    random: () => 0.5,
    network: () => network,
    alone: (work) => work(),
    changed: () => {
      looked += 1;
      for (const tell of waiting.splice(0)) tell();
    },
    onBug: (error) => {
      throw error;
    },
  });
});
afterEach(async () => {
  await courier.stop();
  await forget(store);
  await box.destroy();
});

/** A picture whose text has arrived. */
async function aWaiting(): Promise<string> {
  const reference = aPicture(newMediaSecret());
  await keepMediaRow(store, reference, 'note:quick');
  await store.db.media.update(reference.id, { state: 'waiting', owner: 'note:1' });
  await box.put(reference.id, new Uint8Array(100));
  return reference.id;
}
const stateOf = async (id: string): Promise<MediaState | undefined> => (await store.db.media.get(id))?.state;

/** Lets it go, as the engine would, until it says that nothing is due now. */
async function carried(): Promise<void> {
  while (courier.nextAt <= store.clock.now()) {
    const changed = new Promise<void>((resolve) => waiting.push(resolve));
    courier.go();
    await changed;
  }
}
async function untilState(id: string, state: MediaState): Promise<void> {
  while ((await stateOf(id)) !== state) {
    await carried();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('the courier of pictures', () => {
  it('hears of a picture and asks to be let go; nothing happens before', async () => {
    const id = await aWaiting();
    while (looked === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(brought).toEqual([]);
    await untilState(id, 'delivered');
    expect(brought).toEqual([id]);
  });

  it('is patient with a relay that is away, and hurries when the line comes back', async () => {
    trouble = { code: 'offline' };
    const id = await aWaiting();
    while (courier.nextAt <= store.clock.now() || courier.nextAt === Number.POSITIVE_INFINITY) {
      await carried();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(courier.nextAt - store.clock.now()).toBeGreaterThan(1_000);
    expect(await stateOf(id)).toBe('waiting');
    trouble = undefined;
    courier.hurry(true);
    await untilState(id, 'delivered');
  });

  it('waits for Wi-Fi when the worker wishes it, and not when the worker insists', async () => {
    network = 'metered';
    await keepWaitsForWifi(store, true);
    const id = await aWaiting();
    courier.hurry();
    await carried();
    expect(brought).toEqual([]);
    expect(courier.nextAt).toBe(Number.POSITIVE_INFINITY);
    await sendMediaAnyway(store);
    courier.hurry(true);
    await untilState(id, 'delivered');
  });

  it('sends when the line becomes Wi-Fi', async () => {
    network = 'unknown';
    await keepWaitsForWifi(store, true);
    const id = await aWaiting();
    courier.hurry();
    await carried();
    expect(brought).toEqual([]);
    network = 'wifi';
    courier.hurry();
    await untilState(id, 'delivered');
  });
});

describe('a tablet that runs full', () => {
  it('lets delivered pictures go, and never one that is not', async () => {
    const [safe, waits] = [await aWaiting(), await aWaiting()];
    await store.db.media.update(safe, { state: 'delivered' });
    expect(await letDeliveredMediaGo(store, box)).toBe(40_000);
    expect(await box.get(safe)).toBeUndefined();
    expect(await stateOf(safe)).toBeUndefined();
    expect(await box.get(waits)).toHaveLength(100);
    expect(await letDeliveredMediaGo(store, box)).toBe(0);
  });

  it('empties the whole box when everything is delivered, and goes on with an empty one', async () => {
    const safe = await aWaiting();
    await store.db.media.update(safe, { state: 'delivered' });
    expect(await letDeliveredMediaGo(store, box)).toBe(40_000);
    const next = await aWaiting();
    expect(await box.get(next)).toHaveLength(100);
    expect(await box.get(safe)).toBeUndefined();
  });
});
