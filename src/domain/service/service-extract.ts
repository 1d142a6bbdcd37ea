import type { Address, Dwelling, Household, Resident } from '../documents/place.ts';
import type { ServiceAssignment } from '../documents/service.ts';
import type { Residency, Withdrawal } from '../documents/visit.ts';
import { groupBy } from '../group.ts';
import { fieldOf } from '../register.ts';
import { leftBy } from '../residence.ts';
import { assignmentsInForce } from './assignments.ts';

/** One household as its provider may know it: name, address, service note (domain.md C4). */
export interface ServiceRow {
  readonly assignmentId: string;
  readonly dwellingId: string;
  readonly householdId: string;
  readonly buildingId: string;
  /** database key of the area that the household is in */
  readonly area: string;
  /** of the person whom they come for, else of the family */
  readonly name: string;
  readonly address: Pick<Address, 'estate' | 'building' | 'entrance' | 'floor' | 'room'>;
  readonly note?: string;
}

/** The households that one provider serves in an area; written by the relay. */
export interface ServiceExtract {
  readonly _id: string;
  readonly type: 'extract';
  readonly schema: 1;
  readonly partnerId: string;
  readonly assigned: readonly ServiceRow[];
}

const prefix = 'services-of-';
/** What names the extract of a provider in a path. */
export const servicesOf = (partnerId: string): string => `${prefix}${partnerId}`;
export const isServicesName = (name: string): boolean => name.startsWith(prefix);

/** Whether what came from the relay is the households of a provider. */
export const isServiceExtract = (body: object): body is ServiceExtract =>
  'type' in body && body.type === 'extract' && 'assigned' in body && Array.isArray(body.assigned);

/** What the extracts of an area are made from. */
export interface ServiceFacts {
  readonly assignments: readonly ServiceAssignment[];
  readonly dwellings: readonly Dwelling[];
  readonly households: readonly Household[];
  readonly residents: readonly Resident[];
  readonly residencies: readonly Residency[];
  readonly withdrawals: readonly Withdrawal[];
}

/**
 * Rows by provider, from what is assigned and where it is; nothing else is taken out of a register. Whoever has left the
 * household is not told of any more.
 */
export function serviceRows(facts: ServiceFacts, area: string): ReadonlyMap<string, readonly ServiceRow[]> {
  const dwellings = new Map(facts.dwellings.map((one) => [one._id, one]));
  const households = new Map(facts.households.map((one) => [one._id, one]));
  const residents = new Map(facts.residents.map((one) => [one._id, one]));
  const said = groupBy(facts.residencies, ({ residentId }) => residentId);
  const rows = assignmentsInForce(facts.assignments).flatMap((one) => {
    const { _id: assignmentId, partnerId, householdId, residentId, note } = one;
    const household = households.get(householdId);
    const dwelling = dwellings.get((household && fieldOf(household, 'dwellingId')) ?? one.dwellingId);
    const address = dwelling && fieldOf(dwelling, 'address');
    if (!household || !address) return [];
    if (residentId !== undefined && leftBy(householdId, said.get(residentId) ?? [], facts.withdrawals)) return [];
    const resident = residentId === undefined ? undefined : residents.get(residentId);
    const { buildingId, estate, building, entrance, floor, room } = address;
    const row: ServiceRow = {
      ...{ assignmentId, dwellingId: dwelling._id, householdId, buildingId, area },
      name: (resident && fieldOf(resident, 'name')) ?? fieldOf(household, 'familyName') ?? '',
      address: { estate, building, entrance, floor, room },
      ...(note !== undefined && { note }),
    };
    return [{ partnerId, row }];
  });
  rows.sort((a, b) => (a.row.assignmentId < b.row.assignmentId ? -1 : 1));
  return new Map(
    [...groupBy(rows, ({ partnerId }) => partnerId)].map(([partnerId, of]) => [partnerId, of.map(({ row }) => row)]),
  );
}
