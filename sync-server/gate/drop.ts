import type { Envelope, EnvelopeAnswer, Part, Verdict } from '../../src/domain/envelope.ts';
import { sameBody } from '../../src/domain/canonical.ts';
import { isRegister } from '../../src/domain/catalogue.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Head } from '../../src/domain/register.ts';
import { formerly } from '../../src/domain/rights.ts';
import type { Storage } from '../storage/port.ts';
import { checklistTiers } from './checklist-tiers.ts';
import type { Deliverer } from './deliverer.ts';
import { formFault, judge, type Bench } from './judge.ts';
import { deliveriesOf, digestOf, isFinal, recordDeliveries, type Delivery } from './ledger.ts';
import { closed, openEnvelope } from './open-envelope.ts';
import { placesOf } from './references.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { judgeAll } from './units.ts';
import { writeAll, type Accepted, type Written } from './write.ts';

export interface DropSettings {
  readonly storage: Storage;
  /** the relay's time in ms */
  readonly clock: () => number;
  /** hears which databases took something */
  readonly onWritten?: (databases: readonly string[]) => void;
}

/** The one door in. */
export interface Drop {
  /**
   * Judges and stores envelopes: one answer each, in order. The same envelope again gets the same verdicts and doubles
   * nothing. Throws `StorageUnavailable` when the storage does not answer: then all of them may be sent again.
   */
  deliver(deliverer: Deliverer, envelopes: readonly unknown[]): Promise<EnvelopeAnswer[]>;
}

/** How long a cluster needs to show what it holds (ms): before that, reading back proves nothing (measured 5.4 s). */
const settlingTime = 10_000;

/** Builds the door; it keeps nothing between two deliveries. */
export function createDrop({ storage, clock, onWritten }: DropSettings): Drop {
  return {
    async deliver(deliverer, handedIn) {
      const { holder } = deliverer;
      const opened = handedIn.map((one) => openEnvelope(one, deliverer));
      const envelopes = opened.flatMap((one) => (one.ok ? [one.envelope] : []));
      if (envelopes.length === 0) return opened.flatMap((one) => (one.ok ? [] : [one.answer]));
      const shelf = createShelf(storage);
      const [deliveries, tiers] = await Promise.all([
        deliveriesOf(storage, holder.userId, envelopes),
        checklistTiers(storage, holder.community),
        shelf.fetch(envelopes.flatMap((envelope) => envelope.docs.flatMap((part) => placesOf(part, holder)))),
      ]);
      const now = clock();
      const bench = { deliverer, former: formerly(holder, now), now, tiers };
      const moved = new Set<string>();
      const made = new Map<string, Delivery>();
      const mended = new Set<string>();
      for (const envelope of envelopes) {
        const before = deliveries.get(envelope._id);
        const digest = digestOf(envelope);
        const stands = (verdict: Verdict): boolean =>
          isFinal(verdict) && (verdict.code !== undefined || isThere(shelf, envelope, verdict));
        if (before && (before.digest !== digest || before.verdicts.every(stands))) continue;
        if (before?.verdicts.every(isFinal)) mended.add(envelope._id);
        const receivedAt = before?.receivedAt ?? new Date(now).toISOString();
        const verdicts = await settle({
          storage,
          shelf,
          bench: { ...bench, shells: shellsIn(envelope) },
          envelope,
          before,
          stands,
          receivedAt,
          moved,
        });
        const { deviceId } = deliverer;
        const delivery = { envelopeId: envelope._id, by: holder.userId, deviceId, digest, receivedAt, verdicts };
        deliveries.set(envelope._id, delivery);
        made.set(envelope._id, delivery);
      }
      for (const [id, delivery] of await recordDeliveries(storage, [...made.values()], mended))
        deliveries.set(id, delivery);
      if (moved.size > 0) onWritten?.([...moved]);
      return opened.map((one) => (one.ok ? answerOf(one.envelope, deliveries.get(one.envelope._id)) : one.answer));
    },
  };
}

const shellsIn = ({ docs }: Envelope): Map<string, Head> =>
  new Map(docs.flatMap(({ doc }) => (doc.type === 'visit' ? [[doc._id, doc as unknown as Head]] : [])));

