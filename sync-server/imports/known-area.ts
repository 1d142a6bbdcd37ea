import type { Household, Identity, Resident, Dwelling } from '../../src/domain/documents/place.ts';
import { areaOf, careOf } from '../../src/domain/database-name.ts';
import { fieldOf } from '../../src/domain/register.ts';
import { plainName, type KnownHousehold, type KnownPerson } from '../../src/domain/sheet/matching.ts';
import { DatabaseMissing, type Storage, type StoredDoc } from '../storage/port.ts';

/** What an import asks of the storage; its thread asks the relay's for it. */
export type ImportStorage = Pick<Storage, 'getMany' | 'range' | 'write' | 'leaves'>;

/** Who and what is registered in an area, laid out to be compared with rows: ids, names and numbers, no documents. */
export class KnownArea {
  readonly key: string;
  readonly dwellings = new Set<string>();
  /** what the estate of a building is called in its dwellings */
  readonly estates = new Map<string, string>();
  readonly #households = new Map<string, KnownHousehold[]>();
  /** who heads a household, as far as it was said */
  readonly heads = new Map<string, string>();
  readonly #people = new Map<string, KnownPerson[]>();
  readonly #byNumber = new Map<string, KnownPerson>();
  readonly #numbers: Set<string>;

  /** @param numbers every number of every area: this one adds its own */
  constructor(key: string, numbers: Set<string>) {
    this.key = key;
    this.#numbers = numbers;
  }

  householdsIn = (dwellingId: string): readonly KnownHousehold[] => this.#households.get(dwellingId) ?? [];
  peopleIn = (dwellingId: string, name: string): readonly KnownPerson[] =>
    this.#people.get(`${dwellingId} ${plainName(name)}`) ?? [];
  byNumber = (number: string): KnownPerson | undefined => this.#byNumber.get(number);

  addHousehold(dwellingId: string, household: KnownHousehold): void {
    addTo(this.#households, dwellingId, household);
  }

  /** Adds somebody, or where they live now. */
  addPerson(dwellingId: string, name: string, person: KnownPerson): void {
    addTo(this.#people, `${dwellingId} ${plainName(name)}`, person);
    if (person.number === undefined) return;
    this.#byNumber.set(person.number, person);
    this.#numbers.add(person.number);
  }
}

function addTo<T extends { readonly id: string }>(map: Map<string, T[]>, key: string, one: T): void {
  const before = map.get(key);
  if (!before) map.set(key, [one]);
  else map.set(key, [...before.filter(({ id }) => id !== one.id), one]);
}

/** Reads what is registered in an area. */
export async function knownArea(storage: ImportStorage, key: string, everyNumber: Set<string>): Promise<KnownArea> {
  const known = new KnownArea(key, everyNumber);
  const numbers = new Map<string, string>();
  for await (const doc of documentsOf<Identity>(storage, careOf(key), 'identity')) {
    const [residentId, paper] = [fieldOf(doc, 'residentId'), fieldOf(doc, 'paper')];
    if (residentId !== undefined && paper) numbers.set(residentId, paper.number);
  }
  for await (const doc of documentsOf<Dwelling>(storage, areaOf(key), 'dwelling')) {
    known.dwellings.add(doc._id);
    const address = fieldOf(doc, 'address');
    if (address && address.estate !== '') known.estates.set(address.buildingId, address.estate);
  }
  const dwellingOf = new Map<string, string>();
  for await (const doc of documentsOf<Household>(storage, areaOf(key), 'household')) {
    const dwellingId = fieldOf(doc, 'dwellingId');
    if (dwellingId === undefined) continue;
    dwellingOf.set(doc._id, dwellingId);
    const headId = fieldOf(doc, 'headId');
    if (headId !== undefined) known.heads.set(doc._id, headId);
    known.addHousehold(dwellingId, { id: doc._id, familyName: fieldOf(doc, 'familyName') ?? '' });
  }
  for await (const doc of documentsOf<Resident>(storage, areaOf(key), 'resident')) {
    const householdId = fieldOf(doc, 'householdId') ?? '';
    const [birthYear, number] = [fieldOf(doc, 'birthYear'), numbers.get(doc._id)];
    known.addPerson(dwellingOf.get(householdId) ?? '', fieldOf(doc, 'name') ?? '', {
      ...{ id: doc._id, householdId },
      ...(birthYear !== undefined && { birthYear }),
      ...(number !== undefined && { number }),
    });
  }
  return known;
}

const page = 1000;
/** Every live document of a type, page by page; of a database that does not exist, none. */
export async function* documentsOf<T extends { readonly _id: string }>(
  storage: Pick<Storage, 'range'>,
  database: string,
  type: string,
): AsyncGenerator<T> {
  let from = `${type}:`;
  for (;;) {
    const found = await storage
      .range(database, from, `${type}:\uffff`, { limit: page })
      .catch((fault: unknown): StoredDoc[] => {
        if (fault instanceof DatabaseMissing) return [];
        throw fault;
      });
    yield* found as unknown as T[];
    const last = found.at(-1);
    if (!last || found.length < page) return;
    from = `${last._id}\u0000`;
  }
}
