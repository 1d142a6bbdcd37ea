import { describe, expect, it } from 'vitest';
import type { OrgUnit } from '../../../src/domain/documents/organisation.ts';
import { mayWrite } from '../../../src/domain/may-write.ts';
import { changeOf } from '../../../src/domain/register.ts';
import type { Role } from '../../../src/domain/rights.ts';
import { anOrgUnit, aPlacement, aStamp, building12 } from '../../builders/documents.ts';
import { aHolder } from '../../builders/people.ts';

const aUnit = (id: string, level: string): OrgUnit =>
  changeOf<OrgUnit>({ ...anOrgUnit(), _id: id }, { level, name: id, order: 1 }, aStamp());
const units = new Map(
  [
    aUnit('orgUnit:c1', 'community'),
    aUnit('orgUnit:g1', 'garden'),
    aUnit('orgUnit:a1', 'area'),
    aUnit('orgUnit:a2', 'area'),
    anOrgUnit(),
    aUnit('orgUnit:a1-13', 'building'),
  ].map((unit) => [unit._id, unit]),
);

/** What is said of a placement that this role writes into its community's databases, where these units stand. */
function said(role: Role, unitId: string, parentId: string | undefined, database = 'ref-c1'): string | undefined {
  const { parentId: _, ...closing } = aPlacement({ unitId, by: aHolder(role).userId });
  const document = parentId === undefined ? closing : { ...closing, parentId };
  const state = { unit: units.get(unitId), parent: units.get(parentId ?? '') };
  return mayWrite(aHolder(role), database, document, state);
}

describe('A2: who may say where a unit stands', () => {
  it('is, for a building of the own community, its secretary', () => {
    expect(said('communitySecretary', building12, 'orgUnit:a2')).toBe(undefined);
    expect(said('communitySecretary', building12, 'orgUnit:g1')).toBe(undefined);
  });

  it.each([
    ['closes a building', building12, undefined],
    ['moves a building out of every branch', building12, 'orgUnit:c1'],
    ['puts a building beneath a building', building12, 'orgUnit:a1-13'],
    ['moves an area', 'orgUnit:a1', 'orgUnit:g1'],
    ['moves a building that is not of the community', 'orgUnit:other-12', 'orgUnit:a2'],
    ['moves a building out of the community', building12, 'orgUnit:other-a1'],
  ])('is not the secretary who %s', (_, unitId, parentId) => {
    expect(said('communitySecretary', unitId, parentId)).toBe('not-yours');
  });

  it('is nobody of another community, and nobody beneath', () => {
    expect(said('communitySecretary', building12, 'orgUnit:a2', 'ref-c2')).toBe('not-yours');
    for (const role of ['gardenSecretary', 'areaSecretary', 'gridWorker'] as const)
      expect(said(role, building12, 'orgUnit:a2')).toBe('not-yours');
  });

  it('is for everything else whoever makes units', () => {
    expect(said('admin', 'orgUnit:a1', 'orgUnit:g1')).toBe(undefined);
    expect(said('admin', building12, undefined)).toBe(undefined);
    expect(said('admin', building12, building12)).toBe('invalid');
  });
});
