import { areaOf, careOf } from '../../src/domain/database-name.ts';
import { formerly, type Holder } from '../../src/domain/rights.ts';
import { areasToBring, asBringer } from '../../src/domain/sheet/bringer.ts';
import type { Cells } from '../../src/domain/sheet/read-row.ts';
import { readRow } from '../../src/domain/sheet/read-row.ts';
import type { RowFault } from '../../src/domain/sheet/row-fault.ts';
import { makeStamp } from '../../src/domain/stamp.ts';
import type { Deliverer } from '../gate/deliverer.ts';
import { formFault, judge, type Bench } from '../gate/judge.ts';
import type { Place } from '../gate/shelf.ts';
import { judgeAll } from '../gate/units.ts';
import type { Storage } from '../storage/port.ts';
import { buildingsOf, type Buildings } from './buildings.ts';
import { keepFaulty, keepJob, noCounts, type FaultyRow, type ImportCounts, type ImportJob } from './import-job.ts';
import { knownArea, type KnownArea } from './known-area.ts';
import { Batch } from './pending.ts';
import { contentOf } from './read-sheet.ts';
import { changesOf, identityIdOf, learn, residencyIdOf, subjectsOf } from './row-parts.ts';
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

/** Rows judged and written together. */
const rowsAtOnce = 500;

/**
 * Brings the rows of a sheet into the register: a row is a unit, a batch is written, then the cursor. Killed at any moment
 * it goes on behind its cursor; rows that were written meet themselves and change nothing. Resolves to the job as it ends.
 * @param stopping asked between batches; then the job rests
 */
