import { describe, expect, it } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import type { AnyDocument } from '../../src/domain/document.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { mayWrite, type WriteState } from '../../src/domain/may-write.ts';
import type { Role } from '../../src/domain/rights.ts';
import { sidesRequired } from '../../src/domain/three-party/party-rules.ts';
import { partiesOpen, threePartyOf } from '../../src/domain/three-party/three-party.ts';
import { aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aMatterClosing, aPartyAnswer, aPartyRule, aTaskGroup } from '../builders/parties.ts';
import { aHolder } from '../builders/people.ts';

const matter = aMatter({ matterType: 'facility', resolution: 'taken', promisedReplyOn: '2026-11-30' });
const group = aTaskGroup();
const a = aPartyAnswer();
const b = aPartyAnswer({ _id: anId('partyAnswer', 2), side: 'ownersCommittee' });
const c = aPartyAnswer({ _id: anId('partyAnswer', 3), side: 'propertyCompany' });
const waived = aPartyAnswer({
  _id: anId('partyAnswer', 4),
  by: 'area1',
  side: 'propertyCompany',
  answer: 'waived',
  text: '物业已撤出',
});
const closingOn = (...answers: readonly { _id: string }[]) =>
  aMatterClosing({ answers: answers.map(({ _id }) => _id) });

describe('A5: a matter of three parties', () => {
  it('closes only when every party replied or was waived with a reason, and says who is missing', () => {
    expect(partiesOpen(group, [a, b]).map(({ name }) => name)).toEqual(['安居物业']);
    expect(partiesOpen(group, [a, b, c])).toEqual([]);
    expect(partiesOpen(group, [a, b, waived])).toEqual([]);
  });

  it('stands as its facts say, in whatever order they came', () => {
    const stand = (answers: (typeof a)[], closings: ReturnType<typeof closingOn>[]) =>
      threePartyOf({ groups: [group], answers, closings });
    expect(stand([b, a], [])?.parties.map(({ state }) => state)).toEqual(['replied', 'replied', 'open']);
    expect(stand([a, b, waived], [])?.parties.map(({ state }) => state)).toEqual(['replied', 'replied', 'waived']);
    expect(stand([waived, c], [])?.parties[2]?.state).toBe('replied');
    expect(stand([a, b], [closingOn(a, b)])?.closing).toBeUndefined();
    expect(stand([c, b, a], [closingOn(a, b, c)])?.closing).toBeDefined();
    expect(threePartyOf({ groups: [], answers: [a], closings: [] })).toBeUndefined();
  });

  it('of two groups that were opened at once every tablet takes the same', () => {
    const other = aTaskGroup({ _id: anId('taskGroup', 2), by: 'area1' });
    const [one, two] = [
      [group, other],
      [other, group],
    ].map((groups) => threePartyOf({ groups, answers: [a, b, c], closings: [closingOn(a, b, c)] }));
    expect(one).toEqual(two);
    expect(one?.closing).toBeDefined();
  });

  it('is of the types that the community laid down, from the day it did', () => {
    const rules = [
      aPartyRule({ _id: 'partyRule:c1-lift-1', matterType: 'lift', from: '2026-11-01', sides: ['propertyCompany'] }),
      aPartyRule({ _id: 'partyRule:c1-facility-1', sides: ['residentsGroup', 'propertyCompany'] }),
      aPartyRule({ _id: 'partyRule:c1-facility-2', version: 2, from: '2027-01-01', sides: [] }),
    ];
    const of = (matterType: string, at = matter.at) => sidesRequired({ matterType, at }, rules);
    expect(of('lift')).toEqual({ sides: ['propertyCompany'], ruleId: 'partyRule:c1-lift-1' });
    expect(of('lift', '2026-10-31T10:00:00+08:00').sides).toEqual([]);
    expect(of('facility').sides).toEqual(['residentsGroup', 'propertyCompany']);
    expect(of('facility', '2027-01-02T10:00:00+08:00').sides).toEqual([]);
    expect(of('env').sides).toEqual([]);
    expect(of('property').sides).toEqual(['residentsGroup', 'ownersCommittee', 'propertyCompany']);
    expect(of('property').ruleId).toBeUndefined();
  });

  it('is kept in documents that fit', () => {
    for (const doc of [group, a, waived, closingOn(a), aPartyRule()]) expect(fits(doc.type, doc)).toBe(true);
    expect(fits('partyAnswer', { ...waived, text: '' })).toBe(false);
  });
});

