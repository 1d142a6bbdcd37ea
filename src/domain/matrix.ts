import { entranceNumber } from './address.ts';
import { compareInstants, dayOf, type Round } from './day.ts';
import type { Outcome, Visit } from './documents/visit.ts';
import { outcomes } from './documents/visit.ts';
import type { Door } from './door.ts';
import { groupBy } from './group.ts';
import { halfWidth, naturalOrder } from './numerals.ts';
import { floorHeight } from './walking-order.ts';

/** What a cell may tell a neighbour who looks on: room, people, this round's outcome. Never a name, a tag or a reason. */
export interface MatrixCell {
  readonly dwellingId: string;
  readonly room: string;
  /** people of all households behind the door; undefined where nobody is known to live */
  readonly people?: number;
  readonly households: number;
  /** this round's outcome; `todo` until every household of the dwelling has one */
  readonly outcome: Outcome | 'todo';
  readonly openMatter: boolean;
  readonly draft: boolean;
}

export interface MatrixEntrance {
  /** '0' where the building has no entrances: 不分单元 */
  readonly entrance: string;
  /** positions on a floor, from left to right: 01, 02 */
  readonly columns: readonly string[];
}

export interface MatrixRow {
  readonly floor: string;
  /** for each entrance, for each of its columns: a cell, or a gap where there is no flat */
  readonly cells: readonly (readonly (MatrixCell | undefined)[])[];
}

export interface MatrixCounts {
  readonly total: number;
  readonly todo: number;
  /** 要再去: nobody home, or the entrance was locked */
  readonly again: number;
  /** 有了结果: neither of both */
  readonly settled: number;
  readonly openMatters: number;
  readonly of: Readonly<Record<Outcome, number>>;
}

export interface Matrix {
  readonly entrances: readonly MatrixEntrance[];
  readonly rows: readonly MatrixRow[];
  readonly counts: MatrixCounts;
}

export interface MatrixFacts {
  readonly doors: readonly Door[];
  /** versions that no correction replaced; those outside the round are left aside */
  readonly visits: readonly Visit[];
  readonly round: Round;
  /** dwellings with a matter that is not done */
  readonly openMatters?: ReadonlySet<string>;
  /** dwellings with a draft of one's own */
  readonly drafts?: ReadonlySet<string>;
}

/** Where on its floor a room lies: 1002 on floor 10 → 02; 301A on 3 → 01A; a name of its own stays as it is. */
export function roomPosition(floor: string, room: string): string {
  const plain = halfWidth(room).trim().split('/')[0] ?? '';
  const level = halfWidth(floor)
    .trim()
    .replace(/(层|楼|F)$/i, '');
  if (level !== '' && plain.startsWith(level) && plain.length > level.length) {
    return plain.slice(level.length).replace(/^-/, '');
  }
  return /^\d{3,4}[A-Za-z]?$/.test(plain) ? plain.slice(plain.search(/\d{2}[A-Za-z]?$/)) : plain;
}

export const needsAgain = (outcome: Outcome | 'todo'): boolean => outcome === 'not_home' || outcome === 'no_access';

function outcomeOf(doors: readonly Door[], visits: readonly Visit[]): Outcome | 'todo' {
  const reached = (door: Door): boolean =>
    visits.some((visit) => visit.householdId === undefined || visit.householdId === door.householdId);
  const known = doors.some((door) => door.householdId !== undefined);
  if (known && !doors.every(reached)) return 'todo';
  return [...visits].sort((a, b) => compareInstants(b.startedAt, a.startedAt))[0]?.outcome ?? 'todo';
}

function cellOf(doors: readonly Door[], visits: readonly Visit[], facts: MatrixFacts): MatrixCell | undefined {
  const [door] = doors;
  if (!door) return undefined;
  const { dwellingId } = door;
  const sizes = doors.flatMap((one) => one.size ?? []);
  return {
    dwellingId,
    room: door.address.room,
    households: doors.filter((one) => one.householdId !== undefined).length,
    outcome: outcomeOf(doors, visits),
    openMatter: facts.openMatters?.has(dwellingId) ?? false,
    draft: facts.drafts?.has(dwellingId) ?? false,
    ...(sizes.length > 0 && { people: sizes.reduce((sum, size) => sum + size, 0) }),
  };
}

function countsOf(cells: readonly MatrixCell[]): MatrixCounts {
  const of = Object.fromEntries(
    outcomes.map((outcome) => [outcome, cells.filter((cell) => cell.outcome === outcome).length]),
  ) as Record<Outcome, number>;
  const todo = cells.filter((cell) => cell.outcome === 'todo').length;
  const again = of.not_home + of.no_access;
  return {
    total: cells.length,
    todo,
    again,
    settled: cells.length - todo - again,
    openMatters: cells.filter((cell) => cell.openMatter).length,
    of,
  };
}

/** 楼栋图: the flats of one building, floors down and entrances across, with this round's outcomes. Missing flats are gaps. */
export function matrixOf(facts: MatrixFacts): Matrix {
  const { round } = facts;
  const visitsAt = groupBy(
    facts.visits.filter(({ startedAt }) => dayOf(startedAt) >= round.from && dayOf(startedAt) <= round.to),
    (visit) => visit.dwellingId,
  );
  const places = new Map<string, MatrixCell>();
  const columnsOf = new Map<string, Set<string>>();
  const floors = new Map<string, number>();
  for (const [dwellingId, doors] of groupBy(facts.doors, (door) => door.dwellingId)) {
    const cell = cellOf(doors, visitsAt.get(dwellingId) ?? [], facts);
    const address = doors[0]?.address;
    if (!cell || !address) continue;
    const entrance = entranceNumber(address.entrance);
    let column = roomPosition(address.floor, address.room);
    // Two rooms that read alike still get a place each.
    while (places.has(`${entrance} ${address.floor} ${column}`)) column += '′';
    places.set(`${entrance} ${address.floor} ${column}`, cell);
    columnsOf.set(entrance, (columnsOf.get(entrance) ?? new Set()).add(column));
    floors.set(address.floor, Math.max(floors.get(address.floor) ?? -Infinity, floorHeight(address)));
  }
  const entrances = [...columnsOf]
    .map(([entrance, columns]) => ({ entrance, columns: [...columns].sort(naturalOrder) }))
    .sort((a, b) => naturalOrder(a.entrance, b.entrance));
  const rows = [...floors]
    .sort(([a, high], [b, low]) => low - high || naturalOrder(b, a))
    .map(([floor]) => ({
      floor,
      cells: entrances.map(({ entrance, columns }) =>
        columns.map((column) => places.get(`${entrance} ${floor} ${column}`)),
      ),
    }));
  return { entrances, rows, counts: countsOf([...places.values()]) };
}
