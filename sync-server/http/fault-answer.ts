import type { FastifyReply } from 'fastify';
import type { Fault, FaultCode } from '../../src/domain/fault.ts';

/** The HTTP status of every fault. Refusals of the gate travel inside an answer 200; here they are for single requests. */
export const statusOf: Readonly<Record<FaultCode, number>> = {
  'unknown-type': 403,
  invalid: 400,
  'too-large': 413,
  'wrong-tier': 403,
  'not-yours': 403,
  'not-author': 403,
  'fact-exists': 409,
  'clock-ahead': 400,
  'foreign-stamp': 403,
  'illegal-step': 409,
  'not-yet': 409,
  'party-open': 409,
  'unit-refused': 409,
  'handed-over': 403,
  overtaken: 409,
  offline: 503,
  'timed-out': 504,
  'not-the-relay': 502,
  'relay-busy': 429,
  'storage-unavailable': 503,
  'sign-in-refused': 401,
  'sign-in-slowed': 429,
  'session-ended': 401,
  forbidden: 403,
  'not-found': 404,
  'bad-request': 400,
  'storage-full': 507,
  'data-evicted': 410,
  'insecure-origin': 403,
  'app-too-old': 426,
  'relay-too-old': 501,
  'done-elsewhere': 409,
  unexpected: 500,
};

/** Plain words for whoever reads an answer without the app; the app has its own. */
const said: Partial<Record<FaultCode, { zh: string; en: string }>> = {
  'too-large': { zh: '内容太大。', en: 'Too large.' },
  'clock-ahead': {
    zh: '设备时间不准，请按服务器时间重试。',
    en: 'The clock differs; try again with the time of the relay.',
  },
  'relay-busy': { zh: '服务器忙，请稍后再试。', en: 'The relay is busy; try again shortly.' },
  'storage-unavailable': { zh: '存储暂时没有回应。', en: 'The storage does not answer at the moment.' },
  'sign-in-refused': { zh: '用户名或密码不对。', en: 'The name or the password is not right.' },
  'sign-in-slowed': { zh: '尝试次数过多，请稍后再试。', en: 'Too many attempts; wait before the next one.' },
  'session-ended': { zh: '登录已结束，请重新登录。', en: 'The session has ended; sign in again.' },
  'app-too-old': { zh: '应用版本太旧，请更新。', en: 'The app is too old; update it.' },
  'relay-too-old': { zh: '服务器版本太旧，请稍后再试。', en: 'The relay is too old for this app.' },
  forbidden: { zh: '没有权限。', en: 'Not allowed.' },
  'not-found': { zh: '没有找到。', en: 'Not found.' },
  'bad-request': { zh: '请求不正确。', en: 'The request is not right.' },
};
const otherwise = { zh: '没有成功。', en: 'It did not work.' };

/** `{ error, message: { zh, en }, … }`: what every refused request under `/api` gets. */
export function faultBody({ code, retryAfter, reference }: Fault): object {
  return {
    error: code,
    message: said[code] ?? otherwise,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(reference !== undefined && { reference }),
  };
}

export function sendFault(reply: FastifyReply, fault: Fault, status = statusOf[fault.code]): FastifyReply {
  if (fault.retryAfter !== undefined) void reply.header('retry-after', String(fault.retryAfter));
  return reply.code(status).send(faultBody(fault));
}

/** CouchDB's words, without ours: under `/db` a stock PouchDB reads the answer. */
export function sendCouchRefusal(
  reply: FastifyReply,
  status: number,
  error: string,
  reason: string = error,
): FastifyReply {
  return reply.code(status).send({ error, reason });
}
