import type { FastifyInstance } from 'fastify';
import { refOf } from '../../src/domain/database-name.ts';
import type { Day } from '../../src/domain/day.ts';
import type { OrgUnit, Placement } from '../../src/domain/documents/organisation.ts';
import { organisationOf, parentOn } from '../../src/domain/organisation/organisation.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { communitiesOf } from '../provisioning/communities.ts';
import { ofType } from '../storage/of-type.ts';
import type { Storage } from '../storage/port.ts';

/** The relay serves communities in China (ms). */
const placeOffset = 8 * 3_600_000;

/**
 * `GET /card/<unit>`: what the code on a printed contact card leads to, for anybody. It says which building the card is of
 * and how to make sure of somebody at the door; nothing about any person, neither residents nor those on the card.
 */
export function addPublicCard(
  app: FastifyInstance,
  { storage, clock }: { storage: Storage; clock: () => number },
): void {
  app.get<{ Params: { unit: string } }>('/card/:unit', async (request, reply) => {
    const day = new Date(clock() + placeOffset).toISOString().slice(0, 10);
    const path = await pathOf(storage, `orgUnit:${request.params.unit}`, day);
    const isCard = path[0] !== undefined && fieldOf(path[0], 'level') === 'building';
    void reply
      .code(isCard ? 200 : 404)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache');
    return reply.send(isCard ? genuine(path) : page('没有这张联系卡', 'No such contact card', ''));
  });
}

/** The unit and those above it, the nearest first; empty when there is none of this name. */
async function pathOf(storage: Storage, unitId: string, day: Day): Promise<OrgUnit[]> {
  if (!/^orgUnit:[^\s/?#%]{1,120}$/.test(unitId)) return [];
  for (const { key } of await communitiesOf(storage)) {
    const database = refOf(key);
    const path: OrgUnit[] = [];
    const placements = (await ofType(storage, database, 'placement')) as unknown as Placement[];
    for (let id: string | undefined = unitId; id !== undefined;) {
      const unit = (await storage.get(database, id)) as unknown as OrgUnit | undefined;
      if (!unit || path.some(({ _id }) => _id === id)) break;
      path.push(unit);
      id = parentOn(organisationOf({ units: [unit], placements, posts: [], structures: [] }), id, day);
    }
    if (path.length > 0) return path;
  }
  return [];
}

function genuine(path: readonly OrgUnit[]): string {
  const names = [...path].reverse().map((unit) => fieldOf(unit, 'name') ?? '');
  const office = path.map((unit) => fieldOf(unit, 'officePhone')).find((phone) => phone !== undefined);
  const call =
    office === undefined ? '' : `<p class="call"><a href="tel:${escaped(office)}">${escaped(office)}</a></p>`;
  const said = `<p>这张联系卡由社区印发。卡上只有工作人员和公开电话，没有住户的信息。</p>
<p>有人上门，请先看工作证。不放心，打社区电话核实。上门不收钱，也不要验证码。</p>
<p lang="en">The community printed this card. If somebody calls at your door, look at the badge first; ring the community
office to make sure. Nobody at the door asks for money or codes.</p>${call}`;
  return page(names.map(escaped).join(' '), '', said);
}

const page = (zh: string, en: string, body: string): string => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>联系卡 Contact card</title>
<link rel="stylesheet" href="/card.css">
<main><h1>${zh}</h1>${en === '' ? '' : `<p lang="en">${en}</p>`}${body}</main>
</html>
`;

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${String(sign.codePointAt(0) ?? 0)};`);
