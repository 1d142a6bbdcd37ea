import { describe, expect, it } from 'vitest';
import { storyOf } from '../../src/domain/household-story.ts';
import type { Door } from '../../src/domain/door.ts';
import { searchDoors, searchIndex } from '../../src/domain/search.ts';
import { aMatter, aNote, aReview, aVisit, aWithdrawal, building12, flat1203 } from '../builders/documents.ts';
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

describe('search', () => {
  const aDoor = (building: string, entrance: string, room: string, familyName: string): Door => ({
    dwellingId: `dwelling:c:e-${building}-${entrance}-${room}`,
    buildingId: building12,
    familyName,
    address: { buildingId: building12, estate: 'e', building, entrance, floor: room.slice(0, -2), room },
  });
  const initials = new Map([
    ['王', 'w'],
    ['王淑琴', 'wsq'],
    ['欧阳', 'oy'],
    ['欧阳明月', 'oymy'],
    ['阿依古丽', 'aygl'],
    ['阿依古丽·买买提', 'ayglmmt'],
  ]);
  const index = searchIndex(
    [
      { door: aDoor('12栋', '1', '1002', '王'), names: ['王淑琴'], phones: ['13900000001'] },
      { door: aDoor('2栋', '1', '1002', '欧阳'), names: ['欧阳明月'], phones: ['139-0000-1002'] },
      { door: aDoor('7号楼', '0', '302', '阿依古丽'), names: ['阿依古丽·买买提'] },
    ],
    (name) => initials.get(name) ?? '',
  );
  const found = (typed: string) =>
    searchDoors(index, typed).map(({ door, by }) => `${door.address.building} ${door.address.room} ${by}`);

  it.each([
    ['12-1-1002', ['12栋 1002 room']],
    ['１２栋１单元１００２', ['12栋 1002 room']],
    ['1002', ['2栋 1002 room', '12栋 1002 room']],
    ['7-302', ['7号楼 302 room']],
    ['12-1', ['12栋 1002 room']],
    ['王', ['12栋 1002 name']],
    ['淑琴', ['12栋 1002 name']],
    ['wsq', ['12栋 1002 initials']],
    ['WS', ['12栋 1002 initials']],
    ['oy', ['2栋 1002 initials']],
    ['阿依古丽', ['7号楼 302 name']],
    ['0001', ['12栋 1002 phone']],
    ['001', []],
    ['张', []],
    ['  ', []],
  ])('“%s” finds %o', (typed, expected) => expect(found(typed)).toEqual(expected));

  it('shows no more than asked for', () => {
    expect(searchDoors(index, '1002', 1)).toHaveLength(1);
  });
});
