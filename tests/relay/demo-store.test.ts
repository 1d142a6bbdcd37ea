import { expect, it } from 'vitest';
import { birthOf, seedDemo } from '../../sync-server/provisioning/demo-store.ts';
import { StorageUnavailable, type Storage } from '../../sync-server/storage/port.ts';
import { mondayMs } from '../builders/documents.ts';
import { embeddedTenant } from '../contracts/tenants.ts';

const counts = async (storage: Storage): Promise<Record<string, number>> => {
  const names = (await storage.listDatabases()).filter((name) => !['auth', 'imports', 'ledger'].includes(name));
  const found = await Promise.all(names.map(async (name) => (await storage.information(name))?.doc_count ?? 0));
  return Object.fromEntries(names.map((name, index) => [name, found[index] ?? 0]));
};

it('a demo that was cut while it was made is finished at the next start, the same to the document', async () => {
  const [whole, cut] = [await embeddedTenant(), await embeddedTenant()];
  try {
    const given = { password: 'baibu-demo', now: mondayMs };
    await seedDemo({ ...given, storage: whole.storage });
    const { storage } = cut;
    // it dies at its 4th write, and at its 12th the next time
    for (const writes of [4, 12]) {
      let left = writes;
      const dying: Storage = {
        ...storage,
        write: (name, docs) => ((left -= 1) < 0 ? Promise.reject(new StorageUnavailable()) : storage.write(name, docs)),
      };
      await expect(seedDemo({ ...given, storage: dying })).rejects.toThrow(StorageUnavailable);
      expect(await birthOf(storage)).toBe('half-demo');
    }
    // a day later: the made-up history is still the one that was begun
    await seedDemo({ ...given, now: mondayMs + 86_400_000, storage });
    expect(await birthOf(storage)).toBe('demo');
    expect(await counts(storage)).toEqual(await counts(whole.storage));
    const area = (await storage.listDatabases()).find((name) => name.startsWith('area-')) ?? '';
    const idsIn = async (one: Storage) => (await one.range(area, '', '\uffff', { limit: 50 })).map(({ _id }) => _id);
    expect(await idsIn(storage)).toEqual(await idsIn(whole.storage));
  } finally {
    await whole.leave();
    await cut.leave();
  }
}, 120_000);
