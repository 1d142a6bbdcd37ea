import type { DocumentType } from './catalogue.ts';
import type { Role } from './rights.ts';

/** 三方联动: a matter goes to its parties, and what they say is written down. */
const ofParties: readonly DocumentType[] = ['taskGroup', 'partyAnswer'];

const ofWorker: readonly DocumentType[] = [
  'dwelling',
  'household',
  'resident',
  'identity',
  'visit',
  'visitAnswers',
  'note',
  'matter',
  'refusal',
  'postponement',
  'withdrawal',
  'residency',
  'consent',
  'proposal',
  'arrivalStep',
  'householdPlan',
  'planMeasure',
  'opening',
  'impact',
  'samePerson',
  ...ofParties,
];
const ofRounds: readonly DocumentType[] = ['visitRound', 'roundClosing', 'impact'];
const ofSecretary: readonly DocumentType[] = [
  ...ofRounds,
  ...ofParties,
  'matterClosing',
  'review',
  'assignment',
  'confirmation',
  'planCancellation',
  'note',
  'matter',
  'withdrawal',
  'opening',
  'postponement',
];

/** 下沉网格: who works for the community, and where. */
const ofStaff: readonly DocumentType[] = ['staffMember', 'gridAssignment'];

/** 服务点, 代办事项, 辖区单位: what everybody of the community may look up. */
const nearby: readonly DocumentType[] = ['servicePoint', 'agentService', 'partner'];

/** Types that a role may write, beside private notes in one's own database. */
export const writableTypes: Readonly<Record<Role, readonly DocumentType[]>> = {
  gridWorker: ofWorker,
  // of openings only those of emergency cards, of an own building
  buildingLeader: ['visit', 'matter', 'opening'],
  deployedMember: ['visit', 'matter'],
  serviceProvider: ['visit', 'note'],
  areaSecretary: [
    ...ofSecretary,
    'dwelling',
    'household',
    'resident',
    'identity',
    'visit',
    'visitAnswers',
    'consent',
    'proposal',
    'arrivalStep',
    'refusal',
    'residency',
    'charge',
    'memberRegistration',
    'samePerson',
    'householdPlan',
    'planMeasure',
    'serviceAssignment',
  ],
  gardenSecretary: [
    ...ofRounds,
    ...ofParties,
    'matterClosing',
    'review',
    'assignment',
    'note',
    'matter',
    'arrivalStep',
    'opening',
  ],
  communitySecretary: [
    ...ofRounds,
    ...ofParties,
    'matterClosing',
    'partyRule',
    ...nearby,
    'knockReason',
    'review',
    'assignment',
    'note',
    'matter',
    'arrivalStep',
    'opening',
    'policy',
    'arrivalTarget',
    'checklist',
    'post',
    ...ofStaff,
    'placement',
    'memberRegistration',
    'charge',
  ],
  privacyOfficer: [],
  admin: [
    ...nearby,
    'partyRule',
    'orgUnit',
    'structure',
    'placement',
    'post',
    ...ofStaff,
    'policy',
    'arrivalTarget',
    'checklist',
    'knockReason',
  ],
};
