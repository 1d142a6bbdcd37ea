import { describe, expect, it } from 'vitest';
import { activeTags } from '../../src/domain/care-tags.ts';
import { canonical, sameBody } from '../../src/domain/canonical.ts';
import { documentTypes, fits, isRegister, type DocumentType } from '../../src/domain/catalogue.ts';
import { doNotAskUntil } from '../../src/domain/cycle.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { DoorFacts } from '../../src/domain/door.ts';
import { dueDoors } from '../../src/domain/due.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import { mayWrite } from '../../src/domain/may-write.ts';
import { merge, mergeAll } from '../../src/domain/merge.ts';
import { defaultPolicies } from '../../src/domain/policy.ts';
import { changeOf, fieldOf, membersOf, type Register } from '../../src/domain/register.ts';
import { leftBy } from '../../src/domain/residence.ts';
import { stampFault } from '../../src/domain/stamp-honesty.ts';
import { newClock, stampTime, stampTolerance, tick, witness } from '../../src/domain/stamp.ts';
import {
  aConfirmation,
  aDwelling,
  aHousehold,
  aMatter,
  anAssignment,
  aPolicy,
  aProposal,
  aRefusal,
  aResidency,
  aResident,
  aReview,
  aStamp,
  aVisit,
  aWithdrawal,
  building12,
  flat1203,
  mondayMs,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

/*
 * What a merge by field alone does to this field's documents, and what is done instead. Where the documents do not exist
 * yet, the rule stands here that their capability has to keep:
 *
 * | case                                        | answered by                                                           |
 * |---------------------------------------------|-----------------------------------------------------------------------|
 * | two persons merged into each other          | later, same person: facts, of two that make a circle the smaller hash |
 * | erased on the relay, merged in again        | later, erasure: the gate refuses an erased id before it merges        |
 * | one escalation by two devices               | written by the relay alone, once: tests/relay/must-arrive.test.ts     |
 * | `suspended` that comes after an escalation  | later, escalation: kept as overtaken; what people were told stays     |
 * | the last unit, claimed offline              | later, claims: whoever reaches the relay first, told by receipt       |
 * | who handles a matter, and until when        | below for facts; later, events of a matter: one fact says both        |
 * | a form that was prefilled before            | below, and tests/store/stale-forms.test.ts for the form               |
 * | two identical creates in a cluster          | below, and the contracts of the storage for the revision              |
 */

const year = 365 * 86_400_000;
const grid2 = 'grid2tablet';
/** A change of one register by one person, as it travels. */
const change = <T extends Register>(of: T, values: Readonly<Record<string, unknown>>, ms: number, replica: string): T =>
  changeOf<T>({ ...of, by: replica.slice(0, 5), deviceId: replica }, values, aStamp(ms, replica));
/** Both orders of arrival, and the same when either comes twice. */
function inEveryOrder<T extends Register | DocumentOf[DocumentType]>(first: T, ...rest: T[]): T {
  const merged = mergeAll<T>([first, ...rest]);
  const [last = first, ...before] = [first, ...rest].reverse();
  expect(canonical(mergeAll<T>([last, ...before]))).toBe(canonical(merged));
  expect(canonical(mergeAll<T>([merged, first, ...rest]))).toBe(canonical(merged));
  return merged;
}

describe('registers of two tablets', () => {
  it('never show a new emergency number as checked by somebody who saw the old one', () => {
    const old = { name: '欧阳明月', phone: '13900000001' };
    const resident = aResident({ values: { emergencyContact: old } });
    const renumbered = change(resident, { emergencyContact: { ...old, phone: '13900000002' } }, 1_000, 'grid1tablet');
    const ticked = change(resident, { emergencyContact: { ...old, verifiedOn: '2026-11-23' } }, 2_000, grid2);
    expect(fieldOf(inEveryOrder(resident, renumbered, ticked), 'emergencyContact')).toEqual({
      ...old,
      verifiedOn: '2026-11-23',
    });
    const phone = change(resident, { phone: { number: '13900000003' } }, 3_000, 'grid1tablet');
    const checked = change(resident, { phone: { number: '13900000001', verifiedOn: '2026-11-23' } }, 2_500, grid2);
    expect(fieldOf(inEveryOrder(resident, phone, checked), 'phone')).toEqual({ number: '13900000003' });
  });

  it('keep what A was told when B saves another field of a form that was prefilled before', () => {
    const dwelling = aDwelling({ values: { useStatus: 'self' } });
    const told = change(dwelling, { useStatus: 'rent' }, 1_000, 'grid1tablet');
    const saved = change(dwelling, { areaM2: 90 }, 2_000, grid2);
    const merged = inEveryOrder(dwelling, told, saved);
    expect([fieldOf(merged, 'useStatus'), fieldOf(merged, 'areaM2')]).toEqual(['rent', 90]);
    expect(Object.keys(saved.fields)).toEqual(['areaM2']);
  });

  it('let a set be corrected: who was taken out on A stays out when the set grows on B', () => {
    const sets = (members: NonNullable<Register['sets']>[string]): Register => ({
      ...(aHousehold() as Register),
      sets: { members },
    });
    const before = sets({ 欧阳: { in: aStamp(0) }, 陈: { in: aStamp(0) } });
    const taken = sets({ 陈: { in: aStamp(0), out: aStamp(1_000) } });
    const grown = sets({ 欧阳: { in: aStamp(0) }, 陈: { in: aStamp(0) }, 小满: { in: aStamp(2_000, grid2) } });
    expect(membersOf(inEveryOrder(before, taken, grown), 'members')).toEqual(['小满', '欧阳'].sort());
    const back = sets({ 陈: { in: aStamp(3_000, grid2) } });
    expect(membersOf(inEveryOrder(before, taken, grown, back), 'members')).toHaveLength(3);
  });

  it('are one when two relays make the same at the same time', () => {
    const [one, other] = [aHousehold(), aHousehold()];
    const turned = Object.fromEntries(Object.entries(other).reverse()) as unknown as typeof other;
    expect(canonical(inEveryOrder(one, turned))).toBe(canonical(one));
    const visit = aVisit();
    expect(canonical(inEveryOrder(visit, { ...visit }))).toBe(canonical(visit));
    expect(sameBody({ ...visit, _rev: '1-a' }, { ...visit, _rev: '1-b' })).toBe(true);
  });
});

describe('a tablet whose clock stands a year ahead', () => {
  const ahead = change(aResident(), { phone: { number: '13900000009' } }, year, 'grid1tablet');

  it('writes nothing that would beat every correction for a year', () => {
    expect(stampFault(ahead, aResident(), ['grid1tablet'], mondayMs)).toBe('clock-ahead');
    const within = change(aResident(), { phone: { number: '13900000009' } }, stampTolerance, 'grid1tablet');
    expect(stampFault(within, aResident(), ['grid1tablet'], mondayMs)).toBeUndefined();
  });

  it('does not take the clocks of others along', () => {
    const seen = witness(newClock(grid2), ahead.fields['phone' as never]?.['s'] ?? '', mondayMs);
    expect(stampTime(tick(seen, mondayMs).last)).toBe(mondayMs);
  });
});

describe('what rules and rights read is a fact', () => {
  it('so a matter is never the handler of one and the date of another', () => {
    const one = aMatter({ resolution: 'taken', promisedReplyOn: '2026-11-25', text: '甲去修' });
    const other = aMatter({ resolution: 'taken', promisedReplyOn: '2026-12-24', text: '乙去修' });
    expect([canonical(one), canonical(other)]).toContain(canonical(inEveryOrder(one, other)));
    expect(documentTypes.filter((type) => isRegister(type)).sort()).toEqual([
      ...[
        'agentService',
        'dwelling',
        'household',
        'householdPlan',
        'identity',
        'memberRegistration',
        'orgUnit',
        'partner',
        'planMeasure',
        'resident',
        'servicePoint',
      ],
    ]);
  });

  it('so who moved out on A is not back when B writes of the household', () => {
    const [home, other] = [anId('household'), anId('household', 2)];
    const movedIn = aResidency({ on: '2020-01-01' });
    const out = aResidency({ _id: anId('residency', 2), change: 'movedOut', on: '2026-11-23' });
    const facts = [movedIn, out];
    const livesIn = (...said: Parameters<typeof leftBy>): boolean => leftBy(...said) === undefined;
    const both = (given: typeof facts): boolean[] => [livesIn(home, given), livesIn(home, [...given].reverse())];
    expect(both(facts)).toEqual([false, false]);
    // said on the same day by a tablet whose clock stands later: no clock decides
    const late = aResidency({ _id: anId('residency', 3), on: '2026-11-23', at: '2027-11-23T09:30:00+08:00' });
    expect(both([...facts, late])).toEqual([false, false]);
    expect(both([...facts, { ...late, on: '2026-11-24' }])).toEqual([true, true]);
    expect(livesIn(other, [...facts, { ...late, householdId: other }])).toBe(true);
    const died = aResidency({ _id: anId('residency', 4), change: 'died', on: '2026-11-23', householdId: other });
    expect(livesIn(home, [movedIn, died])).toBe(false);
    expect(livesIn(home, facts, [aWithdrawal({ subjectId: out._id })])).toBe(true);
    expect(livesIn(home, [])).toBe(true);
  });

  it('so a refusal stays when B saves what it knew of the household before', () => {
    const asked = aRefusal({ choice: 'no_more', doNotAskUntil: '2027-03-01' });
    const older = aRefusal({ _id: anId('refusal', 2), choice: 'later', at: '2026-11-24T10:00:00+08:00' });
    const until = (refusals: DoorFacts['refusals']) => doNotAskUntil({ refusals } as DoorFacts);
    expect(until([asked, older])).toBe('2027-03-01');
    expect(until([older, asked])).toBe('2027-03-01');
    const household = { ...aHousehold(), fields: { doNotAskUntil: { v: null, s: aStamp(year) } } };
    expect(fits('household', household)).toBe(false);
  });

  it('so an ended tag is ended, whichever clock says what, and only by whom it may be', () => {
    const proposal = aProposal();
    const confirmed = aConfirmation({ at: '2027-11-23T09:00:00+08:00' });
    const over = { decision: 'ended' as const, reason: '已搬走' };
    const ended = aConfirmation({ _id: anId('confirmation', 2), after: confirmed._id, ...over });
    expect(activeTags([proposal], [confirmed])).toHaveLength(1);
    for (const decisions of [
      [confirmed, ended],
      [ended, confirmed],
    ])
      expect(activeTags([proposal], decisions)).toEqual([]);
    const worker = { ...ended, by: 'grid1' };
    expect(mayWrite(aHolder(), 'care-a1', worker, { after: confirmed })).toBe('not-yours');
    const state = { after: confirmed, proposal };
    expect(mayWrite(aHolder('areaSecretary'), 'care-a1', ended, state)).toBeUndefined();
    expect(mayWrite(aHolder('areaSecretary'), 'care-a1', ended, { ...state, after: proposal })).toBe('illegal-step');
  });

  it('so one door has one entry, however many plans speak of it', () => {
    // no type plans visits: one says that a visit is not made, plans of households what is done; never who knocks when
    const plans = ['planCancellation', 'householdPlan', 'planMeasure'];
    expect(documentTypes.filter((type) => /plan/i.test(type))).toEqual(plans);
    const address = { estate: '莲心苑', building: '12栋', entrance: '1', floor: '12', room: '1203' };
    const door = { dwellingId: flat1203, buildingId: building12, address: { buildingId: building12, ...address } };
    const policies = defaultPolicies.map((terms) => aPolicy({ ...terms, _id: `policy:c-${terms.key}-1` }));
    const facts = { doors: [door], assignments: [anAssignment(), anAssignment({ _id: anId('assignment', 2) })] };
    const mine = dueDoors(facts, policies, dueTime('2026-11-25T10:00:00+08:00'));
    const theirs = dueDoors(facts, [...policies].reverse(), dueTime('2026-11-26T10:00:00+08:00'));
    for (const due of [mine, theirs]) expect(due).toHaveLength(1);
  });

  it('so nobody writes what another decided: not by a stamp, not by a name', () => {
    const stored = aHousehold({ values: { size: 3 }, stamp: aStamp(0, grid2) });
    const mine = ['grid1tablet'];
    // a merged document carries the stamps of others, beside the values that they wrote
    expect(stampFault(merge(stored, change(stored, { size: 4 }, 1, mine[0]!)), stored, mine, mondayMs)).toBeUndefined();
    expect(stampFault(stored, stored, mine, mondayMs)).toBeUndefined();
    const forged = { ...stored, fields: { ...stored.fields, size: { v: 9, s: aStamp(0, grid2) } } };
    expect(stampFault(forged, stored, mine, mondayMs)).toBe('foreign-stamp');
    expect(stampFault(forged, undefined, mine, mondayMs)).toBe('foreign-stamp');
    const put: Register = { ...(stored as Register), sets: { tags: { x: { in: aStamp(0, grid2) } } } };
    expect(stampFault(put, stored, mine, mondayMs)).toBe('foreign-stamp');
    const asArea1 = aReview();
    expect(mayWrite(aHolder('areaSecretary', { userId: 'area9' }), 'area-a1', asArea1, { after: aVisit() })).toBe(
      'not-author',
    );
  });

  it('so what follows from others is written by the relay alone', () => {
    const receipt = { _id: 'receipt:grid1-1', type: 'receipt', schema: 1, by: 'grid1', deviceId: 'tablet-1' };
    expect(mayWrite(aHolder(), 'own-grid1', receipt, {})).toBe('not-yours');
  });
});
