import { ledgerDatabase, ownOf } from '../../src/domain/database-name.ts';
import type { Receipt } from '../../src/domain/documents/care.ts';
import { groupBy } from '../../src/domain/group.ts';
import { handedId, handedOf, rehomedFrom, rehomedId, rehomedPrefix, type Rehomed } from '../gate/handed.ts';
import { deliveryFrom, deliveryPrefix } from '../gate/ledger.ts';
import { DatabaseMissing, type Storage, type StoredDoc } from '../storage/port.ts';
import { writeDerived } from './derived.ts';

/** Writes down for the secretaries what was taken over; what is in its place already is not named again. */
export async function listHanded(storage: Storage, rows: readonly StoredDoc[]): Promise<void> {
  const deliveries = rows.filter((row) => row._id.startsWith(deliveryPrefix)).map(deliveryFrom);
  const all = deliveries.flatMap(handedOf);
  if (all.length === 0) return;
  const rehomed = await storage.getMany(
    ledgerDatabase,
    all.flatMap(({ by, envelopeId, parts }) => parts.map((part) => rehomedId(by, envelopeId, part))),
  );
  const waits = all.filter(({ by, envelopeId, parts }) =>
    parts.some((part) => rehomed.get(rehomedId(by, envelopeId, part))?.['safe'] !== true),
  );
  await writeDerived(
    storage,
    ledgerDatabase,
    waits.map((handed) => ({ ...handed, _id: handedId(handed), type: 'handed' })),
  );
}

/** The receipt by which an author's tablet hears that a part is in its place and its own copy may go. */
export function rehomedReceiptOf({ index, db, id, envelopeId, at }: Rehomed): Receipt {
  return {
    _id: `receipt:${envelopeId.slice('envelope:'.length)}.${index}`,
    type: 'receipt',
    schema: 1,
    by: 'relay',
    deviceId: 'relay',
    at,
    envelopeId,
    receivedAt: at,
    parts: [{ db, id }],
  };
}

/** Tells the authors. */
export async function tellRehomed(storage: Storage, rows: readonly StoredDoc[]): Promise<void> {
  const safe = rows
    .filter((row) => row._id.startsWith(rehomedPrefix))
    .map(rehomedFrom)
    .filter((one) => one.safe);
  for (const [by, some] of groupBy(safe, (one) => one.by)) {
    try {
      await writeDerived(
        storage,
        ownOf(by),
        some.map((one) => ({ ...rehomedReceiptOf(one) })),
      );
    } catch (fault) {
      // an account that is gone has nobody to tell
      if (!(fault instanceof DatabaseMissing)) throw fault;
    }
  }
}
