import { Cluster } from '../doubles/couchdb/cluster.ts';
import { memoryStorage } from '../doubles/memory/memory-storage.ts';
import { storageContract } from './storage.contract.ts';

storageContract('in memory', () => {
  const storage = memoryStorage({ cluster: new Cluster() });
  return Promise.resolve({ storage, leave: () => storage.close() });
});
storageContract('in memory, alone', () => {
  const storage = memoryStorage({ cluster: new Cluster(), kind: 'embedded' });
  return Promise.resolve({ storage, leave: () => storage.close() });
});
