import { readLine, type Cell, type CellReading } from './cells.ts';
import type { ColumnKey } from './columns.ts';
import type { RowFault, RowFaultCode } from './row-fault.ts';

/** One row by the columns that were recognised. */
export type Cells = Readonly<Partial<Record<ColumnKey, Cell>>>;

/** Reads cells one by one and keeps what is wrong with each, so that a row is mended in one go. */
export class Reader {
  readonly faults: RowFault[] = [];
  readonly #cells: Cells;
  constructor(cells: Cells) {
    this.#cells = cells;
  }
  take<T>(column: ColumnKey, read: (cell: Cell) => CellReading<T>): T | undefined {
    const cell = this.#cells[column];
    if (cell === undefined || cell.text.trim() === '') return undefined;
    const found = read(cell);
    if (found.ok) return found.value;
    this.fault(column, found.code);
    return undefined;
  }
  line = (column: ColumnKey): string | undefined => this.take(column, readLine);
  fault(column: ColumnKey, code: RowFaultCode): void {
    this.faults.push({ column, code });
  }
}
