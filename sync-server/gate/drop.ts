import type { Envelope, EnvelopeAnswer, Verdict } from '../../src/domain/envelope.ts';
import { sameBody } from '../../src/domain/canonical.ts';
import { isRegister } from '../../src/domain/catalogue.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Head } from '../../src/domain/register.ts';
import { formerly } from '../../src/domain/rights.ts';
import type { Storage } from '../storage/port.ts';
import { checklistTiers } from './checklist-tiers.ts';
import type { Deliverer } from './deliverer.ts';
import { deliveriesOf, digestOf, isFinal, recordDeliveries, type Delivery } from './ledger.ts';
import { areasNamed, departedFrom, forwardingOf, lookingAfter, type Forwarding } from './forwarding.ts';
import { closed, openEnvelope } from './open-envelope.ts';
import { placesOf } from './references.ts';
import { createShelf, type Shelf } from './shelf.ts';
import { settle, wavesOf, type Arrival } from './wave.ts';

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

/** Builds the door; it keeps nothing between two deliveries. */
export function createDrop({ storage, clock, onWritten }: DropSettings): Drop {
  return {
    async deliver(deliverer, handedIn) {
      const { holder } = deliverer;
      const opened = handedIn.map((one) => openEnvelope(one, deliverer));
      const envelopes = opened.flatMap((one) => (one.ok ? [one.envelope] : []));
      if (envelopes.length === 0) return opened.flatMap((one) => (one.ok ? [] : [one.answer]));
      const shelf = createShelf(storage);
      const parts = envelopes.flatMap(({ docs }) => docs);
      const [{ deliveries, revisions }, tiers, departed] = await Promise.all([
        deliveriesOf(storage, holder.userId, envelopes),
        checklistTiers(storage, holder.community),
        departedFrom(
          storage,
          parts.flatMap((part) => areasNamed(part, holder)),
        ),
        shelf.fetch(parts.flatMap((part) => placesOf(part, holder))),
      ]);
      const forwarding = await forwardingOf(departed, shelf, parts, holder);
      const now = clock();
      const bench = { deliverer, former: formerly(holder, now), now, tiers, forwarding };
      const moved = new Set<string>();
      const made = new Map<string, Delivery>();
      const mended = new Set<string>();
      const open: Arrival[] = [];
      const met = new Set<string>();
      for (const envelope of envelopes) {
        if (met.has(envelope._id)) continue;
        met.add(envelope._id);
        const before = deliveries.get(envelope._id);
        const digest = digestOf(envelope);
        const stands = (verdict: Verdict): boolean =>
          isFinal(verdict) && (verdict.code !== undefined || isThere(shelf, envelope, verdict, forwarding));
        if (before && (before.digest !== digest || before.verdicts.every(stands))) continue;
        if (before?.verdicts.every(isFinal)) mended.add(envelope._id);
        const receivedAt = before?.receivedAt ?? new Date(now).toISOString();
        open.push({ envelope, before, digest, stands, receivedAt });
      }
      for (const wave of wavesOf(open, holder)) {
        const verdicts = await settle({ storage, shelf, bench, wave, moved });
        for (const { envelope, digest, receivedAt } of wave) {
          const delivery: Delivery = {
            envelopeId: envelope._id,
            by: holder.userId,
            deviceId: deliverer.deviceId,
            digest,
            receivedAt,
            verdicts: verdicts.get(envelope) ?? [],
          };
          deliveries.set(envelope._id, delivery);
          made.set(envelope._id, delivery);
        }
      }
      for (const [id, delivery] of await recordDeliveries(storage, [...made.values()], mended, revisions))
        deliveries.set(id, delivery);
      if (moved.size > 0) onWritten?.([...moved]);
      return opened.map((one) => (one.ok ? answerOf(one.envelope, deliveries.get(one.envelope._id)) : one.answer));
    },
  };
}

/** Another envelope under a used id is a fact altered; it gets no verdicts. */
function answerOf(envelope: Envelope, delivery: Delivery | undefined): EnvelopeAnswer {
  if (!delivery || delivery.digest !== digestOf(envelope)) return closed(envelope, 'fact-exists').answer;
  return { id: envelope._id, ok: true, verdicts: delivery.verdicts };
}

/** A database that was restored may have lost what the ledger still calls safe: then it is taken once more. */
function isThere(shelf: Shelf, envelope: Envelope, { db, id }: Verdict, forwarding: Forwarding): boolean {
  const parts = envelope.docs.filter((part) => part.db === db && part.doc._id === id);
  const forward = parts.map(forwarding).find((one) => one !== undefined);
  const held = lookingAfter((place, one) => shelf.at(place, one)?.body, forward)(db, id);
  if (held === undefined || !isRegister(held.type)) return held !== undefined;
  return parts.every(({ doc }) => sameBody(merge(held, doc as unknown as Head), held));
}
