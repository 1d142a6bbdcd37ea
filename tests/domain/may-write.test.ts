import { describe, expect, it } from 'vitest';
import type { AnyDocument } from '../../src/domain/document.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { mayWrite, type WriteState } from '../../src/domain/may-write.ts';
import type { Role } from '../../src/domain/rights.ts';
import {
  aCharge,
  aConfirmation,
  aConsent,
  aDwelling,
  aHousehold,
  aKnockReason,
  aMatter,
  anAssignment,
  anIdentity,
  anImpact,
  aNote,
  anOpening,
  anOrgUnit,
  aPlacement,
  aPlanCancellation,
  aPolicy,
  aPost,
  aPostponement,
  aProposal,
  aRefusal,
  aResidency,
  aResident,
  aRoundClosing,
  aReview,
  aStructure,
  aVisit,
  aVisitRound,
  aWithdrawal,
  building12,
  building13,
  someAnswers,
} from '../builders/documents.ts';
import { aGridAssignment, aStaffMember } from '../builders/staff.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

type Row = readonly [Role, string, AnyDocument, RefusalCode | undefined, WriteState?];
const name = ([role, database, { type }, verdict]: Row): string =>
  `${role} ${type} in ${database}: ${verdict ?? 'yes'}`;

/** The document as its role would write it. */
const by = <T extends AnyDocument>(role: Role, document: T): T => ({ ...document, by: aHolder(role).userId });

function judged([role, database, document, , state = {}]: Row): RefusalCode | undefined {
  return mayWrite(aHolder(role), database, document, state);
}
const holds = (rows: readonly Row[]): void => {
  it.each(rows.map((row) => [name(row), row] as const))('%s', (_, row) => {
    expect(judged(row)).toBe(row[3]);
  });
};

const visit = aVisit();
const T2 = { checklistTier: 'T2' };
const T3 = { checklistTier: 'T3' };
const T4 = { checklistTier: 'T4' };
const sealed = 'sealed-reintegration-c1';

