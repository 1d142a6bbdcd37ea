import { refOf } from '../../src/domain/database-name.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import { changesBy } from '../../src/domain/organisation/organisation-file.ts';
import { organisationOf, type Organisation } from '../../src/domain/organisation/organisation.ts';
import { fitUnits, type FittingUnits, type NumberedUnit } from '../../src/domain/organisation/unit-rows.ts';
import type { Head } from '../../src/domain/register.ts';
import { readUnit } from '../../src/domain/sheet/read-unit.ts';
import type { RowFault } from '../../src/domain/sheet/row-fault.ts';
import type { Storage } from '../storage/port.ts';
import { documentsOf, type ImportStorage } from './known-area.ts';
import type { RowPart } from './row-parts.ts';
import { benchOf, cellsOf, counted, signatureOf, stands, type ImportTask, type Looked, type Run } from './run.ts';
import type { AreaFounder } from './thread-messages.ts';

async function organisationIn(storage: ImportStorage, community: string): Promise<Organisation> {
  const all = async <T extends keyof DocumentOf>(type: T): Promise<DocumentOf[T][]> => {
    const found: DocumentOf[T][] = [];
    for await (const doc of documentsOf<DocumentOf[T]>(storage, refOf(community), type)) found.push(doc);
    return found;
  };
  const [units, placements, posts, structures] = [
    await all('orgUnit'),
    await all('placement'),
    await all('post'),
    await all('structure'),
  ];
  return organisationOf({ units, placements, posts, structures });
}

/** Brings the tree of units in: levels by the community's own words, leaders as posts, each from its day on. */
export async function unitRun(task: ImportTask, storage: Storage & AreaFounder): Promise<Run> {
  const { job, deliverer, now, dry } = task;
  const { community } = job;
  const day = job.asOf.slice(0, 10);
  const organisation = await organisationIn(storage, community);
  const bench = benchOf(deliverer, now);
  const { by, deviceId, at, stamp } = signatureOf(task);
  return {
    async look(rows, batch) {
      const read = rows.map((row) => ({ row: row.number, reading: readUnit(cellsOf(row, job.mapping)) }));
      const good = read.flatMap(({ row, reading }): NumberedUnit[] => (reading.ok ? [{ ...reading.row, row }] : []));
      const wrong = new Map<number, readonly RowFault[]>(
        read.flatMap(({ row, reading }) => (reading.ok ? [] : [[row, reading.faults] as const])),
      );
      const unread = new Map(
        read.flatMap(({ row, reading }) => (reading.ok || reading.code === undefined ? [] : [[reading.code, row]])),
      );
      const fitting = (takenKeys: readonly string[]): FittingUnits =>
        fitUnits(good, organisation, community, day, { takenKeys, unread });
      const first = fitting([]);
      const taken = await storage.foundAreas(community, [...first.newAreas.keys()], true);
      const fit = taken.length > 0 ? fitting(taken) : first;
      if (!dry) await storage.foundAreas(community, [...fit.newAreas.keys()], false);

      const changes = changesBy(fit.file, organisation, community, { by, deviceId, at }, stamp);
      const { parts, newer } = partsByRow(changes, fit, organisation, refOf(community));
      const ids = [...parts.values()].flat().map(({ doc }) => ({ db: refOf(community), id: doc._id }));
      await batch.fetch(ids, []);
      const looked = new Map<number, Looked>();
      for (const [id, row] of fit.rowOf) {
        const mine = parts.get(row) ?? [];
        if (!stands(mine, bench, batch)) {
          looked.set(row, { faults: [{ column: 'unitName', code: 'refused' }] });
          continue;
        }
        batch.take(row, mine);
        // levels that were laid down with it are not the unit's own
        const own = mine.filter(({ doc }) => doc.type !== 'structure');
        const outcome = !organisation.units.has(id) ? 'added' : own.length > 0 ? 'changed' : 'same';
        looked.set(row, { outcome, newer: newer.get(row) ?? 0 });
      }
      return counted(
        read.map(({ row }) => [row, looked.get(row) ?? { faults: wrong.get(row) ?? fit.faults.get(row) ?? [] }]),
      );
    },
  };
}

/** Documents by the row that they come from. What somebody wrote of a unit after the sheet was made stays. */
function partsByRow(
  changes: ReturnType<typeof changesBy>,
  { rowOf }: FittingUnits,
  { units }: Organisation,
  db: string,
): { readonly parts: ReadonlyMap<number, readonly RowPart[]>; readonly newer: ReadonlyMap<number, number> } {
  const parts = new Map<number, RowPart[]>();
  const newer = new Map<number, number>();
  const [first] = rowOf.values();
  for (const doc of changes) {
    const row = doc.type === 'orgUnit' ? rowOf.get(doc._id) : 'unitId' in doc ? rowOf.get(doc.unitId) : first;
    if (row === undefined) continue;
    let kept: Head = doc;
    if (doc.type === 'orgUnit') {
      const stored = units.get(doc._id)?.fields as Readonly<Record<string, { readonly s: string }>> | undefined;
      const fields = Object.entries(doc.fields).filter(([name, field]) => (stored?.[name]?.s ?? '') < field.s);
      newer.set(row, Object.keys(doc.fields).length - fields.length);
      if (fields.length === 0) continue;
      kept = { ...doc, fields: Object.fromEntries(fields) } as Head;
    }
    parts.set(row, [...(parts.get(row) ?? []), { db, doc: kept }]);
  }
  return { parts, newer };
}
