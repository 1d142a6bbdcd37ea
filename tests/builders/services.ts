import type { DocumentOf } from '../../src/domain/document.ts';
import { flat1203, headOf, type With } from './documents.ts';
import { anId } from './ids.ts';

/** The first partner serves `anId('household')`, says its secretary. */
export const aServiceAssignment = (given: With<'serviceAssignment'> = {}): DocumentOf['serviceAssignment'] => ({
  ...headOf('serviceAssignment'),
  by: 'area1',
  deviceId: 'tablet-area1',
  partnerId: anId('partner'),
  dwellingId: flat1203,
  householdId: anId('household'),
  note: '每月一次，陪聊、量血压',
  ...given,
});
