import { hash32 } from '../domain/canonical.ts';

/**
 * What is remembered of an account's memory outside of it, so that its disappearance is noticed and nothing is called lost
 * that is not: ids of documents, which name nobody.
 */
export interface Trace {
  /** the first load had reached its end */
  readonly filled: boolean;
  /** ids of documents that were not safe on the relay, one for each action */
  readonly unsent: readonly string[];
  readonly drafts: number;
  /** what is known to be lost, until somebody has read it */
  readonly lost?: { readonly records: number; readonly drafts: number };
}

export interface Traces {
  read(user: string): Trace | undefined;
  write(user: string, trace: Trace): void;
  /** whether any account left one */
  readonly any: boolean;
}

const prefix = 'baibu-trace-';

/** Enough to tell the few accounts of one tablet apart without naming them. */
const tagOf = (user: string): string => hash32(user).toString(36);

/** Traces in a storage that the browser keeps apart from databases (localStorage). One that cannot be read is none. */
export function tracesIn(storage: Storage): Traces {
  return {
    read(user) {
      try {
        return JSON.parse(storage.getItem(prefix + tagOf(user)) ?? 'null') as Trace | undefined;
      } catch {
        return undefined;
      }
    },
    write(user, trace) {
      try {
        storage.setItem(prefix + tagOf(user), JSON.stringify(trace));
      } catch {
        // no room for it: a disappearance would be noticed later, and less exactly
      }
    },
    get any() {
      return Array.from({ length: storage.length }, (_, index) => storage.key(index)).some((key) =>
        key?.startsWith(prefix),
      );
    },
  };
}
