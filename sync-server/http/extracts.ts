import type { FastifyInstance } from 'fastify';
import { bodyOf } from '../../src/domain/canonical.ts';
import { extractOf } from '../../src/domain/database-name.ts';
import { extractAreasOf } from '../auth/extract-right.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

/** `GET /api/extracts/<id>`: one extract, online, with ETag; `id` is a building or `matters-of-<user>`. */
export function addExtracts(app: FastifyInstance, { storage, whoAsks }: { storage: Storage; whoAsks: WhoAsks }): void {
  app.get<{ Params: { id: string } }>('/api/extracts/:id', { onRequest: whoAsks.required }, async (request, reply) => {
    const { id } = request.params;
    const areas = isExtractId(id) ? extractAreasOf(whoAsks.of(request).holder, id) : [];
    if (areas.length === 0) return sendFault(reply, { code: 'forbidden' });
    const stored = await firstOf(storage, areas, `extract:${id}`);
    if (!stored) return sendFault(reply, { code: 'not-found' });
    const tag = `"${stored._rev}"`;
    void reply.header('etag', tag);
    const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
    return known.includes(tag) ? reply.code(304).send() : reply.send(bodyOf(stored));
  });
}

const isExtractId = (id: string): boolean => /^[^\s/?#%\\]{1,140}$/.test(id);

async function firstOf(storage: Storage, areas: readonly string[], id: string): Promise<StoredDoc | undefined> {
  for (const area of areas) {
    const name = extractOf(area);
    const found = (await storage.information(name)) && (await storage.get(name, id));
    if (found) return found;
  }
  return undefined;
}
