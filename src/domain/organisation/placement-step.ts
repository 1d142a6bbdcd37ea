import type { OrgUnit, Placement } from '../documents/organisation.ts';
import type { RefusalCode } from '../fault.ts';
import { fieldOf } from '../register.ts';
import type { Holder } from '../rights.ts';

/** The units that a placement names, as they stand in the database that it is for; undefined: none of that community. */
export interface PlacedUnits {
  readonly unit: OrgUnit | undefined;
  readonly parent: OrgUnit | undefined;
}

const isLevel = (unit: OrgUnit | undefined, ...levels: readonly string[]): boolean =>
  unit !== undefined && levels.includes(fieldOf(unit, 'level') ?? '');

/**
 * Whether this person may say that a unit stands there: whoever makes units says it of all of them; the community's secretary
 * moves a building of their own community beneath another unit of it, and closes nothing.
 */
export function placementFault(
  { grants }: Holder,
  { unitId, parentId }: Pick<Placement, 'unitId' | 'parentId'>,
  { unit, parent }: PlacedUnits,
): RefusalCode | undefined {
  if (unitId === parentId) return 'invalid';
  if (grants.some(({ role }) => role === 'admin')) return undefined;
  const moves = isLevel(unit, 'building') && parent !== undefined;
  return moves && !isLevel(parent, 'community', 'building', 'household') ? undefined : 'not-yours';
}
