import { open } from 'node:fs/promises';
import { isHeader, isHint } from '../../src/domain/sheet/mapping.ts';
import type { SheetList } from '../../src/domain/sheet/sheet-list.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';
import { SheetFault, type SheetRow } from './sheet-row.ts';

/** How far down a header may stand: titles and dates stand above it. */
const headerWithin = 20;

/** Rows of a sheet, many at a time. Throws `SheetFault` for what is none. */
export async function* readSheet(path: string): AsyncGenerator<SheetRow[]> {
  const start = await firstBytes(path);
  if (start.startsWith('d0cf11e0')) throw new SheetFault('old-format');
  try {
    yield* start.startsWith('504b0304') ? readXlsx(path) : readCsv(path);
  } catch (fault) {
    throw isReading(fault) ? new SheetFault('not-a-sheet') : fault;
  }
}

/** Faults of the readers name what they stumbled over; ours do not. */
const isReading = (fault: unknown): boolean =>
  fault instanceof Error &&
  !(fault instanceof SheetFault) &&
  !(fault instanceof TypeError) &&
  !('code' in fault && fault.code === 'ENOENT');

async function firstBytes(path: string): Promise<string> {
  const file = await open(path);
  try {
    const buffer = new Uint8Array(4);
    await file.read(buffer, 0, 4, 0);
    return Buffer.from(buffer).toString('hex');
  } finally {
    await file.close();
  }
}

export interface SheetHead {
  readonly headers: readonly string[];
  /** the header's row, counted as in the sheet */
  readonly row: number;
}

/** The header, wherever it stands in the first rows. Throws `SheetFault`. */
export async function headOf(path: string, list: SheetList): Promise<SheetHead> {
  let seen = 0;
  for await (const rows of readSheet(path)) {
    for (const { number, cells } of rows) {
      const headers = cells.map(({ text }) => text.trim());
      if (isHeader(headers, list)) return { headers, row: number };
      seen += 1;
      if (seen >= headerWithin) throw new SheetFault('no-header');
    }
  }
  throw new SheetFault('no-header');
}

/** Rows beneath the header that say something and are no hints; `after` skips those that were done. */
export async function* contentOf(path: string, { row }: SheetHead, after = 0): AsyncGenerator<SheetRow[]> {
  const from = Math.max(row, after);
  for await (const rows of readSheet(path)) {
    const content = rows.filter(({ number, cells }) => {
      if (number <= from) return false;
      const texts = cells.map(({ text }) => text.trim());
      return texts.some((text) => text !== '') && !(number <= row + 2 && isHint(texts));
    });
    if (content.length > 0) yield content;
  }
}
