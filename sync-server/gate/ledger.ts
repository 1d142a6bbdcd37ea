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

/** What became of these envelopes before, by envelope, with the revision under which it stands in the ledger. */
export async function deliveriesOf(
  storage: Storage,
  by: string,
  envelopes: readonly Envelope[],
): Promise<{ readonly deliveries: Map<string, Delivery>; readonly revisions: ReadonlyMap<string, string> }> {
  const ids = envelopes.map((envelope) => deliveryId(by, envelope._id));
  const found = [...(await storage.getMany(ledgerDatabase, ids)).values()];
  return {
    deliveries: new Map(found.map((doc) => [deliveryFrom(doc).envelopeId, deliveryFrom(doc)])),
    revisions: new Map(found.map((doc) => [deliveryFrom(doc).envelopeId, doc._rev])),
  };
}

/**
 * Writes down what became of these envelopes. Where two relays judged one envelope at the same time, the first entry holds
 * and is given back: both answer alike.
 * @param mended envelopes that were final, and of which something was lost since
 * @param revisions of the entries that stood there when the judging began
 */
export async function recordDeliveries(
  storage: Storage,
  made: readonly Delivery[],
  mended: ReadonlySet<string>,
  revisions: ReadonlyMap<string, string>,
): Promise<Map<string, Delivery>> {
  const standing = new Map(made.map((delivery) => [delivery.envelopeId, delivery]));
  const lost = await enter(storage, made, (id) => revisions.get(id));
  if (lost.length === 0) return standing;
  // somebody wrote in between: what is final holds, what is open gives way once more
  const met = await storage.getMany(
    ledgerDatabase,
    lost.map(({ by, envelopeId }) => deliveryId(by, envelopeId)),
  );
  const theirs = new Map([...met.values()].map((doc) => [deliveryFrom(doc).envelopeId, doc]));
  const open = lost.filter(({ envelopeId }) => {
    const known = theirs.get(envelopeId);
    const holds = known !== undefined && !mended.has(envelopeId) && deliveryFrom(known).verdicts.every(isFinal);
    if (holds) standing.set(envelopeId, deliveryFrom(known));
    return !holds;
  });
  const again = await enter(storage, open, (id) => theirs.get(id)?._rev);
  const last = await storage.getMany(
    ledgerDatabase,
    again.map(({ by, envelopeId }) => deliveryId(by, envelopeId)),
  );
  for (const doc of last.values()) standing.set(deliveryFrom(doc).envelopeId, deliveryFrom(doc));
  return standing;
}

/** @returns entries before which somebody else's came */
async function enter(
  storage: Storage,
  made: readonly Delivery[],
  revisionOf: (envelopeId: string) => string | undefined,
): Promise<Delivery[]> {
  if (made.length === 0) return [];
  const drafts = made.map((delivery): DraftDoc => {
    const rev = revisionOf(delivery.envelopeId);
    const _id = deliveryId(delivery.by, delivery.envelopeId);
    return { ...delivery, _id, type: 'delivery', ...(rev !== undefined && { _rev: rev }) };
  });
  const results = await storage.write(ledgerDatabase, drafts);
  return made.filter((_, index) => results[index]?.error === 'conflict');
}

export function deliveryFrom(doc: StoredDoc): Delivery {
  const { envelopeId, by, deviceId, digest, receivedAt, verdicts } = doc as unknown as Delivery;
  return { envelopeId, by, deviceId, digest, receivedAt, verdicts };
}