export async function importRows(task: ImportTask, storage: Storage, stopping: () => boolean): Promise<ImportJob> {
  const { job, path, dry } = task;
  const run = await beginRun(task, storage);
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
    const late = [...refused].map((row): FaultyRow => ({ row, faults: [{ column: 'building', code: 'refused' }] }));
    const faulty = [...looked.faulty, ...late];
    counts = added(counts, { ...looked.counts, faulty: faulty.length });
    cursor = last;
    await keepFaulty(storage, job.id, dry ? 'checking' : 'running', faulty);
    await keepJob(storage, now());
  }

  for await (const rows of inBatches(contentOf(path, { headers: job.headers, row: job.headerRow }, cursor))) {
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

async function* inBatches(source: AsyncIterable<SheetRow[]>): AsyncGenerator<SheetRow[]> {
  let held: SheetRow[] = [];
  for await (const rows of source) {
    held.push(...rows);
    while (held.length >= rowsAtOnce) {
      yield held.slice(0, rowsAtOnce);
      held = held.slice(rowsAtOnce);
    }
  }
  if (held.length > 0) yield held;
}

interface LookedAt {
  readonly faulty: readonly FaultyRow[];
  readonly counts: Omit<ImportCounts, 'faulty'>;
}

const added = (a: ImportCounts, b: ImportCounts): ImportCounts => ({
  rows: a.rows + b.rows,
  faulty: a.faulty + b.faulty,
  added: a.added + b.added,
  changed: a.changed + b.changed,
  same: a.same + b.same,
  newer: a.newer + b.newer,
});

interface Run {
  look(rows: readonly SheetRow[], batch: Batch): Promise<LookedAt>;
}

/** Reads what is registered in all areas of this person. */
async function beginRun({ job, deliverer, now }: ImportTask, storage: Storage): Promise<Run> {
  const asOf = Math.min(Date.parse(job.asOf), now);
  const day = job.asOf.slice(0, 10);
  const areas = areasToBring(deliverer.holder);
  const buildings = await buildingsOf(storage, job.community, areas, day);
  const known = new Map<string, KnownArea>();
  for (const key of areas) known.set(key, await knownArea(storage, key));
  const benches = new Map(areas.map((key) => [key, benchIn(key, deliverer, now)]));
  const signature: Signature = {
    ...{ by: job.by, deviceId: job.deviceId, at: new Date(asOf).toISOString() },
    ...{ importId: job.id, community: job.community, stamp: makeStamp(asOf, 0, job.replica) },
  };
  const elsewhereThan = (own: string) => (number: string) =>
    [...known].some(([key, area]) => key !== own && area.byNumber(number) !== undefined);
  const context = { known, benches, buildings, signature, elsewhereThan, mapping: job.mapping, day };
  return { look: (rows, batch) => lookAt(rows, batch, context) };
}

interface Context {
  readonly known: ReadonlyMap<string, KnownArea>;
  readonly benches: ReadonlyMap<string, Bench>;
  readonly buildings: Buildings;
  readonly signature: Signature;
  readonly elsewhereThan: (area: string) => (number: string) => boolean;
  readonly mapping: ImportJob['mapping'];
  readonly day: string;
}

/** Rights in one area follow from the grants that reach it; the others need not be asked for each part. */
function benchIn(area: string, { holder, ...rest }: Deliverer, now: number): Bench {
  const reach = (one: Holder): Holder => ({
    ...one,
    grants: one.grants.filter(({ areas }) => areas.includes(area)).map((grant) => ({ ...grant, areas: [area] })),
  });
  const narrow = reach(asBringer(holder));
  return {
    deliverer: { ...rest, holder: narrow },
    former: formerly(narrow, now),
    now,
    tiers: () => undefined,
    shells: new Map(),
  };
}

const cellsOf = ({ cells }: SheetRow, mapping: ImportJob['mapping']): Cells => {
  const found: Record<string, SheetRow['cells'][number]> = {};
  mapping.forEach((use, place) => {
    const cell = cells[place];
    if (cell && use !== 'withheld' && use !== 'unused') found[use] = cell;
  });
  return found;
};

type Looked =
  { readonly faults: readonly RowFault[] } | { readonly outcome: 'added' | 'changed' | 'same'; readonly newer: number };

async function lookAt(rows: readonly SheetRow[], batch: Batch, context: Context): Promise<LookedAt> {
  const { mapping, day } = context;
  const read = rows.map((row) => ({ number: row.number, reading: readRow(cellsOf(row, mapping), day) }));
  await fetchFor(read, batch, context);
  const counts = { rows: rows.length, added: 0, changed: 0, same: 0, newer: 0 };
  const faulty: FaultyRow[] = [];
  for (const { number, reading } of read) {
    const looked = reading.ok ? takeRow(reading.row, number, batch, context) : { faults: reading.faults };
    if ('faults' in looked) faulty.push({ row: number, faults: looked.faults });
    else {
      counts[looked.outcome] += 1;
      counts.newer += looked.newer;
    }
  }
  return { faulty, counts };
}

type Reading = { readonly number: number; readonly reading: ReturnType<typeof readRow> };

/** Asks for all documents that the rows mean, at once; those that cannot exist yet are not asked for. */
async function fetchFor(read: readonly Reading[], batch: Batch, context: Context): Promise<void> {
  const wanted: Place[] = [];
  const fresh: Place[] = [];
  for (const { number, reading } of read) {
    if (!reading.ok) continue;
    const met = meant(reading.row, number, context);
    if (!met.ok) continue;
    const { dwellingId, householdId, residentId, newDwelling, newHousehold, newPerson, ...touches } = met.subjects;
    const [area, care] = [areaOf(met.building.areaKey), careOf(met.building.areaKey)];
    const add = (isNew: boolean, place: Place): void => void (isNew ? fresh : wanted).push(place);
    if (touches.touchesDwelling) add(newDwelling, { db: area, id: dwellingId });
    if (householdId !== undefined && touches.touchesHousehold) add(newHousehold, { db: area, id: householdId });
    if (residentId === undefined) continue;
    add(newPerson, { db: area, id: residentId });
    if (touches.touchesPaper) add(newPerson, { db: care, id: identityIdOf(residentId) });
    const residency = residencyIdOf(residentId, reading.row);
    if (residency !== undefined) add(newPerson, { db: area, id: residency });
  }
  await batch.fetch(wanted, fresh);
}

type RegisterRow = Extract<Reading['reading'], { ok: true }>['row'];

function meant(row: RegisterRow, number: number, { buildings, known, signature, elsewhereThan }: Context) {
  const found = buildings.find(row);
  if (!found.ok) return found;
  const { building } = found;
  const area = known.get(building.areaKey);
  if (!area) return { ok: false as const, fault: { column: 'building', code: 'building-unknown' } as RowFault };
  const met = subjectsOf(row, building, area, elsewhereThan(building.areaKey), signature, number);
  return met.ok ? { ...met, building, area } : met;
}

function takeRow(row: RegisterRow, number: number, batch: Batch, context: Context): Looked {
  const { signature, benches } = context;
  const met = meant(row, number, context);
  if (!met.ok) return { faults: [met.fault] };
  const { subjects, building, area, place = row.place } = met;
  const change = changesOf(row, place, building, subjects, signature, batch.at);
  if (change.fault) return { faults: [change.fault] };
  const { parts } = change;
  const bench = benches.get(building.areaKey);
  if (!bench || !stands(parts, bench, batch)) return { faults: [{ column: 'building', code: 'refused' }] };
  batch.take(number, parts);
  learn(area, row, subjects, [building.unitId, place.estate]);
  const isNew = subjects.newDwelling || subjects.newHousehold || subjects.newPerson;
  return { outcome: isNew ? 'added' : parts.length > 0 ? 'changed' : 'same', newer: change.newer };
}

/** The gate's own judgement on a row: all of its parts are good, or none comes in. */
function stands(parts: readonly RowPart[], bench: Bench, batch: Batch): boolean {
  const cases = parts.map(({ db, doc }) => {
    const part = { db, unit: 'row', doc: doc as RowPart['doc'] & Readonly<Record<string, unknown>> };
    return { part, fault: formFault(part) };
  });
  return judgeAll(cases, (part, at) => judge(part, bench, at), batch.at).every(({ taken }) => taken);
}
