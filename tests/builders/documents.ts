import type { DocumentOf } from '../../src/domain/document.ts';
import { planIdOf } from '../../src/domain/household-plan.ts';
import { structures } from '../../src/domain/organisation/structures.ts';
import { changeOf, type Head, type Register } from '../../src/domain/register.ts';
import { makeStamp, type Stamp } from '../../src/domain/stamp.ts';
import { anId } from './ids.ts';

/** Whatever a test says about a document; the rest is an ordinary Monday morning of grid1 in area a1. */
export type With<T extends keyof DocumentOf> = Partial<DocumentOf[T]>;

export const monday = '2026-11-23T09:30:00+08:00';
export const mondayMs = Date.parse(monday);
export const building12 = 'orgUnit:a1-12';
export const building13 = 'orgUnit:a1-13';
export const flat1203 = 'dwelling:a1-12-1-1203';

/** A stamp of grid1's tablet, `ms` after Monday morning. */
export const aStamp = (ms = 0, replica = 'grid1tablet'): Stamp => makeStamp(mondayMs + ms, 0, replica);

/** The head that every document of a test begins with. */
export const headOf = <T extends keyof DocumentOf>(type: T, _id: string = anId(type)) => ({
  _id,
  type,
  schema: 1 as const,
  by: 'grid1',
  deviceId: 'tablet-1',
  at: monday,
});

export const aVisit = (given: With<'visit'> = {}): DocumentOf['visit'] => ({
  ...headOf('visit'),
  dwellingId: flat1203,
  buildingId: building12,
  householdId: anId('household'),
  outcome: 'met',
  startedAt: '2026-11-23T09:20:00+08:00',
  endedAt: monday,
  ...given,
});

export const someAnswers = (given: With<'visitAnswers'> = {}): DocumentOf['visitAnswers'] => ({
  ...headOf('visitAnswers'),
  visitId: anId('visit'),
  dwellingId: flat1203,
  checklistId: 'routine',
  checklistVersion: 1,
  answers: { outcome: 'met' },
  ...given,
});

export const aNote = (given: With<'note'> = {}): DocumentOf['note'] => ({
  ...headOf('note'),
  text: '楼道灯坏了',
  buildingId: building12,
  ...given,
});

export const aMatter = (given: With<'matter'> = {}): DocumentOf['matter'] => ({
  ...headOf('matter'),
  buildingId: building12,
  matterType: 'lighting',
  text: '三楼楼道灯不亮',
  severity: 'ordinary',
  resolution: 'done',
  source: 'visit',
  ...given,
});

/** Accepts `anId('visit')` unless told otherwise; `after` follows `visitId`. */
export const aReview = (given: With<'review'> = {}): DocumentOf['review'] => ({
  ...headOf('review'),
  by: 'area1',
  deviceId: 'tablet-area1',
  visitId: anId('visit'),
  verdict: 'accepted',
  after: given.visitId ?? anId('visit'),
  ...given,
});

export const aRefusal = (given: With<'refusal'> = {}): DocumentOf['refusal'] => ({
  ...headOf('refusal'),
  dwellingId: flat1203,
  visitId: anId('visit'),
  choice: 'no_more',
  ...given,
});

export const aPostponement = (given: With<'postponement'> = {}): DocumentOf['postponement'] => ({
  ...headOf('postponement'),
  dwellingId: flat1203,
  until: '2026-11-30',
  ...given,
});

export const anAssignment = (given: With<'assignment'> = {}): DocumentOf['assignment'] => ({
  ...headOf('assignment'),
  by: 'area1',
  deviceId: 'tablet-area1',
  dwellingId: flat1203,
  assignee: 'grid1',
  ...given,
});

export const aVisitRound = (given: With<'visitRound'> = {}): DocumentOf['visitRound'] => ({
  ...headOf('visitRound'),
  by: 'area1',
  title: '电梯改造入户',
  buildings: [building12],
  checklistId: 'routine',
  from: '2026-11-23',
  to: '2026-12-06',
  ...given,
});

