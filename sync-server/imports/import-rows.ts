import type { SheetList } from '../../src/domain/sheet/sheet-list.ts';
import type { ColumnKey } from '../../src/domain/sheet/columns.ts';
import type { Storage } from '../storage/port.ts';
import { keepFaulty, keepJob, noCounts, type FaultyRow, type ImportCounts, type ImportJob } from './import-job.ts';
import { memberRun } from './member-run.ts';
import { Batch } from './pending.ts';
import { contentOf } from './read-sheet.ts';
import { registerRun } from './register-run.ts';
import type { ImportTask, LookedAt, Run } from './run.ts';
import type { SheetRow } from './sheet-row.ts';
import type { AreaFounder } from './thread-messages.ts';
import { unitRun } from './unit-run.ts';

/** Rows judged and written together; units of a tree lean on one another, so a tree is one batch. */
const rowsAtOnce: Readonly<Record<SheetList, number>> = { register: 500, members: 500, organisation: 20_000 };
const runs: Readonly<Record<SheetList, (task: ImportTask, storage: Storage & AreaFounder) => Promise<Run>>> = {
  register: registerRun,
  members: memberRun,
  organisation: unitRun,
};
/** The column that a row is told by when the gate refuses it. */
const refusedAt: Readonly<Record<SheetList, ColumnKey>> = {
  register: 'building',
  members: 'name',
  organisation: 'unitName',
};

/**
 * Brings the rows of a sheet in: a row is a unit, a batch is written, then the cursor. Killed at any moment
 * it goes on behind its cursor; rows that were written meet themselves and change nothing. Resolves to the job as it ends.
 * @param stopping asked between batches; then the job rests
 */
export async function importRows(
  task: ImportTask,
  storage: Storage & AreaFounder,
  stopping: () => boolean,
): Promise<ImportJob> {
  const { job, path, dry } = task;
  const run = await runs[job.list](task, storage);
  let counts: ImportCounts = dry ? noCounts : job.counts;
  let cursor = dry ? 0 : job.cursor;
  let before: { readonly batch: Batch; readonly written: Promise<void> } | undefined;
  const now = (): ImportJob => ({
    ...job,
    state: dry ? 'checking' : 'running',
    counts,
    cursor: dry ? job.cursor : cursor,
  });

  async function finish(batch: Batch, looked: LookedAt, last: number): Promise<void> {
    const refused = dry ? new Set<number>() : await batch.write();
    const late = [...refused].map((row): FaultyRow => ({
      row,
      faults: [{ column: refusedAt[job.list], code: 'refused' }],
    }));
    const faulty = [...looked.faulty, ...late];
    counts = added(counts, { ...looked.counts, faulty: faulty.length });
    cursor = last;
    await keepFaulty(storage, job.id, dry ? 'checking' : 'running', faulty);
    await keepJob(storage, now());
  }

  for await (const rows of inBatches(
    contentOf(path, { headers: job.headers, row: job.headerRow }, cursor),
    rowsAtOnce[job.list],
  )) {
    if (stopping()) {
      await before?.written;
      return { ...now(), state: 'resting' };
    }
    const batch = new Batch(storage, before?.batch);
    const looked = await run.look(rows, batch);
    // the batch before is written while this one is judged
    await before?.written;
    batch.standAlone();
    const last = rows.at(-1)?.number ?? cursor;
    const written = finish(batch, looked, last);
    // whoever awaits it hears of its fault
    written.catch(() => undefined);
    before = { batch, written };
  }
  await before?.written;
  const ended = dry ? { state: 'checked' as const, total: counts.rows } : { state: 'done' as const };
  return { ...now(), ...ended };
}

async function* inBatches(source: AsyncIterable<SheetRow[]>, atOnce: number): AsyncGenerator<SheetRow[]> {
  let held: SheetRow[] = [];
  for await (const rows of source) {
    held.push(...rows);
    while (held.length >= atOnce) {
      yield held.slice(0, atOnce);
      held = held.slice(atOnce);
    }
  }
  if (held.length > 0) yield held;
}

const added = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  rows: a.rows + b.rows,
  faulty: a.faulty + b.faulty,
  added: a.added + b.added,
  changed: a.changed + b.changed,
  same: a.same + b.same,
  newer: a.newer + b.newer,
});
