import { canonical } from './canonical.ts';

/** Fields in which somebody writes sentences: of two wordings both stay, one below the other. */
const sentences: ReadonlySet<string> = new Set(['text', 'seen', 'thought', 'nearer']);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

function join(base: unknown, theirs: unknown, mine: unknown, name: string): unknown {
  if (same(theirs, mine) || same(base, theirs)) return mine;
  if (same(base, mine)) return theirs;
  if (isRecord(theirs) && isRecord(mine)) {
    const before = isRecord(base) ? base : {};
    const names = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
    const joined = names.map((one): [string, unknown] => [one, join(before[one], theirs[one], mine[one], one)]);
    return Object.fromEntries(joined.filter(([, value]) => value !== undefined));
  }
  if (typeof theirs === 'string' && typeof mine === 'string' && sentences.has(name)) {
    if (mine.includes(theirs)) return mine;
    return theirs.includes(mine) ? theirs : `${theirs}\n${mine}`;
  }
  return mine;
}

/**
 * One draft out of two that were written in two windows: what either changed since `base` is in it. Where both changed the
 * same answer, the window that saves now has the last word; of two sentences both stay.
 * @param base what the window that saves now had seen
 */
export const joinDrafts = <T extends object>(base: object, theirs: object, mine: T): T =>
  join(base, theirs, mine, '') as T;