export const aRoundClosing = (given: With<'roundClosing'> = {}): DocumentOf['roundClosing'] => {
  const roundId = given.roundId ?? anId('visitRound');
  return { ...headOf('roundClosing'), by: 'area1', roundId, after: roundId, ...given };
};

export const anImpact = (given: With<'impact'> = {}): DocumentOf['impact'] => ({
  ...headOf('impact'),
  roundId: anId('visitRound'),
  dwellingId: flat1203,
  score: 2,
  ...given,
});

export const aKnockReason = (given: With<'knockReason'> = {}): DocumentOf['knockReason'] => ({
  ...headOf('knockReason'),
  by: 'admin1',
  slot: 3,
  version: 1,
  name: { zh: '困难必敲', en: 'In hardship' },
  checklistId: 'hardship',
  ...given,
});

export const aWithdrawal = (given: With<'withdrawal'> = {}): DocumentOf['withdrawal'] => ({
  ...headOf('withdrawal'),
  subjectId: anId('matter'),
  after: given.subjectId ?? anId('matter'),
  visitId: anId('visit'),
  ...given,
});

export const aResidency = (given: With<'residency'> = {}): DocumentOf['residency'] => ({
  ...headOf('residency'),
  residentId: anId('resident'),
  householdId: anId('household'),
  change: 'movedIn',
  on: '2026-11-20',
  ...given,
});

export const aConsent = (given: With<'consent'> = {}): DocumentOf['consent'] => ({
  ...headOf('consent'),
  dwellingId: flat1203,
  visitId: anId('visit'),
  given: 'yes',
  scope: [],
  how: 'oral',
  noticeVersion: '1',
  ...given,
});

export const aProposal = (given: With<'proposal'> = {}): DocumentOf['proposal'] => ({
  ...headOf('proposal'),
  dwellingId: flat1203,
  visitId: anId('visit'),
  kind: 'careTag',
  subject: 'elderlyAlone',
  level: 'key',
  ...given,
});

export const aConfirmation = (given: With<'confirmation'> = {}): DocumentOf['confirmation'] => ({
  ...headOf('confirmation'),
  by: 'area1',
  deviceId: 'tablet-area1',
  proposalId: anId('proposal'),
  after: given.proposalId ?? anId('proposal'),
  decision: 'confirmed',
  ...given,
});

export const aPlanCancellation = (given: With<'planCancellation'> = {}): DocumentOf['planCancellation'] => ({
  ...headOf('planCancellation'),
  by: 'area1',
  deviceId: 'tablet-area1',
  dwellingId: flat1203,
  tagId: anId('proposal'),
  after: given.tagId ?? anId('proposal'),
  dueOn: '2026-11-30',
  reason: '住院，家属陪护',
  ...given,
});

export const anOpening = (given: With<'opening'> = {}): DocumentOf['opening'] => ({
  ...headOf('opening'),
  db: 'care-a1',
  subjectId: flat1203,
  purpose: 'prepare',
  ...given,
});

export const aPolicy = (given: With<'policy'> = {}): DocumentOf['policy'] => ({
  ...headOf('policy', 'policy:routine-1'),
  by: 'admin',
  key: 'routine',
  version: 1,
  intervalDays: 182,
  checklistId: 'routine',
  cadence: { zh: '半年走访', en: 'Every half year' },
  ...given,
});

/** Who writes which fields of a register, and with which stamp. */
export interface Changed<V> {
  readonly _id?: string;
  readonly values?: Partial<V>;
  readonly stamp?: Stamp;
  readonly head?: Partial<Head>;
}
type Values<T extends { fields: object }> = {
  [K in keyof T['fields']]-?: NonNullable<T['fields'][K]> extends { v: infer V } ? V : never;
};

