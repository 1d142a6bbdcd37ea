import type { Resident, SamePerson } from '../domain/documents/place.ts';
import { failed, type Result } from '../domain/fault.ts';
import { likelySame, type LikelySame } from '../domain/likely-same.ts';
import { fieldOf } from '../domain/register.ts';
import { leftBy, type Left } from '../domain/residence.ts';
import { decidedOn, mergedPersons, partingOf, toAnswer, type Pair, type Person } from '../domain/same-person.ts';
import { undoMs } from './one-tap.ts';
import { saveAction, type Saved } from './save.ts';
import type { Shelf } from './shelf.ts';
import { newHead, type Store } from './store.ts';

interface Known {
  readonly persons: readonly Person[];
  /** by the id of every record */
  readonly of: ReadonlyMap<string, Person>;
}

const known = (shelf: Shelf): Known =>
  shelf.derive('persons', ['resident', 'samePerson'], () => {
    const persons = mergedPersons(shelf.all('resident'), shelf.all('samePerson'));
    return { persons, of: new Map(persons.flatMap((one) => one.records.map(({ _id }) => [_id, one] as const))) };
  });

/** Persons of whom this tablet has more than one record. */
export const personsHere = (shelf: Shelf): readonly Person[] => known(shelf).persons;

/** The person of a record, where there is more than one record. */
export const personOf = (shelf: Shelf, residentId: string): Person | undefined => known(shelf).of.get(residentId);

/** Ids of every record of somebody: what was said of any of them was said of this person. */
export const recordsOf = (shelf: Shelf, residentId: string): readonly string[] =>
  personOf(shelf, residentId)?.records.map(({ _id }) => _id) ?? [residentId];

/** The people of a household, each of them once: a person of several records lives where the newest of them says. */
export function peopleOf(shelf: Shelf, householdId: string): readonly Resident[] {
  const written = shelf.by('resident', 'householdId', householdId);
  const { persons, of } = known(shelf);
  if (persons.length === 0) return written;
  return [
    ...written.filter(({ _id }) => !of.has(_id)),
    ...persons.flatMap(({ resident }) => (fieldOf(resident, 'householdId') === householdId ? resident : [])),
  ];
}

/** How a person left a household, by what was said of any of their records; undefined: they live there. */
export function howLeft(shelf: Shelf, residentId: string, householdId: string): Left | undefined {
  const facts = recordsOf(shelf, residentId).flatMap((id) => shelf.by('residency', 'residentId', id));
  const withdrawals = facts.flatMap((fact) => shelf.by('withdrawal', 'subjectId', fact._id));
  return leftBy(householdId, facts, withdrawals);
}

/** Numbers of papers by resident; empty where this person holds no care database. They are read, compared and let go. */
async function numbersHere({ db, seal }: Store): Promise<ReadonlyMap<string, string>> {
  const rows = await db.documents.where('about').startsWith('resident:').toArray();
  const bodies = await seal.open(rows.filter((row) => row.type === 'identity' && !row.gone).map((row) => row.body));
  return new Map(
    bodies.flatMap((body) => {
      const { residentId, paper } = (body as { fields?: Record<string, { v: unknown } | undefined> }).fields ?? {};
      const number = (paper?.v as { number?: string } | undefined)?.number;
      return typeof residentId?.v === 'string' && number !== undefined ? [[residentId.v, number] as const] : [];
    }),
  );
}

/** Records on this tablet that may be of one person, and of which nobody has decided. */
export async function likelySameHere(store: Store): Promise<LikelySame[]> {
  const { shelf } = store;
  const numbers = await numbersHere(store);
  const people = shelf.all('resident').map((one) => {
    const household = shelf.get('household', fieldOf(one, 'householdId') ?? '');
    return {
      id: one._id,
      name: fieldOf(one, 'name') ?? '',
      dwellingId: household && fieldOf(household, 'dwellingId'),
      birthYear: fieldOf(one, 'birthYear'),
      number: numbers.get(one._id),
    };
  });
  return likelySame(people, (pair) => saidOf(shelf, pair).length > 0);
}

const saidOf = (shelf: Shelf, [a, b]: Pair): readonly SamePerson[] =>
  [...shelf.by('samePerson', 'residentId', a), ...shelf.by('samePerson', 'otherId', a)].filter(
    ({ residentId, otherId }) => residentId === b || otherId === b,
  );

/** Says of pairs that they are one person, or two; for some seconds it can be undone, and later answered. */
export async function saySame(store: Store, pairs: readonly Pair[], same: boolean): Promise<Result<Saved>> {
  const { shelf } = store;
  const parts = pairs.flatMap((pair) => {
    const [residentId, otherId] = pair;
    const db = shelf.databaseOf('resident', residentId);
    const facts = saidOf(shelf, pair);
    if (db === undefined || decidedOn(facts, pair) === same) return [];
    const answered = toAnswer(facts, pair, same);
    const afters = answered.length === 0 ? [{}] : answered.map(({ _id }) => ({ after: _id }));
    return afters.map((after) => ({
      db,
      doc: { ...newHead(store, 'samePerson'), residentId, otherId, same, ...after },
    }));
  });
  return parts.length === 0 ? failed('not-found') : saveAction(store, { parts, holdMs: undoMs });
}

/** Takes a record out of the person that it was put with. */
export const partRecord = (store: Store, residentId: string): Promise<Result<Saved>> =>
  saySame(store, partingOf(store.shelf.all('samePerson'), residentId), false);
