import { bodyOf, canonical } from './canonical.ts';
import { isRegister } from './catalogue.ts';
import { mergeRegisters, type Head, type Register } from './register.ts';

/**
 * Merge of two bodies under one id; commutative, associative, idempotent for every document type.
 * Registers merge by field. Facts never differ: should two bodies meet all the same, every replica keeps the one with the
 * smaller text, and the gate has told the other's author `fact-exists`.
 */
export function merge<T extends Head>(a: T, b: T): T {
  const [mine, theirs] = [bodyOf(a), bodyOf(b)] as unknown as [T, T];
  if (isRegister(mine.type) && mine.type === theirs.type) {
    return mergeRegisters(mine as unknown as Register, theirs as unknown as Register) as unknown as T;
  }
  return canonical(mine) <= canonical(theirs) ? mine : theirs;
}

/** Merge of every leaf of a document; at least one. */
export function mergeAll<T extends Head>(leaves: readonly [T, ...T[]]): T {
  return leaves.reduce((all, leaf) => merge(all, leaf), leaves[0]);
}
