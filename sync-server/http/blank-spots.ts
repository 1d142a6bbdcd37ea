import type { FastifyInstance } from 'fastify';
import * as v from 'valibot';
import { extractOf } from '../../src/domain/database-name.ts';
import { homesId, type AreaHomes } from '../../src/domain/extract.ts';
import { blankSpots, homesBeneath } from '../../src/domain/organisation/blank-spots.ts';
import type { Organisation } from '../../src/domain/organisation/organisation.ts';
import { areaKeyOn } from '../../src/domain/organisation/relocations.ts';
import { areasAs } from '../../src/domain/rights.ts';
import { storedOrganisation } from '../provisioning/organisation.ts';
import type { Storage } from '../storage/port.ts';
import { sendFault } from './fault-answer.ts';
import type { WhoAsks } from './who-asks.ts';

/** homes that one answer names; the counts are of all */
const pageSize = 200;
const query = v.object({
  day: v.pipe(v.string(), v.isoDate()),
  unit: v.optional(v.pipe(v.string(), v.regex(/^orgUnit:[^\s/?#%]{1,120}$/))),
  from: v.optional(v.pipe(v.string(), v.regex(/^\d{1,7}$/)), '0'),
});

/**
 * `GET /api/blank-spots?day=…&unit=…&from=…`: households of one's areas (beneath one unit, if named) for which nobody answers by name at some level on a day:
 * counts, empty posts, and by page the households that lack their own party member (`next` is the following `from`).
 */
export function addBlankSpots(
  app: FastifyInstance,
  { storage, whoAsks }: { storage: Storage; whoAsks: WhoAsks },
): void {
  app.get('/api/blank-spots', { onRequest: whoAsks.required }, async (request, reply) => {
    const { holder } = whoAsks.of(request);
    const areas = areasAs(holder, 'areaSecretary', 'gardenSecretary', 'communitySecretary');
    if (areas.length === 0) return sendFault(reply, { code: 'forbidden' });
    const read = v.safeParse(query, request.query);
    if (!read.success) return sendFault(reply, { code: 'bad-request' });
    const { day, unit } = read.output;
    const from = Number(read.output.from);
    const [organisation, held] = await Promise.all([
      storedOrganisation(storage, holder.community),
      storage.getMany(extractOf(holder.community), areas.map(homesId)),
    ]);
    const homes = eachOnce([...held.values()] as unknown as AreaHomes[], organisation, day);
    const asked = unit === undefined ? homes : homesBeneath(organisation, homes, unit, day);
    const report = blankSpots(organisation, asked, day);
    const page = report.homes.slice(from, from + pageSize);
    return reply.send({
      ...{ day, households: report.households, buildings: report.buildings, answered: report.answered },
      ...{ blank: report.blank, gaps: report.gaps },
      homes: page.map(({ householdId, buildingId, door }) => ({ householdId, buildingId, door })),
      without: report.homes.length,
      ...(report.homes.length > from + pageSize && { next: from + pageSize }),
    });
  });
}

/** While a building moves, its households lie in two areas: they count where the building stands, and once. */
function eachOnce(areas: readonly AreaHomes[], organisation: Organisation, day: string): AreaHomes['homes'] {
  const homes = new Map<string, AreaHomes['homes'][number]>();
  for (const { area, homes: those } of areas)
    for (const home of those) {
      const known = homes.has(home.householdId);
      if (!known || areaKeyOn(organisation, home.buildingId, day) === area) homes.set(home.householdId, home);
    }
  return [...homes.values()];
}
