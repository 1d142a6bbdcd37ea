import type { Grant, Holder, Role } from '../../src/domain/rights.ts';

const usual: Readonly<Record<Role, { userId: string } & Grant>> = {
  gridWorker: { userId: 'grid1', role: 'gridWorker', unitId: 'orgUnit:a1', areas: ['a1'] },
  buildingLeader: {
    userId: 'building1',
    role: 'buildingLeader',
    unitId: 'orgUnit:a1-12',
    areas: ['a1'],
    buildings: ['orgUnit:a1-12'],
  },
  deployedMember: {
    userId: 'deployed1',
    role: 'deployedMember',
    unitId: 'orgUnit:a1-12',
    areas: ['a1'],
    buildings: ['orgUnit:a1-12'],
  },
  serviceProvider: {
    userId: 'provider1',
    role: 'serviceProvider',
    unitId: 'partner:00000000000000000000000001',
    areas: ['a1'],
  },
  areaSecretary: { userId: 'area1', role: 'areaSecretary', unitId: 'orgUnit:a1', areas: ['a1'] },
  gardenSecretary: { userId: 'garden1', role: 'gardenSecretary', unitId: 'orgUnit:g1', areas: ['a1', 'a2'] },
  communitySecretary: { userId: 'secretary', role: 'communitySecretary', unitId: 'orgUnit:c1', areas: ['a1', 'a2'] },
  privacyOfficer: { userId: 'privacy', role: 'privacyOfficer', unitId: 'orgUnit:c1', areas: [] },
  admin: { userId: 'admin', role: 'admin', unitId: 'orgUnit:c1', areas: [] },
};

/** Somebody who holds one role where that role is usually held: area a1, building 12, community c1. */
export function aHolder(
  role: Role = 'gridWorker',
  given: Partial<Holder & Pick<Grant, 'areas' | 'buildings'>> = {},
): Holder {
  const { userId, ...grant } = usual[role];
  const { areas = grant.areas, buildings = grant.buildings, ...holder } = given;
  return {
    userId,
    community: 'c1',
    grants: [{ ...grant, areas, ...(buildings && { buildings }) }],
    sealed: [],
    pinned: [],
    ...holder,
  };
}
