import type { AccountDatabase } from './database.ts';
import { readMeta } from './meta.ts';
import type { Cursor, DocumentRow, DraftRow, OutboxRow, RowKey } from './rows.ts';
import { firstRows, laterRows } from './shelved.ts';

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

/** What was committed since a turn, as it lay in the store at one moment; bodies are still sealed. */
export interface News extends Pick<Reading, 'turn' | 'generation' | 'cursors' | 'outbox'> {
  readonly rows: readonly DocumentRow[];
  /** what the first reading left, if it is wanted */
  readonly others: readonly DocumentRow[];
  /** all that lies here; told only when some of it went in bulk */
  readonly here: { readonly documents: readonly RowKey[]; readonly outbox: ReadonlySet<string> } | undefined;
}

/** Reads it in one transaction. */
export const readNews = (
  db: AccountDatabase,
  since: Pick<Reading, 'turn' | 'generation'>,
  restWanted: boolean,
): Promise<News> =>
  db.transaction('r', [db.meta, db.cursors, db.documents, db.outbox], async () => {
    const generation = (await readMeta(db, 'generation')) ?? 0;
    const [turn, cursors, rows, outbox, others, here] = await Promise.all([
      readMeta(db, 'turn'),
      db.cursors.toArray(),
      db.documents.where('turn').above(since.turn).toArray(),
      db.outbox.where('turn').above(since.turn).toArray(),
      restWanted ? laterRows(db) : [],
      generation === since.generation ? undefined : keysHere(db),
    ]);
    return { turn: turn ?? 0, generation, cursors, rows, outbox, others, here };
  });

async function keysHere(db: AccountDatabase): Promise<NonNullable<News['here']>> {
  const [documents, envelopes] = await Promise.all([
    db.documents.toCollection().primaryKeys(),
    db.outbox.orderBy('id').keys(),
  ]);
  return { documents, outbox: new Set(envelopes as string[]) };
}

/** Whoever waits for this window, a tap first of all, comes before what follows. */
export const aTurnForOthers = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
