import { describe, expect, it } from 'vitest';
import { activeTags } from '../../src/domain/care-tags.ts';
import { addDays } from '../../src/domain/day.ts';
import type { Visit } from '../../src/domain/documents/visit.ts';
import { factsOfDoors, withVisit, type Door, type DueFacts } from '../../src/domain/door.ts';
import { dueDoors, dueOfDoor, type DueDoor } from '../../src/domain/due.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import { defaultPolicies, policiesInForce } from '../../src/domain/policy.ts';
import {
  aConfirmation,
  aMatter,
  anAssignment,
  aPolicy,
  aPostponement,
  aProposal,
  aRefusal,
  aVisit,
  aWithdrawal,
  building12,
  flat1203,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

/** A Wednesday. */
const today = '2026-11-25';
const time = dueTime(`${today}T10:00:00+08:00`);
const household = anId('household');
const policies = defaultPolicies.map((terms) =>
  aPolicy({ ...terms, _id: `policy:c-${terms.key}-1`, at: '2025-01-01T08:00:00+08:00' }),
);

const door: Door = {
  dwellingId: flat1203,
  buildingId: building12,
  householdId: household,
  address: { buildingId: building12, estate: '莲心苑', building: '12栋', entrance: '1', floor: '12', room: '1203' },
};
let numbers = 100;
const onDay = (day: string, outcome: Visit['outcome'] = 'met', given: Partial<Visit> = {}): Visit => {
  const at = `${day}T09:00:00+08:00`;
  return aVisit({ _id: anId('visit', (numbers += 1)), outcome, startedAt: at, endedAt: at, at, ...given });
};
const daysAgo = (days: number, outcome?: Visit['outcome'], given?: Partial<Visit>): Visit =>
  onDay(addDays(today, -days), outcome, given);
const due = (facts: Partial<DueFacts> = {}, when = time): DueDoor =>
  dueDoors({ doors: [door], ...facts }, policies, when)[0]!;
const tag = (kind: string, level?: 'high' | 'key' | 'general', confirmedOn = '2026-01-05') => {
  const proposal = aProposal({ subject: kind, level, householdId: household });
  const confirmation = aConfirmation({ at: `${confirmedOn}T10:00:00+08:00` });
  return activeTags([proposal], [confirmation]);
};

describe('an ordinary household', () => {
  it('is due half a year after it was met', () => {
    expect(due({ visits: [daysAgo(182)] })).toMatchObject({ dueOn: today, state: 'today' });
    expect(due({ visits: [daysAgo(184)] })).toMatchObject({ dueOn: addDays(today, -2), state: 'overdue' });
    expect(due({ visits: [daysAgo(180)] })).toMatchObject({ dueOn: addDays(today, 2), state: 'week' });
    expect(due({ visits: [daysAgo(10)] })).toMatchObject({ state: 'later' });
  });

  it.each(['met', 'phone', 'vacant', 'moved', 'refused'] as const)('is done for this cycle after %s', (outcome) => {
    const found = due({ visits: [daysAgo(200), daysAgo(1, outcome)] });
    expect(found).toMatchObject({ dueOn: addDays(today, 181), state: 'later', tries: 0 });
    expect(found.reasons[0]?.kind).toBe('policy');
  });

  it.each(['not_home', 'no_access'] as const)('stays due after %s, and is a retry', (outcome) => {
    const found = due({ visits: [daysAgo(190), daysAgo(1, outcome)] });
    expect(found).toMatchObject({ dueOn: addDays(today, -8), state: 'overdue', tries: 1 });
    expect(found.reasons.map((reason) => reason.kind)).toEqual(['retry']);
    expect(found.notBefore).toBeUndefined();
  });

  it('rests until tomorrow when nobody was home today', () => {
    expect(due({ visits: [daysAgo(190), daysAgo(0, 'not_home')] })).toMatchObject({ notBefore: addDays(today, 1) });
  });

  it('that was never visited falls on one day of the round, the same on every tablet', () => {
    const found = due();
    expect(due()).toEqual(found);
    expect(found.dueOn! >= '2026-07-01' && found.dueOn! <= '2026-12-31').toBe(true);
  });

  it('is spread over the round with its neighbours', () => {
    const doors = Array.from({ length: 430 }, (_, n) => ({ ...door, householdId: anId('household', n + 1) }));
    const months = new Map<string, number>();
    for (const { dueOn } of dueDoors({ doors }, policies, time)) {
      months.set(dueOn!.slice(0, 7), (months.get(dueOn!.slice(0, 7)) ?? 0) + 1);
    }
    expect(months.size).toBe(6);
    for (const count of months.values()) expect(count).toBeGreaterThan(40);
  });

  it('is not overdue from before its policy existed', () => {
    const young = [aPolicy({ ...defaultPolicies[0]!, _id: 'policy:c-ordinary-1', at: '2026-11-20T08:00:00+08:00' })];
    const [found] = dueDoors({ doors: [door], visits: [daysAgo(400)] }, young, time);
    expect(found!.dueOn).toBe('2026-11-20');
    const [fresh] = dueDoors({ doors: [door] }, young, time);
    expect(fresh!.dueOn! >= '2026-11-20').toBe(true);
  });
});

describe('a refusal', () => {
  const refused = daysAgo(3, 'refused');
  const visits = [daysAgo(190), refused];
  const said = (choice: 'later' | 'paper' | 'no_more', given = {}) =>
    aRefusal({
      visitId: refused._id,
      choice,
      householdId: household,
      at: `${addDays(today, -3)}T09:05:00+08:00`,
      ...given,
    });

  it('without a chosen "later" is done for this cycle', () => {
    expect(due({ visits })).toMatchObject({ state: 'later', dueOn: addDays(today, 179) });
    expect(due({ visits, refusals: [said('paper')] })).toMatchObject({ state: 'later', dueOn: addDays(today, 179) });
  });

  it('with "later" comes again after fourteen days, not before', () => {
    const found = due({ visits, refusals: [said('later')] });
    expect(found).toMatchObject({ dueOn: addDays(today, 11), notBefore: addDays(today, 11), tries: 1, state: 'later' });
    expect(found.reasons[0]).toMatchObject({ kind: 'retry', cadence: { zh: '半年走访' } });
  });

  it('with "later" and then "not this year" follows the stricter', () => {
    const refusals = [said('later'), said('no_more', { _id: anId('refusal', 2) })];
    expect(due({ visits, refusals })).toMatchObject({ emergencyOnly: true, reasons: [] });
    expect(due({ visits, refusals: [...refusals].reverse() })).toEqual(due({ visits, refusals }));
  });

  it('"not this year" closes the door until New Year in everything that is no emergency', () => {
    const refusals = [said('no_more')];
    const matters = [promise(today)];
    const mustArrive = [raised('dissatisfaction')];
    const found = due({ visits, refusals, matters, mustArrive, tags: tag('livesAlone', 'high') });
    expect(found).toMatchObject({ emergencyOnly: true, doNotAskUntil: '2027-01-01', reasons: [] });
    expect(found.dueOn).toBeUndefined();
    const later = due({ visits, refusals, tags: tag('livesAlone', 'high') }, dueTime('2027-01-01T09:00:00+08:00'));
    expect(later.emergencyOnly).toBe(false);
    expect(later.reasons.length).toBe(2);
  });

  it('keeps the named day, and of several the last', () => {
    const refusals = [
      said('no_more', { doNotAskUntil: '2026-12-01' }),
      said('paper', { _id: anId('refusal', 2), doNotAskUntil: '2027-03-01' }),
    ];
    expect(due({ refusals })).toMatchObject({ doNotAskUntil: '2027-03-01', emergencyOnly: true });
  });

  it('does not stop an emergency', () => {
    const found = due({ visits, refusals: [said('no_more')], mustArrive: [raised('incident')] });
    expect(found.reasons.map((reason) => reason.kind)).toEqual(['mustArrive']);
    expect(found.emergencyOnly).toBe(true);
  });

  it('that was withdrawn binds no more', () => {
    const refusal = said('no_more');
    const withdrawals = [aWithdrawal({ subjectId: refusal._id })];
    expect(due({ visits, refusals: [refusal], withdrawals }).emergencyOnly).toBe(false);
  });

  it('of a household that has left does not bind the next one', () => {
    const refusals = [said('no_more', { householdId: anId('household', 9) })];
    expect(due({ visits, refusals }).emergencyOnly).toBe(false);
  });

  it('holds through a correction of its visit', () => {
    const corrected = { ...refused, _id: anId('visit', 99), supersedes: refused._id };
    expect(due({ visits: [daysAgo(190), corrected], refusals: [said('later')] })).toMatchObject({ tries: 1 });
  });
});

describe('a postponement', () => {
  const visits = [daysAgo(190), daysAgo(1, 'not_home')];
  const at = `${addDays(today, -1)}T09:05:00+08:00`;

  it('moves the day and keeps the slot', () => {
    const postponements = [aPostponement({ until: addDays(today, 4), slot: 'weekday_eve', at })];
    expect(due({ visits, postponements })).toMatchObject({
      dueOn: addDays(today, 4),
      notBefore: addDays(today, 4),
      state: 'week',
      slot: 'weekday_eve',
    });
  });

  it('without a day only says when people are home', () => {
    expect(due({ visits, postponements: [aPostponement({ until: undefined, slot: 'weekend', at })] })).toMatchObject({
      state: 'overdue',
      slot: 'weekend',
    });
  });

  it('ends with its cycle, its slot does not', () => {
    const postponements = [aPostponement({ until: '2027-12-01', slot: 'weekend', at })];
    const found = due({ visits: [...visits, daysAgo(0)], postponements });
    expect(found).toMatchObject({ dueOn: addDays(today, 182), slot: 'weekend' });
    expect(found.notBefore).toBeUndefined();
  });

  it('does not make a visit due earlier', () => {
    const postponements = [aPostponement({ until: addDays(today, 4), at })];
    expect(due({ visits: [daysAgo(2)], postponements })).toMatchObject({ dueOn: addDays(today, 180) });
  });
});

describe('a care tag', () => {
  it('of an elder at high risk asks for a visit a week, and the row shows only the cadence', () => {
    const found = due({ visits: [daysAgo(8)], tags: tag('livesAlone', 'high') });
    expect(found).toMatchObject({ dueOn: addDays(today, -1), state: 'overdue' });
    expect(found.reasons.map((reason) => [reason.cadence.zh, reason.checklistId])).toEqual([
      ['每周走访', 'elderly_alone'],
      ['半年走访', 'routine'],
    ]);
  });

  it.each([
    ['livesAlone', undefined, 30],
    ['livesAlone', 'key', 30],
    ['livesAlone', 'general', 91],
    ['hardship', 'high', 30],
    ['hospitalised', undefined, 7],
    ['reintegration', undefined, 91],
  ] as const)('%s at level %s comes every %i days', (kind, level, days) => {
    expect(due({ visits: [daysAgo(1)], tags: tag(kind, level) }).dueOn).toBe(addDays(today, days - 1));
  });

  it('that ended plans nothing', () => {
    const proposal = aProposal({ subject: 'livesAlone', level: 'high', householdId: household });
    const confirmed = aConfirmation();
    const ended = aConfirmation({ _id: anId('confirmation', 2), decision: 'ended', after: confirmed._id });
    expect(due({ visits: [daysAgo(8)], tags: activeTags([proposal], [confirmed, ended]) }).reasons).toHaveLength(1);
  });

  it('is not overdue from before it was confirmed', () => {
    expect(due({ visits: [daysAgo(100)], tags: tag('livesAlone', 'high', today) })).toMatchObject({ dueOn: today });
  });

  it('of an unknown kind plans nothing, and an empty flat gets only the ordinary visit', () => {
    expect(due({ visits: [daysAgo(8)], tags: tag('unheardOf') }).reasons).toHaveLength(1);
    expect(due({ visits: [daysAgo(8, 'vacant')], tags: tag('livesAlone', 'high') }).reasons).toHaveLength(1);
  });

  it('twice with two levels follows the closer cadence', () => {
    const tags = [...tag('livesAlone', 'general'), ...tag('livesAlone', 'high')];
    const visits = [daysAgo(1)];
    const found = due({ visits, tags });
    expect(found.reasons.map((reason) => reason.intervalDays)).toEqual([7, 182]);
    expect(due({ visits, tags: tags.reverse() })).toEqual(found);
  });
});

const promise = (on: string, given = {}) =>
  aMatter({
    dwellingId: flat1203,
    householdId: household,
    resolution: 'taken',
    promisedReplyOn: on,
    at: `${addDays(today, -20)}T09:00:00+08:00`,
    ...given,
  });
const raised = (subject: string, at = '2026-11-25T09:40:00+08:00', given = {}) =>
  aProposal({
    _id: anId('proposal', 7),
    kind: 'mustArrive',
    subject,
    level: undefined,
    householdId: household,
    at,
    ...given,
  });

describe('what must be gone to', () => {
  it.each([
    ['incident', '2026-11-25T10:10:00+08:00', '必到，30 分钟内上门'],
    ['familyDispute', '2026-11-25T11:40:00+08:00', '必到，2 小时内上门'],
    ['dissatisfaction', '2026-11-26T09:40:00+08:00', '必到，24 小时内上门'],
  ])('%s has its clock', (subject, dueAt, words) => {
    const found = due({ mustArrive: [raised(subject)] });
    expect(found.reasons[0]).toMatchObject({ kind: 'mustArrive', state: 'clock', dueAt, cadence: { zh: words } });
    expect(found.state).toBe('clock');
  });

  it('is overdue when the clock ran out, and still stands first', () => {
    const found = due({ visits: [daysAgo(400)], mustArrive: [raised('incident', '2026-11-25T09:00:00+08:00')] });
    expect(found.reasons.map((reason) => [reason.kind, reason.state])).toEqual([
      ['mustArrive', 'overdue'],
      ['policy', 'overdue'],
    ]);
  });

  it('is done when somebody was met, not by a visit from before, a call or a locked entrance', () => {
    const mustArrive = [raised('dissatisfaction')];
    const at = (clock: string, outcome: Visit['outcome']) =>
      onDay(today, outcome, { startedAt: `${today}T${clock}:00+08:00` });
    const kinds = (visit: Visit) => due({ visits: [visit], mustArrive }).reasons.map((reason) => reason.kind);
    expect(kinds(at('09:50', 'met'))).toEqual(['policy']);
    expect(kinds(at('09:20', 'met'))).toContain('mustArrive');
    expect(kinds(at('09:50', 'phone'))).toContain('mustArrive');
    expect(kinds(at('09:50', 'no_access'))).toContain('mustArrive');
  });

  it('has its clock stopped by arriving, but stays until somebody was met', () => {
    const visits = [onDay(today, 'not_home', { startedAt: `${today}T09:50:00+08:00` })];
    expect(due({ visits, mustArrive: [raised('incident')] }).reasons[0]).toMatchObject({
      kind: 'mustArrive',
      state: 'today',
      cadence: { zh: '必到，还没见到人' },
    });
  });

  it('with a day beyond its clock is a follow-up on that day', () => {
    const [reason] = due({ mustArrive: [raised('incident', undefined, { reviewOn: '2026-11-26' })] }).reasons;
    expect(reason).toMatchObject({ dueOn: '2026-11-26', state: 'week' });
    expect(reason!.dueAt).toBeUndefined();
  });
});

describe('a promise', () => {
  it('stands on the row and is kept by a contact from a week before its day', () => {
    const matters = [promise(addDays(today, 1))];
    const kinds = (visit: Visit) => due({ visits: [visit], matters }).reasons.map((reason) => reason.kind);
    expect(kinds(daysAgo(15))).toContain('promise');
    expect(kinds(daysAgo(2, 'not_home'))).toContain('promise');
    expect(kinds(daysAgo(2, 'phone'))).toEqual(['policy']);
    expect(kinds(daysAgo(6))).toEqual(['policy']);
  });

  it('is none for what was done at once, and goes with its matter', () => {
    const kinds = (matters: DueFacts['matters'], withdrawals: DueFacts['withdrawals'] = []) =>
      due({ visits: [daysAgo(10)], matters, withdrawals }).reasons.map((reason) => reason.kind);
    expect(kinds([promise(today, { resolution: 'done' })])).toEqual(['policy']);
    const matter = promise(today);
    expect(kinds([matter], [aWithdrawal({ subjectId: matter._id })])).toEqual(['policy']);
  });
});

describe('several reasons for one door', () => {
  it('are one row, the main one first', () => {
    const found = due({
      visits: [daysAgo(190)],
      tags: tag('hardship'),
      matters: [promise(addDays(today, -1))],
      mustArrive: [raised('familyDispute')],
    });
    expect(found.reasons.map((reason) => reason.kind)).toEqual(['mustArrive', 'policy', 'policy', 'promise']);
    expect(found.reasons.map((reason) => reason.cadence.zh).slice(1)).toEqual(['每月走访', '半年走访', '答复反映的事']);
    expect(found.state).toBe('clock');
  });
});

describe('the cap of two knocks in thirty days', () => {
  const visits = [daysAgo(200), daysAgo(20, 'not_home'), daysAgo(5, 'not_home')];

  it('holds back the ordinary visit, says so, and says until when', () => {
    expect(due({ visits })).toMatchObject({ capped: true, notBefore: addDays(today, 10), state: 'overdue' });
  });

  it('ends when the older knock is thirty days past', () => {
    expect(due({ visits }, dueTime(`${addDays(today, 10)}T09:00:00+08:00`)).capped).toBe(false);
    expect(due({ visits }, dueTime(`${addDays(today, 9)}T09:00:00+08:00`)).capped).toBe(true);
  });

  it('counts knocks, not calls, empty flats or locked entrances', () => {
    const quiet = [daysAgo(200), daysAgo(20, 'no_access'), daysAgo(5, 'not_home')];
    expect(due({ visits: quiet }).capped).toBe(false);
  });

  it.each([
    ['a clock', { mustArrive: [raised('incident')] }],
    ['a promise', { matters: [promise(today)] }],
    ['a weekly cadence', { tags: tag('livesAlone', 'high') }],
  ])('does not hold back %s', (_, facts) => {
    expect(due({ visits, ...facts }).capped).toBe(false);
  });
});

describe('doors', () => {
  it('two households of one dwelling are due apart', () => {
    const tenants = { ...door, householdId: anId('household', 2) };
    const visits = [daysAgo(3), daysAgo(200, 'met', { householdId: tenants.householdId })];
    const found = dueDoors({ doors: [door, tenants], visits }, policies, time);
    expect(found.map((one) => one.state)).toEqual(['later', 'overdue']);
  });

  it('an empty dwelling remembers every visit', () => {
    const { householdId: _, ...empty } = door;
    expect(dueDoors({ doors: [empty], visits: [daysAgo(3, 'moved')] }, policies, time)[0]).toMatchObject({
      key: flat1203,
      dueOn: addDays(today, 179),
    });
  });

  it('know who was assigned: the last in the chain', () => {
    const first = anAssignment({ assignee: 'grid1' });
    const second = anAssignment({ _id: anId('assignment', 2), assignee: 'grid2', after: first._id });
    expect(due({ assignments: [second, first] }).assignee).toBe('grid2');
  });

  it('after one more visit are what a full count would say', () => {
    const visits = [daysAgo(200), daysAgo(2, 'not_home')];
    const visit = daysAgo(0);
    const before = factsOfDoors({ doors: [door], visits }).get(household)!;
    expect(dueOfDoor(withVisit(before, visit), policiesInForce(policies), time)).toEqual(
      due({ visits: [...visits, visit] }),
    );
  });
});
