import type { FastifyInstance } from 'fastify';
import { bodyOf } from '../../src/domain/canonical.ts';
import { areaOf } from '../../src/domain/database-name.ts';
import type { Review, Visit } from '../../src/domain/documents/visit.ts';
import { areasAs } from '../../src/domain/rights.ts';
import { foldVisits, type FoldedVisit } from '../../src/domain/visit-state.ts';
import { ofType } from '../storage/of-type.ts';
import type { Storage } from '../storage/port.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

const pageSize = 50;

/**
 * `GET /api/areas/<id>/visits?state=…&after=…`: the visits of an area that one holds no copy of, newest first, with the
 * dwellings and households they name; `next` is the `after` of the following page.
 */
export function addAreaVisits(
  app: FastifyInstance,
  { storage, whoAsks }: { storage: Storage; whoAsks: WhoAsks },
): void {
  app.get<{ Params: { area: string }; Querystring: { state?: string; after?: string } }>(
    '/api/areas/:area/visits',
    { onRequest: whoAsks.required },
    async (request, reply) => {
      const { area } = request.params;
      const { state, after } = request.query;
      const above = areasAs(whoAsks.of(request).holder, 'areaSecretary', 'gardenSecretary', 'communitySecretary');
      if (!above.includes(area)) return sendFault(reply, { code: 'forbidden' });
      const database = areaOf(area);
      if (!(await storage.information(database))) return sendFault(reply, { code: 'not-found' });
      const facts = async (type: 'visit' | 'review') => (await ofType(storage, database, type)).map(bodyOf);
      const visits = (await facts('visit')) as unknown as Visit[];
      const reviews = (await facts('review')) as unknown as Review[];
      const wanted = [...foldVisits(visits, reviews).values()]
        .filter((folded) => (state === undefined || folded.state === state) && (!after || folded.visit._id < after))
        .sort((a, b) => (a.visit._id < b.visit._id ? 1 : -1));
      const rows = wanted.slice(0, pageSize);
      const next = wanted.length > pageSize ? rows.at(-1)?.visit._id : undefined;
      return reply.send({
        rows: rows.map(({ visit, state, version, review }) => ({ visit, state, version, ...(review && { review }) })),
        documents: await homesOf(storage, database, rows),
        ...(next !== undefined && { next }),
      });
    },
  );
}

async function homesOf(storage: Storage, database: string, rows: readonly FoldedVisit[]): Promise<object[]> {
  const ids = rows.flatMap(({ visit }) => [visit.dwellingId, ...(visit.householdId ? [visit.householdId] : [])]);
  const found = await storage.getMany(database, [...new Set(ids)]);
  return [...found.values()].map((stored) => bodyOf(stored));
}
