import type { FastifyInstance } from 'fastify';
import { ulid } from 'ulid';
import * as v from 'valibot';
import { bodyOf } from '../../src/domain/canonical.ts';
import { logOf, parseDatabaseName } from '../../src/domain/database-name.ts';
import { openingPurposes, type Opening } from '../../src/domain/documents/visit.ts';
import { mayAskToOpen, opensFor } from '../auth/opening-right.ts';
import type { Session } from '../auth/session.ts';
import type { Storage } from '../storage/port.ts';
import { addressOf, emergencyCardOf } from './emergency-card.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

const asked = v.object({
  db: v.pipe(
    v.string(),
    v.check((name) => parseDatabaseName(name) !== undefined),
  ),
  id: v.pipe(v.string(), v.regex(/^[A-Za-z]+:[^\s/?#%]{1,120}$/)),
  reason: v.picklist(openingPurposes),
});

/**
 * `POST /api/open { db, id, reason }`: one record, online, for those who hold no copy. Who opened what, and for what, is
 * in the log before the answer leaves; if it cannot be logged, it is not opened.
 */
export function addOpening(
  app: FastifyInstance,
  { storage, whoAsks, clock }: { storage: Storage; whoAsks: WhoAsks; clock: () => number },
): void {
  app.post('/api/open', { onRequest: whoAsks.required }, async (request, reply) => {
    const session = whoAsks.of(request);
    const read = v.safeParse(asked, request.body);
    if (!read.success) return sendFault(reply, { code: 'bad-request' });
    const { db, id, reason } = read.output;
    if (!mayAskToOpen(session.holder, db)) return sendFault(reply, { code: 'forbidden' });
    const record = (await storage.information(db)) && (await storage.get(db, id));
    const address = record && (await addressOf(storage, db, record));
    const type = typeof record?.['type'] === 'string' ? record['type'] : '';
    const opens = record && opensFor(session.holder, db, { type, buildingId: address?.buildingId });
    // for a leader what is elsewhere and what does not exist look the same
    if (!record || !opens) return sendFault(reply, { code: 'forbidden' });
    const at = new Date(clock()).toISOString();
    const opening: Opening = {
      _id: `opening:${ulid(clock())}`,
      type: 'opening',
      schema: 1,
      by: session.holder.userId,
      deviceId: session.deviceId,
      at,
      db,
      subjectId: id,
      purpose: reason,
      shown: 1,
    };
    if (!(await isLogged(storage, session, opening)))
      return sendFault(reply, { code: 'storage-unavailable', retryAfter: 5 });
    const shown = opens === 'record' ? bodyOf(record) : emergencyCardOf(record, address);
    return reply.send({ opened: at, record: shown });
  });
}

async function isLogged(storage: Storage, { holder }: Session, opening: Opening): Promise<boolean> {
  const [written] = await storage.write(logOf(holder.community), [{ ...opening }]);
  return written !== undefined && !written.error;
}
