import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tagLives } from '../../src/domain/care-tags.ts';
import { addDays, type Day } from '../../src/domain/day.ts';
import type { Confirmation, PlanCancellation } from '../../src/domain/documents/care.ts';
import type { Policy } from '../../src/domain/documents/organisation.ts';
import type { Postponement, Refusal, Visit } from '../../src/domain/documents/visit.ts';
import { factsOfDoors, type Door } from '../../src/domain/door.ts';
import { dueFactsFrom } from '../../src/domain/due-facts.ts';
import { dueDoors } from '../../src/domain/due.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import { plansOfTag, type VisitPlan } from '../../src/domain/visit-plan.ts';
import * as build from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const { flat1203: dwellingId, building12: buildingId } = build;
const door: Door = {
  dwellingId,
  buildingId,
  householdId: anId('household'),
  address: { buildingId, estate: 'e', building: '12栋', entrance: '1', floor: '12', room: '1203' },
};
const at = (day: Day, clock = '09:00') => `${day}T${clock}:00+08:00`;
const proposal = build.aProposal({ subject: 'livesAlone', level: 'key', at: at('2026-01-01') });
const confirmed = build.aConfirmation({ at: at('2026-01-02') });
const monthly = build.aPolicy({
  _id: 'policy:c-livesAlone-1',
  key: 'livesAlone',
  tagKind: 'livesAlone',
  intervalDays: 30,
  windowDays: 5,
  at: at('2025-01-01'),
});

let numbers = 0;
const visit = (day: Day, outcome: Visit['outcome'] = 'met', clock?: string): Visit =>
  build.aVisit({ _id: anId('visit', (numbers += 1)), outcome, startedAt: at(day, clock), at: at(day, clock) });

interface Known {
  readonly visits?: readonly Visit[];
  readonly decisions?: readonly Confirmation[];
  readonly policies?: readonly Policy[];
  readonly postponements?: readonly Postponement[];
  readonly refusals?: readonly Refusal[];
  readonly cancellations?: readonly PlanCancellation[];
}

function plans(today: Day, known: Known = {}): VisitPlan[] {
  const { decisions = [confirmed], policies = [monthly], visits = [], ...rest } = known;
  const [life] = tagLives([proposal], decisions);
  const facts = dueFactsFrom({ doors: [door], visits, ...rest, proposals: [proposal], confirmations: decisions });
  return plansOfTag(life!, factsOfDoors(facts).get(anId('household'))!, policies, today);
}
const told = (found: readonly VisitPlan[]): string[] =>
  found.map(({ dueOn, state, late }) => `${dueOn} ${state}${late === true ? ' late' : ''}`);