describe('who may write what where', () => {
  const here = { buildingId: building12 };
  const anEmergency = anOpening({ emergency: 'noAnswer', buildingId: building12 });
  const worker: readonly Row[] = [
    ['gridWorker', 'area-a1', visit, undefined],
    ['gridWorker', 'area-a2', visit, 'not-yours'],
    ['gridWorker', 'area-a1', aDwelling(), undefined],
    ['gridWorker', 'area-a1', aHousehold(), undefined],
    ['gridWorker', 'area-a1', aResident(), undefined],
    ['gridWorker', 'area-a2', aResident(), 'not-yours'],
    ['gridWorker', 'care-a1', anIdentity(), undefined],
    ['gridWorker', 'area-a1', anIdentity(), 'wrong-tier'],
    ['gridWorker', 'area-a1', aNote(), undefined],
    ['gridWorker', 'care-a1', aNote(), undefined],
    ['gridWorker', 'own-grid1', aNote({ private: true }), undefined],
    ['gridWorker', 'own-grid1', aNote(), 'wrong-tier'],
    ['gridWorker', 'area-a1', aNote({ private: true }), 'wrong-tier'],
    ['gridWorker', 'own-grid2', aNote({ private: true }), 'not-yours'],
    ['gridWorker', 'area-a1', aMatter(), undefined],
    ['gridWorker', 'area-a1', aRefusal(), undefined],
    ['gridWorker', 'area-a1', aPostponement(), undefined],
    ['gridWorker', 'area-a1', aResidency(), undefined],
    ['gridWorker', 'care-a1', aConsent(), undefined],
    ['gridWorker', 'area-a1', aConsent(), 'wrong-tier'],
    ['gridWorker', 'care-a1', aProposal(), undefined],
    ['gridWorker', 'area-a1', aProposal(), 'wrong-tier'],
    ['gridWorker', 'log-c1', anOpening(), undefined],
    ['gridWorker', 'area-a1', { ...anAssignment(), by: 'grid1' }, 'not-yours'],
    ['gridWorker', 'area-a1', { ...aReview(), by: 'grid1' }, 'not-yours', { after: aVisit({ by: 'grid2' }) }],
    ['gridWorker', 'care-a1', { ...aConfirmation(), by: 'grid1' }, 'not-yours', { after: aProposal() }],
    ['gridWorker', 'ref-c1', { ...aPolicy(), by: 'grid1' }, 'not-yours'],
    ['gridWorker', 'ref-c1', { ...anOrgUnit(), by: 'grid1' }, 'not-yours'],
    ['gridWorker', 'handover-c1', visit, 'wrong-tier'],
    ['gridWorker', 'auth', visit, 'wrong-tier'],
    ['gridWorker', '../area-a1', visit, 'wrong-tier'],
  ];
  const tiers: readonly Row[] = [
    ['gridWorker', 'care-a1', someAnswers(), undefined, T2],
    ['gridWorker', 'care-a1', someAnswers(), undefined, T3],
    ['gridWorker', 'care-a1', someAnswers(), 'wrong-tier', T4],
    ['gridWorker', 'care-a1', someAnswers(), 'not-yet'],
    ['gridWorker', 'area-a1', someAnswers(), 'wrong-tier', T2],
    ['gridWorker', sealed, someAnswers(), undefined, T4],
    ['gridWorker', sealed, someAnswers(), 'wrong-tier', T3],
    ['gridWorker', sealed, aProposal({ checklistId: 'reintegration' }), undefined, T4],
    ['gridWorker', 'care-a1', aProposal({ checklistId: 'reintegration' }), 'wrong-tier', T4],
    ['areaSecretary', 'care-a1', by('areaSecretary', someAnswers()), undefined, T3],
    ['gardenSecretary', 'care-a1', by('gardenSecretary', someAnswers()), 'not-yours', T3],
    ['communitySecretary', sealed, by('communitySecretary', someAnswers()), 'not-yours', T4],
  ];
  const leader: readonly Row[] = [
    ['buildingLeader', 'area-a1', by('buildingLeader', visit), undefined, here],
    ['buildingLeader', 'area-a1', by('buildingLeader', visit), 'not-yours', { buildingId: building13 }],
    ['buildingLeader', 'area-a1', by('buildingLeader', visit), 'not-yours'],
    ['buildingLeader', 'area-a2', by('buildingLeader', visit), 'not-yours', here],
    ['buildingLeader', 'area-a1', by('buildingLeader', aMatter()), undefined, here],
    ['buildingLeader', 'area-a1', by('buildingLeader', aMatter()), 'not-yours', { buildingId: building13 }],
    ['buildingLeader', 'area-a1', by('buildingLeader', aNote()), 'not-yours', here],
    ['buildingLeader', 'own-building1', by('buildingLeader', aNote({ private: true })), undefined, here],
    ['buildingLeader', 'area-a1', by('buildingLeader', aDwelling()), 'not-yours', here],
    ['buildingLeader', 'area-a1', by('buildingLeader', aResident()), 'not-yours', here],
    ['buildingLeader', 'area-a1', by('buildingLeader', aRefusal()), 'not-yours', here],
    ['buildingLeader', 'area-a1', by('buildingLeader', aReview()), 'not-yours', { ...here, after: visit }],
    ['buildingLeader', 'care-a1', by('buildingLeader', someAnswers()), 'not-yours', { ...here, ...T3 }],
    ['buildingLeader', sealed, by('buildingLeader', someAnswers()), 'not-yours', { ...here, ...T4 }],
    ['buildingLeader', 'log-c1', by('buildingLeader', anOpening()), 'not-yours', here],
    ['buildingLeader', 'log-c1', by('buildingLeader', anEmergency), undefined, here],
    ['buildingLeader', 'log-c1', by('buildingLeader', anEmergency), 'not-yours', { buildingId: building13 }],
    ['buildingLeader', 'log-c1', by('buildingLeader', anEmergency), 'not-yours'],
  ];
  const above: readonly Row[] = [
    ['areaSecretary', 'area-a1', anAssignment(), undefined],
    ['areaSecretary', 'area-a2', anAssignment(), 'not-yours'],
    ['areaSecretary', 'area-a1', by('areaSecretary', visit), undefined],
    ['areaSecretary', 'care-a1', by('areaSecretary', anIdentity()), undefined],
    ['gardenSecretary', 'area-a2', by('gardenSecretary', anAssignment()), undefined],
    ['gardenSecretary', 'area-a3', by('gardenSecretary', anAssignment()), 'not-yours'],
    ['gardenSecretary', 'area-a1', by('gardenSecretary', visit), 'not-yours'],
    ['gardenSecretary', 'area-a1', by('gardenSecretary', aResident()), 'not-yours'],
    ['communitySecretary', 'ref-c1', by('communitySecretary', aPolicy()), undefined],
    ['communitySecretary', 'ref-c1', by('communitySecretary', anOrgUnit()), 'not-yours'],
    ['admin', 'ref-c1', by('admin', anOrgUnit()), undefined],
    ['admin', 'ref-c2', by('admin', anOrgUnit()), 'not-yours'],
    ['admin', 'ref-c1', by('admin', aStructure()), undefined],
    ['admin', 'ref-c1', by('admin', aPlacement()), undefined],
    ['admin', 'ref-c1', by('admin', aPost()), undefined],
    ['admin', 'area-a1', by('admin', aCharge()), 'not-yours'],
    ['communitySecretary', 'ref-c1', by('communitySecretary', aPost()), undefined],
    ['communitySecretary', 'ref-c1', by('communitySecretary', aPlacement()), 'not-yours'],
    ['communitySecretary', 'ref-c1', by('communitySecretary', aStructure()), 'not-yours'],
    ['communitySecretary', 'area-a1', by('communitySecretary', aCharge()), undefined],
    ['gardenSecretary', 'ref-c1', by('gardenSecretary', aPost()), 'not-yours'],
    ['areaSecretary', 'area-a1', aCharge(), undefined],
    ['areaSecretary', 'area-a2', aCharge(), 'not-yours'],
    ['areaSecretary', 'ref-c1', aCharge(), 'wrong-tier'],
    ['areaSecretary', 'ref-c1', by('areaSecretary', aPost()), 'not-yours'],
    ['gridWorker', 'area-a1', { ...aCharge(), by: 'grid1' }, 'not-yours'],
    ['gridWorker', 'ref-c1', { ...aPost(), by: 'grid1' }, 'not-yours'],
    ['buildingLeader', 'area-a1', by('buildingLeader', aCharge()), 'not-yours', here],
    ['admin', 'area-a1', by('admin', visit), 'not-yours'],
    ['admin', 'area-a1', by('admin', aResident()), 'not-yours'],
    ['privacyOfficer', 'area-a1', by('privacyOfficer', visit), 'not-yours'],
    ['privacyOfficer', 'log-c1', by('privacyOfficer', anOpening()), 'not-yours'],
  ];
  holds([...worker, ...tiers, ...leader, ...above]);
});

