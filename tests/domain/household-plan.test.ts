import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planStates } from '../../src/domain/documents/plan.ts';
import {
  foldPlan,
  foldPlans,
  isOverdue,
  mayBecome,
  nextStates,
  planIdOf,
  stateOfMeasure,
} from '../../src/domain/household-plan.ts';
import { merge } from '../../src/domain/merge.ts';
import { mayWrite } from '../../src/domain/may-write.ts';
import { changeOf, fieldOf } from '../../src/domain/register.ts';
import { aMeasure, aPlan, aStamp } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';

const today = '2026-11-23';
const home = anId('household');
const measureIn = (is: (typeof planStates)[number], dueOn = '2026-12-01', nth = 1) =>
  aMeasure({ _id: anId('planMeasure', nth), values: { dueOn, state: { is, on: today } } });

describe('a household plan', () => {
  it('is one for each household, whoever begins it', () => {
    expect(planIdOf(home)).toBe(aPlan()._id);
  });

  it('has the measures of every programme, and a household of which only a measure came has one too', () => {
    const measures = ['renovation', 'hardship', '违建整治'].map((programme, index) =>
      aMeasure({ _id: anId('planMeasure', index + 1), values: { programme } }),
    );
    const folded = foldPlan(home, undefined, measures, today);
    expect(folded.measures.map((one) => fieldOf(one, 'programme'))).toEqual(['hardship', 'renovation', '违建整治']);
    expect([...foldPlans([], measures, today).keys()]).toEqual([home]);
  });

  it.each([
    [[], 'drafted'],
    [['drafted', 'agreed'], 'agreed'],
    [['agreed', 'in_progress'], 'in_progress'],
    [['agreed', 'done'], 'in_progress'],
    [['done', 'done'], 'done'],
    [['done', 'failed'], 'failed'],
  ] as const)('whose measures are %j is %s', (states, state) => {
    const measures = states.map((is, index) => measureIn(is, '2026-12-01', index + 1));
    expect(foldPlan(home, undefined, measures, today).state).toBe(state);
  });

  it('is a next version as long as something waits for the agreement of the household', () => {
    const agreed = aPlan({ values: { agreement: { version: 2, on: today, how: 'oral' } } });
    expect(foldPlan(home, undefined, [], today).version).toBe(1);
    expect(foldPlan(home, agreed, [measureIn('agreed')], today).version).toBe(2);
    expect(foldPlan(home, agreed, [measureIn('agreed'), measureIn('drafted', today, 2)], today).version).toBe(3);
  });

  it('is overdue after the day, not on it, and never when it is over', () => {
    expect(isOverdue(measureIn('agreed', '2026-11-22'), today)).toBe(true);
    expect(isOverdue(measureIn('agreed', today), today)).toBe(false);
    expect(isOverdue(measureIn('done', '2026-11-22'), today)).toBe(false);
    expect(isOverdue(measureIn('failed', '2026-11-22'), today)).toBe(false);
  });

  it('of two tablets that edit without a signal has the edits of both', () => {
    const [one, other] = [measureIn('agreed'), aMeasure({ _id: anId('planMeasure', 2) })];
    const head = { ...one, by: 'grid2' };
    const began = changeOf<typeof one>(one, { state: { is: 'in_progress', on: today } }, aStamp(10, 'aaaa'));
    const moved = changeOf<typeof one>(head, { dueOn: '2027-01-31' }, aStamp(20, 'bbbb'));
    const both = merge(merge(one, moved), began);
    expect(both).toEqual(merge(merge(one, began), moved));
    expect([stateOfMeasure(both), fieldOf(both, 'dueOn')]).toEqual(['in_progress', '2027-01-31']);
    expect(foldPlan(home, aPlan(), [both, other], today).measures).toHaveLength(2);
  });
});

describe('the steps of a measure', () => {
  const state = fc.constantFrom(...planStates);
  it('lead forward only: whatever may be next may become', () => {
    fc.assert(
      fc.property(state, state, (from, to) => {
        if (nextStates[from].includes(to)) expect(mayBecome(from, to)).toBe(true);
        if (from !== to) expect(mayBecome(from, to) && mayBecome(to, from)).toBe(false);
      }),
    );
  });

  const worker = aHolder('gridWorker');
  const asked = (from: (typeof planStates)[number], values: object, ms: number) => {
    const stored = measureIn(from);
    const change = changeOf<typeof stored>(stored, values as Record<string, unknown>, aStamp(ms));
    return mayWrite(worker, 'care-a1', change, { stored, deviceId: 'tablet-1' });
  };
  it('that go back are refused at the gate, and one that was overtaken on its way is let through', () => {
    expect(asked('drafted', { state: { is: 'agreed', on: today } }, 10)).toBeUndefined();
    expect(asked('done', { state: { is: 'in_progress', on: today } }, 10)).toBe('illegal-step');
    expect(asked('done', { state: { is: 'failed', on: today, why: '住户搬走' } }, 10)).toBe('illegal-step');
    expect(asked('done', { state: { is: 'in_progress', on: today } }, -10)).toBeUndefined();
    expect(asked('done', { owner: '许芳' }, 10)).toBeUndefined();
  });

  it('that failed say why', () => {
    expect(asked('agreed', { state: { is: 'failed', on: today } }, 10)).toBe('invalid');
    expect(asked('agreed', { state: { is: 'failed', on: today, why: '住户搬走' } }, 10)).toBeUndefined();
  });

  it('stand in the care tier and nowhere else', () => {
    expect(mayWrite(worker, 'area-a1', aMeasure(), { deviceId: 'tablet-1' })).toBe('wrong-tier');
    expect(mayWrite(aHolder('buildingLeader'), 'care-a1', aPlan(), { deviceId: 'tablet-1' })).toBe('not-yours');
  });
});