describe('the visits that a care tag asks for', () => {
  const first = visit('2026-01-02');

  it('follow one another an interval after each visit', () => {
    const visits = [first, visit('2026-02-01'), visit('2026-03-05'), visit('2026-04-20')];
    expect(told(plans('2026-04-21', { visits }))).toEqual([
      expect.stringContaining('done'),
      '2026-02-01 done',
      '2026-03-03 done',
      '2026-04-04 done late',
      '2026-05-20 planned',
    ]);
  });

  it('are due, then overdue; those that nobody made are missed when the next one is due', () => {
    const visits = [first];
    expect(told(plans('2026-01-31', { visits })).at(-1)).toBe('2026-02-01 planned');
    expect(told(plans('2026-02-06', { visits })).at(-1)).toBe('2026-02-01 due');
    expect(told(plans('2026-02-07', { visits })).at(-1)).toBe('2026-02-01 overdue');
    expect(told(plans('2026-03-03', { visits })).slice(-2)).toEqual(['2026-02-01 missed', '2026-03-03 due']);
  });

  it('collect their attempts', () => {
    const knock = visit('2026-02-01', 'not_home');
    const found = plans('2026-02-03', { visits: [first, knock] });
    expect(found.at(-1)).toMatchObject({ dueOn: '2026-02-01', state: 'due', attempts: [knock._id] });
    const done = plans('2026-02-04', { visits: [first, knock, visit('2026-02-04')] });
    expect(done.at(-2)).toMatchObject({ state: 'done', late: false, attempts: [knock._id] });
  });

  it('count a household that is seen every day once an interval, not once a day', () => {
    const visits = [first, ...Array.from({ length: 29 }, (_, n) => visit(addDays('2026-01-03', n)))];
    const done = plans('2026-01-31', { visits }).filter(({ state }) => state === 'done');
    expect(done.length).toBeLessThanOrEqual(2);
  });

  it('are postponed with a day, and cancelled one by one', () => {
    const postponements = [build.aPostponement({ at: at('2026-02-01'), until: '2026-02-10' })];
    const put = plans('2026-02-02', { visits: [first], postponements }).at(-1);
    expect(put).toMatchObject({ dueOn: '2026-02-10', state: 'postponed', postponedFrom: '2026-02-01' });
    const cancellations = [build.aPlanCancellation({ at: at('2026-02-02'), dueOn: '2026-02-10' })];
    expect(told(plans('2026-02-11', { visits: [first], postponements, cancellations })).slice(-2)).toEqual([
      '2026-02-10 cancelled',
      '2026-03-12 planned',
    ]);
    const twice = [...cancellations, { ...cancellations[0]!, _id: anId('planCancellation', 2) }];
    expect(told(plans('2026-02-11', { visits: [first], postponements, cancellations: twice }))).toEqual(
      told(plans('2026-02-11', { visits: [first], postponements, cancellations })),
    );
  });

  it('wait while a family asked to be left alone, and stop where nobody lives', () => {
    const refused = visit('2026-02-01', 'refused');
    const refusals = [build.aRefusal({ visitId: refused._id, at: at('2026-02-01', '09:05'), choice: 'no_more' })];
    expect(told(plans('2026-06-01', { visits: [first, refused], refusals })).slice(-2)).toEqual([
      '2026-02-01 done',
      '2027-01-01 postponed',
    ]);
    const moved = plans('2026-06-01', { visits: [first, visit('2026-02-01', 'moved')] });
    expect(moved.map(({ state }) => state)).toEqual(['done']);
  });

  it('end with the tag: what was still on time is asked for no more', () => {
    const ended = build.aConfirmation({ _id: anId('confirmation', 2), decision: 'ended', at: at('2026-02-03') });
    const states = plans('2026-06-01', { visits: [first], decisions: [confirmed, ended] }).map(({ state }) => state);
    expect(states).toEqual(['done']);
    const later = { ...ended, at: at('2026-02-20') };
    expect(told(plans('2026-06-01', { visits: [first], decisions: [confirmed, later] })).at(-1)).toBe(
      '2026-02-01 missed',
    );
  });

  it('follow a policy from the day it changes; what was missed before stays missed', () => {
    const weekly = { ...monthly, _id: 'policy:c-livesAlone-2', version: 2, intervalDays: 7, at: at('2026-03-01') };
    const found = told(plans('2026-03-09', { visits: [first], policies: [weekly, monthly] })).slice(-3);
    expect(found).toEqual(['2026-02-01 missed', '2026-03-01 missed', '2026-03-08 due']);
    const wider = { ...weekly, intervalDays: 30, windowDays: 20, since: '2025-01-01' };
    expect(told(plans('2026-03-09', { visits: [first], policies: [monthly, wider] })).slice(-2)).toEqual([
      '2026-02-01 missed',
      '2026-03-03 due',
    ]);
    const stopped = { ...weekly, stopped: true as const };
    expect(told(plans('2026-03-09', { visits: [first], policies: [monthly, stopped] })).at(-1)).toBe(
      '2026-02-01 overdue',
    );
  });
});

