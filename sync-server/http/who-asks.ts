import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sessions } from '../auth/sessions.ts';
import type { Session } from '../auth/session.ts';
import { sendFault } from './fault-answer.ts';

/** Sessions of requests that showed a good token. */
export interface WhoAsks {
  /** Hook: ends the request with 401 before its body is read. */
  readonly required: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;
  /** Only behind `required`. */
  readonly of: (request: FastifyRequest) => Session;
}

export function createWhoAsks(sessions: Sessions): WhoAsks {
  const known = new WeakMap<FastifyRequest, Session>();
  return {
    async required(request, reply) {
      const [, token] = /^Bearer ([A-Za-z0-9._-]{20,2000})$/.exec(request.headers.authorization ?? '') ?? [];
      const session = token === undefined ? undefined : await sessions.sessionBehind(token);
      if (!session) return sendFault(reply, { code: 'session-ended' });
      known.set(request, session);
      return undefined;
    },
    of(request) {
      const session = known.get(request);
      if (!session) throw new Error('a route without its guard');
      return session;
    },
  };
}
