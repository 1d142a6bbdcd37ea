import type { EnvelopeAnswer } from '../domain/envelope.ts';
import { nextTurn } from './meta.ts';
import { rowKey, type DocumentRow, type RowKey } from './rows.ts';
import type { Store } from './store.ts';

/**
 * Lets go of what the relay keeps in another area by now, because the building went there: no feed will ever tell of it under
 * the name that this tablet knows. What still waits to be sent, or was not taken, stays.
 */
export async function letElsewhereGo({ db }: Store, answers: readonly EnvelopeAnswer[]): Promise<void> {
  const told = answers.flatMap((answer) =>
    'verdicts' in answer ? answer.verdicts.filter((one) => one.elsewhere) : [],
  );
  if (told.length === 0) return;
  const keys = new Set(told.map(({ db: name, id }) => rowKey(name, id)));
  await db.transaction('rw', [db.documents, db.outbox, db.meta], async () => {
    const [outbox, turn] = await Promise.all([db.outbox.toArray(), nextTurn(db)]);
    const open = outbox.filter((row) => !row.gone && row.state !== 'delivered');
    const wanted = new Set<RowKey>(open.flatMap(({ refs }) => refs.map((ref) => rowKey(ref.db, ref.id))));
    const known = await db.documents.bulkGet([...keys].filter((key) => !wanted.has(key)));
    const gone = known.flatMap((row): DocumentRow[] =>
      row && !row.gone ? [{ key: row.key, type: row.type, turn, body: '', gone: true }] : [],
    );
    await Promise.all([db.documents.bulkPut(gone), db.meta.put({ key: 'turn', value: turn })]);
  });
}
