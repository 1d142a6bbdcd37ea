import type { FastifyInstance, FastifyReply } from 'fastify';
import * as v from 'valibot';
import type { Result } from '../../src/domain/fault.ts';
import { databasesOf } from '../../src/domain/rights.ts';
import { renewalSchema } from '../auth/renewal.ts';
import { credentialsSchema, type Sessions } from '../auth/sessions.ts';
import type { Session, SignedIn } from '../auth/session.ts';
import { faultBody, sendFault, statusOf } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

/** Signing in, renewing, signing out, and who one is. */
export function addSessionRoutes(
  app: FastifyInstance,
  { sessions, whoAsks, clock }: { sessions: Sessions; whoAsks: WhoAsks; clock: () => number },
): void {
  const now = (): string => new Date(clock()).toISOString();

  function answer(reply: FastifyReply, outcome: Result<SignedIn>): FastifyReply {
    if (outcome.ok)
      return reply.send({ token: outcome.value.token, ...describe(outcome.value.session), serverTime: now() });
    const { fault } = outcome;
    // a device whose clock is off signs again with the relay's time
    if (fault.code === 'clock-ahead')
      return reply.code(statusOf[fault.code]).send({ ...faultBody(fault), serverTime: now() });
    return sendFault(reply, fault);
  }

  app.post('/api/sessions', async (request, reply) => {
    const asked = v.safeParse(credentialsSchema, request.body);
    if (!asked.success) return sendFault(reply, { code: 'bad-request' });
    return answer(reply, await sessions.signIn(asked.output, request.ip));
  });

  app.post('/api/sessions/renew', async (request, reply) => {
    const asked = v.safeParse(renewalSchema, request.body);
    if (!asked.success) return sendFault(reply, { code: 'bad-request' });
    return answer(reply, await sessions.renew(asked.output));
  });

  app.delete('/api/sessions/current', { onRequest: whoAsks.required }, async (request, reply) => {
    await sessions.end(whoAsks.of(request));
    return reply.code(204).send();
  });

  app.get('/api/me', { onRequest: whoAsks.required }, (request, reply) =>
    reply.send({
      ...describe(whoAsks.of(request)),
      serverTime: now(),
    }),
  );
}

/** What a device is told about its person. */
function describe({ holder, name, deviceId, replicas, expiresAt }: Session): object {
  const { userId: id, ...rights } = holder;
  return {
    expiresAt: new Date(expiresAt).toISOString(),
    user: { id, name, ...rights },
    databases: databasesOf(holder),
    device: deviceId,
    replica: replicas.at(-1),
  };
}
