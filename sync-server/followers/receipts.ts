import { ownOf } from '../../src/domain/database-name.ts';
import type { Receipt } from '../../src/domain/documents/care.ts';
import { groupBy } from '../../src/domain/group.ts';
import { deliveryFrom, deliveryPrefix, isFinal, type Delivery } from '../gate/ledger.ts';
import { DatabaseMissing, type Storage, type StoredDoc } from '../storage/port.ts';
import { writeDerived } from './derived.ts';

/** Who wrote what the relay writes by itself. */
const relay = 'relay';

/** The receipt of an envelope: what the relay did with each part, told once nothing of it is open any more. */
export function receiptOf({ envelopeId, receivedAt, verdicts }: Delivery): Receipt {
  return {
    _id: `receipt:${envelopeId.slice('envelope:'.length)}`,
    type: 'receipt',
    schema: 1,
    by: relay,
    deviceId: relay,
    at: receivedAt,
    envelopeId,
    receivedAt,
    parts: verdicts.map(({ db, id, code }) => ({ db, id, ...(code && { code }) })),
  };
}

/** Puts a receipt into each author's own database. */
export async function writeReceipts(storage: Storage, rows: readonly StoredDoc[]): Promise<void> {
  const settled = rows
    .filter((row) => row._id.startsWith(deliveryPrefix))
    .map(deliveryFrom)
    .filter((delivery) => delivery.verdicts.every(isFinal));
  for (const [by, deliveries] of groupBy(settled, (delivery) => delivery.by)) {
    try {
      await writeDerived(
        storage,
        ownOf(by),
        deliveries.map((delivery) => ({ ...receiptOf(delivery) })),
      );
    } catch (fault) {
      // an account that is gone has nobody to tell
      if (!(fault instanceof DatabaseMissing)) throw fault;
    }
  }
}
