import { readMeta, writeMeta } from './meta.ts';
import type { Store } from './store.ts';

/** Whether single-letter keys act at the desk; on until this person switches them off. */
export const deskKeysOn = async (store: Store): Promise<boolean> => !(await readMeta(store.db, 'deskKeysOff'));

export const keepDeskKeys = (store: Store, on: boolean): Promise<void> => writeMeta(store.db, 'deskKeysOff', !on);
