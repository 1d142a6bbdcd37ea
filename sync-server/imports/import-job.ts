import { importsDatabase } from '../../src/domain/database-name.ts';
import type { SheetList } from '../../src/domain/sheet/sheet-list.ts';
import type { Mapping } from '../../src/domain/sheet/mapping.ts';
import type { RowFault } from '../../src/domain/sheet/row-fault.ts';
import type { ImportStorage } from './known-area.ts';
import type { SheetFaultCode } from './sheet-row.ts';

/** `checked`: a dry run is over. `resting`: was stopped, goes on from its cursor when it is started again. */
export type ImportState = 'read' | 'checking' | 'checked' | 'running' | 'resting' | 'done' | 'failed';

export interface ImportCounts {
  /** rows looked at */
  readonly rows: number;
  readonly faulty: number;
  /** rows that brought somebody or some door that was not registered */
  readonly added: number;
  readonly changed: number;
  /** rows that say what is there already */
  readonly same: number;
  /** fields left alone because somebody wrote them after the sheet was made */
  readonly newer: number;
}
export const noCounts: ImportCounts = { rows: 0, faulty: 0, added: 0, changed: 0, same: 0, newer: 0 };

export interface ImportJob {
  readonly id: string;
  /** who brought it, on which device */
  readonly by: string;
  readonly deviceId: string;
  readonly community: string;
  readonly state: ImportState;
  readonly list: SheetList;
  readonly headers: readonly string[];
  /** the header's row */
  readonly headerRow: number;
  readonly mapping: Mapping;
  /** the date of the sheet (ISO 8601): what was written later stays */
  readonly asOf: string;
  /** the replica whose stamps it bears */
  readonly replica: string;
  /** the last row that is done, counted as in the sheet; the next run goes on behind it */
  readonly cursor: number;
  readonly counts: ImportCounts;
  /** rows with something in them, known after a dry run */
  readonly total?: number;
  readonly fault?: SheetFaultCode | 'forbidden' | 'file-gone' | 'storage-unavailable' | 'unexpected';
  readonly language: 'zh' | 'en';
  readonly startedAt: string;
}

export interface FaultyRow {
  readonly row: number;
  readonly faults: readonly RowFault[];
}

const jobId = (id: string): string => `job:${id}`;
const faultyPrefix = (id: string, state: 'checking' | 'running'): string => `faulty:${id}:${state}:`;
const padded = (row: number): string => String(row).padStart(9, '0');

/** Jobs that were begun when there was one list only say no list. */
function jobIn(doc: Readonly<Record<string, unknown>>): ImportJob {
  const job = doc['job'] as Omit<ImportJob, 'list'> & { readonly list?: SheetList };
  return { ...job, list: job.list ?? 'register' };
}

export async function jobOf(storage: ImportStorage, id: string): Promise<ImportJob | undefined> {
  const doc = (await storage.getMany(importsDatabase, [jobId(id)])).get(jobId(id));
  return doc && jobIn(doc);
}

export async function allJobs(storage: ImportStorage): Promise<ImportJob[]> {
  const found = await storage.range(importsDatabase, 'job:', 'job:\uffff');
  return found.map(jobIn);
}

/** Writes a job down; whoever writes last holds. Throws when the storage does not take it. */
export async function keepJob(storage: ImportStorage, job: ImportJob): Promise<void> {
  const _id = jobId(job.id);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const held = (await storage.getMany(importsDatabase, [_id])).get(_id);
    const [written] = await storage.write(importsDatabase, [{ _id, job, ...(held && { _rev: held._rev }) }]);
    if (written && !written.error) return;
  }
  throw new Error('a job could not be written down');
}

/** Rows of one batch that did not come in; the same batch again is written over. */
export async function keepFaulty(
  storage: ImportStorage,
  id: string,
  state: 'checking' | 'running',
  rows: readonly FaultyRow[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const _id = `${faultyPrefix(id, state)}${padded(first.row)}`;
  const held = (await storage.getMany(importsDatabase, [_id])).get(_id);
  await storage.write(importsDatabase, [{ _id, rows, ...(held && { _rev: held._rev }) }]);
}

/** Rows that did not come in, by row, each once; of a dry run or of the import. */
export async function faultyRows(
  storage: ImportStorage,
  id: string,
  state: 'checking' | 'running',
  most: number,
): Promise<FaultyRow[]> {
  const found = new Map<number, FaultyRow>();
  let from = faultyPrefix(id, state);
  const end = `${from}\uffff`;
  while (found.size < most) {
    const docs = await storage.range(importsDatabase, from, end, { limit: 200 });
    for (const doc of docs) for (const row of doc['rows'] as FaultyRow[]) found.set(row.row, row);
    const last = docs.at(-1);
    if (!last || docs.length < 200) break;
    from = `${last._id}\u0000`;
  }
  return [...found.values()].sort((a, b) => a.row - b.row).slice(0, most);
}

/** Takes the rows of an earlier run away, so that a new dry run tells only of itself. */
export async function forgetFaulty(storage: ImportStorage, id: string, state: 'checking' | 'running'): Promise<void> {
  const from = faultyPrefix(id, state);
  for (;;) {
    const docs = await storage.range(importsDatabase, from, `${from}\uffff`, { limit: 500 });
    if (docs.length === 0) return;
    await storage.write(
      importsDatabase,
      docs.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })),
    );
  }
}

/** Takes everything that is kept of a job away. */
export async function forgetJob(storage: ImportStorage, id: string): Promise<void> {
  await forgetFaulty(storage, id, 'checking');
  await forgetFaulty(storage, id, 'running');
  const held = (await storage.getMany(importsDatabase, [jobId(id)])).get(jobId(id));
  if (held) await storage.write(importsDatabase, [{ _id: held._id, _rev: held._rev, _deleted: true }]);
}
