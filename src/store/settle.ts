import { isRegister } from '../domain/catalogue.ts';
import type { AnyDocument } from '../domain/document.ts';
import type { EnvelopeAnswer, Verdict } from '../domain/envelope.ts';
import { merge } from '../domain/merge.ts';
import { letElsewhereGo } from './elsewhere.ts';
import { nextTurn } from './meta.ts';
import { partsOf, rebuiltRow, restOf, unsafeRows, type Rebuilt } from './rebuild.ts';
import { shiftStamps } from './reissue.ts';
import { rowKey, type DocumentRow, type OutboxRow, type RowKey } from './rows.ts';
import { openSight, sightOf, untouched, type SealedSight, type Seen, type Sight } from './seen.ts';
import type { Store } from './store.ts';
import { againIn, fatesOf, joinVerdicts, stateAfter, type Fate } from './verdicts.ts';

/** What one answer changed, for the engine. */
export interface Settled {
  readonly state: OutboxRow['state'];
  readonly refused: number;
}

/** What an answer means for one envelope, worked out before anything is written. */
interface Outcome {
  readonly row: OutboxRow;
  readonly verdicts: readonly Verdict[];
  readonly tries: number;
  readonly fates: ReadonlyMap<RowKey, Fate>;
  readonly state: OutboxRow['state'];
  /** registers that it decides about: safe or refused */
  readonly keys: readonly RowKey[];
}

/** What was read for a turn of answers, sealed. */
interface Read {
  readonly turn: readonly Outcome[];
  /** answers after the turn */
  readonly left: ReadonlySet<string>;
  readonly sight: SealedSight;
  readonly unsafe: readonly OutboxRow[];
}

/** The relay's answer to one envelope, see `settleAll`. Undefined: the envelope is not known here (any more). */
export const settle = async (store: Store, answer: EnvelopeAnswer): Promise<Settled | undefined> =>
  (await settleAll(store, [answer])).get(answer.id);

/**
 * Keeps the relay's answers: a verdict for every part, and what it means for the rows. A register whose change was refused
 * goes back to what the relay knows; facts stay and say why. An answer is kept whole or not at all; as many as decide about
 * different registers are kept in one transaction, because a transaction costs more than what is written in it.
 * @returns by envelope; those that are not known here (any more) are missing
 */
export async function settleAll(store: Store, answers: readonly EnvelopeAnswer[]): Promise<Map<string, Settled>> {
  const settled = new Map<string, Settled>();
  for (let open = answers; open.length > 0;) {
    const read = await readFor(store, open);
    if (!(await keep(store, read))) continue;
    for (const { row, state, fates } of read.turn) {
      const all = [...fates.values()];
      if (all.includes('shift')) await shiftStamps(store, row.id);
      settled.set(row.id, { state, refused: all.filter((fate) => fate === 'refused').length });
    }
    open = open.filter(({ id }) => read.left.has(id));
  }
  await letElsewhereGo(store, answers);
  return settled;
}

/** Everything that a turn must know, in one transaction. */
function readFor(store: Store, answers: readonly EnvelopeAnswer[]): Promise<Read> {
  const { db } = store;
  return db.transaction('r', [db.outbox, db.documents, db.meta], async () => {
    const ids = answers.map(({ id }) => id);
    const [found, unsafe] = await Promise.all([db.outbox.where('id').anyOf(ids).toArray(), unsafeRows(store)]);
    const outcomes = outcomesOf(store, found, answers);
    const turn = apart(outcomes);
    return {
      turn,
      left: new Set(outcomes.slice(turn.length).map(({ row }) => row.id)),
      sight: await sightOf(
        store,
        turn.flatMap(({ keys }) => keys),
      ),
      unsafe,
    };
  });
}