const day = fc.integer({ min: 0, max: 200 }).map((n) => addDays('2026-01-01', n));
const outcome = fc.constantFrom<Visit['outcome']>('met', 'not_home', 'refused', 'phone', 'vacant');
const world = fc.record({
  visits: fc.array(fc.tuple(day, outcome), { maxLength: 8 }),
  off: fc.array(fc.tuple(day, fc.nat(40)), { maxLength: 3 }),
  cancelled: fc.array(fc.tuple(day, fc.nat(30)), { maxLength: 3 }),
  policies: fc.array(fc.tuple(day, fc.constantFrom(7, 30, 91)), { maxLength: 3 }),
  levels: fc.array(fc.tuple(day, fc.constantFrom('high' as const, 'general' as const)), { maxLength: 3 }),
  today: day,
  seed: fc.nat(),
});

describe('every device', () => {
  it('shows the same plans, in whatever order the documents came', () => {
    fc.assert(
      fc.property(world, ({ visits, off, cancelled, policies, levels, today, seed }) => {
        const turn = <T>(list: readonly T[]): T[] => {
          const from = seed % (list.length + 1);
          return [...list.slice(from), ...list.slice(0, from)].reverse();
        };
        const known = {
          visits: visits.map(([on, what], n) =>
            build.aVisit({ _id: anId('visit', n), outcome: what, startedAt: at(on), at: at(on) }),
          ),
          postponements: off.map(([on, days], n) =>
            build.aPostponement({ _id: anId('postponement', n), at: at(on, '10:00'), until: addDays(on, days) }),
          ),
          cancellations: cancelled.map(([on, days], n) =>
            build.aPlanCancellation({ _id: anId('planCancellation', n), at: at(on), dueOn: addDays(on, days) }),
          ),
          decisions: [
            confirmed,
            ...levels.map(([on, level], n) =>
              build.aConfirmation({
                _id: anId('confirmation', n + 2),
                after: anId('confirmation', n + 1),
                at: at(on),
                level,
              }),
            ),
          ],
          policies: [
            monthly,
            ...policies.map(([on, intervalDays], n) => ({
              ...monthly,
              _id: `policy:c-livesAlone-${String(n + 2)}`,
              version: n + 2,
              intervalDays,
              at: at(on),
            })),
          ],
        };
        const shown = plans(today, known);
        const turned = Object.fromEntries(
          Object.entries(known).map(([name, all]) => [name, turn(all as readonly unknown[])]),
        ) as typeof known;
        expect(plans(today, turned)).toEqual(shown);
        const open = shown.filter(({ state }) => ['planned', 'postponed', 'due', 'overdue'].includes(state));
        expect(open.length).toBeLessThanOrEqual(1);
        for (const { dueOn, doneOn, state } of shown) {
          if (state === 'due' || state === 'overdue' || state === 'missed') expect(dueOn <= today).toBe(true);
          if (doneOn !== undefined) expect(doneOn <= today).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('lists a door for the day that its plan says', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(day, outcome), { maxLength: 6 }), day, (seen, today) => {
        const visits = seen
          .filter(([on]) => on <= today)
          .map(([on, what], n) =>
            build.aVisit({ _id: anId('visit', n), outcome: what, startedAt: at(on), at: at(on) }),
          );
        const shown = plans(today, { visits });
        const stored = { doors: [door], visits, proposals: [proposal], confirmations: [confirmed] };
        const [due] = dueDoors(dueFactsFrom(stored), [monthly], dueTime(at(today)));
        const reason = due!.reasons.find(({ policyKey }) => policyKey === 'livesAlone');
        const open = shown.findLast(({ state }) => ['planned', 'due', 'overdue'].includes(state));
        const waiting = open && shown.find(({ dueOn, state }) => state === 'missed' && dueOn >= (reason?.dueOn ?? ''));
        if (today >= '2026-01-02') expect(reason?.dueOn).toBe((waiting ?? open)?.dueOn);
      }),
      { numRuns: 300 },
    );
  });
});
