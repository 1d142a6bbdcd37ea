import { ledgerDatabase } from '../../src/domain/database-name.ts';
import type { Storage } from '../storage/port.ts';

/** A community and the keys of its areas; what the names of its databases are made of. */
export interface Community {
  readonly key: string;
  readonly areas: readonly string[];
}

const prefix = 'community:';

/** Every community that was ever provisioned here. */
export async function communitiesOf(storage: Storage): Promise<Community[]> {
  if ((await storage.information(ledgerDatabase)) === undefined) return [];
  const stored = await storage.range(ledgerDatabase, prefix, `${prefix}\uffff`);
  return stored.map((doc) => ({ key: doc._id.slice(prefix.length), areas: doc['areas'] as readonly string[] }));
}

/** The community that an area belongs to. */
export async function communityOf(storage: Storage, area: string): Promise<string | undefined> {
  return (await communitiesOf(storage)).find(({ areas }) => areas.includes(area))?.key;
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
