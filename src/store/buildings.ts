import type { Dwelling, Household } from '../domain/documents/place.ts';
import type { OrgUnit } from '../domain/documents/organisation.ts';
import { fieldOf } from '../domain/register.ts';
import type { Shelf } from './shelf.ts';

/** A door: a dwelling and the households behind it; none: nobody known to live there. */
export interface Door {
  readonly dwelling: Dwelling;
  readonly households: readonly Household[];
}

export interface BuildingCount {
  readonly building: OrgUnit;
  readonly doors: number;
  readonly households: number;
  /** matters raised here that are not done or explained on the spot */
  readonly openMatters: number;
}

const byOrder = (a: OrgUnit, b: OrgUnit): number => (fieldOf(a, 'order') ?? 0) - (fieldOf(b, 'order') ?? 0);

/** Doors of a building, in no order: walking order is a rule of the domain. */
export const doorsOf = (shelf: Shelf, buildingId: string): readonly Door[] =>
  shelf.derive(`doors ${buildingId}`, ['dwelling', 'household'], () =>
    shelf.by('dwelling', 'buildingId', buildingId).map((dwelling) => doorOf(shelf, dwelling)),
  );

const doorOf = (shelf: Shelf, dwelling: Dwelling): Door => ({
  dwelling,
  households: shelf.by('household', 'dwellingId', dwelling._id),
});

/** The door of a dwelling, if this tablet has it. */
export function door(shelf: Shelf, dwellingId: string): Door | undefined {
  const dwelling = shelf.get('dwelling', dwellingId);
  return dwelling && doorOf(shelf, dwelling);
}

/** Every door of every area on this tablet. */
export const allDoors = (shelf: Shelf): readonly Door[] =>
  shelf.derive('all doors', ['dwelling', 'household'], () =>
    shelf.all('dwelling').map((dwelling) => doorOf(shelf, dwelling)),
  );

/** Buildings that have doors on this tablet, with their counts, in the order of the organisation. */
export const buildings = (shelf: Shelf): readonly BuildingCount[] =>
  shelf.derive('buildings', ['orgUnit', 'dwelling', 'household', 'matter'], () =>
    [...shelf.all('orgUnit')]
      .filter((unit) => fieldOf(unit, 'level') === 'building')
      .sort(byOrder)
      .map((building) => {
        const doors = doorsOf(shelf, building._id);
        return {
          building,
          doors: doors.length,
          households: doors.reduce((sum, one) => sum + one.households.length, 0),
          openMatters: shelf.by('matter', 'buildingId', building._id).filter((one) => one.resolution === 'taken')
            .length,
        };
      })
      .filter((one) => one.doors > 0),
  );
