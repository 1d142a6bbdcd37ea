import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween } from '../../src/domain/day.ts';
import type { Visit } from '../../src/domain/documents/visit.ts';
import { doorKey, type Door } from '../../src/domain/door.ts';
import { dueFactsFrom, type StoredFacts } from '../../src/domain/due-facts.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import { dueDoors } from '../../src/domain/due.ts';
import { knocksAMonth } from '../../src/domain/knock-cap.ts';
import { defaultPolicies } from '../../src/domain/policy.ts';
import { todayList, type Today } from '../../src/domain/today.ts';
import { topDown } from '../../src/domain/walking-order.ts';
import * as build from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const begin = '2026-11-02';
const policies = defaultPolicies.map((terms) =>
  build.aPolicy({ ...terms, _id: `policy:c-${terms.key}-1`, at: '2025-01-01T08:00:00+08:00' }),
);
const doors: readonly Door[] = [1, 2].flatMap((building) =>
  ['1', '2'].flatMap((entrance) =>
    ['301', '302', '201', '101'].map((room, n): Door => {
      const buildingId = `orgUnit:a1-${String(building)}`;
      return {
        dwellingId: `dwelling:a1-${String(building)}-${entrance}-${room}`,
        buildingId,
        householdId: anId('household', building * 100 + Number(entrance) * 10 + n),
        address: { buildingId, estate: 'e', building: `${String(building)}栋`, entrance, floor: room[0]!, room },
      };
    }),
  ),
);
const round = build.aVisitRound({
  buildings: ['orgUnit:a1-1', 'orgUnit:a1-2'],
  from: addDays(begin, 3),
  to: addDays(begin, 40),
});
const bare: StoredFacts = { doors, visits: [], proposals: [], confirmations: [], rounds: [round] };

const listOn = (facts: StoredFacts, now: string): Today<never> =>
  todayList({ doors: dueDoors(dueFactsFrom(facts), policies, dueTime(now)), now, userId: 'grid1' });
const walked = (list: Today<never>) => list.stairwells.flatMap((stairwell) => stairwell.doors);

/** What came of knocking, one after the other. */
const outcome = fc.constantFrom<Visit['outcome']>('met', 'not_home', 'not_home', 'refused', 'no_access', 'phone');

describe('a worker who knocks on every door of Today, day after day', () => {
  it('never knocks more often than the cap, whatever comes of it and whatever asks', () => {
    fc.assert(
      fc.property(fc.infiniteStream(outcome), (outcomes) => {
        const visits: Visit[] = [];
        for (let n = 0; n < 60; n += 1) {
          const now = `${addDays(begin, n)}T${n % 3 === 0 ? '18' : '10'}:00:00+08:00`;
          for (const { door } of walked(listOn({ ...bare, visits }, now)))
            visits.push(
              build.aVisit({
                _id: anId('visit', visits.length + 1),
                dwellingId: door.dwellingId,
                householdId: door.householdId,
                startedAt: now,
                outcome: outcomes.next().value,
              }),
            );
        }
        expect(visits.length).toBeGreaterThan(0);
        for (const door of doors) {
          const knocks = visits
            .filter((visit) => doorKey(visit) === doorKey(door))
            .filter(({ outcome: came }) => came === 'met' || came === 'not_home' || came === 'refused')
            .map(({ startedAt }) => dayOf(startedAt));
          for (const first of knocks) {
            const month = knocks.filter((day) => day >= first && daysBetween(first, day) < 30);
            expect(month.length, knocks.join(' ')).toBeLessThanOrEqual(knocksAMonth);
          }
        }
      }),
      { numRuns: 5 },
    );
  });
});

describe('the list of a day', () => {
  const now = `${addDays(begin, 20)}T10:00:00+08:00`;
  const where = fc.nat(doors.length - 1);
  const at = (n: number) => ({ dwellingId: doors[n]!.dwellingId, householdId: doors[n]!.householdId });
  const facts: fc.Arbitrary<StoredFacts> = fc
    .record({
      visits: fc.array(fc.tuple(where, outcome, fc.integer({ min: 0, max: 60 }))),
      matters: fc.array(fc.tuple(where, fc.integer({ min: -3, max: 10 }))),
      incidents: fc.array(fc.tuple(where, fc.integer({ min: 0, max: 9 })), { maxLength: 4 }),
      tags: fc.array(fc.tuple(where, fc.constantFrom('livesAlone', 'hardship'))),
    })
    .map(({ visits, matters, incidents, tags }) => ({
      ...bare,
      visits: visits.map(([n, came, ago], i) =>
        build.aVisit({
          ...at(n),
          _id: anId('visit', i),
          outcome: came,
          startedAt: `${addDays(dayOf(now), -ago)}T09:00:00+08:00`,
        }),
      ),
      matters: matters.map(([n, days], i) =>
        build.aMatter({
          ...at(n),
          _id: anId('matter', i),
          resolution: 'taken',
          at: `${begin}T09:00:00+08:00`,
          promisedReplyOn: addDays(dayOf(now), days),
        }),
      ),
      proposals: [
        ...incidents.map(([n, hour], i) =>
          build.aProposal({
            ...at(n),
            _id: anId('proposal', i),
            kind: 'mustArrive',
            subject: 'incident',
            at: `${dayOf(now)}T0${String(hour)}:30:00+08:00`,
          }),
        ),
        ...tags.map(([n, subject], i) =>
          build.aProposal({ ...at(n), _id: anId('proposal', 100 + i), kind: 'careTag', subject }),
        ),
      ],
      confirmations: tags.map((_, i) =>
        build.aConfirmation({
          _id: anId('confirmation', i),
          proposalId: anId('proposal', 100 + i),
          at: `${begin}T09:00:00+08:00`,
        }),
      ),
    }));

  it('has one visit for a door however many reasons there are, and every stairwell from the top down', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const list = listOn(given, now);
        const keys = walked(list).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(new Set(list.stairwells.map(({ key }) => key)).size).toBe(list.stairwells.length);
        for (const { doors: group } of list.stairwells)
          expect([...group].sort((a, b) => topDown(a.door.address, b.door.address))).toEqual(group);
      }),
      { numRuns: 50 },
    );
  });

  it('pins every running clock first, the nearest end on top, and after the clocks only what is late', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const list = listOn(given, now);
        const all = [...list.first, ...list.more].flatMap((one) => (one.kind === 'draft' ? [] : [one]));
        const ends = all
          .filter(({ kind }) => kind === 'mustArrive')
          // who came once and met nobody has no clock any more, and stands there still
          .flatMap(({ reason }) => reason.dueAt ?? []);
        expect(ends).toEqual([...ends].sort());
        expect(all.map(({ kind }) => kind)).toEqual(all.map(({ kind }) => kind).sort());
        const clocks = dueDoors(dueFactsFrom(given), policies, dueTime(now))
          .flatMap(({ reasons }) => reasons)
          .filter(({ dueAt }) => dueAt !== undefined);
        expect(ends).toHaveLength(clocks.length);
        for (const { kind, reason } of all) if (kind === 'promise') expect(reason.state).toBe('overdue');
      }),
      { numRuns: 50 },
    );
  });
});
