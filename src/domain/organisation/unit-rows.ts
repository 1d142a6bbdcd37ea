import type { Day } from '../day.ts';
import type { StructureLevel } from '../documents/organisation.ts';
import { fieldOf } from '../register.ts';
import type { UnitRow } from '../sheet/read-unit.ts';
import type { RowFault } from '../sheet/row-fault.ts';
import type { OrganisationFile } from './organisation-file.ts';
import { childrenOn, structureOn, type Organisation } from './organisation.ts';
import { structures } from './structures.ts';

/** A row with its number in the sheet. */
export type NumberedUnit = UnitRow & { readonly row: number };

/** Rows that fit the organisation as it is, as a file; the others with what is wrong with each. */
export interface FittingUnits {
  readonly file: OrganisationFile;
  /** ids of units, each with its row, from the top down */
  readonly rowOf: ReadonlyMap<string, number>;
  readonly faults: ReadonlyMap<number, readonly RowFault[]>;
  /** keys of areas that are new, each with its row */
  readonly newAreas: ReadonlyMap<string, number>;
}

/** What is known beside the rows that could be read. */
interface Beside {
  /** keys of areas that other communities have */
  readonly takenKeys?: readonly string[];
  /** codes of rows that could not be read, each with its row */
  readonly unread?: ReadonlyMap<string, number>;
}

const plain = (text: string): string => text.replace(/\s/g, '');
const isCalled = ({ key, name }: StructureLevel, word: string): boolean =>
  [key, name.zh, name.en].some((one) => plain(one).toLowerCase() === plain(word).toLowerCase());

/** The levels of the community; where nobody laid them down yet, those that the words of the rows fit best. */
function levelsFor(organisation: Organisation, rows: readonly UnitRow[], day: Day): readonly StructureLevel[] {
  const known = structureOn(organisation, day);
  if (known.length > 0) return known;
  const fitting = (levels: readonly StructureLevel[]): number =>
    rows.filter(({ level }) => levels.some((one) => isCalled(one, level))).length;
  return Object.values<readonly StructureLevel[]>(structures).reduce((a, b) => (fitting(b) > fitting(a) ? b : a));
}

/**
 * Fits rows of a sheet into the tree as it stands: a unit is the one of that code, else the one of that name beneath the same
 * unit, else a new one. A row that leans on a faulty one waits with it.
 * @param day of the sheet, for rows that say none
 */
export function fitUnits(
  rows: readonly NumberedUnit[],
  organisation: Organisation,
  community: string,
  day: Day,
  { takenKeys = [], unread = new Map() }: Beside = {},
): FittingUnits {
  const levels = levelsFor(organisation, rows, day);
  const rankOf = (word: string): number => levels.findIndex((one) => isCalled(one, word));
  const ranked = rows
    .map((row) => ({ row, rank: rankOf(row.level) }))
    .sort((a, b) => a.rank - b.rank || a.row.row - b.row.row);
  const open = childrenOn(organisation, day);
  const faults = new Map<number, readonly RowFault[]>();
  const rowOf = new Map<string, number>();
  const newAreas = new Map<string, number>();
  /** by code: the unit, the rank of its level, the row that says it */
  const placed = new Map<string, { readonly id: string; readonly rank: number }>();
  const said = new Map<string, number>();
  const orders = new Map<string | undefined, number>();
  const units: OrganisationFile['units'][number][] = [];
  const posts: OrganisationFile['posts'][number][] = [];

  const ofCode = (code: string): string =>
    organisation.units.has(`orgUnit:${code}`) ? `orgUnit:${code}` : `orgUnit:${community}-${code}`;
  const known = (code: string): { readonly id: string; readonly rank: number } | undefined => {
    const unit = organisation.units.get(ofCode(code));
    return unit && { id: unit._id, rank: rankOf(fieldOf(unit, 'level') ?? '') };
  };
  const nextOrder = (parentId: string | undefined): number => {
    const before =
      orders.get(parentId) ?? Math.max(0, ...(open.get(parentId) ?? []).map((one) => fieldOf(one, 'order') ?? 0));
    orders.set(parentId, before + 1);
    return before + 1;
  };
  const inSheet = new Set([...rows.map(({ code }) => code), ...unread.keys()]);

  for (const { row, rank } of ranked) {
    const wrong = (column: RowFault['column'], code: RowFault['code'], other?: number): void =>
      void faults.set(row.row, [{ column, code, ...(other !== undefined && { row: other }) }]);
    const level = levels[rank];
    const first = said.get(row.code);
    said.set(row.code, first ?? row.row);
    if (!level || level.key === 'household') {
      wrong('unitLevel', 'level-unknown');
      continue;
    }
    if (first !== undefined) {
      wrong('unitCode', 'code-twice', first);
      continue;
    }
    const parent = row.parentCode === undefined ? undefined : (placed.get(row.parentCode) ?? known(row.parentCode));
    if (row.parentCode !== undefined && !parent) {
      const waits = inSheet.has(row.parentCode);
      wrong(
        'parentCode',
        waits ? 'parent-faulty' : 'parent-unknown',
        said.get(row.parentCode) ?? unread.get(row.parentCode),
      );
      continue;
    }
    if (parent && (parent.rank < 0 || parent.rank >= rank)) {
      wrong('parentCode', 'parent-level');
      continue;
    }
    const named = (open.get(parent?.id) ?? []).find(
      (one) =>
        fieldOf(one, 'level') === level.key && (rank === 0 || plain(fieldOf(one, 'name') ?? '') === plain(row.name)),
    );
    const unit = organisation.units.get(ofCode(row.code)) ?? named;
    if (!unit && !parent && rank > 0) {
      wrong('parentCode', 'missing');
      continue;
    }
    if (unit && fieldOf(unit, 'level') !== level.key) {
      wrong('unitLevel', 'level-differs');
      continue;
    }
    const id = unit?._id ?? ofCode(row.code);
    const other = rowOf.get(id);
    if (other !== undefined) {
      wrong('unitName', 'code-twice', other);
      continue;
    }
    const key =
      !unit && level.key === 'area' ? `${community}${row.code}`.toLowerCase().replaceAll('-', 'x') : undefined;
    if (key !== undefined && (newAreas.has(key) || takenKeys.includes(key) || !isKey(organisation, key))) {
      wrong('unitCode', 'key-taken');
      continue;
    }
    if (key !== undefined) newAreas.set(key, row.row);
    placed.set(row.code, { id, rank });
    rowOf.set(id, row.row);
    const short = (unitId: string): string => unitId.slice('orgUnit:'.length);
    units.push({
      ...{ id: short(id), level: level.key, name: row.name },
      order: (unit && fieldOf(unit, 'order')) ?? nextOrder(parent?.id),
      ...(parent && { parent: short(parent.id) }),
      ...(key !== undefined && { key }),
      ...(row.from !== undefined && { from: row.from }),
      ...officeOf(row.officePhone ?? (unit && fieldOf(unit, 'officePhone'))),
    });
    if (row.leader)
      posts.push({
        unit: short(id),
        kind: level.responsible,
        ...row.leader,
        ...(row.from !== undefined && { from: row.from }),
      });
  }
  return { file: { from: day, levels: [...levels], units, posts }, rowOf, faults, newAreas };
}

const officeOf = (officePhone: string | undefined) => (officePhone === undefined ? {} : { officePhone });
const isKey = ({ units }: Organisation, key: string): boolean =>
  /^[a-z][a-z0-9]{0,30}$/.test(key) && ![...units.values()].some((unit) => fieldOf(unit, 'key') === key);
