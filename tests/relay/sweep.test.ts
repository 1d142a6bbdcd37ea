import { ulid } from 'ulid';
import { expect, it, vi } from 'vitest';
import { startFollowers } from '../../sync-server/followers/followers.ts';
import { openCouchStorage } from '../../sync-server/storage/couch.ts';
import { aMatter } from '../builders/documents.ts';
import { aPart } from '../builders/envelopes.ts';
import { couchTenant } from '../contracts/tenants.ts';
import { aClock, grid1, openDoor, verdictsOf } from './door.ts';

it('follows after a quarter of an hour what another relay wrote before it died, although the news of it were lost', async () => {
  const { storage, couch, leave } = await couchTenant();
  const dying = openCouchStorage({
    ...{ url: couch.url, prefix: 'baibu-', key: { secret: couch.secret }, now: Date.now, newId: ulid },
  });
  const clock = aClock();
  const drop = await openDoor(dying, clock);
  const timers: { ms: number; work: () => void }[] = [];
  const faults: unknown[] = [];
  const followers = startFollowers({
    storage,
    clock: () => clock.now,
    communityOf: () => Promise.resolve('c1'),
    every: (ms, work) => {
      timers.push({ ms, work });
      return () => timers.splice(0);
    },
    onFault: (_, fault) => faults.push(fault),
  });
  try {
    await followers.sweep();
    couch.cluster.deafToUpdates = true;
    await verdictsOf(drop, grid1, [aPart('area-a1', aMatter())]);
    await dying.close();
    couch.cluster.deafToUpdates = false;
    await followers.settled();
    expect(await storage.get('extract-a1', 'extract:matters-of-grid1')).toBeUndefined();
    // the clocks of must-arrives are looked at in between
    expect(timers.map(({ ms }) => ms)).toEqual([15_000, 15 * 60_000]);
    timers[1]?.work();
    await vi.waitUntil(() => storage.get('extract-a1', 'extract:matters-of-grid1'), 20_000);
  } finally {
    await followers.stop();
    await leave();
  }
  expect(faults).toEqual([]);
  expect(timers).toEqual([]);
});
