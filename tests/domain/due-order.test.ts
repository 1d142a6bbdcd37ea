import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmergency } from '../../src/domain/care.ts';
import { addDays } from '../../src/domain/day.ts';
import { outcomes, retrySlots } from '../../src/domain/documents/visit.ts';
import type { Door } from '../../src/domain/door.ts';
import { dueFactsFrom, type StoredFacts } from '../../src/domain/due-facts.ts';
import { dueDoors } from '../../src/domain/due.ts';
import { dueTime } from '../../src/domain/due-reason.ts';
import { defaultPolicies } from '../../src/domain/policy.ts';
import * as build from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const today = '2026-11-25';
const time = dueTime(`${today}T10:00:00+08:00`);
const policies = defaultPolicies.map((terms) =>
  build.aPolicy({ ...terms, _id: `policy:c-${terms.key}-1`, at: '2025-01-01T08:00:00+08:00' }),
);
const { flat1203: dwellingId, building12: buildingId } = build;
const door: Door = {
  dwellingId,
  buildingId,
  householdId: anId('household'),
  address: { buildingId, estate: 'e', building: '12栋', entrance: '1', floor: '12', room: '1203' },
};

const day = fc.integer({ min: 0, max: 250 }).map((ago) => addDays(today, -ago));
const instant = fc.tuple(day, fc.constantFrom('09:00', '09:30')).map(([on, clock]) => `${on}T${clock}:00+08:00`);
const number = fc.nat(4);
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 5 });
const numbered = <T extends { _id: string }>(facts: T[]): T[] =>
  facts.map((fact, n) => ({ ...fact, _id: anId(fact._id.split(':')[0] ?? '', n) }));

const stored: fc.Arbitrary<StoredFacts> = fc.record({
  doors: fc.constant([door]),
  visits: some(
    fc
      .tuple(instant, fc.constantFrom(...outcomes))
      .map(([at, outcome]) => build.aVisit({ at, startedAt: at, outcome })),
  ).map(numbered),
  refusals: some(
    fc
      .tuple(instant, number, fc.constantFrom('later' as const, 'paper' as const, 'no_more' as const))
      .map(([at, visit, choice]) => build.aRefusal({ at, visitId: anId('visit', visit), choice })),
  ).map(numbered),
  postponements: some(
    fc
      .tuple(instant, fc.option(day), fc.constantFrom(...retrySlots))
      .map(([at, until, slot]) => build.aPostponement({ at, until: until ?? undefined, slot })),
  ).map(numbered),
  proposals: some(
    fc
      .tuple(
        instant,
        fc.constantFrom('careTag' as const, 'mustArrive' as const),
        fc.constantFrom('high' as const, 'general' as const),
      )
      .map(([at, kind, level]) =>
        build.aProposal({ at, kind, level, subject: kind === 'careTag' ? 'livesAlone' : 'dissatisfaction' }),
      ),
  ).map(numbered),
  confirmations: some(
    fc
      .tuple(number, fc.constantFrom('confirmed' as const, 'ended' as const))
      .map(([n, decision]) => build.aConfirmation({ proposalId: anId('proposal', n), decision })),
  ).map(numbered),
  matters: some(
    fc
      .tuple(instant, day)
      .map(([at, on]) => build.aMatter({ at, dwellingId, resolution: 'taken', promisedReplyOn: on })),
  ).map(numbered),
  withdrawals: some(
    fc
      .tuple(number, fc.constantFrom('proposal', 'refusal', 'matter'))
      .map(([n, type]) => build.aWithdrawal({ subjectId: anId(type, n) })),
  ).map(numbered),
});
const due = (facts: StoredFacts) => dueDoors(dueFactsFrom(facts), policies, time)[0]!;

describe('the due rule', () => {
  it('says the same in whatever order facts came', () => {
    fc.assert(
      fc.property(stored, (facts) => {
        const reversed = Object.fromEntries(
          Object.entries(facts).map(([name, all]) => [name, [...(all as unknown[])].reverse()]),
        ) as unknown as StoredFacts;
        expect(due(reversed)).toEqual(due(facts));
      }),
      { numRuns: 200 },
    );
  });

  it('never lists a family that asked to be left alone, but for emergencies', () => {
    fc.assert(
      fc.property(stored, (facts) => {
        const found = due(facts);
        if (!found.emergencyOnly) return;
        const urgent = new Set(facts.proposals.filter((one) => isEmergency(one.subject)).map((one) => one._id));
        for (const reason of found.reasons) expect(urgent.has(reason.subjectId ?? '')).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('puts every door with a plan somewhere: late, now, later, held back with a day, or left alone', () => {
    fc.assert(
      fc.property(stored, (facts) => {
        const found = due(facts);
        expect(found.reasons.length > 0 || found.emergencyOnly).toBe(true);
        expect(found.capped).toBe(found.capped && found.notBefore !== undefined);
        expect(found.dueOn).toBe(found.reasons[0]?.dueOn);
      }),
      { numRuns: 100 },
    );
  });
});
