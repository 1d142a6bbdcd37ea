import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomes } from '../../src/domain/documents/visit.ts';
import type { Door } from '../../src/domain/door.ts';
import { openRounds } from '../../src/domain/due-by-round.ts';
import { dueFactsFrom } from '../../src/domain/due-facts.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import { dueDoors } from '../../src/domain/due.ts';
import { roundCounts, roundPlan, roundStates } from '../../src/domain/visit-round.ts';
import { floorHeight, walkingOrder } from '../../src/domain/walking-order.ts';
import {
  aMatter,
  anImpact,
  aPolicy,
  aRefusal,
  aRoundClosing,
  aVisit,
  aVisitRound,
  building12,
  building13,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const round = aVisitRound();
const doorAt = (room: string, buildingId = building12): Door => ({
  dwellingId: `dwelling:${buildingId.slice(8)}-1-${room}`,
  buildingId,
  address: { buildingId, estate: 'e', building: '12栋', entrance: '1', floor: room.slice(0, -2), room },
});
const rooms = ['302', '301', '202', '201', '102', '101'];
const doors = rooms.map((room) => doorAt(room));
const at = (room: string) => ({ dwellingId: doorAt(room).dwellingId });
const none = { doors, visits: [], impacts: [], matters: [] };
const inOrder = (plan: ReturnType<typeof roundPlan>) => plan.map(({ door }) => door.address.room);

describe('a round', () => {
  it('D3: plan order equals score order, ties by floor', () => {
    const topic = aVisitRound({ order: 'mostAffected' });
    const impacts = [
      anImpact({ _id: anId('impact', 1), ...at('102'), score: 3 }),
      anImpact({ _id: anId('impact', 2), ...at('301'), score: 1 }),
      anImpact({ _id: anId('impact', 3), ...at('201'), score: 2 }),
    ];
    // exposure and matters raised count alike: 1 + 1 ties with 2, the higher floor goes first
    const matters = [aMatter({ ...at('301') })];
    const plan = roundPlan(topic, { ...none, impacts, matters });
    expect(inOrder(plan)).toEqual(['102', '301', '201', '302', '202', '101']);
    expect(plan.map(({ score }) => score)).toEqual([3, 2, 2, 0, 0, 0]);
    expect(inOrder(roundPlan(round, { ...none, impacts, matters }))).toEqual([
      '301',
      '302',
      '201',
      '202',
      '101',
      '102',
    ]);
  });

  it('D3: whatever the scores, nobody less affected and nobody below among equals comes before', () => {
    const topic = aVisitRound({ order: 'mostAffected' });
    const scores = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(scores, fc.array(fc.constantFrom(...rooms), { maxLength: 8 }), (judged, raised) => {
        const impacts = rooms.map((room, n) => anImpact({ _id: anId('impact', n), ...at(room), score: judged[n]! }));
        const matters = raised.map((room, n) => aMatter({ _id: anId('matter', n), ...at(room) }));
        const plan = roundPlan(topic, { ...none, impacts, matters });
        plan.slice(1).forEach((one, n) => {
          const before = plan[n]!;
          const lower = floorHeight(one.door.address) - floorHeight(before.door.address);
          expect(before.score > one.score || (before.score === one.score && lower <= 0)).toBe(true);
          if (before.score === one.score && lower === 0)
            expect(walkingOrder(before.door.address, one.door.address)).toBeLessThan(0);
        });
      }),
    );
  });

  it('takes the last judgement of a household', () => {
    const first = anImpact({ ...at('101'), score: 3 });
    const later = anImpact({ _id: anId('impact', 2), ...at('101'), score: 1, after: first._id });
    const plan = roundPlan(round, { ...none, impacts: [later, first] });
    expect(plan.find(({ door }) => door.address.room === '101')).toMatchObject({ score: 1, judged: later });
  });

  it('counts how its doors stand, by visits since it began', () => {
    const visit = (room: string, outcome: (typeof outcomes)[number], startedAt = '2026-11-24T10:00:00+08:00') =>
      aVisit({ _id: anId('visit', Number(room)), ...at(room), householdId: undefined, outcome, startedAt });
    const plan = roundPlan(round, {
      ...none,
      doors: [...doors, doorAt('101', building13)],
      visits: [
        visit('302', 'met'),
        visit('301', 'not_home'),
        visit('202', 'refused'),
        visit('201', 'met', '2026-11-20T10:00:00+08:00'),
        visit('102', 'no_access'),
      ],
    });
    expect(roundCounts(plan)).toEqual({ done: 1, notHome: 2, refused: 1, left: 2 });
    expect(plan).toHaveLength(6);
  });

  it('has every door in exactly one state', () => {
    const visit = fc.tuple(fc.constantFrom(...rooms), fc.constantFrom(...outcomes), fc.nat(20));
    fc.assert(
      fc.property(fc.array(visit), (visits) => {
        const plan = roundPlan(round, {
          ...none,
          visits: visits.map(([room, outcome, minute], n) =>
            aVisit({
              _id: anId('visit', n),
              ...at(room),
              outcome,
              startedAt: `2026-11-24T10:${String(minute + 10)}:00+08:00`,
            }),
          ),
        });
        const counts = roundCounts(plan);
        expect(roundStates.reduce((sum, state) => sum + counts[state], 0)).toBe(rooms.length);
      }),
    );
  });
});

describe('what a round asks of a door', () => {
  const policies = [aPolicy({ key: 'ordinary', intervalDays: 182, at: '2026-11-23T08:00:00+08:00' })];
  const door = doorAt('301');
  const visit = aVisit({ ...at('301'), householdId: undefined, startedAt: '2026-11-24T10:00:00+08:00' });
  const reason = (today: string, facts: Partial<Parameters<typeof dueFactsFrom>[0]> = {}) =>
    dueDoors(
      dueFactsFrom({ doors: [door], visits: [], proposals: [], confirmations: [], rounds: [round], ...facts }),
      policies,
      dueTime(`${today}T10:00:00+08:00`),
    )[0]!.reasons.find(({ kind }) => kind === 'round');

  it('is nothing before its day, due while it runs, late after its last day', () => {
    expect(reason('2026-11-22')?.state).toBe('later');
    expect(reason('2026-11-23')).toMatchObject({ state: 'week', dueOn: '2026-12-06', checklistId: 'routine' });
    expect(reason('2026-12-06')?.state).toBe('today');
    expect(reason('2026-12-07')?.state).toBe('overdue');
  });

  it('is asked of the doors of its buildings alone, until somebody closes it', () => {
    expect(reason('2026-11-24', { doors: [doorAt('301', building13)] })).toBeUndefined();
    expect(openRounds([round], [])).toEqual([round]);
    expect(openRounds([round], [aRoundClosing()])).toEqual([]);
  });

  it('ends with an answer, not with a silent door; a family that said later is asked again', () => {
    expect(reason('2026-11-24', { visits: [visit] })).toBeUndefined();
    expect(reason('2026-11-25', { visits: [{ ...visit, outcome: 'not_home' }] })).toBeDefined();
    const declined = { ...visit, outcome: 'refused' as const };
    expect(reason('2026-11-25', { visits: [declined] })).toBeUndefined();
    const refusals = [aRefusal({ ...at('301'), householdId: undefined, visitId: visit._id, choice: 'later' })];
    expect(reason('2026-11-25', { visits: [declined], refusals })).toBeDefined();
  });
});
