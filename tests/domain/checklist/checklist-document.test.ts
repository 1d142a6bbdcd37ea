import { expect, test } from 'vitest';
import { checklistDocumentId } from '../../../src/domain/checklist/checklist-document.ts';
import { defaultChecklists } from '../../../src/domain/checklist/default/default-checklists.ts';
import { mayWrite } from '../../../src/domain/may-write.ts';
import type { Role } from '../../../src/domain/rights.ts';

const [list] = defaultChecklists();
if (!list) throw new Error('no list');
const next = { ...list, version: 2 };
const document = (checklist: object, _id = checklistDocumentId(next)) => ({
  ...{ _id, type: 'checklist', schema: 1, by: 'lin', deviceId: 'desk-1', at: '2026-03-18T10:00:00+08:00' },
  checklist,
});
const verdict = (doc: ReturnType<typeof document>, role: Role = 'communitySecretary', stored?: object) =>
  mayWrite(
    { userId: 'lin', community: 'c1', grants: [{ role, unitId: 'orgUnit:c1', areas: ['a1'] }], sealed: [], pinned: [] },
    'ref-c1',
    doc,
    { deviceId: 'desk-1', stored },
  );

test('a version of a checklist is published by those who answer for the community, and by nobody else', () => {
  expect(verdict(document(next))).toBeUndefined();
  expect(verdict(document(next), 'admin')).toBeUndefined();
  for (const role of ['gridWorker', 'buildingLeader', 'areaSecretary', 'gardenSecretary', 'privacyOfficer'] as const)
    expect(verdict(document(next), role), role).toBe('not-yours');
});

test('a version is named after itself, and stands as it was published', () => {
  expect(verdict(document(next, 'checklist:routine-v3'))).toBe('invalid');
  expect(verdict(document(next, 'checklist:01HV0000000000000000000000'))).toBe('invalid');
  expect(verdict(document(next), 'communitySecretary', document({ ...next, targetMinutes: 9 }))).toBe('fact-exists');
});

test('a list of which no form can be made is not taken', () => {
  const [first, ...others] = next.questions;
  expect(verdict(document({ ...next, questions: [...others, first] }))).toBe('invalid');
});