describe('what rights and counts read of the organisation', () => {
  const stored = anOrgUnit();
  const changed = (values: object): AnyDocument =>
    by(
      'admin',
      anOrgUnit({
        values: { level: undefined, name: undefined, parentId: undefined, order: undefined, ...values },
      }),
    );
  holds([
    ['admin', 'ref-c1', changed({ name: '十二栋' }), undefined, { stored }],
    ['admin', 'ref-c1', changed({ parentId: 'orgUnit:a2' }), 'illegal-step', { stored }],
    ['admin', 'ref-c1', changed({ level: 'area' }), 'illegal-step', { stored }],
    ['admin', 'ref-c1', changed({ key: 'a9' }), 'illegal-step', { stored }],
    ['admin', 'ref-c1', changed({ parentId: 'orgUnit:a1' }), undefined, { stored }],
    ['admin', 'ref-c1', by('admin', aPlacement({ parentId: building12 })), 'invalid'],
    ['communitySecretary', 'ref-c1', by('communitySecretary', aGridAssignment()), undefined],
    ['communitySecretary', 'ref-c1', by('communitySecretary', aGridAssignment({ until: '2019-01-01' })), 'invalid'],
    ['areaSecretary', 'ref-c1', by('areaSecretary', aGridAssignment()), 'not-yours'],
    ['gridWorker', 'ref-c1', aStaffMember(), 'not-yours'],
    ['admin', 'ref-c1', by('admin', aStaffMember()), undefined],
    ['admin', 'ref-c1', by('admin', aPost()), 'fact-exists', { stored: aPost({ holderName: '别人' }) }],
  ]);
});

