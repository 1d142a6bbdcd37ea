import { areaOf, careOf } from '../../src/domain/database-name.ts';
import { areasToBring } from '../../src/domain/sheet/bringer.ts';
import { readRow } from '../../src/domain/sheet/read-row.ts';
import type { RowFault } from '../../src/domain/sheet/row-fault.ts';
import type { Bench } from '../gate/judge.ts';
import type { Place } from '../gate/shelf.ts';
import type { Storage } from '../storage/port.ts';
import { buildingsOf, type Buildings } from './buildings.ts';
import type { ImportJob } from './import-job.ts';
import { knownArea, type KnownArea } from './known-area.ts';
import type { Batch } from './pending.ts';
import { changesOf, identityIdOf, idsOfRow, learn, placedAt, residencyIdOf, subjectsOf } from './row-parts.ts';
import type { Placed, Signature } from './row-parts.ts';
import { benchIn, cellsOf, counted, signatureOf, stands } from './run.ts';
import type { ImportTask, Looked, LookedAt, Run } from './run.ts';
import type { SheetRow } from './sheet-row.ts';

/** Reads what is registered in all areas of this person. */
export async function registerRun({ job, deliverer, now }: ImportTask, storage: Storage): Promise<Run> {
  const day = job.asOf.slice(0, 10);
  const areas = areasToBring(deliverer.holder);
  const buildings = await buildingsOf(storage, job.community, areas, day);
  const known = new Map<string, KnownArea>();
  const numbers = new Set<string>();
  for (const key of areas) known.set(key, await knownArea(storage, key, numbers));
  const benches = new Map(areas.map((key) => [key, benchIn(key, deliverer, now)]));
  const signature = signatureOf({ job, now });
  // asked only where the row's own area does not know the number
  const elsewhere = (number: string): boolean => numbers.has(number);
  const context = { known, benches, buildings, signature, elsewhere, mapping: job.mapping, day };
  return { look: (rows, batch) => lookAt(rows, batch, context) };
}

interface Context {
  readonly known: ReadonlyMap<string, KnownArea>;
  readonly benches: ReadonlyMap<string, Bench>;
  readonly buildings: Buildings;
  readonly signature: Signature;
  readonly elsewhere: (number: string) => boolean;
  readonly mapping: ImportJob['mapping'];
  readonly day: string;
}

async function lookAt(rows: readonly SheetRow[], batch: Batch, context: Context): Promise<LookedAt> {
  const { mapping, day } = context;
  const read = rows.map((row): Reading => ({
    number: row.number,
    reading: readRow(cellsOf(row, mapping), day),
    newId: idsOfRow(context.signature.importId, row.number),
  }));
  await fetchFor(read, batch, context);
  return counted(
    read.map((one) => [
      one.number,
      one.reading.ok ? takeRow(one.reading.row, one, batch, context) : { faults: one.reading.faults },
    ]),
  );
}

interface Reading {
  readonly number: number;
  readonly reading: ReturnType<typeof readRow>;
  readonly newId: (type: string) => string;
  /** as it was when the row was last looked at */
  placed?: Placed;
}

/** Asks for all documents that the rows mean, at once; those that cannot exist yet are not asked for. */
async function fetchFor(read: readonly Reading[], batch: Batch, context: Context): Promise<void> {
  const wanted: Place[] = [];
  const fresh: Place[] = [];
  for (const one of read) {
    const { reading } = one;
    if (!reading.ok) continue;
    const met = meant(reading.row, one, context);
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

function meant(row: RegisterRow, one: Reading, { buildings, known, signature, elsewhere }: Context) {
  const found = buildings.find(row);
  if (!found.ok) return found;
  const { building } = found;
  const area = known.get(building.areaKey);
  if (!area) return { ok: false as const, fault: { column: 'building', code: 'building-unknown' } as RowFault };
  const placed = placedAt(row, building, area, signature.community, one.placed);
  one.placed = placed;
  const met = subjectsOf(row, placed.dwellingId, area, elsewhere, one.newId);
  return met.ok ? { ...met, building, area, place: placed.place } : met;
}

function takeRow(row: RegisterRow, one: Reading, batch: Batch, context: Context): Looked {
  const { signature, benches } = context;
  const met = meant(row, one, context);
  if (!met.ok) return { faults: [met.fault] };
  const { subjects, building, area, place } = met;
  const change = changesOf(row, place, building, subjects, signature, batch.at);
  if (change.fault) return { faults: [change.fault] };
  const { parts } = change;
  const bench = benches.get(building.areaKey);
  if (!bench || !stands(parts, bench, batch)) return { faults: [{ column: 'building', code: 'refused' }] };
  batch.take(one.number, parts);
  learn(area, row, subjects, [building.unitId, place.estate]);
  const isNew = subjects.newDwelling || subjects.newHousehold || subjects.newPerson;
  return { outcome: isNew ? 'added' : parts.length > 0 ? 'changed' : 'same', newer: change.newer };
}
