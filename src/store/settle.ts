import { isRegister } from '../domain/catalogue.ts';
import type { AnyDocument } from '../domain/document.ts';
import type { EnvelopeAnswer, Part } from '../domain/envelope.ts';
import { merge } from '../domain/merge.ts';
import { nextTurn } from './meta.ts';
import { partsOf, rebuiltRow, restOf, type Rebuilt } from './rebuild.ts';
import { shiftStamps } from './reissue.ts';
import { rowKey, type DocumentRow, type OutboxRow, type RowKey } from './rows.ts';
import { look, untouched, type Seen, type Sight } from './seen.ts';
import type { Store } from './store.ts';
import { againIn, fatesOf, joinVerdicts, stateAfter, type Fate } from './verdicts.ts';

/** What one answer changed, for the engine. */
export interface Settled {
  readonly state: OutboxRow['state'];
  readonly refused: number;
}

/**
 * Keeps the relay's answer to one envelope: a verdict for every part, and what it means for the rows. A register whose
 * change was refused goes back to what the relay knows; facts stay and say why. One transaction.
 * Undefined: the envelope is not known here (any more).
 */
export async function settle(store: Store, answer: EnvelopeAnswer): Promise<Settled | undefined> {
  const { db, clock } = store;
  for (;;) {
    const row = await db.outbox.get({ id: answer.id });
    if (!row || row.gone || row.state === 'delivered') return undefined;
    const parts = await partsOf(store, row);
    const verdicts = joinVerdicts(row, answer, clock.instant());
    const tries = (row.tries ?? 0) + 1;
    const fates = fatesOf(row, verdicts, tries);
    const state = stateAfter(fates.values());
    const keys = registerKeys(parts, fates);
    const sight = await look(store, keys);
    const rows = await rowsAfter(store, row, parts, fates, sight);
    const open = state === 'waiting' || state === 'received';
    const { packed, tries: _tries, notBefore: _notBefore, ...kept } = row;
    const written = await db.transaction('rw', [db.documents, db.outbox, db.meta], async () => {
      const [now, current, turn] = await Promise.all([
        untouched(store, sight),
        db.outbox.get(row.seq ?? 0),
        nextTurn(db),
      ]);
      if (!now || current?.turn !== row.turn) return false;
      const next: OutboxRow = {
        ...kept,
        turn,
        state,
        verdicts,
        ...(state !== 'delivered' && packed !== undefined && { packed }),
        ...(open && { tries, notBefore: clock.now() + againIn(tries) }),
      };
      await Promise.all([
        db.documents.bulkPut([...now.values()].map((old) => changed(old, rows.get(old.key), turn))),
        db.outbox.put(next),
        db.meta.put({ key: 'turn', value: turn }),
      ]);
      return true;
    });
    if (!written) continue;
    if ([...fates.values()].includes('shift')) await shiftStamps(store, row.id);
    return { state, refused: [...fates.values()].filter((fate) => fate === 'refused').length };
  }
}

/** Registers that this answer decides about: safe or refused. */
const registerKeys = (parts: readonly Part[], fates: ReadonlyMap<RowKey, Fate>): RowKey[] => [
  ...new Set(
    parts
      .filter(({ doc }) => isRegister(String(doc.type)))
      .map(({ db, doc }) => rowKey(db, doc._id))
      .filter((key) => fates.get(key) === 'safe' || fates.get(key) === 'refused'),
  ),
];

async function rowsAfter(
  store: Store,
  row: OutboxRow,
  parts: readonly Part[],
  fates: ReadonlyMap<RowKey, Fate>,
  sight: Sight,
): Promise<Map<RowKey, Rebuilt>> {
  const rest = await restOf(store, sight, row.id);
  const rebuilt = new Map<RowKey, Rebuilt>();
  for (const [key, seen] of sight.rows) {
    const mine = parts
      .filter(({ db, doc }) => rowKey(db, doc._id) === key)
      .map(({ doc }) => doc as unknown as AnyDocument);
    const told = fates.get(key) === 'safe' ? mine : [];
    const known: Seen = { ...seen, base: withTold(seen, told) };
    // A register that the relay never took is kept as it is, to be shown with the reason.
    if (known.base === null && told.length === 0) continue;
    rebuilt.set(key, await rebuiltRow(store, known, rest.get(key) ?? []));
  }
  return rebuilt;
}

/** What the relay knows of a register once it took these changes. */
function withTold(seen: Seen, told: readonly AnyDocument[]): AnyDocument | null | undefined {
  // A second answer finds nothing unsent any more: then the body is what the relay knows.
  const known = seen.base === undefined ? seen.body : seen.base;
  const [first, ...others] = [...(known ? [known] : []), ...told];
  return first ? others.reduce((all, leaf) => merge(all, leaf), first) : seen.base;
}

function changed(old: DocumentRow, next: Rebuilt | undefined, turn: number): DocumentRow {
  if (!next) return { ...old, turn };
  const { base: _base, ...rest } = old;
  return { ...rest, ...next, turn, ...(next.base === undefined ? {} : { base: next.base }) };
}
