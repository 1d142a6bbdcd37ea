import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databasesOf } from '../../src/domain/rights.ts';
import { communitiesOf, communityOf } from '../../sync-server/provisioning/communities.ts';
import { provision } from '../../sync-server/provisioning/provision.ts';
import { readerRolesOf } from '../../sync-server/provisioning/reader-role.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import { aHolder } from '../builders/people.ts';
import { tenants } from '../contracts/tenants.ts';

describe.each(tenants)('provisioning on %s', (_, tenant) => {
  let storage: Storage;
  let leave: () => Promise<void>;
  beforeEach(async () => {
    ({ storage, leave } = await tenant());
  });
  afterEach(() => leave());

  const plan = { communities: [{ key: 'c1', areas: ['a1'] }], users: ['grid1'] };

  it('makes one database for each tier', async () => {
    await provision(storage, plan);
    expect(await storage.listDatabases()).toEqual([
      'area-a1',
      'auth',
      'care-a1',
      'extract-a1',
      'extract-c1',
      'handover-c1',
      'handover-care-a1',
      'imports',
      'ledger',
      'log-c1',
      'media-a1',
      'own-grid1',
      'ref-c1',
      'rollup-c1',
      'sealed-minors-c1',
      'sealed-reintegration-c1',
      'sealed-violence-c1',
    ]);
  });

  it('may be done again, and by several relays at once', async () => {
    const made = await Promise.all([provision(storage, plan), provision(storage, plan)]);
    expect(new Set(made.flat()).size).toBe(17);
    await storage.write('area-a1', [{ _id: 'note:1' }]);
    expect(await provision(storage, plan)).toEqual([]);
    expect(await storage.get('area-a1', 'note:1')).toBeDefined();
  });

  it('remembers communities and adds areas', async () => {
    await provision(storage, plan);
    await provision(storage, { communities: [{ key: 'c1', areas: ['a2'] }], users: [] });
    expect(await communitiesOf(storage)).toEqual([{ key: 'c1', areas: ['a1', 'a2'] }]);
    expect(await communityOf(storage, 'a2')).toBe('c1');
    expect(await communityOf(storage, 'a3')).toBeUndefined();
  });

  it('knows no community before anything was made', async () => {
    expect(await communitiesOf(storage)).toEqual([]);
  });

  it('tells its progress', async () => {
    const told: number[] = [];
    await provision(storage, plan, (made, all) => told.push(made / all));
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it.each(['gridWorker', 'buildingLeader', 'areaSecretary', 'admin'] as const)(
    'lets a %s read what the rights say, and nothing else, also past the relay’s own check',
    async (role) => {
      const holder = aHolder(role);
      await provision(storage, { ...plan, users: [holder.userId, 'grid2'] });
      const readable = databasesOf(holder).flatMap(({ name, read }) => (read ? [name] : []));
      const person = { name: holder.userId, roles: readerRolesOf(holder) };
      const given: string[] = [];
      for (const database of await storage.listDatabases()) {
        const answer = await storage.read({ database, person, op: 'info', query: {} }, new AbortController().signal);
        if (answer.status === 200) given.push(database);
      }
      expect(given).toEqual(readable);
    },
  );
});
