import type { DocumentOf } from '../../src/domain/document.ts';
import { changeOf } from '../../src/domain/register.ts';
import { aStamp, monday } from './documents.ts';

const head = { schema: 1, by: 'secretary', deviceId: 'tablet-1', at: monday } as const;

export const aStaffMember = (
  given: { _id?: string; values?: { name?: string; left?: boolean } } = {},
): DocumentOf['staffMember'] =>
  changeOf<DocumentOf['staffMember']>(
    { ...head, _id: given._id ?? 'staffMember:w1', type: 'staffMember' },
    { name: '秦岚', ...given.values },
    aStamp(),
  );

export const aGridAssignment = (given: Partial<DocumentOf['gridAssignment']> = {}): DocumentOf['gridAssignment'] => ({
  ...head,
  _id: 'gridAssignment:w1-a1',
  type: 'gridAssignment',
  staffId: 'staffMember:w1',
  unitId: 'orgUnit:a1',
  from: '2020-01-01',
  ...given,
});
