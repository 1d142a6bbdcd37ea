import { ledgerDatabase } from '../../src/domain/database-name.ts';
import type { Storage } from '../storage/port.ts';

/** How far the followers have come in one database. */
export interface Cursor {
  /** of the database; another one means that it was made again or restored, and everything is read again */
  readonly epoch: string;
  readonly seq: string;
  /** the round for which extracts were written */
  readonly round: string;
  /** documents whose leaves could not be merged yet */
  readonly tangled: readonly string[];
  /** must-arrives of a care database whose clock may still run out */
  readonly arrivals?: readonly string[];
}

const nameOf = (database: string): string => `followed-${database}`;

export async function readCursor(storage: Storage, database: string): Promise<Cursor | undefined> {
  return (await storage.localGet(ledgerDatabase, nameOf(database))) as Cursor | undefined;
}

export async function writeCursor(storage: Storage, database: string, cursor: Cursor): Promise<void> {
  await storage.localPut(ledgerDatabase, nameOf(database), { ...cursor });
}
