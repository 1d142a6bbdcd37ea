import type { DocumentOf } from '../../src/domain/document.ts';
import { headOf, type With } from './documents.ts';
import { anId } from './ids.ts';

export const aPartyRule = (given: With<'partyRule'> = {}): DocumentOf['partyRule'] => ({
  ...headOf('partyRule', 'partyRule:c1-facility-1'),
  by: 'admin',
  matterType: 'facility',
  version: 1,
  from: '2020-01-01',
  sides: ['residentsGroup', 'ownersCommittee', 'propertyCompany'],
  ...given,
});

/** The parties A, B and C of the matter `anId('matter')`; `after` follows `matterId`. */
export const aTaskGroup = (given: With<'taskGroup'> = {}): DocumentOf['taskGroup'] => ({
  ...headOf('taskGroup'),
  matterId: anId('matter'),
  after: given.matterId ?? anId('matter'),
  parties: [
    { side: 'residentsGroup', name: '12栋居民小组' },
    { side: 'ownersCommittee', name: '莲心苑业委会' },
    { side: 'propertyCompany', name: '安居物业' },
  ],
  ...given,
});

/** The residents' group replied to `anId('taskGroup')`. */
export const aPartyAnswer = (given: With<'partyAnswer'> = {}): DocumentOf['partyAnswer'] => ({
  ...headOf('partyAnswer'),
  matterId: anId('matter'),
  after: anId('taskGroup'),
  side: 'residentsGroup',
  answer: 'replied',
  text: '同意在周六施工',
  ...given,
});

export const aMatterClosing = (given: With<'matterClosing'> = {}): DocumentOf['matterClosing'] => ({
  ...headOf('matterClosing'),
  by: 'area1',
  deviceId: 'tablet-area1',
  matterId: anId('matter'),
  after: anId('taskGroup'),
  answers: [],
  ...given,
});
