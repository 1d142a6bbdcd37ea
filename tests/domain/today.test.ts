import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Door } from '../../src/domain/door.ts';
import { type DueDoor } from '../../src/domain/due.ts';
import type { DueReason, DueState } from '../../src/domain/due-reason.ts';
import { todayList } from '../../src/domain/today.ts';
import { floorHeight } from '../../src/domain/walking-order.ts';
import { aVisit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';

const now = '2026-11-25T10:00:00+08:00';
const asked = { now, userId: 'grid1' };

const aDoor = (building: number, entrance: string, room: string): Door => ({
  dwellingId: `dwelling:c:e-${building}-${entrance}-${room}`,
  buildingId: `orgUnit:${building}`,
  address: {
    buildingId: `orgUnit:${building}`,
    estate: 'e',
    building: `${building}栋`,
    entrance,
    floor: room.slice(0, -2),
    room,
  },
});
const days: Readonly<Record<DueState, string>> = {
  clock: '2026-11-25',
  overdue: '2026-11-20',
  today: '2026-11-25',
  week: '2026-11-27',
  later: '2026-12-20',
};
const reason = (state: DueState, kind: DueReason['kind'] = 'policy', given: Partial<DueReason> = {}): DueReason => ({
  kind,
  state,
  dueOn: days[state],
  cadence: { zh: '半年走访', en: 'Every half year' },
  ...given,
});
const aDue = (door: Door, reasons: readonly DueReason[], given: Partial<DueDoor> = {}): DueDoor => ({
  door,
  key: door.dwellingId,
  reasons,
  state: reasons[0]?.state ?? 'later',
  urgency: 0,
  tries: 0,
  capped: false,
  emergencyOnly: false,
  ...given,
});
const rooms = (list: ReturnType<typeof todayList>) =>
  list.stairwells.map(({ building, entrance, doors }) => [
    building,
    entrance,
    doors.map((due) => due.door.address.room).join(' '),
  ]);

describe('the walk of a day', () => {
  it('goes from the top floor down, whatever is urgent', () => {
    const doors = [
      aDue(aDoor(12, '1', '202'), [reason('overdue')]),
      aDue(aDoor(12, '1', '1002'), [reason('week')]),
      aDue(aDoor(12, '1', '1001'), [reason('today')]),
      aDue(aDoor(12, '1', '901'), [reason('later')]),
    ];
    const list = todayList({ ...asked, doors });
    expect(rooms(list)).toEqual([['12栋', '1', '1001 1002 202']]);
    expect(list.left).toBe(3);
  });

  it('begins where the most urgent door is, and then with the nearest building', () => {
    const doors = [
      aDue(aDoor(3, '1', '101'), [reason('week')]),
      aDue(aDoor(12, '2', '101'), [reason('week')]),
      aDue(aDoor(12, '1', '101'), [reason('week')]),
      aDue(aDoor(11, '0', '101'), [reason('overdue')]),
    ];
    const order = (from?: string) =>
      rooms(todayList({ ...asked, doors, ...(from !== undefined && { from }) })).map(([b, e]) => `${b} ${e}`);
    expect(order()).toEqual(['11栋 0', '12栋 1', '12栋 2', '3栋 1']);
    expect(order('2栋')).toEqual(['11栋 0', '12栋 1', '12栋 2', '3栋 1']);
  });

  it('leaves out what rests, is capped or is assigned to another, and counts the capped', () => {
    const rested = { notBefore: '2026-11-26' };
    const doors = [
      aDue(aDoor(1, '1', '101'), [reason('overdue', 'retry')], rested),
      aDue(aDoor(1, '1', '102'), [reason('overdue', 'retry')], { notBefore: '2026-12-01', capped: true }),
      aDue(aDoor(1, '1', '103'), [reason('overdue')], { assignee: 'grid2' }),
      aDue(aDoor(1, '1', '104'), [reason('overdue')], { assignee: 'grid1' }),
      aDue(aDoor(1, '1', '105'), [reason('today', 'promise'), reason('overdue', 'retry')], rested),
      aDue(aDoor(1, '1', '106'), [], { emergencyOnly: true }),
    ];
    const list = todayList({ ...asked, doors });
    expect(rooms(list)).toEqual([['1栋', '1', '104 105']]);
    expect(list.capped.map((due) => due.door.address.room)).toEqual(['102']);
  });

  it('counts what I did today', () => {
    const lastVisit = (userId: string, at: string) => ({ lastVisit: aVisit({ by: userId, startedAt: at }) });
    const doors = [
      aDue(aDoor(1, '1', '101'), [reason('later')], lastVisit('grid1', '2026-11-25T09:00:00+08:00')),
      aDue(aDoor(1, '1', '102'), [reason('later')], lastVisit('grid1', '2026-11-25T09:30:00+08:00')),
      aDue(aDoor(1, '1', '103'), [reason('later')], lastVisit('grid2', '2026-11-25T09:00:00+08:00')),
      aDue(aDoor(1, '1', '104'), [reason('later')], lastVisit('grid1', '2026-11-24T09:00:00+08:00')),
    ];
    expect(todayList({ ...asked, doors }).done.map((due) => due.door.address.room)).toEqual(['102', '101']);
  });

  it('is a walk down for any doors in any order', () => {
    const door = fc.tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('0', '1', '2'),
      fc.integer({ min: 1, max: 12 }),
    );
    const state = fc.constantFrom<DueState>('overdue', 'today', 'week', 'later');
    fc.assert(
      fc.property(
        fc.uniqueArray(door, { selector: String }),
        fc.infiniteStream(state),
        fc.nat(),
        (places, states, turn) => {
          const doors = places.map(([b, e, floor]) => aDue(aDoor(b, e, `${floor}01`), [reason(states.next().value)]));
          const list = todayList({ ...asked, doors });
          for (const { doors: group } of list.stairwells) {
            const heights = group.map((due) => floorHeight(due.door.address));
            expect(heights).toEqual([...heights].sort((a, b) => b - a));
          }
          const turned = [...doors.slice(turn % (doors.length + 1)), ...doors.slice(0, turn % (doors.length + 1))];
          expect(rooms(todayList({ ...asked, doors: turned }))).toEqual(rooms(list));
          expect(list.left).toBe(doors.filter((due) => due.state !== 'later').length);
        },
      ),
    );
  });
});

