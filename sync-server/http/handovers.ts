import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import type { Rehoming } from '../gate/rehome.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

const asked = v.object({ key: v.pipe(v.string(), v.maxLength(200)) });

/**
 * `GET /api/handovers`: unsent work of former colleagues that was taken over in the areas of this desk.
 * `POST /api/handovers { key }`: puts it where it belongs; answers what became of each part. May be sent again.
 */
export function addHandovers(
  app: FastifyInstance,
  { rehoming, whoAsks }: { rehoming: Rehoming; whoAsks: WhoAsks },
): void {
  app.get('/api/handovers', { onRequest: whoAsks.required }, async (request, reply) =>
    reply.send({ work: await rehoming.waiting(whoAsks.of(request).holder) }),
  );
  app.post('/api/handovers', { onRequest: whoAsks.required }, async (request, reply) => {
    const read = v.safeParse(asked, request.body);
    if (!read.success) return sendFault(reply, { code: 'bad-request' });
    const outcome = await rehoming.rehome(whoAsks.of(request), read.output.key);
    return outcome.ok ? reply.send({ parts: outcome.value }) : sendFault(reply, outcome.fault);
  });
}
