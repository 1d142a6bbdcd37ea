import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connectivity } from '../../src/platform/connectivity.ts';
import { makeDeviceKey, publicJwk } from '../../src/platform/crypto.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import { waiting } from '../../src/store/outbox.ts';
import { recordState } from '../../src/store/record-state.ts';
import { saveAction } from '../../src/store/save.ts';
import { newHead } from '../../src/store/store.ts';
import { Engine } from '../../src/sync/engine.ts';
import { enrolmentOf } from '../../src/sync/line.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { pouchWire } from '../../src/sync/pouch-wire.ts';
import { Session } from '../../src/sync/session.ts';
import type { Wire } from '../../src/sync/wire.ts';
import { aMatter } from '../builders/documents.ts';
import { aRelay, type TestRelay } from '../builders/relay.ts';
import { aStore, forget, partIn, type TestStore } from '../builders/store.ts';
import { startCouchDouble, type CouchDouble } from '../doubles/couchdb/couchdb.ts';

// real relays: on a busy machine they take their time
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** grid1's tablet with a clock that a test moves, before two relays that share one cluster and that clock. */
let couch: CouchDouble;
let one: TestRelay;
let other: TestRelay;
let store: TestStore;
let session: Session;
const toOne = (): Wire => wireTo(one);
const toOther = (): Wire => wireTo(other);
const wireTo = ({ url: origin }: TestRelay): Wire =>
  pouchWire({ origin, bearer: session, fetch, answered: () => undefined });

beforeEach(async () => {
  store = await aStore();
  const clock = (): number => store.clock.now();
  couch = await startCouchDouble({ clock });
  one = await aRelay({ couch, clock });
  other = await aRelay({ couch, clock });
  const { publicKey, privateKey } = await makeDeviceKey();
  const key = await publicJwk({ publicKey, privateKey });
  await one.signIn('grid1', { device: { id: 'tablet-1', name: '', key } });
  session = new Session({
    ...{ origin: one.url, user: 'grid1', device: 'tablet-1', key: privateKey, now: clock, fetch },
    relayAhead: () => store.stamps.relayAhead,
    answered: () => undefined,
    began: (answer) => keepEnrolment(store, enrolmentOf(answer)),
  });
});
afterEach(async () => {
  await one.stop();
  await other.stop();
  await couch.close();
  await forget(store);
});

const save = async () => {
  const matter = aMatter({ ...newHead(store, 'matter') });
  await saveAction(store, { parts: [partIn('area-a1', matter)] });
  return matter;
};
const send = async (wire: Wire) => {
  const round = await outboxRound(store, wire);
  await store.shelf.catchUp();
  return round;
};
const state = (id: string) => recordState(store.shelf, id).state;

describe('a cluster that has not a quorum', () => {
  it('takes what is not delivered yet: the outbox keeps it until the other relay read it back', async () => {
    const { _id } = await save();
    couch.cluster.stopNodes();
    await send(toOne());
    expect(state(_id)).toBe('received');
    store.clock.move(60_000);
    await send(toOther());
    expect(state(_id)).toBe('received');
    expect((await waiting(store)).count).toBe(1);
    couch.cluster.startNodes({ lost: false });
    store.clock.move(60_000);
    await send(toOther());
    expect(state(_id)).toBe('delivered');
    expect((await waiting(store)).count).toBe(0);
  });

  it('loses what only one node had, and gets it again from the tablet, through whichever relay', async () => {
    const { _id } = await save();
    couch.cluster.stopNodes();
    await send(toOne());
    expect(state(_id)).toBe('received');
    couch.cluster.startNodes({ lost: true });
    expect(await other.storage.get('area-a1', _id)).toBeUndefined();
    store.clock.move(60_000);
    await send(toOther());
    expect(state(_id)).toBe('delivered');
    expect(await one.storage.get('area-a1', _id)).toBeDefined();
  });
});

