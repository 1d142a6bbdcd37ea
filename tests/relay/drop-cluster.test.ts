import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import type { Drop } from '../../sync-server/gate/drop.ts';
import { StorageUnavailable, type Storage } from '../../sync-server/storage/port.ts';
import { aHousehold, aNote, aStamp, aVisit, someAnswers } from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { couchTenant, embeddedTenant } from '../contracts/tenants.ts';
import type { CouchDouble } from '../doubles/couchdb/couchdb.ts';
import { aClock, allIn, anEnvelopeOf, codesOf, grid1, openDoor, openedAnswer, verdictsOf } from './door.ts';

describe('the drop on a cluster in trouble', () => {
  let storage: Storage;
  let couch: CouchDouble;
  let drop: Drop;
  let leave: () => Promise<void>;
  const clock = aClock();

  beforeEach(async () => {
    ({ storage, couch, leave } = await couchTenant());
    drop = await openDoor(storage, clock);
  });
  afterEach(() => leave());

  const note = aNote();
  const envelope = anEnvelopeOf(grid1, [aPart('area-a1', note)]);
  const durable = async (): Promise<boolean[]> => {
    const [answer] = await drop.deliver(grid1, [envelope]);
    return openedAnswer(answer).verdicts.map((verdict) => verdict.durable);
  };

  it('calls a write to one node received, not safe, until all nodes are back and had time', async () => {
    couch.cluster.stopNodes();
    expect(await durable()).toEqual([false]);
    clock.now += 60_000;
    expect(await durable()).toEqual([false]);
    couch.cluster.startNodes({ lost: false });
    expect(await durable()).toEqual([true]);
    expect(await allIn(storage, 'area-a1')).toHaveLength(1);
  });

  it('writes again what died with its only node', async () => {
    couch.cluster.stopNodes();
    expect(await durable()).toEqual([false]);
    couch.cluster.startNodes({ lost: true });
    expect(await durable()).toEqual([true]);
    expect(bodyOf((await storage.get('area-a1', note._id)) ?? {})).toEqual(note);
  });

  it('merges the leaf of another relay that was accepted at the same time', async () => {
    const _id = anId('household');
    await verdictsOf(drop, grid1, [aPart('area-a1', aHousehold({ _id }))], 2);
    const held = await storage.get('area-a1', _id);
    const rival = aHousehold({ _id, stamp: aStamp(1000), values: { doorNote: '有狗' } });
    couch.cluster.raceNextWrite('baibu-area-a1', { ...rival, _rev: held?._rev ?? '' });
    const mine = aHousehold({ _id, stamp: aStamp(2000), values: { size: 9 } });
    const [raced] = await verdictsOf(drop, grid1, [aPart('area-a1', mine)], 3);
    expect(raced?.durable).toBe(false);
    couch.cluster.settle();
    expect(await storage.leaves('area-a1', _id)).toHaveLength(2);
    const third = aHousehold({ _id, stamp: aStamp(3000), values: { size: 8 } });
    await verdictsOf(drop, grid1, [aPart('area-a1', third)], 4);
    const stored = await storage.get('area-a1', _id);
    expect(stored).toMatchObject({ fields: { doorNote: { v: '有狗' }, size: { v: 8 } } });
  });
});

describe('the drop when the storage goes away in the middle', () => {
  it('answers nothing, shows no half visit, and finishes when asked again', async () => {
    const { storage, leave } = await embeddedTenant();
    try {
      const door = await openDoor(storage);
      const failing: Storage = {
        ...storage,
        write: (name, docs) => {
          if (name === 'care-a1') return Promise.reject(new StorageUnavailable());
          return storage.write(name, docs);
        },
      };
      const { createDrop } = await import('../../sync-server/gate/drop.ts');
      const broken = createDrop({ storage: failing, clock: () => aClock().now });
      const visit = aVisit();
      const parts = [
        aPart('area-a1', visit, 'u'),
        aPart('care-a1', someAnswers(), 'u'),
        aPart('area-a1', aNote({ visitId: visit._id }), 'u'),
      ];
      await expect(broken.deliver(grid1, [anEnvelopeOf(grid1, parts)])).rejects.toThrow(StorageUnavailable);
      expect(await storage.get('area-a1', visit._id)).toBeUndefined();
      expect(codesOf(await verdictsOf(door, grid1, parts))).toEqual([undefined, undefined, undefined]);
      expect(await allIn(storage, 'area-a1')).toHaveLength(2);
    } finally {
      await leave();
    }
  });
});
