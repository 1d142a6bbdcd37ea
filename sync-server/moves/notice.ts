import { refOf } from '../../src/domain/database-name.ts';
import type { OrgUnit, Placement } from '../../src/domain/documents/organisation.ts';
import { organisationOf } from '../../src/domain/organisation/organisation.ts';
import { dueRelocations } from '../../src/domain/organisation/relocations.ts';
import type { Community } from '../provisioning/communities.ts';
import { provision } from '../provisioning/provision.ts';
import { ofType } from '../storage/of-type.ts';
import type { Storage } from '../storage/port.ts';
import { movesIn, recordMove } from './move.ts';

/** China keeps one time, eight hours before UTC: there a placement comes into force at midnight. */
export const placeOffset = 8 * 3_600_000;

/**
 * Writes down which buildings of a community have to move by now, and makes the databases exist to which they go.
 * @param now ms
 */
export async function noticeMoves(storage: Storage, { key, areas }: Community, now: number): Promise<void> {
  const placements = (await ofType(storage, refOf(key), 'placement')) as unknown as Placement[];
  if (placements.length === 0) return;
  const units = (await ofType(storage, refOf(key), 'orgUnit')) as unknown as OrgUnit[];
  const moves = await movesIn(storage);
  const lies = new Map(moves.map(({ buildingId, to }) => [buildingId, to]));
  const organisation = organisationOf({ units, placements, posts: [], structures: [] });
  const today = new Date(now + placeOffset).toISOString().slice(0, 10);
  for (const due of dueRelocations(organisation, lies, today)) {
    const turn = moves.filter(({ buildingId }) => buildingId === due.buildingId).length + 1;
    if (!areas.includes(due.to)) await provision(storage, { communities: [{ key, areas: [due.to] }], users: [] });
    const begunAt = new Date(now).toISOString();
    await recordMove(storage, { ...due, turn, community: key, begunAt, step: 'copying' });
  }
}