function aRegister<T extends Register>(head: Head, whole: Partial<Values<T>>, given: Changed<Values<T>>): T {
  const { _id = head._id, values, stamp = aStamp() } = given;
  return changeOf<T>({ ...head, ...given.head, _id }, { ...whole, ...values }, stamp);
}

export const aDwelling = (given: Changed<Values<DocumentOf['dwelling']>> = {}): DocumentOf['dwelling'] =>
  aRegister<DocumentOf['dwelling']>(
    headOf('dwelling', flat1203),
    {
      address: {
        buildingId: building12,
        estate: '莲心苑',
        building: '12栋',
        entrance: '1',
        floor: '12',
        room: '1203',
      },
      useStatus: 'self',
      kind: 'residential',
    },
    given,
  );

export const aHousehold = (given: Changed<Values<DocumentOf['household']>> = {}): DocumentOf['household'] =>
  aRegister<DocumentOf['household']>(
    headOf('household'),
    { dwellingId: flat1203, familyName: '欧阳', kind: 'permanent', size: 3 },
    given,
  );

export const aResident = (given: Changed<Values<DocumentOf['resident']>> = {}): DocumentOf['resident'] =>
  aRegister<DocumentOf['resident']>(
    headOf('resident'),
    { householdId: anId('household'), name: '欧阳明月', phone: { number: '13900000001' } },
    given,
  );

export const anIdentity = (given: Changed<Values<DocumentOf['identity']>> = {}): DocumentOf['identity'] =>
  aRegister<DocumentOf['identity']>(
    headOf('identity'),
    { residentId: anId('resident'), paper: { kind: 'idCard', number: '999999195001010014' } },
    given,
  );

/** The plan of `anId('household')`, not agreed yet. */
export const aPlan = (given: Changed<Values<DocumentOf['householdPlan']>> = {}): DocumentOf['householdPlan'] =>
  aRegister<DocumentOf['householdPlan']>(
    headOf('householdPlan', planIdOf(given.values?.householdId ?? anId('household'))),
    { householdId: anId('household'), dwellingId: flat1203, goal: '年内搬进公租房' },
    given,
  );

export const aMeasure = (given: Changed<Values<DocumentOf['planMeasure']>> = {}): DocumentOf['planMeasure'] =>
  aRegister<DocumentOf['planMeasure']>(
    headOf('planMeasure'),
    {
      householdId: anId('household'),
      dwellingId: flat1203,
      programme: 'hardship',
      measure: '帮忙申请公租房',
      owner: '周敏',
      dueOn: '2026-12-20',
      state: { is: 'drafted', on: '2026-11-23' },
    },
    given,
  );

export const anOrgUnit = (given: Changed<Values<DocumentOf['orgUnit']>> = {}): DocumentOf['orgUnit'] =>
  aRegister<DocumentOf['orgUnit']>(
    { ...headOf('orgUnit', building12), by: 'admin' },
    { level: 'building', name: '12栋', parentId: 'orgUnit:a1', order: 12 },
    given,
  );

export const aStructure = (given: With<'structure'> = {}): DocumentOf['structure'] => ({
  ...headOf('structure', 'structure:c1-v1'),
  by: 'admin',
  version: 1,
  from: '2020-01-01',
  levels: structures.fiveLevels,
  ...given,
});

/** As the relay writes it: building 12 went from area a1 to area a2. */
export const aRelocation = (given: With<'relocation'> = {}): DocumentOf['relocation'] => ({
  ...headOf('relocation', 'relocation:a1-12-1'),
  by: 'relay',
  deviceId: 'relay',
  buildingId: building12,
  from: 'a1',
  to: 'a2',
  placementId: 'placement:a1-12-1',
  turn: 1,
  ...given,
});

export const aPlacement = (given: With<'placement'> = {}): DocumentOf['placement'] => ({
  ...headOf('placement', 'placement:a1-12-1'),
  by: 'admin',
  unitId: building12,
  parentId: 'orgUnit:a2',
  from: '2026-07-01',
  ...given,
});

