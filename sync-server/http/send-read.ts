import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import type { ReadAnswer } from '../storage/port.ts';

/** A feed that was told to end has this long to close its JSON, in ms. */
const farewell = 500;

/** Sends what the storage answered; nothing but status, content type and length of its headers goes on. */
export async function sendRead(
  reply: FastifyReply,
  { status, headers, body }: ReadAnswer,
  ending: AbortSignal,
): Promise<FastifyReply> {
  void reply.code(status).header('content-type', headers['content-type'] ?? 'application/json');
  if (!(body instanceof Readable)) {
    if (body instanceof Uint8Array) {
      void reply.header('content-disposition', 'attachment').header('content-type', 'application/octet-stream');
      return reply.send(Buffer.from(body));
    }
    return reply.send(body);
  }
  const length = headers['content-length'];
  if (length !== undefined) void reply.header('content-length', length);
  return stream(reply, body, ending);
}

/** A feed: its headers go at once, unpacked, and it ends with `ending`. */
export async function stream(reply: FastifyReply, body: Readable, ending: AbortSignal): Promise<FastifyReply> {
  reply.hijack();
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as Record<string, string>);
  reply.raw.flushHeaders();
  const cut = (): void => void setTimeout(() => reply.raw.destroy(), farewell).unref();
  ending.addEventListener('abort', cut, { once: true });
  // whoever hung up, or was cut off, is no fault of the relay
  await pipeline(body, reply.raw).catch(() => undefined);
  ending.removeEventListener('abort', cut);
  return reply;
}
