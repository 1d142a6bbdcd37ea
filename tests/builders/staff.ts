import type { DocumentOf } from '../../src/domain/document.ts';
import { monday, type With } from './documents.ts';

const head = { schema: 1, by: 'secretary', deviceId: 'tablet-1', at: monday } as const;

/** Of the staff since 2020; the id follows `staffId`. */
export const aStaffMember = (given: With<'staffMember'> = {}): DocumentOf['staffMember'] => ({
  ...head,
  _id: `staffMember:${given.staffId ?? 'w1'}`,
  type: 'staffMember',
  staffId: 'w1',
  name: '秦岚',
  from: '2020-01-01',
  ...given,
});

export const aGridAssignment = (given: With<'gridAssignment'> = {}): DocumentOf['gridAssignment'] => ({
  ...head,
  _id: 'gridAssignment:w1-a1',
  type: 'gridAssignment',
  staffId: 'w1',
  unitId: 'orgUnit:a1',
  from: '2020-01-01',
  ...given,
});
