import { beforeEach, describe, expect, it } from 'vitest';
import { createDrop, type Drop } from '../../sync-server/gate/drop.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { memoryStorage } from '../doubles/memory/memory-storage.ts';
import { Cluster } from '../doubles/couchdb/cluster.ts';
import { aHousehold, aMatter, aStamp, mondayMs } from '../builders/documents.ts';
import { anEnvelope, aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

/** A database restored from a backup, while the ledger of deliveries is of today. */
describe('an envelope that is sent again after a restore', () => {
  const cluster = new Cluster();
  const storage = memoryStorage({ cluster });
  const grid1 = { holder: aHolder(), deviceId: 'tablet-1', replicas: ['grid1tablet'] };
  let drop: Drop;

  beforeEach(async () => {
    await provision(storage, { communities: [{ key: 'c1', areas: ['a1'] }], users: ['grid1'] });
    drop = createDrop({ storage, clock: () => mondayMs });
  });

  it('is taken once more, although the ledger calls it safe', async () => {
    const restore = cluster.backup('area-a1');
    const matter = aMatter();
    const sent = [anEnvelope([aPart('area-a1', matter)])];
    await drop.deliver(grid1, sent);
    restore();
    expect(await storage.get('area-a1', matter._id)).toBeUndefined();
    await drop.deliver(grid1, sent);
    expect(await storage.get('area-a1', matter._id)).toMatchObject({ ...matter });
  });

  it('brings back the change of a register whose older state came from the backup', async () => {
    const _id = anId('household', 7);
    await drop.deliver(grid1, [anEnvelope([aPart('area-a1', aHousehold({ _id }))], { _id: anId('envelope', 2) })]);
    const restore = cluster.backup('area-a1');
    const change = { ...aHousehold({ _id, stamp: aStamp(1) }), fields: { size: { v: 6, s: aStamp(1) } } };
    const sent = [anEnvelope([aPart('area-a1', change)], { _id: anId('envelope', 3) })];
    await drop.deliver(grid1, sent);
    restore();
    await drop.deliver(grid1, sent);
    expect(await storage.get('area-a1', _id)).toMatchObject({ fields: { size: { v: 6 } } });
  });
});
