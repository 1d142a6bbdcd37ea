import { Dexie, type Table } from 'dexie';
import type { Cursor, DocumentRow, DraftRow, MediaRow, MetaRow, OutboxRow, RowKey } from './rows.ts';

const nameOf = (user: string): string => `baibu-${user}`;

/** Whether this tablet holds a memory of that account; asking makes none. */
export const hasMemory = (user: string): Promise<boolean> => Dexie.exists(nameOf(user));

/**
 * One account's memory on this tablet. A version is never edited once it was released; a new one is added below it.
 * @param durability `strict` waits until the disk has it (what a person saves), `relaxed` until the system has it (what
 *   can be fetched again)
 */
export class AccountDatabase extends Dexie {
  declare readonly documents: Table<DocumentRow, RowKey>;
  declare readonly outbox: Table<OutboxRow, number>;
  declare readonly drafts: Table<DraftRow, string>;
  declare readonly cursors: Table<Cursor, string>;
  declare readonly media: Table<MediaRow, string>;
  declare readonly meta: Table<MetaRow, string>;

  constructor(user: string, durability: 'strict' | 'relaxed') {
    super(nameOf(user), { chromeTransactionDurability: durability, cache: 'disabled' });
    this.version(1).stores({
      documents: 'key, turn, about',
      outbox: '++seq, &id, state, turn',
      drafts: 'key',
      cursors: 'db',
      meta: 'key',
    });
    this.version(2).stores({ media: 'id, state' });
  }
}

/**
 * Tries once more when the browser had no room, if something could be spared. Whatever is tried is one transaction: the
 * first try left nothing behind.
 */
export async function withRoom<T>(spare: (() => Promise<boolean>) | undefined, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isFull(error) || !(await spare?.())) throw error;
    return work();
  }
}

/** The browser has no room for it: said at once, or when a transaction was to be committed. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, inner, failures = [] } = error as Error & { readonly inner?: unknown; readonly failures?: unknown[] };
  return name === 'QuotaExceededError' || isFull(inner) || failures.some(isFull);
}
