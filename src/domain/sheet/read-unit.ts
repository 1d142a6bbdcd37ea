import type { Day } from '../day.ts';
import { halfWidth } from '../numerals.ts';
import { readDay, readTelephone, type Cell, type CellReading } from './cells.ts';
import { Reader, type Cells } from './reader.ts';
import type { RowFault } from './row-fault.ts';

/** One row of a tree of units, as somebody wrote it: its level and the unit above in their own words. */
export interface UnitRow {
  readonly code: string;
  readonly level: string;
  readonly name: string;
  readonly parentCode?: string;
  /** since when it stands there and its leader answers for it */
  readonly from?: Day;
  readonly leader?: { readonly name: string; readonly phone?: string };
  readonly officePhone?: string;
}
export type UnitReading =
  | { readonly ok: true; readonly row: UnitRow }
  | { readonly ok: false; readonly faults: readonly RowFault[]; readonly code: string | undefined };

function readCode({ text }: Cell): CellReading<string> {
  const code = halfWidth(text).trim();
  return /^[A-Za-z0-9-]{1,60}$/.test(code) ? { ok: true, value: code } : { ok: false, code: 'code' };
}

/** Reads one row of a tree of units; all that is wrong with the row itself, or what it says. */
export function readUnit(cells: Cells): UnitReading {
  const reader = new Reader(cells);
  const needed = (column: 'unitLevel' | 'unitName'): string => {
    const said = reader.line(column);
    if (said === undefined) reader.fault(column, 'missing');
    return said ?? '';
  };
  const code = reader.take('unitCode', readCode);
  if (code === undefined && reader.faults.length === 0) reader.fault('unitCode', 'missing');
  const [level, name] = [needed('unitLevel'), needed('unitName')];
  const parentCode = reader.take('parentCode', readCode);
  const from = reader.take('from', readDay);
  const [leader, phone] = [reader.line('leaderName'), reader.take('leaderPhone', readTelephone)];
  if (phone !== undefined && leader === undefined) reader.fault('leaderName', 'missing');
  const officePhone = reader.take('officePhone', readTelephone);
  if (code === undefined || reader.faults.length > 0) return { ok: false, faults: reader.faults, code };
  return {
    ok: true,
    row: {
      ...{ code, level, name },
      ...(parentCode !== undefined && { parentCode }),
      ...(from !== undefined && { from }),
      ...(leader !== undefined && { leader: { name: leader, ...(phone !== undefined && { phone }) } }),
      ...(officePhone !== undefined && { officePhone }),
    },
  };
}