describe('whose it is, and whether it is new', () => {
  holds([
    ['gridWorker', 'area-a1', aVisit({ by: 'grid2' }), 'not-author'],
    ['gridWorker', 'area-a1', visit, undefined, { deviceId: 'tablet-1' }],
    ['gridWorker', 'area-a1', visit, 'not-author', { deviceId: 'tablet-2' }],
    ['gridWorker', 'area-a1', visit, 'fact-exists', { stored: aVisit({ outcome: 'refused' }) }],
    ['gridWorker', 'area-a1', aHousehold(), undefined, { stored: aHousehold() }],
    ['gridWorker', 'area-a2', aVisit({ by: 'grid2' }), 'not-yours', { stored: visit }],
  ]);
});

describe('the next step', () => {
  const mine = aVisit({ by: 'area1' });
  const returned = aReview({ verdict: 'returned', reason: '时间不对' });
  const accepted = aReview();
  const next = { _id: anId('visit', 2), supersedes: visit._id };
  const state = (after: AnyDocument, superseded: AnyDocument = visit): WriteState => ({ after, superseded });
  const secretary = (more: object): AnyDocument => aVisit({ ...next, by: 'area1', after: accepted._id, ...more });
  const other = aVisit({ _id: anId('visit', 9) });

  describe('after a visit: its review, by somebody else', () => {
    holds([
      ['areaSecretary', 'area-a1', accepted, undefined, { after: visit }],
      ['areaSecretary', 'area-a1', accepted, 'not-yet'],
      ['areaSecretary', 'area-a1', accepted, 'illegal-step', { after: mine }],
      ['areaSecretary', 'area-a1', accepted, 'illegal-step', { after: other }],
      ['areaSecretary', 'area-a1', accepted, 'illegal-step', { after: aNote() }],
      ['areaSecretary', 'area-a1', returned, undefined, { after: visit }],
      ['areaSecretary', 'area-a1', aReview({ verdict: 'returned' }), 'invalid', { after: visit }],
      ['areaSecretary', 'area-a1', aReview({ verdict: 'returned', reason: '  ' }), 'invalid', { after: visit }],
      ['gardenSecretary', 'area-a2', by('gardenSecretary', accepted), undefined, { after: visit }],
      ['communitySecretary', 'area-a1', by('communitySecretary', accepted), undefined, { after: visit }],
    ]);
    it('names what it saw', () => {
      const { after: _, ...blind } = aReview();
      expect(judged(['areaSecretary', 'area-a1', blind, 'illegal-step'])).toBe('illegal-step');
    });
  });

  describe('after a return: the author’s correction', () => {
    const corrected = aVisit({ ...next, after: returned._id });
    holds([
      ['gridWorker', 'area-a1', corrected, undefined, state(returned)],
      ['gridWorker', 'area-a1', aVisit({ ...next, after: visit._id }), undefined, state(visit)],
      ['gridWorker', 'area-a1', corrected, 'not-yet', { superseded: visit }],
      ['gridWorker', 'area-a1', corrected, 'not-yet', { after: returned }],
      ['gridWorker', 'area-a1', corrected, 'not-author', state(returned, aVisit({ by: 'grid2' }))],
      ['gridWorker', 'area-a1', corrected, 'illegal-step', state(returned, aMatter())],
      ['gridWorker', 'area-a1', corrected, 'illegal-step', state(other)],
      ['gridWorker', 'area-a1', corrected, 'illegal-step', state(aReview({ visitId: other._id }))],
      ['gridWorker', 'area-a1', { ...corrected, dwellingId: 'dwelling:other' }, 'illegal-step', state(returned)],
      ['gridWorker', 'area-a1', aVisit(next), 'illegal-step', { superseded: visit }],
      ['areaSecretary', 'area-a1', { ...corrected, by: 'area1' }, 'not-author', state(returned)],
    ]);
  });

  describe('after acceptance: the correcting role, with a reason', () => {
    const answers = someAnswers({
      _id: anId('visitAnswers', 2),
      supersedes: anId('visitAnswers'),
      after: accepted._id,
    });
    const late = { ...state(accepted, someAnswers()), ...T3 };
    holds([
      ['gridWorker', 'area-a1', aVisit({ ...next, after: accepted._id }), 'illegal-step', state(accepted)],
      ['areaSecretary', 'area-a1', secretary({ correction: '录错房号' }), undefined, state(accepted)],
      ['areaSecretary', 'area-a1', secretary({}), 'illegal-step', state(accepted)],
      ['areaSecretary', 'area-a1', secretary({ correction: ' ' }), 'illegal-step', state(accepted)],
      ['areaSecretary', 'area-a2', secretary({ correction: '录错房号' }), 'not-yours', state(accepted)],
      ['gridWorker', 'care-a1', answers, 'illegal-step', late],
      ['areaSecretary', 'care-a1', { ...answers, by: 'area1' }, undefined, late],
    ]);
  });

  describe('after a proposal: another person’s decision', () => {
    const proposal = aProposal();
    const confirmed = aConfirmation();
    const ended = aConfirmation({
      _id: anId('confirmation', 2),
      decision: 'ended',
      after: confirmed._id,
      reason: '已搬去和女儿住',
    });
    const silent = { ...ended, reason: undefined };
    const again = aConfirmation({ _id: anId('confirmation', 3), after: confirmed._id, reviewOn: '2027-06-01' });
    const held = { after: confirmed, proposal };
    const task = aProposal({ kind: 'mustArrive', subject: 'incident' });
    holds([
      ['areaSecretary', 'care-a1', confirmed, undefined, { after: proposal, proposal }],
      ['areaSecretary', 'care-a1', aConfirmation({ decision: 'declined' }), undefined, { after: proposal }],
      ['areaSecretary', 'care-a1', confirmed, 'illegal-step', { after: aProposal({ by: 'area1' }) }],
      ['areaSecretary', 'care-a1', confirmed, 'not-yet'],
      ['areaSecretary', 'care-a1', confirmed, 'illegal-step', { after: aProposal({ _id: anId('proposal', 2) }) }],
      ['areaSecretary', 'care-a1', ended, undefined, held],
      ['areaSecretary', 'care-a1', ended, 'not-yet', { after: confirmed }],
      ['areaSecretary', 'care-a1', silent, 'invalid', held],
      ['areaSecretary', 'care-a1', { ...ended, reason: ' ' }, 'invalid', held],
      ['areaSecretary', 'care-a1', silent, undefined, { after: confirmed, proposal: task }],
      ['areaSecretary', 'care-a1', ended, 'illegal-step', { after: proposal, proposal }],
      ['areaSecretary', 'care-a1', ended, 'illegal-step', { after: aConfirmation({ decision: 'declined' }), proposal }],
      ['areaSecretary', 'care-a1', again, undefined, held],
      ['areaSecretary', 'care-a1', again, 'not-yet', { after: confirmed }],
      ['areaSecretary', 'care-a1', again, 'illegal-step', { after: confirmed, proposal: { ...proposal, by: 'area1' } }],
      ['areaSecretary', 'care-a1', again, 'illegal-step', { after: confirmed, proposal: task }],
      ['areaSecretary', 'care-a1', { ...again, decision: 'declined' }, 'illegal-step', held],
      ['areaSecretary', 'care-a1', again, 'illegal-step', { after: aConfirmation({ decision: 'declined' }), proposal }],
    ]);
  });

  describe('after a care tag was confirmed: a request to look at it again, and its answer', () => {
    const proposal = aProposal();
    const confirmed = aConfirmation();
    const ids = { kind: 'tagReview' as const, tagId: proposal._id, after: confirmed._id };
    const request = aProposal({ _id: anId('proposal', 5), ...ids, level: undefined, detail: '已搬走' });
    const answer = aConfirmation({ _id: anId('confirmation', 2), after: request._id, reason: '已搬走' });
    const asked = { after: request, proposal };
    const own = { ...request, by: 'area1' };
    holds([
      ['gridWorker', 'care-a1', request, undefined, { after: confirmed }],
      ['gridWorker', 'care-a1', request, 'not-yet'],
      ['gridWorker', 'care-a1', { ...request, after: undefined }, 'illegal-step'],
      ['gridWorker', 'care-a1', request, 'illegal-step', { after: { ...confirmed, decision: 'ended' as const } }],
      ['gridWorker', 'care-a1', { ...request, tagId: anId('proposal', 7) }, 'illegal-step', { after: confirmed }],
      ['gridWorker', 'care-a1', { ...request, subject: 'reintegration' }, 'wrong-tier', { after: confirmed }],
      ['gridWorker', 'care-a1', aProposal({ subject: 'reintegration' }), 'wrong-tier'],
      ['gridWorker', sealed, aProposal({ subject: 'reintegration' }), undefined],
      ['areaSecretary', 'care-a1', { ...answer, decision: 'ended' }, undefined, asked],
      ['areaSecretary', 'care-a1', { ...answer, decision: 'confirmed' }, undefined, asked],
      ['areaSecretary', 'care-a1', { ...answer, decision: 'declined' }, 'illegal-step', asked],
      ['areaSecretary', 'care-a1', { ...answer, decision: 'confirmed' }, 'illegal-step', { after: own, proposal }],
      ['areaSecretary', 'care-a1', { ...answer, decision: 'ended' }, undefined, { after: own, proposal }],
    ]);
  });

  describe('a planned visit is cancelled by the secretary of the area, a policy followed by who writes policies', () => {
    const proposal = aProposal();
    const cancelled = aPlanCancellation();
    const second = { ...aPolicy({ _id: 'policy:c1-routine-2', version: 2, after: 'policy:routine-1' }), by: 'admin' };
    holds([
      ['areaSecretary', 'care-a1', cancelled, undefined, { after: proposal }],
      ['areaSecretary', 'care-a1', cancelled, 'not-yet'],
      ['areaSecretary', 'care-a1', cancelled, 'illegal-step', { after: aProposal({ _id: anId('proposal', 2) }) }],
      ['areaSecretary', 'care-a1', cancelled, 'illegal-step', { after: aProposal({ kind: 'mustArrive' }) }],
      ['areaSecretary', 'area-a1', cancelled, 'wrong-tier', { after: proposal }],
      ['gridWorker', 'care-a1', { ...cancelled, by: 'grid1' }, 'not-yours', { after: proposal }],
      ['admin', 'ref-c1', second, undefined, { after: aPolicy() }],
      ['admin', 'ref-c1', second, 'not-yet'],
      ['admin', 'ref-c1', { ...second, after: undefined }, 'illegal-step'],
      ['admin', 'ref-c1', second, 'illegal-step', { after: aPolicy({ key: 'other' }) }],
      ['admin', 'ref-c1', { ...second, version: 3 }, 'illegal-step', { after: aPolicy() }],
      ['communitySecretary', 'ref-c1', by('communitySecretary', second), undefined, { after: aPolicy() }],
      ['areaSecretary', 'ref-c1', by('areaSecretary', second), 'not-yours', { after: aPolicy() }],
    ]);
  });

  describe('what was raised: a promise, or a withdrawal by who raised it or by the correcting role', () => {
    const here = { buildingId: building12 };
    const taken = aMatter({ resolution: 'taken' });
    const withdrawn = aWithdrawal();
    const raised = aMatter({ visitId: anId('visit') });
    holds([
      ['gridWorker', 'area-a1', taken, 'invalid'],
      ['gridWorker', 'area-a1', { ...taken, promisedReplyOn: '2026-12-01' }, undefined],
      ['gridWorker', 'area-a1', aMatter({ promisedReplyOn: '2026-12-01' }), 'invalid'],
      ['gridWorker', 'area-a1', withdrawn, undefined, { after: aMatter() }],
      ['gridWorker', 'area-a1', withdrawn, 'not-yet'],
      ['gridWorker', 'area-a1', withdrawn, 'illegal-step', { after: aMatter({ by: 'grid2' }) }],
      ['gridWorker', 'area-a1', withdrawn, 'illegal-step', { after: aMatter({ _id: anId('matter', 2) }) }],
      ['areaSecretary', 'area-a1', by('areaSecretary', withdrawn), undefined, { after: raised }],
      ['areaSecretary', 'area-a1', by('areaSecretary', withdrawn), 'illegal-step', { after: aMatter() }],
      [
        'areaSecretary',
        'area-a1',
        by('areaSecretary', withdrawn),
        'illegal-step',
        { after: { ...raised, type: 'review' } },
      ],
      ['buildingLeader', 'area-a1', by('buildingLeader', withdrawn), 'not-yours', { ...here, after: aMatter() }],
    ]);
  });
});

