import { describe, expect, it } from 'vitest';
import { roundOf } from '../../src/domain/day.ts';
import type { Visit } from '../../src/domain/documents/visit.ts';
import type { Door } from '../../src/domain/door.ts';
import { matrixOf, roomPosition, type MatrixFacts } from '../../src/domain/matrix.ts';
import { aVisit, building12 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

let households = 0;
const aDoor = (entrance: string, floor: string, room: string, given: Partial<Door> = {}): Door => ({
  dwellingId: `dwelling:c:e-12-${entrance}-${floor}-${room}`,
  buildingId: building12,
  householdId: anId('household', (households += 1)),
  address: { buildingId: building12, estate: 'e', building: '12栋', entrance, floor, room },
  size: 3,
  ...given,
});
const visited = (door: Door, outcome: Visit['outcome'], startedAt = '2026-11-20T09:00:00+08:00'): Visit =>
  aVisit({
    _id: anId('visit', (households += 1)),
    dwellingId: door.dwellingId,
    householdId: door.householdId,
    outcome,
    startedAt,
  });
const matrix = (doors: readonly Door[], visits: readonly Visit[] = [], more: Partial<MatrixFacts> = {}) =>
  matrixOf({ doors, visits, round: roundOf('2026-11-25'), ...more });

describe('a building drawn as a table', () => {
  it('has floors down, entrances across, and keeps the gaps', () => {
    const doors = [
      aDoor('2', '1', '101'),
      aDoor('1', '10', '1002'),
      aDoor('1', '10', '1001'),
      aDoor('1', '1', '102'),
      aDoor('1', 'B1', 'B1-01'),
    ];
    const { entrances, rows } = matrix(doors);
    expect(entrances).toEqual([
      { entrance: '1', columns: ['01', '02'] },
      { entrance: '2', columns: ['01'] },
    ]);
    expect(rows.map(({ floor, cells }) => [floor, ...cells.flat().map((cell) => cell?.room ?? '—')])).toEqual([
      ['10', '1001', '1002', '—'],
      ['1', '—', '102', '101'],
      ['B1', 'B1-01', '—', '—'],
    ]);
  });

  it('is one group where there are no entrances', () => {
    expect(matrix([aDoor('0', '2', '201'), aDoor('', '1', '101')]).entrances).toEqual([
      { entrance: '0', columns: ['01'] },
    ]);
  });

  it('gives two rooms that read alike a place each', () => {
    const { rows } = matrix([aDoor('1', '6', '601'), aDoor('1', '6', '601/701')]);
    expect(rows[0]!.cells[0]!.map((cell) => cell?.room)).toEqual(['601', '601/701']);
  });

  it.each([
    ['10', '1002', '02'],
    ['10层', '1002', '02'],
    ['3', '301A', '01A'],
    ['B1', 'B1-02', '02'],
    ['跃层', '601/701', '01'],
    ['架空层', '小屋', '小屋'],
    ['1', '1', '1'],
  ])('on floor %s the room %s lies at %s', (floor, room, position) => expect(roomPosition(floor, room)).toBe(position));
});

describe('a cell', () => {
  const cellOf = (doors: readonly Door[], visits: readonly Visit[] = [], more: Partial<MatrixFacts> = {}) =>
    matrix(doors, visits, more).rows[0]!.cells[0]![0]!;

  it('says room, people and the newest outcome of this round, and nothing else', () => {
    const door = aDoor('1', '7', '702', { familyName: '孙' });
    const visits = [visited(door, 'met', '2026-09-01T09:00:00+08:00'), visited(door, 'not_home')];
    expect(cellOf([door], visits)).toEqual({
      dwellingId: door.dwellingId,
      room: '702',
      people: 3,
      households: 1,
      outcome: 'not_home',
      openMatter: false,
      draft: false,
    });
  });

  it('is to do when only another round saw a visit', () => {
    const door = aDoor('1', '7', '702');
    expect(cellOf([door], [visited(door, 'met', '2026-06-30T09:00:00+08:00')]).outcome).toBe('todo');
  });

  it('of two households is to do until both were visited', () => {
    const door = aDoor('1', '9', '902');
    const other = { ...door, householdId: anId('household', 999) };
    expect(cellOf([door, other], [visited(door, 'met')])).toMatchObject({ outcome: 'todo', households: 2, people: 6 });
    expect(cellOf([door, other], [visited(door, 'met'), visited(other, 'refused')]).outcome).not.toBe('todo');
  });

  it('shows an open matter and a draft, and no people where nobody lives', () => {
    const { householdId: _, size: __, ...empty } = aDoor('1', '9', '902');
    const here = new Set([empty.dwellingId]);
    expect(cellOf([empty], [], { openMatters: here, drafts: here })).toEqual({
      dwellingId: empty.dwellingId,
      room: '902',
      households: 0,
      outcome: 'todo',
      openMatter: true,
      draft: true,
    });
  });
});

it('counts are of flats: to do, to go again, settled', () => {
  const doors = ['101', '102', '201', '202', '301'].map((room) => aDoor('1', room.slice(0, 1), room));
  const [a, b, c, d] = doors as [Door, Door, Door, Door];
  const visits = [visited(a, 'met'), visited(b, 'not_home'), visited(c, 'no_access'), visited(d, 'refused')];
  expect(matrix(doors, visits).counts).toEqual({
    total: 5,
    todo: 1,
    again: 2,
    settled: 2,
    openMatters: 0,
    of: { met: 1, phone: 0, not_home: 1, refused: 1, vacant: 0, moved: 0, no_access: 1 },
  });
});
