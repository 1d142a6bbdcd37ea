import { describe, expect, it } from 'vitest';
import type { AnyDocument } from '../../src/domain/document.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { mayWrite, type WriteState } from '../../src/domain/may-write.ts';
import type { Role } from '../../src/domain/rights.ts';
import { assignmentsInForce } from '../../src/domain/service/assignments.ts';
import { serviceRows, type ServiceFacts } from '../../src/domain/service/service-extract.ts';
import {
  aDwelling,
  aHousehold,
  aNote,
  aResidency,
  aResident,
  aVisit,
  building12,
  flat1203,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aServiceAssignment } from '../builders/services.ts';

const assigned = aServiceAssignment();
const second = anId('serviceAssignment', 2);
const ended = aServiceAssignment({ _id: second, after: assigned._id, ended: true });
const renewed = aServiceAssignment({ _id: anId('serviceAssignment', 3), after: assigned._id, note: '改为周三来' });

describe('C4: which assignments of a provider hold', () => {
  it('the last of those that name one another; between two that saw the same, the end', () => {
    expect(assignmentsInForce([assigned])).toEqual([assigned]);
    expect(assignmentsInForce([renewed, assigned])).toEqual([renewed]);
    expect(assignmentsInForce([assigned, renewed, ended])).toEqual([]);
    expect(assignmentsInForce([ended, renewed, assigned])).toEqual([]);
    const other = aServiceAssignment({ _id: second, partnerId: anId('partner', 2) });
    expect(assignmentsInForce([assigned, other])).toHaveLength(2);
  });
});

describe('C4: what a provider may know', () => {
  const residentId = anId('resident');
  const facts: ServiceFacts = {
    assignments: [aServiceAssignment({ residentId })],
    dwellings: [aDwelling()],
    households: [aHousehold()],
    residents: [aResident()],
    residencies: [],
    withdrawals: [],
  };
  const rowsOf = (more: Partial<ServiceFacts> = {}) =>
    serviceRows({ ...facts, ...more }, 'a1').get(anId('partner')) ?? [];

  it('is name, address and service note of the household, and nothing else', () => {
    expect(rowsOf()).toEqual([
      {
        assignmentId: assigned._id,
        dwellingId: flat1203,
        householdId: anId('household'),
        buildingId: building12,
        area: 'a1',
        name: '欧阳明月',
        address: { estate: '莲心苑', building: '12栋', entrance: '1', floor: '12', room: '1203' },
        note: '每月一次，陪聊、量血压',
      },
    ]);
    expect(rowsOf({ assignments: [assigned] })[0]?.name).toBe('欧阳');
  });

  it('ends when the person has left the household, or the assignment has ended', () => {
    expect(rowsOf({ residencies: [aResidency({ residentId, change: 'died' })] })).toEqual([]);
    expect(rowsOf({ assignments: [assigned, ended] })).toEqual([]);
  });
});

const seen: WriteState = { after: assigned };
const theirs = { by: 'provider1', after: assigned._id };
const visit = aVisit(theirs);
const note = aNote({ ...theirs, dwellingId: flat1203, householdId: anId('household'), text: '血压正常' });

type Row = readonly [Role, string, AnyDocument, RefusalCode | undefined, WriteState?];
const rows: readonly Row[] = [
  ['areaSecretary', 'care-a1', { ...assigned, by: 'area1' }, undefined],
  ['gridWorker', 'care-a1', { ...assigned, by: 'grid1' }, 'not-yours'],
  ['areaSecretary', 'area-a1', { ...assigned, by: 'area1' }, 'wrong-tier'],
  ['areaSecretary', 'care-a1', { ...assigned, note: '证件 999999195001010014' }, 'invalid'],
  ['areaSecretary', 'care-a1', { ...assigned, note: '打 13900000001' }, 'invalid'],
  ['areaSecretary', 'care-a1', ended, undefined, seen],
  ['areaSecretary', 'care-a1', ended, 'not-yet'],
  ['areaSecretary', 'care-a1', { ...ended, after: undefined }, 'illegal-step'],
  ['areaSecretary', 'care-a1', { ...ended, householdId: anId('household', 2) }, 'illegal-step', seen],
  ['serviceProvider', 'area-a1', visit, undefined, seen],
  ['serviceProvider', 'care-a1', note, undefined, seen],
  ['serviceProvider', 'area-a1', note, 'wrong-tier', seen],
  ['serviceProvider', 'own-provider1', { ...note, after: undefined, private: true }, undefined],
  ['serviceProvider', 'area-a1', { ...visit, after: undefined }, 'not-yours', seen],
  ['serviceProvider', 'area-a1', visit, 'not-yet'],
  ['serviceProvider', 'area-a1', visit, 'not-yours', { after: ended }],
  ['serviceProvider', 'area-a1', visit, 'not-yours', { after: { ...assigned, partnerId: anId('partner', 2) } }],
  ['serviceProvider', 'area-a1', { ...visit, dwellingId: 'dwelling:a1-12-1-1204' }, 'not-yours', seen],
  ['serviceProvider', 'area-a1', { ...visit, householdId: anId('household', 2) }, 'not-yours', seen],
  ['serviceProvider', 'area-a1', { ...visit, supersedes: anId('visit', 2) }, 'not-yours', seen],
  ['serviceProvider', 'area-a2', visit, 'not-yours', seen],
  ['serviceProvider', 'care-a1', { ...assigned, by: 'provider1' }, 'not-yours'],
];

describe('C4: who writes what of it', () => {
  it.each(rows.map(([role, db, doc, code, state], n) => ({ n, role, db, doc, code, state })))(
    '$n $role $db $doc.type: $code',
    ({ role, db, doc, code, state = {} }) => {
      expect(mayWrite(aHolder(role), db, doc, state)).toBe(code);
    },
  );
});
