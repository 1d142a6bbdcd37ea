import { grantedDatabases } from './enrolment.ts';
import { rowKey } from './rows.ts';
import type { Store } from './store.ts';

/** One document of each action that is not safe on the relay: what would be missing if this memory vanished now. */
export const unsentIds = ({ shelf }: Store): string[] =>
  shelf.outbox
    .filter((row) => row.state !== 'delivered' && !row.gone)
    .flatMap(({ refs }) => (refs.find(({ type }) => type === 'visit') ?? refs[0])?.id ?? []);

/** Those of these documents that are not here, in whichever database; ask when the first load has reached its end. */
export async function notHere(store: Store, ids: readonly string[]): Promise<string[]> {
  const names = ((await grantedDatabases(store)) ?? []).map(({ name }) => name);
  const keys = ids.map((id) => names.map((name) => rowKey(name, id)));
  const rows = await store.db.documents.bulkGet(keys.flat());
  const here = new Set(rows.flatMap((row) => (row && !row.gone ? [row.key] : [])));
  return ids.filter((_, index) => !keys[index]?.some((key) => here.has(key)));
}