export const aPost = (given: With<'post'> = {}): DocumentOf['post'] => ({
  ...headOf('post', 'post:a1-12-leader'),
  by: 'admin',
  unitId: building12,
  kind: 'buildingLeader',
  holderName: '许芳',
  publicPhone: '02700000012',
  from: '2020-01-01',
  ...given,
});

/** A party member of building 12 looks after the home of `anId('household')`. */
export const aCharge = (given: With<'charge'> = {}): DocumentOf['charge'] => ({
  ...headOf('charge'),
  by: 'area1',
  householdId: anId('household'),
  dwellingId: flat1203,
  unitId: building12,
  seat: 'm1',
  from: '2020-01-01',
  ...given,
});

export const aMemberRegistration = (
  given: Changed<Values<DocumentOf['memberRegistration']>> = {},
): DocumentOf['memberRegistration'] =>
  aRegister<DocumentOf['memberRegistration']>(
    { ...headOf('memberRegistration'), by: 'area1' },
    { name: '测试党员', phone: '19900000061', organisation: '市第三医院', buildingId: building12, offers: '量血压' },
    given,
  );

export const aServicePoint = (given: Changed<Values<DocumentOf['servicePoint']>> = {}): DocumentOf['servicePoint'] =>
  aRegister<DocumentOf['servicePoint']>(
    { ...headOf('servicePoint'), by: 'secretary1' },
    { kind: 'repair', name: '老赵家电', address: '景兰苑 3 栋底商', hours: '8:30–18:00', phone: '02700000031' },
    given,
  );

export const anAgentService = (given: Changed<Values<DocumentOf['agentService']>> = {}): DocumentOf['agentService'] =>
  aRegister<DocumentOf['agentService']>(
    { ...headOf('agentService'), by: 'secretary1' },
    {
      name: '老年优待证',
      alsoCalled: '老年证 敬老证',
      papers: ['身份证', '户口本', '一寸照片两张'],
      office: '社区党群服务中心',
      byAgent: true,
    },
    given,
  );

export const aPartner = (given: Changed<Values<DocumentOf['partner']>> = {}): DocumentOf['partner'] =>
  aRegister<DocumentOf['partner']>(
    { ...headOf('partner'), by: 'secretary1' },
    { name: '云溪小学', kind: 'school', contact: '何老师', phone: '02700000041' },
    given,
  );

/** The first two residents are one person, says grid1. */
export const aSamePerson = (given: With<'samePerson'> = {}): DocumentOf['samePerson'] => ({
  ...headOf('samePerson'),
  residentId: anId('resident', 1),
  otherId: anId('resident', 2),
  same: true,
  ...given,
});

/** grid1 takes on the must-arrive of `anId('proposal')`; `after` follows `proposalId`. */
export const anArrivalStep = (given: With<'arrivalStep'> = {}): DocumentOf['arrivalStep'] => ({
  ...headOf('arrivalStep'),
  proposalId: anId('proposal'),
  after: given.proposalId ?? anId('proposal'),
  stage: 'acknowledged',
  ...given,
});

/** As the relay writes it: area a1 has the must-arrive of `anId('proposal')`. */
export const anEscalation = (given: With<'escalation'> = {}): DocumentOf['escalation'] => ({
  ...headOf('escalation', 'escalation:a1-area'),
  by: 'relay',
  deviceId: 'relay',
  proposalId: anId('proposal'),
  area: 'a1',
  level: 'area',
  unitId: 'orgUnit:a1',
  ...given,
});

export const anArrivalTarget = (given: With<'arrivalTarget'> = {}): DocumentOf['arrivalTarget'] => ({
  ...headOf('arrivalTarget', 'arrivalTarget:c1-incident-1'),
  by: 'admin',
  reason: 'incident',
  version: 1,
  from: '2020-01-01',
  minutes: 20,
  thenMinutes: 10,
  ...given,
});
