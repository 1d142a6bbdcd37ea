import { canonical } from './canonical.ts';
import type { Stamp } from './stamp.ts';

/** One field of a register: its value and the stamp of who wrote it. Values that are checked together are one field. */
export interface Stamped<T = unknown> {
  readonly v: T;
  readonly s: Stamp;
}

/** One element of a set: the newest stamp that put it in, the newest that took it out. */
export interface Membership {
  readonly in?: Stamp;
  readonly out?: Stamp;
}

export interface Head {
  readonly _id: string;
  readonly type: string;
  readonly schema: 1;
  /** user id of the author */
  readonly by: string;
  readonly deviceId: string;
  /** ISO 8601 with the offset of the place, as the author's clock said */
  readonly at: string;
}

export interface Register extends Head {
  readonly fields: Readonly<Record<string, Stamped>>;
  readonly sets?: Readonly<Record<string, Readonly<Record<string, Membership>>>>;
}

const newest = (a: Stamp | undefined, b: Stamp | undefined): Stamp | undefined =>
  a === undefined ? b : b === undefined || a >= b ? a : b;

/** Newest stamp wins; equal stamps with unequal values (a fault of some clock) are decided by the greater text. */
function newerField(a: Stamped, b: Stamped): Stamped {
  if (a.s !== b.s) return a.s > b.s ? a : b;
  return canonical(a.v) >= canonical(b.v) ? a : b;
}

export function stampsOf(register: Pick<Register, 'fields' | 'sets'>): Stamp[] {
  const stamps = Object.values(register.fields).map((field) => field.s);
  for (const members of Object.values(register.sets ?? {})) {
    for (const member of Object.values(members)) {
      if (member.in !== undefined) stamps.push(member.in);
      if (member.out !== undefined) stamps.push(member.out);
    }
  }
  return stamps;
}

const greatest = (stamps: readonly Stamp[]): Stamp => stamps.reduce((a, b) => (a >= b ? a : b), '');

function mergeSets(a: Register['sets'], b: Register['sets']): Register['sets'] {
  if (!a || !b) return a ?? b;
  const sets: Record<string, Record<string, Membership>> = {};
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const members: Record<string, Membership> = {};
    for (const element of new Set([...Object.keys(a[name] ?? {}), ...Object.keys(b[name] ?? {})])) {
      const inside = newest(a[name]?.[element]?.in, b[name]?.[element]?.in);
      const outside = newest(a[name]?.[element]?.out, b[name]?.[element]?.out);
      members[element] = { ...(inside && { in: inside }), ...(outside && { out: outside }) };
    }
    sets[name] = members;
  }
  return sets;
}

/** Whether the head of `a` stands: newest stamp first, and only between equal stamps the text of the head. */
function leads(a: Register, b: Register): boolean {
  const [mine, theirs] = [greatest(stampsOf(a)), greatest(stampsOf(b))];
  const text = ({ by, deviceId, at }: Register): string => canonical([by, deviceId, at]);
  return mine === theirs ? text(a) >= text(b) : mine > theirs;
}

/**
 * Merge of two states (or a state and a change) of one register: commutative, associative, idempotent.
 * The head (`by`, `deviceId`, `at`) is that of the side with the newest stamp, so the merged body depends on its inputs alone.
 */
export function mergeRegisters<T extends Register>(a: T, b: T): T {
  const fields: Record<string, Stamped> = { ...a.fields };
  for (const [name, field] of Object.entries(b.fields)) {
    const mine = fields[name];
    fields[name] = mine ? newerField(mine, field) : field;
  }
  const head = leads(a, b) ? a : b;
  const sets = mergeSets(a.sets, b.sets);
  const { _id, type, schema, by, deviceId, at } = head;
  return { _id, type, schema, by, deviceId, at, fields, ...(sets && { sets }) } as unknown as T;
}

/** Members of a set: in, and not taken out since. A tie keeps the member (putting in beats taking out). */
export function membersOf(register: Register, set: string): string[] {
  return Object.entries(register.sets?.[set] ?? {})
    .filter(([, member]) => member.in !== undefined && (member.out === undefined || member.in >= member.out))
    .map(([element]) => element)
    .sort();
}

/** The value of a field, or undefined when nobody wrote it yet. */
export function fieldOf<T extends Register, K extends keyof T['fields'] & string>(
  register: T,
  name: K,
): T['fields'][K] extends { readonly v: infer V } | undefined ? V | undefined : unknown {
  return register.fields[name]?.v as never;
}

/**
 * A change of a register: only the fields that a person changed, each with the same new stamp.
 * @param head the head of the change: the register's id and type, the author and the author's time
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says which register it is
export function changeOf<T extends Register>(head: Head, values: Readonly<Record<string, unknown>>, stamp: Stamp): T {
  const fields = Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, { v: value, s: stamp }]),
  );
  return { ...head, fields } as unknown as T;
}