/** Another envelope under a used id is a fact altered; it gets no verdicts. */
function answerOf(envelope: Envelope, delivery: Delivery | undefined): EnvelopeAnswer {
  if (!delivery || delivery.digest !== digestOf(envelope)) return closed(envelope, 'fact-exists').answer;
  return { id: envelope._id, ok: true, verdicts: delivery.verdicts };
}

/** A database that was restored may have lost what the ledger still calls safe: then it is taken once more. */
function isThere(shelf: Shelf, envelope: Envelope, { db, id }: Verdict): boolean {
  const held = shelf.at(db, id)?.body;
  if (held === undefined || !isRegister(held.type)) return held !== undefined;
  return envelope.docs
    .filter((part) => part.db === db && part.doc._id === id)
    .every(({ doc }) => sameBody(merge(held, doc as unknown as Head), held));
}

interface Settling {
  readonly storage: Storage;
  readonly shelf: Shelf;
  readonly bench: Bench;
  readonly envelope: Envelope;
  /** what an earlier arrival of the same envelope left open or decided */
  readonly before: Delivery | undefined;
  /** whether a verdict of then still holds */
  readonly stands: (verdict: Verdict) => boolean;
  readonly receivedAt: string;
  /** databases that took something; added to */
  readonly moved: Set<string>;
}

/** Judges and writes what is still open of one envelope; one verdict for each part, in order. */
async function settle({
  storage,
  shelf,
  bench,
  envelope,
  before,
  stands,
  receivedAt,
  moved,
}: Settling): Promise<Verdict[]> {
  const decided = (index: number): Verdict | undefined => {
    const verdict = before?.verdicts[index];
    return verdict && stands(verdict) ? verdict : undefined;
  };
  const cases = envelope.docs.map((part, index) => {
    const known = decided(index);
    const refusedBefore = known?.code === 'handed-over' ? undefined : known?.code;
    return { part, fault: refusedBefore ?? formFault(part) };
  });
  const judgements = judgeAll(
    cases,
    (part, at) => judge(part, bench, at),
    (db, id) => shelf.at(db, id)?.body,
  );
  const accepted = new Map<number, Accepted>();
  for (const [index, judgement] of judgements.entries()) {
    const part = envelope.docs[index];
    if (part && judgement.taken && !decided(index)) accepted.set(index, acceptedOf(part, judgement.home));
  }
  const written = await writeAll(storage, shelf, [...accepted.values()]);
  for (const [part, { kind }] of written) if (kind === 'written') moved.add(part.db);
  const heldIsSafe = await isSafe(storage, before, bench.now);
  return envelope.docs.map((part, index) => {
    const known = decided(index);
    if (known) return known;
    const judgement = judgements[index];
    const place = { db: part.db, id: part.doc._id };
    const outcome = written.get(accepted.get(index) ?? missing);
    if (!judgement?.taken || !outcome) {
      const code = judgement?.taken === false ? judgement.code : 'invalid';
      return { ...place, code, durable: false, receivedAt };
    }
    return { ...place, ...verdictOf(outcome, judgement.handedOver, heldIsSafe), receivedAt };
  });
}

const missing: Accepted = { db: '', id: '', body: { _id: '', type: '', schema: 1, by: '', deviceId: '', at: '' } };

const acceptedOf = ({ doc, unit }: Part, home: string): Accepted => {
  const body = doc as unknown as Head;
  return { db: home, id: doc._id, body, unit };
};

function verdictOf(
  written: Written,
  handedOver: boolean,
  heldIsSafe: boolean,
): Pick<Verdict, 'rev' | 'code' | 'durable'> {
  if (written.kind === 'refused') return { code: written.code, durable: false };
  const durable = written.kind === 'written' ? written.durable : heldIsSafe;
  return { rev: written.rev, ...(handedOver && { code: 'handed-over' as const }), durable };
}

/**
 * Whether what is read back now is safe, although nobody saw its quorum: with a storage that stands alone always, in a
 * cluster once every node is there and the others had time to show what they hold.
 */
async function isSafe(storage: Storage, before: Delivery | undefined, now: number): Promise<boolean> {
  if (storage.kind === 'embedded') return true;
  return before !== undefined && now - Date.parse(before.receivedAt) >= settlingTime && (await storage.whole());
}
