import { areaOf } from '../../src/domain/database-name.ts';
import type { MemberRegistration } from '../../src/domain/documents/member.ts';
import type { Register } from '../../src/domain/register.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { areasToBring } from '../../src/domain/sheet/bringer.ts';
import { changeAgainst } from '../../src/domain/sheet/change-against.ts';
import { plainName } from '../../src/domain/sheet/matching.ts';
import { readMember, sameMember, type MemberReading, type MemberRow } from '../../src/domain/sheet/read-member.ts';
import type { RowFault, RowFaultCode } from '../../src/domain/sheet/row-fault.ts';
import type { Bench } from '../gate/judge.ts';
import type { Storage } from '../storage/port.ts';
import { buildingsOf, type Buildings } from './buildings.ts';
import { documentsOf } from './known-area.ts';
import type { Batch } from './pending.ts';
import { contentOf } from './read-sheet.ts';
import { idFrom, type Signature } from './row-parts.ts';
import { benchIn, cellsOf, counted, signatureOf, stands, type ImportTask, type Looked, type Run } from './run.ts';

/** An entry of the list: in an area, or of an earlier row of this sheet. */
interface Entry {
  readonly id: string;
  readonly area: string;
  readonly name: string;
  readonly phone?: string | undefined;
  readonly organisation?: string | undefined;
  /** the row of this sheet that says so */
  readonly row?: number;
}

interface Context {
  readonly areas: readonly string[];
  readonly buildings: Buildings;
  readonly benches: ReadonlyMap<string, Bench>;
  readonly signature: Signature;
  /** by name */
  readonly entries: Map<string, Entry[]>;
}

/** Brings 党员社区报到 in: somebody who is in the sheet twice comes in once, and the other row goes back. */
export async function memberRun(task: ImportTask, storage: Storage): Promise<Run> {
  const { job, deliverer, now } = task;
  const day = job.asOf.slice(0, 10);
  const areas = areasToBring(deliverer.holder);
  const context: Context = {
    areas,
    buildings: await buildingsOf(storage, job.community, areas, day),
    benches: new Map(areas.map((key) => [key, benchIn(key, deliverer, now)])),
    signature: signatureOf(task),
    entries: new Map(),
  };
  for (const area of areas) {
    for await (const doc of documentsOf<MemberRegistration>(storage, areaOf(area), 'memberRegistration')) {
      const [name = '', phone, organisation] = [
        fieldOf(doc, 'name'),
        fieldOf(doc, 'phone'),
        fieldOf(doc, 'organisation'),
      ];
      remember(context, { id: doc._id, area, name, phone, organisation });
    }
  }
  const read = (cells: Parameters<typeof cellsOf>[0]): MemberReading => readMember(cellsOf(cells, job.mapping), day);
  if (!task.dry && job.cursor > 0) await readAgain(task, read, context);

  return {
    async look(rows, batch) {
      const all = rows.map((row) => ({ number: row.number, reading: read(row) }));
      const wanted = all.flatMap(({ reading }) => (reading.ok ? entriesFor(reading.row, context) : []));
      await batch.fetch(
        wanted.map(({ id, area }) => ({ db: areaOf(area), id })),
        [],
      );
      return counted(
        all.map(({ number, reading }) => [
          number,
          reading.ok ? takeMember(reading.row, number, batch, context) : { faults: reading.faults },
        ]),
      );
    },
  };
}

function remember({ entries }: Context, entry: Entry): void {
  const name = plainName(entry.name);
  entries.set(name, [...(entries.get(name) ?? []).filter(({ id }) => id !== entry.id), entry]);
}

const entriesFor = ({ values }: MemberRow, { entries }: Context): readonly Entry[] =>
  (entries.get(plainName(values.name)) ?? []).filter((entry) => sameMember(entry, values));

/** Rows that came in before a stop: what repeats one of them is a repetition still. */
async function readAgain(
  { job, path }: ImportTask,
  read: (row: Parameters<typeof cellsOf>[0]) => MemberReading,
  context: Context,
): Promise<void> {
  for await (const rows of contentOf(path, { headers: job.headers, row: job.headerRow })) {
    for (const row of rows) {
      if (row.number > job.cursor) return;
      const reading = read(row);
      const [entry] = reading.ok ? entriesFor(reading.row, context) : [];
      if (entry && entry.row === undefined) remember(context, { ...entry, row: row.number });
    }
  }
}

const refused = (column: RowFault['column'], code: RowFaultCode, row?: number): Looked => ({
  faults: [{ column, code, ...(row !== undefined && { row }) }],
});

/** Where a row belongs: by its building, its area's name, where the member is on the list, or the only area there is. */
function placeOf(
  { place, areaName }: MemberRow,
  known: Entry | undefined,
  { areas, buildings }: Context,
): { readonly area: string; readonly buildingId?: string } | Looked {
  if (place) {
    const found = buildings.find({ place, ...(areaName !== undefined && { areaName }) });
    if (!found.ok) return { faults: [found.fault] };
    return { area: found.building.areaKey, buildingId: found.building.unitId };
  }
  if (areaName !== undefined) {
    const area = buildings.areaNamed(areaName);
    return area === undefined ? refused('areaName', 'area-unknown') : { area };
  }
  const [only, ...others] = areas;
  const area = known?.area ?? (others.length === 0 ? only : undefined);
  return area === undefined ? refused('areaName', 'area-needed') : { area };
}

function takeMember(row: MemberRow, number: number, batch: Batch, context: Context): Looked {
  const { signature, benches } = context;
  const [known, ...others] = entriesFor(row, context);
  if (known?.row !== undefined) return refused('name', 'repeated', known.row);
  if (others.length > 0) return refused('name', 'which-member');
  const where = placeOf(row, known, context);
  if (!('area' in where)) return where;
  if (known && known.area !== where.area) return refused('name', 'registered-elsewhere');
  const db = areaOf(where.area);
  const id = known?.id ?? idFrom('memberRegistration', signature.importId, String(number));
  const { by, deviceId, at, stamp } = signature;
  const head = { _id: id, type: 'memberRegistration', schema: 1, by, deviceId, at } as const;
  const values = { ...row.values, ...(where.buildingId !== undefined && { buildingId: where.buildingId }) };
  const { doc, newer } = changeAgainst(batch.at(db, id) as Register | undefined, head, values, stamp);
  const parts = doc ? [{ db, doc }] : [];
  const bench = benches.get(where.area);
  if (!bench || !stands(parts, bench, batch)) return refused('name', 'refused');
  batch.take(number, parts);
  const { name, phone = known?.phone, organisation = known?.organisation } = row.values;
  remember(context, { id, area: where.area, name, phone, organisation, row: number });
  return { outcome: known ? (doc ? 'changed' : 'same') : 'added', newer };
}
