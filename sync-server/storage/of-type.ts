import type { Storage, StoredDoc } from './port.ts';

const pageSize = 1000;

/** Every live document of a type, by pages: ids begin with their type. */
export async function ofType(storage: Storage, database: string, type: string): Promise<StoredDoc[]> {
  const found: StoredDoc[] = [];
  for (let from = `${type}:`; ;) {
    const page = await storage.range(database, from, `${type}:\uffff`, { limit: pageSize });
    found.push(...page);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return found;
    from = `${last._id}\u0000`;
  }
}
