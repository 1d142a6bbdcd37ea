import type { RefusalCode } from '../../src/domain/fault.ts';
import { settle } from '../../src/store/settle.ts';
import type { Store } from '../../src/store/store.ts';
import { monday } from './documents.ts';

/** The relay's answer to an envelope: it took none of it, or none of the types that are named. */
export async function refused(
  store: Store,
  envelopeId: string,
  code: RefusalCode = 'invalid',
  types?: readonly string[],
): Promise<void> {
  const row = store.shelf.outbox.find((one) => one.id === envelopeId);
  if (!row) throw new Error('no such envelope');
  const verdicts = row.refs.map(({ db, id, type }) => {
    const taken = types !== undefined && !types.includes(type);
    return { db, id, durable: taken, receivedAt: monday, ...(taken ? { rev: '1-a' } : { code }) };
  });
  await settle(store, { id: envelopeId, ok: true, verdicts });
  await store.shelf.catchUp();
}
