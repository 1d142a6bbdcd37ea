import type { FastifyInstance } from 'fastify';
import type { Storage } from '../storage/port.ts';

const patience = 2000;

/** Says whether relay and storage answer; without a token, and nothing about anybody. */
export function addHealth(app: FastifyInstance, { storage, version }: { storage: Storage; version: string }): void {
  app.get('/healthz', async (_request, reply) => {
    const answers = await within(
      patience,
      storage.ping().catch(() => false),
    );
    const status = answers ? 'ok' : 'storage-unavailable';
    return reply.code(answers ? 200 : 503).send({ status, storage: storage.kind, version });
  });
}

async function within(ms: number, asked: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
