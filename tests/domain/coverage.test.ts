import { describe, expect, it } from 'vitest';
import { tagLives } from '../../src/domain/care-tags.ts';
import { coverageBy, coverageOf, onTimePercent, plansIn, visitedPercent } from '../../src/domain/coverage.ts';
import type { Confirmation, Proposal } from '../../src/domain/documents/care.ts';
import type { Visit } from '../../src/domain/documents/visit.ts';
import { factsOfDoors, type Door } from '../../src/domain/door.ts';
import { dueFactsFrom } from '../../src/domain/due-facts.ts';
import { defaultPolicies } from '../../src/domain/policy.ts';
import { plansOfTag, type VisitPlan } from '../../src/domain/visit-plan.ts';
import { aConfirmation, aPolicy, aProposal, aVisit, building12 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const policies = defaultPolicies.map((terms) =>
  aPolicy({ ...terms, _id: `policy:c-${terms.key}-1`, at: '2025-01-01T08:00:00+08:00' }),
);
/** 困难家庭、孤寡老人、住院病人、下岗失业人员、释放人员: the five must-visits */
const kinds = ['hardship', 'childlessElder', 'hospitalised', 'unemployed', 'reintegration'];
const address = { buildingId: building12, estate: 'e', building: '12栋', entrance: '1', floor: '1', room: '101' };
const doors: Door[] = Array.from({ length: 10 }, (_, n) => ({
  dwellingId: `dwelling:a1-12-1-${String(101 + n)}`,
  buildingId: building12,
  householdId: anId('household', n),
  address,
}));
const place = (n: number) => ({ dwellingId: doors[n]!.dwellingId, householdId: anId('household', n) });
const on = (day: string) => `${day}T09:00:00+08:00`;

const proposals: Proposal[] = doors.map((_, n) =>
  aProposal({ _id: anId('proposal', n), ...place(n), subject: kinds[n % 5]!, level: undefined, at: on('2026-01-04') }),
);
const confirmations: Confirmation[] = doors.map((_, n) =>
  aConfirmation({ _id: anId('confirmation', n), proposalId: anId('proposal', n), at: on('2026-01-05') }),
);
const visited = (n: number, day: string): Visit =>
  aVisit({ _id: anId('visit', n * 100 + Number(day.slice(5, 7))), ...place(n), startedAt: on(day), at: on(day) });
/** Each household was seen on the day before its tag was confirmed. */
const opening = doors.map((_, n) => visited(n, '2026-01-04'));

function plansOn(today: string, visits: readonly Visit[], decisions = confirmations): VisitPlan[] {
  const known = { doors, visits: [...opening, ...visits], proposals, confirmations: decisions };
  const facts = factsOfDoors(dueFactsFrom(known));
  return tagLives(proposals, decisions).flatMap((life) =>
    plansOfTag(life, facts.get(life.proposal.householdId ?? '')!, policies, today),
  );
}
const firstOf = (plans: readonly VisitPlan[]): VisitPlan[] => {
  const seen = new Set<string>();
  return plans.filter(({ tagId }) => !seen.has(tagId) && seen.add(tagId));
};

describe('A8: must-visit tags', () => {
  const due = firstOf(plansOn('2026-01-05', []));

  it('A8: ten confirmed tags of five kinds ask for ten visits, each by its own policy', () => {
    expect(due).toHaveLength(10);
    expect(new Set(due.map(({ kind }) => kind)).size).toBe(5);
    expect(due.map(({ dueOn }) => dueOn).sort()).toEqual(
      ['2026-01-11', '2026-02-03', '2026-02-03', '2026-02-03', '2026-04-05'].flatMap((day) => [day, day]).sort(),
    );
  });

  it('A8: seven on time, one late and two not made are 70 % on time and 80 % visited', () => {
    const later = (n: number, days: number): string => {
      const planned = due.find(({ tagId }) => tagId === anId('proposal', n))!;
      return new Date(Date.parse(planned.dueOn) + days * 86_400_000).toISOString().slice(0, 10);
    };
    const visits = [
      ...[0, 1, 2, 3, 4, 5, 6].map((n) => visited(n, later(n, 0))),
      // a month's window is seven days
      visited(8, later(8, 12)),
    ];
    // those of every kind that fell due first, long after
    const plans = firstOf(plansOn('2026-05-20', visits));
    const coverage = coverageOf(plans);
    expect(coverage).toEqual({ due: 10, onTime: 7, late: 1, notDone: 2, open: 0, cancelled: 0 });
    expect([onTimePercent(coverage), visitedPercent(coverage)]).toEqual([70, 80]);
  });

  it('A8: an ended tag asks for no visit', () => {
    const ended = aConfirmation({
      _id: anId('confirmation', 99),
      proposalId: anId('proposal', 0),
      decision: 'ended',
      at: on('2026-01-06'),
    });
    const plans = plansOn('2026-06-01', [], [...confirmations, ended]);
    expect(plans.filter(({ tagId }) => tagId === anId('proposal', 0))).toEqual([]);
    expect(new Set(plans.map(({ tagId }) => tagId)).size).toBe(9);
  });
});

describe('coverage', () => {
  const plan = (dueOn: string, state: VisitPlan['state'], given: Partial<VisitPlan> = {}) => ({
    dueOn,
    state,
    kind: 'hardship',
    ...given,
  });
  const plans = [
    plan('2026-03-01', 'done'),
    plan('2026-03-31', 'done', { late: true }),
    plan('2026-03-31', 'due', { kind: 'hospitalised' }),
    plan('2026-03-15', 'cancelled'),
    plan('2026-03-20', 'planned'),
    plan('2026-03-21', 'postponed'),
    plan('2026-04-01', 'missed'),
    plan('2026-02-28', 'overdue'),
  ];
  const march = plansIn(plans, { from: '2026-03-01', to: '2026-03-31' });

  it('is of what was due in a period; what is cancelled or still to come is not due', () => {
    expect(coverageOf(march)).toEqual({ due: 3, onTime: 1, late: 1, notDone: 0, open: 1, cancelled: 1 });
  });

  it('is told by kind, by area, by whatever a plan has', () => {
    const told = coverageBy(march, ({ kind }) => kind);
    expect([...told].map(([kind, { due }]) => [kind, due])).toEqual([
      ['hardship', 2],
      ['hospitalised', 1],
    ]);
  });

  it('has no share where nothing was due', () => {
    expect(onTimePercent(coverageOf([]))).toBeUndefined();
    expect(visitedPercent(coverageOf([]))).toBeUndefined();
  });
});
