import type { Storage } from '../storage/port.ts';

/** A community and the keys of its areas; what the names of its databases are made of. */
export interface Community {
  readonly key: string;
  readonly areas: readonly string[];
}

/** Shared by all relays, never under `/db`: what became of envelopes, how far followers came, which communities there are. */
export const ledgerDatabase = 'ledger';

const prefix = 'community:';

/** Every community that was ever provisioned here. */
export async function communitiesOf(storage: Storage): Promise<Community[]> {
  if ((await storage.information(ledgerDatabase)) === undefined) return [];
  const stored = await storage.range(ledgerDatabase, prefix, `${prefix}\uffff`);
  return stored.map((doc) => ({ key: doc._id.slice(prefix.length), areas: doc['areas'] as readonly string[] }));
}

/** Remembers a community; areas are only ever added. Two relays that start at once add both. */
export async function rememberCommunity(storage: Storage, { key, areas }: Community): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const stored = await storage.get(ledgerDatabase, prefix + key);
    const known = (stored?.['areas'] ?? []) as readonly string[];
    const all = [...new Set([...known, ...areas])].sort();
    if (stored && all.length === known.length) return;
    const draft = { _id: prefix + key, type: 'community', areas: all, ...(stored && { _rev: stored._rev }) };
    const [written] = await storage.write(ledgerDatabase, [draft]);
    if (written && !written.error) return;
  }
  throw new Error('a community could not be written down');
}
