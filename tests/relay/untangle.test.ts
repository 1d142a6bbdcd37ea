import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { bodyOf, sameBody } from '../../src/domain/canonical.ts';
import { mergeAll } from '../../src/domain/merge.ts';
import { startFollowers, type Followers } from '../../sync-server/followers/followers.ts';
import { mergedOf } from '../../sync-server/followers/untangle.ts';
import { communityOf } from '../../sync-server/provisioning/communities.ts';
import type { Storage, StoredDoc } from '../../sync-server/storage/port.ts';
import { aHousehold, aNote, aStamp } from '../builders/documents.ts';
import { couchTenant } from '../contracts/tenants.ts';
import type { CouchDouble } from '../doubles/couchdb/couchdb.ts';
import { aClock, openDoor } from './door.ts';

describe('documents with several leaves', () => {
  let storage: Storage;
  let couch: CouchDouble;
  let followers: Followers;
  let leave: () => Promise<void>;
  const faults: unknown[] = [];
  const start = (): Followers =>
    startFollowers({
      storage,
      clock: () => aClock().now,
      communityOf: (area) => communityOf(storage, area),
      onFault: (_, fault) => faults.push(fault),
    });

  beforeEach(async () => {
    ({ storage, couch, leave } = await couchTenant());
    await openDoor(storage);
    followers = start();
  });
  afterEach(async () => {
    await followers.stop();
    await leave();
    expect(faults).toEqual([]);
  });

  /** Two relays write on top of the same revision, both are accepted, the second leaf shows later. */
  async function race(mine: object & { _id: string }, theirs: object & { _id: string }, _rev?: string): Promise<void> {
    couch.cluster.raceNextWrite('baibu-area-a1', { ...theirs, ...(_rev && { _rev }) });
    await storage.write('area-a1', [{ ...mine, ...(_rev && { _rev }) }]);
    await followers.sweep();
    couch.cluster.settle();
  }

  it('become the merge of all of them, when the conflict shows at last', async () => {
    const first = aHousehold();
    const [written] = await storage.write('area-a1', [{ ...first }]);
    const mine = { ...mergeAll([first, aHousehold({ stamp: aStamp(1000), values: { size: 5 } })]) };
    const theirs = { ...mergeAll([first, aHousehold({ stamp: aStamp(2000), values: { doorNote: '有狗' } })]) };
    await race(mine, theirs, written?.rev);
    expect(await storage.leaves('area-a1', first._id)).toHaveLength(2);
    await followers.sweep();
    const leaves = await storage.leaves('area-a1', first._id);
    expect(leaves).toHaveLength(1);
    expect(sameBody(leaves[0] ?? {}, mergeAll([mine, theirs]))).toBe(true);
  });

  it('are left alone while nodes are down, and untangled when they are back', async () => {
    await race(aHousehold({ values: { size: 2 } }), aHousehold({ stamp: aStamp(9), values: { size: 4 } }));
    couch.cluster.stopNodes();
    await followers.sweep();
    expect(await storage.leaves('area-a1', aHousehold()._id)).toHaveLength(2);
    await followers.stop();
    followers = start();
    couch.cluster.startNodes({ lost: false });
    await followers.sweep();
    expect(await storage.leaves('area-a1', aHousehold()._id)).toHaveLength(1);
    expect(await storage.get('area-a1', aHousehold()._id)).toMatchObject({ fields: { size: { v: 4 } } });
  });

  it('agree on one of two facts, whichever relay looks', async () => {
    const [a, b] = [aNote({ text: '甲' }), aNote({ text: '乙' })];
    await race(a, b);
    const other = start();
    await Promise.all([followers.sweep(), other.sweep()]);
    await other.stop();
    const leaves = await storage.leaves('area-a1', a._id);
    expect(leaves.map(bodyOf)).toEqual([mergeAll([a, b])]);
  });

  it('merge to the same body in whatever order the leaves are given', () => {
    const leaf = fc.record({ ms: fc.nat(5), size: fc.nat(3), by: fc.constantFrom('r1aa', 'r2bb') });
    const leavesOf = (given: { ms: number; size: number; by: string }[]): StoredDoc[] =>
      given.map(({ ms, size, by }, index) => ({
        ...aHousehold({ stamp: aStamp(ms, by), values: { size } }),
        _rev: `1-${String(index)}`,
      }));
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 2, maxLength: 5 }), (given) => {
        const [one, other] = [mergedOf(leavesOf(given)), mergedOf(leavesOf([...given].reverse()))];
        return sameBody(one ?? {}, other ?? {});
      }),
    );
  });
});
