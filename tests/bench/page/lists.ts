import { Dexie, type Table } from 'dexie';
import { roundOf } from '../../../src/domain/day.ts';
import { doorsOfDwelling, type Door } from '../../../src/domain/door.ts';
import { dueDoors } from '../../../src/domain/due.ts';
import { dueFactsFrom } from '../../../src/domain/due-facts.ts';
import { dueTime } from '../../../src/domain/due-reason.ts';
import type { DocumentOf } from '../../../src/domain/document.ts';
import { matrixOf } from '../../../src/domain/matrix.ts';
import { foldVisits } from '../../../src/domain/visit-state.ts';
import { buildingMatrix } from '../../../src/store/building-matrix.ts';
import { doorsByDwelling, dueOnTablet } from '../../../src/store/due-doors.ts';
import { saveOneTap } from '../../../src/store/one-tap.ts';
import type { Store } from '../../../src/store/store.ts';
import { open, type Credentials } from './account.ts';

/** ms, one for each round */
export interface Listing {
  /** after a visit to one door of the building was saved: what was computed before does not hold any more */
  readonly changed: readonly number[];
  /** nothing changed since */
  readonly again: readonly number[];
  /** from IndexedDB each time, by an index on the building */
  readonly naive: readonly number[];
  /** flats of the building */
  readonly flats: number;
  /** doors that the answer is about */
  readonly doors: number;
}

interface BuildingRow {
  readonly id: string;
  readonly building: string;
  readonly doc: DocumentOf[keyof DocumentOf];
}

/** Facts of doors in a Dexie table of their own, by building: the way one begins with. */
class NaiveDatabase extends Dexie {
  declare readonly facts: Table<BuildingRow, string>;
  constructor() {
    super('bench-naive');
    this.version(1).stores({ facts: 'id, building' });
  }
}

const factTypes = [
  'visit',
  'matter',
  'refusal',
  'postponement',
  'assignment',
  'proposal',
  'dwelling',
  'household',
] as const;

/** Which building a document is about, by its door or by what it follows. */
async function naiveCopy(store: Store): Promise<NaiveDatabase> {
  const { shelf } = store;
  const naive = new NaiveDatabase();
  await naive.facts.clear();
  const buildingOf = new Map<string, string>();
  for (const dwelling of shelf.all('dwelling'))
    buildingOf.set(dwelling._id, dwelling.fields.address?.v.buildingId ?? '');
  const rows: BuildingRow[] = [];
  const place = (doc: DocumentOf[keyof DocumentOf], building: string): void => {
    buildingOf.set(doc._id, building);
    rows.push({ id: doc._id, building, doc });
  };
  for (const type of factTypes)
    for (const doc of shelf.all(type)) {
      const { dwellingId, fields } = doc as {
        dwellingId?: string;
        fields?: { dwellingId?: { v: string } };
      };
      place(doc, buildingOf.get(dwellingId ?? fields?.dwellingId?.v ?? doc._id) ?? '');
    }
  for (const doc of shelf.all('review')) place(doc, buildingOf.get(doc.visitId) ?? '');
  for (const doc of shelf.all('confirmation')) place(doc, buildingOf.get(doc.proposalId) ?? '');
  await naive.facts.bulkPut(rows);
  return naive;
}

interface BuildingFacts {
  readonly doors: readonly Door[];
  readonly of: <T extends (typeof factTypes)[number] | 'review' | 'confirmation'>(type: T) => DocumentOf[T][];
}

async function read(naive: NaiveDatabase, building: string): Promise<BuildingFacts> {
  const rows = await naive.facts.where('building').equals(building).toArray();
  const of: BuildingFacts['of'] = (type) => rows.flatMap(({ doc }) => (doc.type === type ? [doc as never] : []));
  const households = of('household');
  const doors = of('dwelling').flatMap((dwelling) =>
    doorsOfDwelling(
      dwelling,
      households.filter((household) => household.fields.dwellingId?.v === dwelling._id),
    ),
  );
  return { doors, of };
}

async function naiveDue(store: Store, naive: NaiveDatabase, building: string): Promise<number> {
  const { doors, of } = await read(naive, building);
  const facts = dueFactsFrom({
    doors,
    visits: of('visit'),
    refusals: of('refusal'),
    postponements: of('postponement'),
    assignments: of('assignment'),
    withdrawals: [],
    proposals: of('proposal'),
    confirmations: of('confirmation'),
    matters: of('matter'),
  });
  return dueDoors(facts, store.shelf.all('policy'), dueTime(store.clock.instant())).length;
}

async function naiveMatrix(store: Store, naive: NaiveDatabase, building: string): Promise<number> {
  const { doors, of } = await read(naive, building);
  const states = foldVisits(of('visit'), of('review'));
  const visits = of('visit').filter((visit) => !states.get(visit._id)?.replacedBy);
  return matrixOf({ doors, visits, round: roundOf(store.clock.today()) }).counts.total;
}

/** The building of 60 flats with the most visits. */
function sixtyFlats(store: Store): string {
  const { shelf } = store;
  const visits = (id: string): number => shelf.by('visit', 'buildingId', id).length;
  const [first] = shelf
    .all('orgUnit')
    .filter(({ _id }) => shelf.by('dwelling', 'buildingId', _id).length === 60)
    .sort((a, b) => visits(b._id) - visits(a._id));
  if (!first) throw new Error('no building of 60 flats');
  return first._id;
}

const timed = async (work: () => unknown): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const timedNow = (work: () => unknown): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

interface Ways {
  readonly app: (store: Store, building: string) => number;
  readonly naive: (store: Store, naive: NaiveDatabase, building: string) => Promise<number>;
}

async function measure(credentials: Credentials, rounds: number, { app, naive: slow }: Ways): Promise<Listing> {
  const { store } = await open(credentials);
  const { shelf } = store;
  const naive = await naiveCopy(store);
  const building = sixtyFlats(store);
  const dwellings = shelf.by('dwelling', 'buildingId', building);
  const changed: number[] = [];
  const again: number[] = [];
  const byNaive: number[] = [];
  let doors = 0;
  for (let round = 0; round < rounds; round += 1) {
    const dwelling = dwellings[round % dwellings.length];
    const [door] = (dwelling && doorsByDwelling(shelf).get(dwelling._id)) ?? [];
    if (!door) throw new Error('a building without doors');
    await saveOneTap(store, door, 'not_home');
    changed.push(timedNow(() => (doors = app(store, building))));
    again.push(timedNow(() => app(store, building)));
    byNaive.push(await timed(() => slow(store, naive, building)));
  }
  await naive.delete();
  store.close();
  return { changed, again, naive: byNaive, flats: dwellings.length, doors };
}

/** What is due at every door of the tablet. */
export const dueList = (credentials: Credentials, rounds: number): Promise<Listing> =>
  measure(credentials, rounds, {
    app: (store) => dueOnTablet(store).length,
    naive: naiveDue,
  });

/** The matrix of one building of 60 flats. */
export const matrix = (credentials: Credentials, rounds: number): Promise<Listing> =>
  measure(credentials, rounds, {
    app: (store, building) => buildingMatrix(store, building).counts.total,
    naive: naiveMatrix,
  });
