import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import writeSheet from 'write-excel-file/node';
import type { OrgUnit } from '../../src/domain/documents/organisation.ts';
import { changeOf } from '../../src/domain/register.ts';
import { makeStamp } from '../../src/domain/stamp.ts';

/** The thread that reads sheets, built for tests. `remove` takes it away. */
export async function importProgram(): Promise<{ readonly program: URL; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'baibu-import-program-'));
  const outfile = join(folder, 'import-worker.cjs');
  await build({
    ...{
      entryPoints: ['sync-server/imports/import-worker.ts'],
      outfile,
      bundle: true,
      platform: 'node',
      target: 'node20',
    },
    format: 'cjs',
    logLevel: 'warning',
  });
  return { program: pathToFileURL(outfile), remove: () => rm(folder, { recursive: true, force: true }) };
}

export type SheetValue = string | number;

/** An .xlsx of these rows; numbers are kept as numbers, as Excel does when nobody says otherwise. */
export const anXlsx = (rows: readonly (readonly SheetValue[])[]): Promise<Buffer> =>
  writeSheet(rows.map((row) => row.map((value) => (value === '' ? null : { value, type: typeOf(value) })))).toBuffer();
const typeOf = (value: SheetValue): typeof Number | typeof String => (typeof value === 'number' ? Number : String);

const csv = (rows: readonly (readonly SheetValue[])[]): string => rows.map((row) => row.join(',')).join('\r\n');
export const aCsv = (rows: readonly (readonly SheetValue[])[]): Buffer => Buffer.from(`\ufeff${csv(rows)}`);
/** What Chinese Excel writes as .csv. */
export function aGbkCsv(rows: readonly (readonly SheetValue[])[]): Buffer {
  const decoder = new TextDecoder('gbk');
  const bytesOf = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const sign = decoder.decode(Uint8Array.of(high, low));
      if (sign.length === 1 && !bytesOf.has(sign)) bytesOf.set(sign, [high, low]);
    }
  }
  return Buffer.from(
    [...csv(rows)].flatMap((sign) => (sign.charCodeAt(0) < 128 ? [sign.charCodeAt(0)] : (bytesOf.get(sign) ?? [63]))),
  );
}

const unit = (id: string, level: string, name: string, parentId?: string, key?: string): OrgUnit =>
  changeOf<OrgUnit>(
    { ...{ _id: id, type: 'orgUnit', schema: 1, by: 'admin', deviceId: 'desk' }, at: '2026-01-01T08:00:00+08:00' },
    { level, name, parentId, order: 1, key },
    makeStamp(Date.parse('2026-01-01'), 0, 'admin0'),
  );

/** Community c1: garden 景兰苑, areas a1 (12栋, 13栋) and a2 (12栋, 20栋). */
export const someUnits: readonly OrgUnit[] = [
  unit('orgUnit:c1', 'community', '云溪社区'),
  unit('orgUnit:g1', 'garden', '景兰苑', 'orgUnit:c1'),
  unit('orgUnit:a1', 'area', '一片区', 'orgUnit:g1', 'a1'),
  unit('orgUnit:a2', 'area', '二片区', 'orgUnit:g1', 'a2'),
  unit('orgUnit:a1-12', 'building', '12栋', 'orgUnit:a1'),
  unit('orgUnit:a1-13', 'building', '13栋', 'orgUnit:a1'),
  unit('orgUnit:a2-12', 'building', '12栋', 'orgUnit:a2'),
  unit('orgUnit:a2-20', 'building', '20栋', 'orgUnit:a2'),
];

/** An invented identity number (area code 999999, born in 1950), each place another. */
export function inventedNumber(place: number, day = '19500101'): string {
  const first = `999999${day}${String(place % 1000).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((all, weight, at) => all + weight * Number(first[at]), 0);
  return `${first}${'10X98765432'[sum % 11] ?? ''}`;
}
