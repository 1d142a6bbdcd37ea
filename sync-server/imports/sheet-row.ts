import type { Cell } from '../../src/domain/sheet/cells.ts';

/** One row of a sheet as it stands there. */
export interface SheetRow {
  /** as the program that made the sheet counts it, from 1 */
  readonly number: number;
  /** by place, from 0 */
  readonly cells: readonly Cell[];
}

export type SheetFaultCode = 'not-a-sheet' | 'old-format' | 'no-header';

/** A file that cannot be read at all; it says why, never what stands in it. */
export class SheetFault extends Error {
  override readonly name = 'SheetFault';
  readonly code: SheetFaultCode;
  constructor(code: SheetFaultCode) {
    super(code);
    this.code = code;
  }
}
