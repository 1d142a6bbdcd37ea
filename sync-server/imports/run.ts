import { formerly, type Holder } from '../../src/domain/rights.ts';
import { asBringer } from '../../src/domain/sheet/bringer.ts';
import type { Cells } from '../../src/domain/sheet/reader.ts';
import type { RowFault } from '../../src/domain/sheet/row-fault.ts';
import { makeStamp } from '../../src/domain/stamp.ts';
import type { Deliverer } from '../gate/deliverer.ts';
import { formFault, judge, type Bench } from '../gate/judge.ts';
import { judgeAll } from '../gate/units.ts';
import type { FaultyRow, ImportCounts, ImportJob } from './import-job.ts';
import type { Batch } from './pending.ts';
import type { RowPart, Signature } from './row-parts.ts';
import type { SheetRow } from './sheet-row.ts';

export interface ImportTask {
  readonly job: ImportJob;
  /** where the file lies */
  readonly path: string;
  readonly deliverer: Deliverer;
  /** the relay's time in ms */
  readonly now: number;
  /** nothing is written, everything is judged */
  readonly dry: boolean;
}

/** What came of some rows. */
export interface LookedAt {
  readonly faulty: readonly FaultyRow[];
  readonly counts: Omit<ImportCounts, 'faulty'>;
}

/** One list on its way in: it knows what is stored, and says of rows what they change. */
export interface Run {
  look(rows: readonly SheetRow[], batch: Batch): Promise<LookedAt>;
}

/** What came of one row. */
export type Looked =
  { readonly faults: readonly RowFault[] } | { readonly outcome: 'added' | 'changed' | 'same'; readonly newer: number };

/** Counts of what came of rows, each with its number. */
export function counted(all: readonly (readonly [row: number, looked: Looked])[]): LookedAt {
  const counts = { rows: all.length, added: 0, changed: 0, same: 0, newer: 0 };
  const faulty: FaultyRow[] = [];
  for (const [row, looked] of all) {
    if ('faults' in looked) faulty.push({ row, faults: looked.faults });
    else {
      counts[looked.outcome] += 1;
      counts.newer += looked.newer;
    }
  }
  return { faulty, counts };
}

/** What every document of an import bears; never later than the relay's own time. */
export function signatureOf({ job, now }: Pick<ImportTask, 'job' | 'now'>): Signature {
  const asOf = Math.min(Date.parse(job.asOf), now);
  return {
    ...{ by: job.by, deviceId: job.deviceId, at: new Date(asOf).toISOString() },
    ...{ importId: job.id, community: job.community, stamp: makeStamp(asOf, 0, job.replica) },
  };
}

/** The gate's bench for a sheet of this person. */
export const benchOf = ({ holder, ...rest }: Deliverer, now: number): Bench => {
  const bringer = asBringer(holder);
  return {
    deliverer: { ...rest, holder: bringer },
    former: formerly(bringer, now),
    now,
    tiers: () => undefined,
    shells: new Map(),
  };
};

/** Rights in one area follow from the grants that reach it; the others need not be asked for each part. */
export function benchIn(area: string, { holder, ...rest }: Deliverer, now: number): Bench {
  const reach = (one: Holder): Holder => ({
    ...one,
    grants: one.grants.filter(({ areas }) => areas.includes(area)).map((grant) => ({ ...grant, areas: [area] })),
  });
  return benchOf({ ...rest, holder: reach(holder) }, now);
}

/** A row by the columns that were recognised. */
export const cellsOf = ({ cells }: SheetRow, mapping: ImportJob['mapping']): Cells => {
  const found: Record<string, SheetRow['cells'][number]> = {};
  mapping.forEach((use, place) => {
    const cell = cells[place];
    if (cell && use !== 'withheld' && use !== 'unused') found[use] = cell;
  });
  return found;
};

/** The gate's own judgement on a row: all of its parts are good, or none comes in. */
export function stands(parts: readonly RowPart[], bench: Bench, batch: Batch): boolean {
  const cases = parts.map(({ db, doc }) => {
    const part = { db, unit: 'row', doc: doc as RowPart['doc'] & Readonly<Record<string, unknown>> };
    return { part, fault: formFault(part) };
  });
  return judgeAll(cases, (part, at) => judge(part, bench, at), batch.at).every(({ taken }) => taken);
}
