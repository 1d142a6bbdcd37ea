import type { AnyDocument } from '../domain/document.ts';
import type { Part } from '../domain/envelope.ts';
import { merge } from '../domain/merge.ts';
import type { Sealed } from '../platform/crypto.ts';
import { rowKey, type OutboxRow, type RowKey } from './rows.ts';
import type { Seen, Sight } from './seen.ts';
import type { Store } from './store.ts';

/** Envelopes that are not safe yet, in the order in which they were saved. */
export const unsafeRows = ({ db }: Store): Promise<OutboxRow[]> =>
  db.outbox
    .where('state')
    .anyOf('waiting', 'received')
    .toArray()
    .then((rows) => rows.filter((row) => !row.gone).sort((a, b) => (a.seq ?? 0) - (b.seq ?? 0)));

/**
 * The parts that are still on their way for each of these rows.
 * @param without the envelope whose own part of a row does not count
 * @param rows envelopes that are not safe yet, where somebody has read them
 */
export async function restOf(
  store: Store,
  sight: Sight,
  without: (key: RowKey) => string | undefined,
  rows?: readonly OutboxRow[],
): Promise<Map<RowKey, AnyDocument[]>> {
  if (sight.rows.size === 0) return new Map();
  const rest = new Map<RowKey, AnyDocument[]>();
  for (const row of rows ?? (await unsafeRows(store))) {
    if (row.packed === undefined) continue;
    const counts = (key: RowKey): boolean => sight.rows.has(key) && without(key) !== row.id;
    if (!row.refs.some((ref) => counts(rowKey(ref.db, ref.id)))) continue;
    for (const { db, doc } of await unsentParts(store, row)) {
      const key = rowKey(db, doc._id);
      if (counts(key)) rest.set(key, [...(rest.get(key) ?? []), doc as unknown as AnyDocument]);
    }
  }
  return rest;
}

/** The parts of an envelope, opened; none once they were let go. */
export async function partsOf(store: Store, row: OutboxRow): Promise<readonly Part[]> {
  if (row.packed === undefined) return [];
  return (await store.seal.open([row.packed]))[0] as unknown as Part[];
}

async function unsentParts(store: Store, row: OutboxRow): Promise<readonly Part[]> {
  const settled = (row.verdicts ?? []).filter((verdict) => verdict.durable || verdict.code !== undefined);
  const done = new Set(settled.map((verdict) => rowKey(verdict.db, verdict.id)));
  const open = new Set(row.refs.map((ref) => rowKey(ref.db, ref.id)).filter((key) => !done.has(key)));
  return (await partsOf(store, row)).filter(({ db, doc }) => open.has(rowKey(db, doc._id)));
}

/** What of a register's row is replaced; `gone` when nothing is left of it. */
export type Rebuilt =
  | { readonly body: Sealed; readonly base: Sealed | null | undefined }
  | { readonly body: ''; readonly gone: true; readonly base: undefined };

/**
 * A register as it is without a change that was taken back or refused: what the relay knows, and what is still unsent.
 * @param seen the row, with its base
 * @param rest parts still on their way
 */
export async function rebuiltRow(store: Store, seen: Seen, rest: readonly AnyDocument[]): Promise<Rebuilt> {
  const base = seen.base === undefined ? seen.body : seen.base;
  const leaves = [...(base ? [base] : []), ...rest];
  const [first, ...others] = leaves;
  if (!first) return { body: '', gone: true, base: undefined };
  const whole = others.reduce((all, leaf) => merge(all, leaf), first);
  const [body, sealedBase] = await store.seal.seal([whole, base ?? whole]);
  return { body: body as Sealed, base: rest.length === 0 ? undefined : base ? sealedBase : null };
}
