import type { Resident, SamePerson } from './documents/place.ts';
import type { RefusalCode } from './fault.ts';
import { groupBy } from './group.ts';
import { mergeRegisters } from './register.ts';

/** Two records of residents, in the order of their ids. */
export type Pair = readonly [string, string];
export const pairOf = (a: string, b: string): Pair => (a < b ? [a, b] : [b, a]);

type Said = Pick<SamePerson, '_id' | 'after' | 'residentId' | 'otherId' | 'same'>;
const keyOf = ({ residentId, otherId }: Pick<Said, 'residentId' | 'otherId'>): string =>
  pairOf(residentId, otherId).join(' ');

/** What was said last of a pair: what nobody answered yet. Two tablets without a signal may each have said something. */
const lastSaid = (said: readonly Said[]): Said[] => {
  const answered = new Set(said.flatMap(({ after }) => after ?? []));
  return said.filter(({ _id }) => !answered.has(_id));
};

/**
 * Whether two records were said to be of one person, or of two; undefined: nobody said. While tablets disagree the records
 * stay apart, because mixing the papers of two people does harm. No clock is read: whoever answers names what they saw.
 */
export function decidedOn(facts: readonly Said[], [a, b]: Pair): boolean | undefined {
  const last = lastSaid(facts.filter((fact) => keyOf(fact) === pairOf(a, b).join(' ')));
  return last.length === 0 ? undefined : last.every(({ same }) => same);
}

/** What a decision has to answer: everything last said of the pair that says otherwise. */
export const toAnswer = (facts: readonly Said[], [a, b]: Pair, same: boolean): Said[] =>
  lastSaid(facts.filter((fact) => keyOf(fact) === pairOf(a, b).join(' '))).filter((fact) => fact.same !== same);

/** A person of whom there is more than one record. */
export interface Person {
  /** the smallest id of the records: the same on every tablet */
  readonly id: string;
  readonly records: readonly Resident[];
  /** every field as it was written last in any of the records */
  readonly resident: Resident;
}

/**
 * Persons with more than one record. Nothing is copied or thrown away: the records stay, and taking a decision back takes them
 * apart again. The order in which facts and records came does not count.
 */
export function mergedPersons(residents: readonly Resident[], facts: readonly Said[]): Person[] {
  const byId = new Map(residents.map((one) => [one._id, one]));
  const first = new Map<string, string>();
  const rootOf = (id: string): string => {
    const above = first.get(id);
    return above === undefined || above === id ? id : rootOf(above);
  };
  for (const said of groupBy(facts, keyOf).values()) {
    const [one] = said;
    if (!one || !byId.has(one.residentId) || !byId.has(one.otherId)) continue;
    if (!lastSaid(said).every(({ same }) => same)) continue;
    const [low, high] = pairOf(rootOf(one.residentId), rootOf(one.otherId));
    first.set(low, low);
    first.set(high, low);
  }
  return [...groupBy([...first.keys()], rootOf)].map(([id, ids]) => {
    const records = [...ids].sort().flatMap((record) => byId.get(record) ?? []);
    const resident = records.reduce((all, record) => mergeRegisters(all, { ...record, _id: id }));
    return { id, records, resident };
  });
}

/** The pairs that have to be parted so that a record stands alone again. */
export const partingOf = (facts: readonly Said[], record: string): Pair[] =>
  [...groupBy(facts, keyOf).values()].flatMap((said) => {
    const [one] = said;
    const touches = one !== undefined && (one.residentId === record || one.otherId === record);
    return touches && lastSaid(said).every(({ same }) => same) ? [pairOf(one.residentId, one.otherId)] : [];
  });

/**
 * What is wrong with a saying: a record beside itself; or it answers something that is not here yet, or was not said of this
 * pair.
 * @param answered the fact that `after` names, if it is known
 */
export function samePersonFault(document: SamePerson, answered: object | undefined): RefusalCode | undefined {
  if (document.residentId === document.otherId) return 'invalid';
  if (document.after === undefined) return undefined;
  if (answered === undefined) return 'not-yet';
  const said = answered as Partial<SamePerson>;
  const about = said.type === 'samePerson' && keyOf(said as Said) === keyOf(document);
  return about ? undefined : 'illegal-step';
}
