import { isRegister } from '../domain/catalogue.ts';
import type { AnyDocument } from '../domain/document.ts';
import type { Part } from '../domain/envelope.ts';
import type { Register } from '../domain/register.ts';
import { newClock, stampTime, tick, type Stamp } from '../domain/stamp.ts';
import type { Sealed } from '../platform/crypto.ts';
import { nextTurn } from './meta.ts';
import { partsOf, rebuiltRow, restOf } from './rebuild.ts';
import { rowKey, type DocumentRow, type OutboxRow } from './rows.ts';
import { look, untouched } from './seen.ts';
import { relayNow, type Store } from './store.ts';
import { fatesOf, stateAfter, type Fate } from './verdicts.ts';

/** Parts of an envelope whose fate is one of these. */
async function partsWith(store: Store, row: OutboxRow, ...fates: readonly Fate[]): Promise<Part[]> {
  const all = fatesOf(row, row.verdicts ?? [], row.state === 'refused' ? Number.POSITIVE_INFINITY : (row.tries ?? 0));
  return (await partsOf(store, row)).filter(({ db, doc }) => {
    const fate = all.get(rowKey(db, doc._id));
    return fate !== undefined && fates.includes(fate);
  });
}

/**
 * Sends what was not accepted once more, in a new envelope; facts keep their ids, so nothing doubles. The old envelope
 * keeps what was delivered. Undefined: nothing of it was refused.
 */
export async function retryRefused(store: Store, envelopeId: string): Promise<string | undefined> {
  const row = await store.db.outbox.get({ id: envelopeId });
  if (!row || row.gone || row.state === 'delivered') return undefined;
  const parts = await partsWith(store, row, 'refused');
  return parts.length === 0 ? undefined : reissue(store, row, parts, parts);
}

/** Gives stamps that stand ahead of the relay a time that it believes, and sends their parts in a new envelope. */
export async function shiftStamps(store: Store, envelopeId: string): Promise<string | undefined> {
  const row = await store.db.outbox.get({ id: envelopeId });
  if (!row || row.gone) return undefined;
  const parts = await partsWith(store, row, 'shift');
  const told = row.verdicts?.find((verdict) => verdict.code === 'clock-ahead')?.receivedAt;
  if (parts.length === 0 || told === undefined) return undefined;
  store.stamps.relayAhead = Date.parse(told) - store.clock.now();
  const now = relayNow(store);
  let clock = stampTime(store.stamps.clock.last) > now ? newClock(store.stamps.clock.replica) : store.stamps.clock;
  const fresh = new Map<Stamp, Stamp>();
  const ahead = new Set(parts.flatMap(({ doc }) => ownStamps(doc)).filter((stamp) => stampTime(stamp) > now));
  for (const stamp of [...ahead].sort()) {
    clock = tick(clock, now);
    fresh.set(stamp, clock.last);
  }
  store.stamps.clock = clock;
  const shifted = parts.map((part) =>
    isRegister(String(part.doc.type)) ? { ...part, doc: restamped(part.doc, fresh) } : part,
  );
  return reissue(store, row, parts, shifted);
}

const asRegister = (doc: Part['doc']): Register => doc as unknown as Register;

const ownStamps = (doc: Part['doc']): Stamp[] =>
  isRegister(String(doc.type))
    ? [...JSON.stringify(doc).matchAll(/"([0-9a-z]{9}\.[0-9a-z]{3}\.[a-z0-9]{4,24})"/g)].map((m) => m[1] ?? '')
    : [];

function restamped(doc: Part['doc'], fresh: ReadonlyMap<Stamp, Stamp>): Part['doc'] {
  const of = (stamp: Stamp): Stamp => fresh.get(stamp) ?? stamp;
  const { fields, sets, ...head } = asRegister(doc);
  const newFields = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, { v: field.v, s: of(field.s) }]),
  );
  const newSets =
    sets &&
    Object.fromEntries(
      Object.entries(sets).map(([name, members]) => [
        name,
        Object.fromEntries(
          Object.entries(members).map(([element, member]) => [
            element,
            { ...(member.in && { in: of(member.in) }), ...(member.out && { out: of(member.out) }) },
          ]),
        ),
      ]),
    );
  return { ...head, fields: newFields, ...(newSets && { sets: newSets }) };
}

/**
 * Moves parts of an envelope into a new one, with the rows of its registers, in one transaction. What is packed in the
 * old one stays as it was sent: the relay knows an envelope by its whole body.
 */
async function reissue(store: Store, row: OutboxRow, from: readonly Part[], to: readonly Part[]): Promise<string> {
  const { db } = store;
  const id = store.ids.next('envelope');
  const moved = new Set(from.map((part) => rowKey(part.db, part.doc._id)));
  const [packed] = (await store.seal.seal([to])) as [Sealed];
  for (;;) {
    const registers = to.filter(({ doc }) => isRegister(String(doc.type)));
    const sight = await look(
      store,
      registers.map((part) => rowKey(part.db, part.doc._id)),
    );
    const rest = await restOf(store, sight, () => row.id);
    const bodies = new Map<string, Pick<DocumentRow, 'body' | 'base'>>();
    for (const part of registers) {
      const key = rowKey(part.db, part.doc._id);
      const seen = sight.rows.get(key);
      if (!seen) continue;
      const mine = part.doc as unknown as AnyDocument;
      const { body, base } = await rebuiltRow(
        store,
        { ...seen, base: seen.base === undefined ? (seen.body ?? null) : seen.base },
        [...(rest.get(key) ?? []), mine],
      );
      bodies.set(key, { body, ...(base !== undefined && { base }) });
    }
    const written = await db.transaction('rw', [db.documents, db.outbox, db.meta], async () => {
      const [now, turn] = await Promise.all([untouched(store, sight), nextTurn(db)]);
      if (!now) return false;
      const {
        packed: _packed,
        form,
        tries: _tries,
        notBefore: _notBefore,
        verdicts: _verdicts,
        sentMs: _sentMs,
        seq: _seq,
        holdUntil: _holdUntil,
        ...head
      } = row;
      const refsLeft = row.refs.filter((ref) => !moved.has(rowKey(ref.db, ref.id)));
      const verdictsLeft = (row.verdicts ?? []).filter((verdict) => !moved.has(rowKey(verdict.db, verdict.id)));
      const kept: OutboxRow = { ...row, turn, refs: refsLeft, verdicts: verdictsLeft };
      const old: OutboxRow =
        refsLeft.length === 0
          ? { ...head, ...(row.seq !== undefined && { seq: row.seq }), state: 'delivered', turn, gone: true }
          : { ...kept, state: stateAfter(fatesOf(kept, verdictsLeft, row.tries ?? 0).values()) };
      const next: OutboxRow = {
        ...head,
        id,
        turn,
        state: 'waiting',
        packed,
        ...(form && { form }),
        refs: row.refs.filter((ref) => moved.has(rowKey(ref.db, ref.id))),
      };
      await Promise.all([
        db.documents.bulkPut([...now.values()].map((doc) => ({ ...doc, ...bodies.get(doc.key), turn }))),
        db.outbox.bulkPut([old, next]),
        db.meta.put({ key: 'turn', value: turn }),
        db.meta.put({ key: 'stampClock', value: store.stamps.clock }),
        db.meta.put({ key: 'relayAhead', value: store.stamps.relayAhead }),
      ]);
      return true;
    });
    if (!written) continue;
    await store.shelf.catchUp();
    return id;
  }
}