describe('a session that is over in the middle of a round', () => {
  const many = 130;
  /** After the first of several batches. */
  function after(first: () => Promise<unknown>): Wire {
    const wire = toOne();
    let done = false;
    return {
      ...wire,
      async send(envelopes) {
        const answer = await wire.send(envelopes);
        if (!done) await first();
        done = true;
        return answer;
      },
    };
  }

  it('is renewed by the device’s key, and the rest is sent', async () => {
    for (let n = 0; n < many; n += 1) await save();
    let tokens = 0;
    const wire = after(() => {
      tokens += 1;
      // the relay thinks that the token is over before the tablet does
      store.clock.move(14 * 60_000 + 45_000);
      return Promise.resolve();
    });
    expect(await send(wire)).toEqual({ answered: many, refused: 0 });
    expect(tokens).toBe(1);
    expect((await waiting(store)).count).toBe(0);
  });

  it('needs a person when the device was signed out: nothing is lost, the rest goes after they did', async () => {
    for (let n = 0; n < many; n += 1) await save();
    const wire = after(async () => {
      const token = await session.token();
      if (token.ok)
        await fetch(`${one.url}/api/sessions/current`, {
          method: 'DELETE',
          headers: { authorization: `Bearer ${token.value}` },
        });
    });
    expect(await send(wire)).toMatchObject({ answered: 100, fault: { code: 'session-ended' } });
    expect((await waiting(store)).count).toBe(many - 100);
    const again = await one.signIn('grid1', { device: { id: 'tablet-1' } });
    await session.begin({ ...again, serverTime: store.clock.instant() });
    expect(await send(wire)).toEqual({ answered: many - 100, refused: 0 });
  });
});

describe('a tablet at one relay, and news of a write at the other that were lost', () => {
  it('fetches it all the same, at the latest with the sweep of a quarter of an hour', async () => {
    let timer: { at: number; wake: () => void } | undefined;
    const bugs: unknown[] = [];
    const streams: AbortController[] = [];
    const engine = new Engine({
      store,
      // a stream that lives on and tells nothing: the news that would have come over it are lost
      wire: {
        ...toOther(),
        wake: (_heard, ending) =>
          new Promise((resolve) => {
            const stream = new AbortController();
            streams.push(stream);
            for (const end of [ending, stream.signal]) end.addEventListener('abort', () => resolve());
          }),
      },
      clock: store.clock,
      connectivity: new Connectivity(),
      alone: (_name, work) => work(),
      after: (ms, wake) => {
        const mine = { at: store.clock.now() + ms, wake };
        timer = mine;
        return () => {
          if (timer === mine) timer = undefined;
        };
      },
      random: () => 0.5,
      publish: () => undefined,
      signedOut: () => session.ended,
      onBug: (bug) => bugs.push(bug),
    });
    const atRest = () => vi.waitUntil(() => engine.status.activity === 'resting' && timer !== undefined, 20_000);
    const nextTimer = async (): Promise<number> => {
      await atRest();
      const { at, wake } = timer ?? { at: 0, wake: () => undefined };
      const ms = Math.max(0, at - store.clock.now());
      store.clock.move(ms);
      timer = undefined;
      wake();
      return ms;
    };
    const has = (id: string): boolean => store.shelf.get('matter', id) !== undefined;
    const lateMatter = async (n: number) => {
      const matter = aMatter({ by: 'area1', deviceId: 'tablet-area1', text: `第 ${String(n)} 件` });
      const { _id } = { ...matter, _id: newHead(store, 'matter')._id };
      await one.storage.write('area-a1', [{ ...matter, _id }]);
      return _id;
    };
    engine.start();
    await nextTimer();
    await atRest();
    expect(streams).toHaveLength(1);

    const first = await lateMatter(1);
    let waited = 0;
    while (!has(first)) {
      waited += await nextTimer();
      await atRest();
      await store.shelf.catchUp();
    }
    expect(waited).toBeGreaterThan(5 * 60_000);
    expect(waited).toBeLessThanOrEqual(15 * 60_000 * 1.25);

    // a stream that breaks: what was missed meanwhile is asked for at once, not with the next sweep
    const second = await lateMatter(2);
    streams.at(-1)?.abort();
    const soon = (): boolean => timer !== undefined && timer.at - store.clock.now() < 3 * 60_000;
    await vi.waitUntil(soon, 20_000);
    waited = 0;
    while (!has(second)) {
      waited += await nextTimer();
      await atRest();
      await store.shelf.catchUp();
    }
    expect(waited).toBeLessThan(3 * 60_000);
    await engine.stop();
    expect(bugs).toEqual([]);
  });
});