it('knows no other types', () => {
  const rumour = { _id: 'rumour:1', type: 'rumour', by: 'grid1' };
  expect(mayWrite(aHolder(), 'area-a1', rumour, {})).toBe('unknown-type');
});

describe('visit rounds, impact scores and knock reasons', () => {
  const round = by('areaSecretary', aVisitRound());
  const closing = by('areaSecretary', aRoundClosing());
  const first = anImpact();
  const next = anImpact({ _id: anId('impact', 2), after: first._id, score: 3 });
  holds([
    ['areaSecretary', 'area-a1', round, undefined, T2],
    ['areaSecretary', 'area-a2', round, 'not-yours', T2],
    ['gardenSecretary', 'area-a1', by('gardenSecretary', aVisitRound()), undefined, T2],
    ['gridWorker', 'area-a1', by('gridWorker', aVisitRound()), 'not-yours', T2],
    ['areaSecretary', 'area-a1', round, 'wrong-tier', T4],
    ['areaSecretary', 'care-a1', round, 'wrong-tier', T2],
    ['areaSecretary', 'area-a1', { ...round, to: '2026-11-22' }, 'invalid', T2],
    ['areaSecretary', 'area-a1', closing, undefined, { after: round }],
    ['areaSecretary', 'area-a1', closing, 'not-yet'],
    ['areaSecretary', 'area-a1', closing, 'illegal-step', { after: first }],
    ['areaSecretary', 'area-a1', { ...closing, roundId: anId('visitRound', 2) }, 'illegal-step', { after: round }],
    ['gridWorker', 'area-a1', by('gridWorker', aRoundClosing()), 'not-yours', { after: round }],
    ['gridWorker', 'area-a1', first, undefined],
    ['gridWorker', 'area-a1', next, undefined, { after: first }],
    ['gridWorker', 'area-a1', next, 'illegal-step', { after: anImpact({ roundId: anId('visitRound', 2) }) }],
    ['buildingLeader', 'area-a1', by('buildingLeader', first), 'not-yours', { buildingId: building12 }],
    ['admin', 'ref-c1', by('admin', aKnockReason()), undefined],
    ['communitySecretary', 'ref-c1', by('communitySecretary', aKnockReason()), undefined],
    ['areaSecretary', 'ref-c1', by('areaSecretary', aKnockReason()), 'not-yours'],
    ['communitySecretary', 'area-a1', by('communitySecretary', aKnockReason()), 'wrong-tier'],
  ]);
});
