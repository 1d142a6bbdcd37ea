import { describe, expect, it } from 'vitest';
import { storyOf } from '../../src/domain/household-story.ts';
import { aMatter, aNote, aReview, aVisit, aWithdrawal, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const household = anId('household');
const here = { dwellingId: flat1203, householdId: household };
const reader = { userId: 'grid1', today: '2026-11-25' };
const at = (day: string) => ({ at: `${day}T10:00:00+08:00`, startedAt: `${day}T09:00:00+08:00` });

describe('the story of a household', () => {
  it('tells visits by anyone, notes and matters, newest first, of twelve months', () => {
    const visits = [
      aVisit({ ...here, _id: anId('visit', 1), ...at('2026-03-01') }),
      aVisit({ ...here, _id: anId('visit', 2), by: 'doctor', ...at('2026-11-09') }),
      aVisit({ ...here, _id: anId('visit', 3), ...at('2025-11-24') }),
    ];
    const notes = [aNote({ ...here, at: '2026-05-01T10:00:00+08:00' })];
    const matters = [aMatter({ ...here, at: '2026-04-01T10:00:00+08:00' })];
    const { rows, older } = storyOf(here, { visits, notes, matters }, reader);
    expect(rows.map((row) => row.id)).toEqual([anId('visit', 2), anId('note'), anId('matter'), anId('visit', 1)]);
    expect(older.map((row) => row.id)).toEqual([anId('visit', 3)]);
  });

  it('tells the version that speaks, and not what was withdrawn', () => {
    const first = aVisit(here);
    const second = aVisit({ ...here, _id: anId('visit', 2), supersedes: first._id, after: anId('review') });
    const matter = aMatter(here);
    const reviews = [aReview({ verdict: 'returned', reason: '写清地点' })];
    const withdrawals = [aWithdrawal({ subjectId: matter._id })];
    const { rows } = storyOf(here, { visits: [first, second], reviews, matters: [matter], withdrawals }, reader);
    expect(rows.map((row) => row.id)).toEqual([second._id]);
  });

  it('shows a private note to its writer alone', () => {
    const notes = [aNote({ ...here, private: true })];
    expect(storyOf(here, { visits: [], notes }, reader).rows).toHaveLength(1);
    expect(storyOf(here, { visits: [], notes }, { ...reader, userId: 'area1' }).rows).toEqual([]);
  });

  it('leaves out the other household of the dwelling, and keeps what is about the flat', () => {
    const visits = [
      aVisit({ ...here, householdId: anId('household', 2) }),
      aVisit({ ...here, _id: anId('visit', 2), householdId: undefined, outcome: 'vacant' }),
    ];
    expect(storyOf(here, { visits }, reader).rows.map((row) => row.id)).toEqual([anId('visit', 2)]);
  });
});
