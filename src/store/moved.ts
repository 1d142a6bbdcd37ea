import { Dexie, type ObservabilitySet } from 'dexie';
import type { AccountDatabase } from './database.ts';

/**
 * Hears that one of these tables was written, in whichever context, without reading anything: while another context writes
 * a hundred transactions, a reader that asks after each of them stands in its way. Returns the way out.
 */
export function onMoved(db: AccountDatabase, tables: readonly string[], heard: () => void): () => void {
  const watched = tables.map((table) => `idb://${db.name}/${table}/`);
  const listen = (moved: ObservabilitySet): void => {
    if (Object.keys(moved).some((part) => watched.some((one) => part.startsWith(one)))) heard();
  };
  Dexie.on('storagemutated', listen);
  return () => {
    Dexie.on.storagemutated.unsubscribe(listen);
  };
}