const seen: WriteState = { after: matter };
const asked: WriteState = { after: group };
const all: WriteState = { after: group, partyAnswers: [a, b, c] };
const ofTwo = aTaskGroup({ parties: group.parties.slice(0, 2) });
const bySecretary = (doc: AnyDocument): AnyDocument => ({ ...doc, by: 'area1' });
const ruled = aTaskGroup({ ruleId: 'partyRule:c1-facility-1' });

type Row = readonly [Role, AnyDocument, RefusalCode | undefined, WriteState?, string?];
const rows: readonly Row[] = [
  ['gridWorker', group, undefined, seen],
  ['gridWorker', group, undefined, seen, 'care-a1'],
  ['gridWorker', group, 'not-yours', seen, 'area-a2'],
  ['gridWorker', group, 'wrong-tier', seen, 'ref-c1'],
  ['gridWorker', group, 'not-yet'],
  ['gridWorker', group, 'illegal-step', { after: { ...matter, _id: anId('matter', 2) } }],
  ['gridWorker', group, 'illegal-step', { after: aMatter({ matterType: 'env' }) }],
  ['gridWorker', ofTwo, 'invalid', seen],
  ['gridWorker', ruled, 'not-yet', seen],
  ['gridWorker', ruled, undefined, { ...seen, partyRule: aPartyRule() }],
  ['gridWorker', ruled, 'illegal-step', { ...seen, partyRule: aPartyRule({ sides: [] }) }],
  ['gridWorker', ruled, 'illegal-step', { ...seen, partyRule: aPartyRule({ matterType: 'lift' }) }],
  [
    'gridWorker',
    { ...ruled, parties: ofTwo.parties },
    undefined,
    { ...seen, partyRule: aPartyRule({ sides: ['ownersCommittee'] }) },
  ],
  ['buildingLeader', { ...group, by: 'building1' }, 'not-yours', seen],
  ['gridWorker', a, undefined, asked],
  ['gridWorker', a, 'not-yet'],
  ['gridWorker', a, 'illegal-step', seen],
  ['gridWorker', c, 'illegal-step', { after: ofTwo }],
  ['gridWorker', { ...a, text: '  ' }, 'invalid', asked],
  ['gridWorker', { ...waived, by: 'grid1' }, 'illegal-step', asked],
  ['areaSecretary', waived, undefined, asked],
  ['areaSecretary', bySecretary(closingOn(a, b, c)), undefined, all],
  ['areaSecretary', bySecretary(closingOn(a, b)), 'party-open', { ...asked, partyAnswers: [a, b] }],
  ['areaSecretary', bySecretary(closingOn(a, b, waived)), undefined, { ...asked, partyAnswers: [a, b, waived] }],
  ['areaSecretary', bySecretary(closingOn(a, b, c)), 'not-yet', { ...asked, partyAnswers: [a, b] }],
  ['areaSecretary', bySecretary(closingOn(a, b, c)), 'illegal-step', seen],
  [
    'areaSecretary',
    bySecretary(closingOn(a, b, c)),
    'illegal-step',
    { ...asked, partyAnswers: [a, b, { ...c, matterId: anId('matter', 2) }] },
  ],
  ['gridWorker', { ...closingOn(a, b, c), by: 'grid1' }, 'not-yours', all],
  ['admin', aPartyRule({ by: 'admin' }), undefined, {}, 'ref-c1'],
  ['areaSecretary', aPartyRule({ by: 'area1' }), 'not-yours', {}, 'ref-c1'],
];

describe('A5: who writes what of it', () => {
  it.each(rows.map(([role, doc, code, state, db], n) => ({ n, role, doc, code, state, db })))(
    '$n $role $doc.type: $code',
    ({ role, doc, code, state = {}, db = 'area-a1' }) => {
      expect(mayWrite(aHolder(role), db, doc, state)).toBe(code);
    },
  );
});