function outcomesOf({ clock }: Store, found: readonly OutboxRow[], answers: readonly EnvelopeAnswer[]): Outcome[] {
  const rows = new Map(found.map((row) => [row.id, row]));
  return answers.flatMap((answer) => {
    const row = rows.get(answer.id);
    rows.delete(answer.id);
    if (!row || row.gone || row.state === 'delivered') return [];
    const verdicts = joinVerdicts(row, answer, clock.instant());
    const tries = (row.tries ?? 0) + 1;
    const fates = fatesOf(row, verdicts, tries);
    return [{ row, verdicts, tries, fates, state: stateAfter(fates.values()), keys: registerKeys(row, fates) }];
  });
}

/** As many from the front as decide about no register twice: each begins where the one before it ended. */
function apart(outcomes: readonly Outcome[]): readonly Outcome[] {
  const taken = new Set<RowKey>();
  const clash = outcomes.findIndex(({ keys }) => {
    if (keys.some((key) => taken.has(key))) return true;
    for (const key of keys) taken.add(key);
    return false;
  });
  return clash < 0 ? outcomes : outcomes.slice(0, clash);
}

/** False: another context moved one of the rows meanwhile, and nothing was kept. */
async function keep(store: Store, read: Read): Promise<boolean> {
  const { db, clock } = store;
  const outcomes = read.turn;
  if (outcomes.length === 0) return true;
  const sight = await openSight(store, read.sight);
  const rows = await rowsAfter(store, read, sight);
  return db.transaction('rw', [db.documents, db.outbox, db.meta], async () => {
    const [now, current, turn] = await Promise.all([
      untouched(store, sight),
      db.outbox.bulkGet(outcomes.map(({ row }) => row.seq ?? 0)),
      nextTurn(db),
    ]);
    if (!now || outcomes.some(({ row }, index) => current[index]?.turn !== row.turn)) return false;
    const next = outcomes.map(({ row, verdicts, tries, state }): OutboxRow => {
      const open = state === 'waiting' || state === 'received';
      const { packed, form, tries: _tries, notBefore: _notBefore, turnedAway: _turnedAway, ...kept } = row;
      return {
        ...kept,
        turn,
        state,
        verdicts,
        ...(state !== 'delivered' && packed !== undefined && { packed, ...(form && { form }) }),
        ...(open && { tries, notBefore: clock.now() + againIn(tries) }),
      };
    });
    await Promise.all([
      db.documents.bulkPut([...now.values()].map((old) => changed(old, rows.get(old.key), turn))),
      db.outbox.bulkPut(next),
      db.meta.put({ key: 'turn', value: turn }),
    ]);
    return true;
  });
}

/** Registers that this answer decides about: safe or refused. */
const registerKeys = (row: OutboxRow, fates: ReadonlyMap<RowKey, Fate>): RowKey[] => [
  ...new Set(
    row.refs
      .filter(({ type }) => isRegister(type))
      .map(({ db, id }) => rowKey(db, id))
      .filter((key) => fates.get(key) === 'safe' || fates.get(key) === 'refused'),
  ),
];

async function rowsAfter(store: Store, { turn, unsafe }: Read, sight: Sight): Promise<Map<RowKey, Rebuilt>> {
  const ownerOf = new Map(turn.flatMap(({ row, keys }) => keys.map((key) => [key, row.id])));
  const rest = await restOf(store, sight, (key) => ownerOf.get(key), unsafe);
  const rebuilt = turn.map(async ({ row, fates, keys }): Promise<[RowKey, Rebuilt][]> => {
    const parts = keys.length > 0 ? await partsOf(store, row) : [];
    const all = keys.map(async (key): Promise<[RowKey, Rebuilt][]> => {
      const seen = sight.rows.get(key);
      if (!seen) return [];
      const mine = parts.filter(({ db, doc }) => rowKey(db, doc._id) === key);
      const told = fates.get(key) === 'safe' ? mine.map(({ doc }) => doc as unknown as AnyDocument) : [];
      const known: Seen = { ...seen, base: withTold(seen, told) };
      // A register that the relay never took is kept as it is, to be shown with the reason.
      if (known.base === null && told.length === 0) return [];
      return [[key, await rebuiltRow(store, known, rest.get(key) ?? [])]];
    });
    return (await Promise.all(all)).flat();
  });
  return new Map((await Promise.all(rebuilt)).flat());
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
