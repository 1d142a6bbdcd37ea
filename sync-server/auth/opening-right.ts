import { parseDatabaseName } from '../../src/domain/database-name.ts';
import type { Holder } from '../../src/domain/rights.ts';

/** What a logged reason opens: the record itself, or only whom to call in an emergency. */
export type Opens = 'record' | 'emergency-card';

/** What a right to a single record needs to know of the record. */
export interface Openable {
  readonly type: string;
  /** the building it belongs to, if it belongs to one */
  readonly buildingId?: string | undefined;
}

/**
 * What this person may open of this record, with a reason; `undefined` = nothing (domain, roles): garden and community
 * secretaries a single record of T0–T3 in their areas, never T4; a building leader the emergency card of a resident of
 * an own building.
 */
export function opensFor({ grants }: Holder, database: string, { type, buildingId }: Openable): Opens | undefined {
  const name = parseDatabaseName(database);
  if (name?.kind !== 'area' && name?.kind !== 'care') return undefined;
  const here = grants.filter((grant) => grant.areas.includes(name.scope));
  if (here.some((grant) => grant.role === 'gardenSecretary' || grant.role === 'communitySecretary')) return 'record';
  const leads = here.some(
    (grant) => grant.role === 'buildingLeader' && buildingId !== undefined && grant.buildings?.includes(buildingId),
  );
  return leads && name.kind === 'area' && type === 'resident' ? 'emergency-card' : undefined;
}

/** Whether this person may open anything there at all: asked before the record is looked at. */
export const mayAskToOpen = (holder: Holder, database: string): boolean => {
  const name = parseDatabaseName(database);
  const asks = ['gardenSecretary', 'communitySecretary', 'buildingLeader'];
  return (
    (name?.kind === 'area' || name?.kind === 'care') &&
    holder.grants.some((grant) => asks.includes(grant.role) && grant.areas.includes(name.scope))
  );
};
