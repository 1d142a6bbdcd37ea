import { describe, expect, it } from 'vitest';
import { joinDrafts } from '../../src/domain/join-drafts.ts';

const base = { answers: { outcome: 'met', badge: 'yes' }, summary: { seen: '楼道整洁' } };

describe('two wordings of one draft', () => {
  it('hold what either window changed', () => {
    const theirs = { ...base, answers: { ...base.answers, consent: 'yes' } };
    const mine = { ...base, answers: { ...base.answers, hardship: ['care'] } };
    expect(joinDrafts(base, theirs, mine).answers).toEqual({ ...base.answers, consent: 'yes', hardship: ['care'] });
  });

  it('leave the last word on one answer to the window that saves now', () => {
    const theirs = { ...base, answers: { ...base.answers, outcome: 'refused' } };
    const mine = { ...base, answers: { ...base.answers, outcome: 'phone' } };
    expect(joinDrafts(base, theirs, mine).answers.outcome).toBe('phone');
  });

  it('keep both of two sentences', () => {
    const theirs = { ...base, summary: { seen: '楼道整洁，有灯' } };
    const mine = { ...base, summary: { seen: '楼道有杂物' } };
    expect(joinDrafts(base, theirs, mine).summary.seen).toBe('楼道整洁，有灯\n楼道有杂物');
    expect(joinDrafts({}, { text: '甲' }, { text: '甲乙' })).toEqual({ text: '甲乙' });
  });

  it('let an answer go that one window took back and the other did not touch', () => {
    const mine = { ...base, answers: { outcome: 'met' } };
    const theirs = { ...base, summary: { seen: '楼道有杂物' } };
    expect(joinDrafts(base, theirs, mine)).toEqual({ answers: { outcome: 'met' }, summary: { seen: '楼道有杂物' } });
    expect(joinDrafts(base, mine, { ...base, summary: {} })).toEqual({ answers: { outcome: 'met' }, summary: {} });
  });

  it('change nothing when only one window wrote', () => {
    expect(joinDrafts(base, base, { ...base, at: 'q1' } as typeof base)).toEqual({ ...base, at: 'q1' });
    expect(joinDrafts(base, { ...base, at: 'q2' }, base)).toEqual({ ...base, at: 'q2' });
  });
});