describe('what comes first', () => {
  const clock = (room: string, dueAt: string) =>
    aDue(aDoor(7, '1', room), [reason('clock', 'mustArrive', { dueAt, subjectId: anId('proposal') }), reason('later')]);

  it('is the clock, then promises overdue, then drafts; three are shown, the rest is counted', () => {
    const drafts = [
      { id: 'old', savedAt: '2026-11-25T09:00:00+08:00' },
      { id: 'new', savedAt: '2026-11-25T09:18:00+08:00' },
    ];
    const doors = [
      aDue(aDoor(7, '1', '101'), [reason('today', 'promise')]),
      aDue(aDoor(7, '1', '201'), [reason('overdue', 'promise')]),
      clock('301', '2026-11-25T15:12:00+08:00'),
      clock('302', '2026-11-25T10:20:00+08:00'),
    ];
    const list = todayList({ ...asked, doors, drafts });
    const said = (items: typeof list.first) =>
      items.map((item) => (item.kind === 'draft' ? item.draft.id : item.due.door.address.room));
    expect(said(list.first)).toEqual(['302', '301', '201']);
    expect(said(list.more)).toEqual(['new', 'old']);
    expect(rooms(list)).toEqual([['7栋', '1', '201 101']]);
  });

  it('does not wait for tomorrow', () => {
    const door = { ...clock('301', '2026-11-25T15:12:00+08:00'), notBefore: '2026-11-26' };
    expect(todayList({ ...asked, doors: [door] }).first).toHaveLength(1);
  });
});
