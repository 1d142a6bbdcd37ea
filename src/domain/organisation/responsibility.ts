import type { Day } from '../day.ts';
import type { Post, StructureLevel } from '../documents/organisation.ts';
import type { Charge } from '../documents/place.ts';
import { onDay } from './on-day.ts';
import { answeringAt, pathOn, structureOn, type Organisation } from './organisation.ts';

/** What of a charge decides who looks after a household. */
export type ChargeTerms = Pick<Charge, '_id' | 'unitId' | 'seat' | 'from' | 'supersedes' | 'after'>;

/** One level of responsibility for a home: the unit on its path, and who answers for it there. */
export interface Answering {
  readonly level: StructureLevel;
  /** undefined: the path has no unit of this level, or no party member was named for the household */
  readonly unitId: string | undefined;
  /** undefined: a blank spot */
  readonly post: Post | undefined;
}

/** Who answers for everything in a building on a day, from the top down; the level of households is left out. */
export function answeringForBuilding(organisation: Organisation, buildingId: string, day: Day): Answering[] {
  const path = pathOn(organisation, buildingId, day);
  return structureOn(organisation, day)
    .filter(({ key }) => key !== 'household')
    .map((level) => {
      const unit = path.find((one) => one.fields.level?.v === level.key);
      return {
        level,
        unitId: unit?._id,
        post: unit && answeringAt(organisation, unit._id, level.responsible, day),
      };
    });
}

/** Who answers for one household by name, where the community has such a level: the party member in charge of it. */
export function answeringForHousehold(
  organisation: Organisation,
  charges: readonly ChargeTerms[],
  day: Day,
): Answering | undefined {
  const level = structureOn(organisation, day).find(({ key }) => key === 'household');
  if (!level) return undefined;
  const charge = onDay(charges, day);
  const seat = charge?.seat;
  if (!charge || seat === undefined) return { level, unitId: undefined, post: undefined };
  return {
    level,
    unitId: charge.unitId,
    post: answeringAt(organisation, charge.unitId, level.responsible, day, seat),
  };
}
