import { areaOf, careOf, ledgerDatabase } from '../../src/domain/database-name.ts';
import type { Storage } from '../storage/port.ts';
import { foundIn, type Found } from './carry.ts';

interface Cursor {
  /** of the database; another one means that it was made again or restored */
  readonly epoch: string;
  readonly seq: string;
}

/** What lies in the databases of an area. */
export interface AreaRead {
  readonly found: readonly Found[];
  /** how far each database was read */
  readonly reached: ReadonlyMap<string, Cursor>;
}

const pageSize = 500;
const cursorName = (database: string): string => `moved-out-${database}`;

/**
 * Reads an area from its feeds, which never tell less than up to their own end: all of it, or what came since the cursor.
 */
export async function readArea(storage: Storage, area: string, what: 'all' | 'news'): Promise<AreaRead> {
  const found: Found[] = [];
  const reached = new Map<string, Cursor>();
  for (const home of [careOf, areaOf]) {
    const database = home(area);
    const information = await storage.information(database);
    if (!information) continue;
    const { epoch } = information;
    const known = what === 'news' ? await storage.localGet(ledgerDatabase, cursorName(database)) : undefined;
    let seq = known?.['epoch'] === epoch ? String(known['seq']) : '0';
    for (let atEnd = false; !atEnd;) {
      const page = await storage.changes(database, { since: seq, limit: pageSize, includeDocs: true, conflicts: true });
      for (const { doc } of page.results) {
        const one = await foundIn(storage, home, area, doc);
        if (one) found.push(one);
      }
      seq = page.last_seq;
      atEnd = page.pending === 0 || page.results.length === 0;
    }
    reached.set(database, { epoch, seq });
  }
  return { found, reached };
}

/** Remembers that everything up to there was dealt with. */
export async function keepReached(storage: Storage, { reached }: AreaRead): Promise<void> {
  for (const [database, cursor] of reached) await storage.localPut(ledgerDatabase, cursorName(database), { ...cursor });
}
