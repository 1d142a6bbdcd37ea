import type { FastifyInstance } from 'fastify';
import { bodyOf } from '../../src/domain/canonical.ts';
import { extractOf } from '../../src/domain/database-name.ts';
import { buildingOfExtract, emergencyOf, noCards } from '../../src/domain/emergency.ts';
import type { MattersExtract } from '../../src/domain/extract.ts';
import { extractAreasOf } from '../auth/extract-right.ts';
import { departedFrom } from '../gate/forwarding.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';
import { isServicesName, type ServiceExtract } from '../../src/domain/service/service-extract.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

/** `GET /api/extracts/<id>`: one extract, online, with ETag; `id` is a building, `emergency-of-<building>`, `services-of-<partner>` or `matters-of-<user>`. */
export function addExtracts(app: FastifyInstance, { storage, whoAsks }: { storage: Storage; whoAsks: WhoAsks }): void {
  app.get<{ Params: { id: string } }>('/api/extracts/:id', { onRequest: whoAsks.required }, async (request, reply) => {
    const { id } = request.params;
    const areas = isExtractId(id) ? extractAreasOf(whoAsks.of(request).holder, id) : [];
    if (areas.length === 0) return sendFault(reply, { code: 'forbidden' });
    const [stored, ...others] = await extractsIn(storage, areas, id);
    const building = buildingOfExtract(id);
    // that there is no card is an answer that a tablet keeps as well, once the area was looked over
    if (!stored && building !== undefined && id === emergencyOf(building))
      if ((await extractsIn(storage, areas, building)).length > 0) return reply.send(noCards(building));
    if (!stored) return sendFault(reply, { code: 'not-found' });
    const tag = `"${[stored, ...others].map(({ _rev }) => _rev).join('.')}"`;
    void reply.header('etag', tag);
    const known = (request.headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
    return known.includes(tag) ? reply.code(304).send() : reply.send(joined(stored, others));
  });
}

const isExtractId = (id: string): boolean => /^[^\s/?#%\\]{1,140}$/.test(id);

/**
 * The extract of a building as it is where the building is by now; what somebody raised in every area to which a building
 * went, because it went there too.
 */
async function extractsIn(storage: Storage, areas: readonly string[], id: string): Promise<StoredDoc[]> {
  const departed = await departedFrom(storage, areas);
  const building = buildingOfExtract(id) ?? id;
  const after = [...departed.values()].flatMap((left) =>
    id.startsWith('matters-of-') || isServicesName(id) ? [...left.values()] : [left.get(building) ?? []].flat(),
  );
  const found: StoredDoc[] = [];
  for (const area of new Set([...areas.filter((area) => departed.get(area)?.has(building) !== true), ...after])) {
    const name = extractOf(area);
    const stored = (await storage.information(name)) && (await storage.get(name, `extract:${id}`));
    if (stored) found.push(stored);
  }
  return found;
}

/** What somebody raised, and whom a provider serves, lies area by area; of a building there is one. */
function joined(stored: StoredDoc, others: readonly StoredDoc[]): Record<string, unknown> {
  const body = bodyOf(stored);
  if (others.length > 0 && 'assigned' in body) {
    const rows = [stored, ...others].flatMap((doc) => (doc as unknown as ServiceExtract).assigned);
    // while a building moves its households lie in two areas
    return { ...body, assigned: [...new Map(rows.map((row) => [row.assignmentId, row])).values()] };
  }
  if (others.length === 0 || !('matters' in body)) return body;
  const all = [stored, ...others].flatMap((doc) => (doc as unknown as MattersExtract).matters);
  const matters = [...new Map(all.map((matter) => [matter.matterId, matter])).values()];
  return { ...body, matters: matters.sort((a, b) => (a.matterId < b.matterId ? -1 : 1)) };
}
