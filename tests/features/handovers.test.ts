import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done, failed } from '../../src/domain/fault.ts';
import type { Handovers, HandedWork } from '../../src/features/review/handed-work.ts';
import { HandoversModel } from '../../src/features/review/handovers.svelte.ts';
import { aDwelling, aHousehold, aMatter, aNote, aVisit, someAnswers } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore({ user: 'area1', device: 'tablet-area1' });
  await told(store, [aDwelling(), aHousehold({ _id: anId('household') })]);
});
afterEach(() => forget(store));

const work = (key: string, ...docs: readonly { _id: string; type: string }[]): HandedWork => ({
  ...{ key, name: '何敏', receivedAt: '2026-11-23T01:30:00Z', closed: 0 },
  parts: docs.map((doc) => ({ id: doc._id, doc: { ...doc } })),
});

/** A relay that holds this work. */
function relayWith(...waiting: HandedWork[]) {
  const bringHome = vi.fn<Handovers['bringHome']>((key) => {
    const at = waiting.findIndex((one) => one.key === key);
    if (at < 0) return Promise.resolve(failed('not-found'));
    const [gone] = waiting.splice(at, 1);
    return Promise.resolve(done((gone?.parts ?? []).map(({ id }) => ({ id, state: 'safe' as const }))));
  });
  const handovers: Handovers = { waiting: () => Promise.resolve(done([...waiting])), bringHome };
  return { handovers, bringHome, waiting };
}

describe('work that was handed over', () => {
  it('is listed with author, door and what it is, and goes home by one tap', async () => {
    const relay = relayWith(
      work('a', aMatter(), someAnswers(), aVisit()),
      work('b', aNote({ dwellingId: undefined, householdId: undefined })),
    );
    const model = new HandoversModel(store, () => Promise.resolve(relay.handovers));
    await model.load();
    expect(model.rows.map(({ key, place, types }) => [key, place, types[0]])).toEqual([
      ['a', '12-1-1203', 'visit'],
      ['b', '', 'note'],
    ]);
    const [first] = model.rows;
    if (!first) throw new Error('no row');
    expect(await model.bringHome(first)).toEqual(done({ place: '12-1-1203', name: '何敏', code: undefined }));
    expect(model.rows.map(({ key }) => key)).toEqual(['b']);
    // another desk was faster: the same is true of it
    expect((await model.bringHome(first)).ok).toBe(true);
  });

  it('says why a part stays', async () => {
    const { handovers } = relayWith(work('a', aVisit()));
    const refusing: Handovers = {
      ...handovers,
      bringHome: () => Promise.resolve(done([{ id: 'x', state: 'refused', code: 'fact-exists' }])),
    };
    const model = new HandoversModel(store, () => Promise.resolve(refusing));
    await model.load();
    const [first] = model.rows;
    if (!first) throw new Error('no row');
    expect(await model.bringHome(first)).toMatchObject({ value: { code: 'fact-exists' } });
    expect(model.rows).toHaveLength(1);
  });

  it('is nothing without a signal, and a second tap does not send twice', async () => {
    const { handovers, bringHome } = relayWith(work('a', aVisit()));
    let signal = false;
    const flaky: Handovers = {
      ...handovers,
      waiting: () => (signal ? handovers.waiting() : Promise.resolve(failed('offline'))),
    };
    const model = new HandoversModel(store, () => Promise.resolve(flaky));
    await model.load();
    expect(model.rows).toEqual([]);
    signal = true;
    await model.load();
    const [first] = model.rows;
    if (!first) throw new Error('no row');
    await Promise.all([model.bringHome(first), model.bringHome(first)]);
    expect(bringHome).toHaveBeenCalledTimes(1);
    expect(model.moving).toBeUndefined();
  });
});
