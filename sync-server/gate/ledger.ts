import { createHash } from 'node:crypto';
import { canonical } from '../../src/domain/canonical.ts';
import { ledgerDatabase } from '../../src/domain/database-name.ts';
import type { Envelope, Verdict } from '../../src/domain/envelope.ts';
import type { DraftDoc, Storage, StoredDoc } from '../storage/port.ts';

/** What became of one envelope: ids and codes only, no content. */
export interface Delivery {
  readonly envelopeId: string;
  readonly by: string;
  readonly deviceId: string;
  /** of the whole envelope: the same id with other parts is another envelope */
  readonly digest: string;
  readonly receivedAt: string;
  readonly verdicts: readonly Verdict[];
}

export const deliveryPrefix = 'delivery:';
/** Under the author's name, so that nobody can occupy another's envelope. */
export const deliveryId = (by: string, envelopeId: string): string => `${deliveryPrefix}${by}:${envelopeId}`;

export const digestOf = (envelope: Envelope): string => createHash('sha256').update(canonical(envelope)).digest('hex');

/** A verdict that no other arrival will change. */
export function isFinal({ code, durable }: Verdict): boolean {
  return code === undefined || code === 'handed-over' ? durable : code !== 'not-yet';
}

export async function deliveriesOf(
  storage: Storage,
  by: string,
  envelopes: readonly Envelope[],
): Promise<Map<string, Delivery>> {
  const ids = envelopes.map((envelope) => deliveryId(by, envelope._id));
  const found = await storage.getMany(ledgerDatabase, ids);
  return new Map([...found.values()].map((doc) => [deliveryFrom(doc).envelopeId, deliveryFrom(doc)]));
}

/**
 * Writes down what became of these envelopes. Where two relays judged one envelope at the same time, the first entry holds
 * and is given back: both answer alike.
 * @param mended envelopes that were final, and of which something was lost since
 */
export async function recordDeliveries(
  storage: Storage,
  made: readonly Delivery[],
  mended: ReadonlySet<string> = new Set(),
): Promise<Map<string, Delivery>> {
  const standing = new Map(made.map((delivery) => [delivery.envelopeId, delivery]));
  if (made.length === 0) return standing;
  const ids = made.map((delivery) => deliveryId(delivery.by, delivery.envelopeId));
  const before = await storage.getMany(ledgerDatabase, ids);
  const drafts: DraftDoc[] = [];
  for (const [index, delivery] of made.entries()) {
    const _id = ids[index] ?? '';
    const held = before.get(_id);
    const known = held && deliveryFrom(held);
    if (known?.verdicts.every(isFinal) && !mended.has(delivery.envelopeId)) standing.set(delivery.envelopeId, known);
    else drafts.push({ ...delivery, _id, type: 'delivery', ...(held && { _rev: held._rev }) });
  }
  const results = await storage.write(ledgerDatabase, drafts);
  const lost = results.filter((result) => result.error === 'conflict').map((result) => result.id);
  if (lost.length === 0) return standing;
  for (const doc of (await storage.getMany(ledgerDatabase, lost)).values()) {
    standing.set(deliveryFrom(doc).envelopeId, deliveryFrom(doc));
  }
  return standing;
}

export function deliveryFrom(doc: StoredDoc): Delivery {
  const { envelopeId, by, deviceId, digest, receivedAt, verdicts } = doc as unknown as Delivery;
  return { envelopeId, by, deviceId, digest, receivedAt, verdicts };
}
