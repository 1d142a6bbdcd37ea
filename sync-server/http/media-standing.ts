import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { mediaOf } from '../../src/domain/database-name.ts';
import { mayBringMedia } from '../../src/domain/rights.ts';
import { DatabaseMissing, type Storage, type StoredDoc } from '../storage/port.ts';
import { areasAfter } from '../gate/forwarding.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

const question = v.strictObject({
  area: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}$/)),
  ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(80))), v.minLength(1), v.maxLength(100)),
});

/**
 * `POST /api/media/standing` `{ area, ids }` → `{ safe, missing }`: which blobs were read back from safe copies, and which
 * are not here; the rest is here, but not every copy is known to be. A tablet lets go of what is safe only.
 */
export function addMediaStanding(
  app: FastifyInstance,
  { storage, whoAsks, clock }: { storage: Storage; whoAsks: WhoAsks; clock: () => number },
): void {
  app.post('/api/media/standing', { onRequest: whoAsks.required }, async (request, reply) => {
    const asked = v.safeParse(question, request.body);
    if (!asked.success) return sendFault(reply, { code: 'bad-request' });
    const { area, ids } = asked.output;
    const name = mediaOf(area);
    if (!mayBringMedia(whoAsks.of(request).holder, name, clock())) return sendFault(reply, { code: 'forbidden' });
    const whole = storage.kind === 'embedded' || (await storage.whole());
    // a building that went to another area took its pictures with it
    const places = await areasAfter(storage, area);
    const found = await Promise.all(places.map((place) => storage.getMany(mediaOf(place), ids).catch(noneIfMissing)));
    const here = new Set(found.flatMap((some) => [...some.keys()]));
    return reply.send({
      safe: whole ? ids.filter((id) => here.has(id)) : [],
      missing: ids.filter((id) => !here.has(id)),
    });
  });
}

function noneIfMissing(fault: unknown): Map<string, StoredDoc> {
  if (fault instanceof DatabaseMissing) return new Map();
  throw fault;
}
