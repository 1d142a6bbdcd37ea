import type { AccountDatabase } from './database.ts';
import { readMeta } from './meta.ts';
import type { Cursor, DocumentRow, DraftRow, OutboxRow } from './rows.ts';
import { firstRows } from './shelved.ts';

/** What a shelf lays out first, as it lay in the store at one moment; bodies are still sealed. */
export interface Reading {
  readonly turn: number;
  readonly generation: number;
  readonly documents: readonly DocumentRow[];
  readonly outbox: readonly OutboxRow[];
  readonly drafts: readonly DraftRow[];
  readonly cursors: readonly Cursor[];
}

/** Reads it in one transaction. */
export const readFirst = (db: AccountDatabase): Promise<Reading> =>
  db.transaction('r', db.tables, async () => {
    const [turn, generation, documents, outbox, drafts, cursors] = await Promise.all([
      readMeta(db, 'turn'),
      readMeta(db, 'generation'),
      firstRows(db),
      db.outbox.toArray(),
      db.drafts.toArray(),
      db.cursors.toArray(),
    ]);
    return { turn: turn ?? 0, generation: generation ?? 0, documents, outbox, drafts, cursors };
  });

/** Whoever waits for this window, a tap first of all, comes before what follows. */
export const aTurnForOthers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
