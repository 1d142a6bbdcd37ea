import { isCopied } from '../domain/database-name.ts';
import { heldDatabases, letDatabaseGo } from '../store/cursors.ts';
import { grantedDatabases } from '../store/enrolment.ts';
import { tidyOutbox } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';

const order = ['ref', 'area', 'own', 'care', 'sealed'];
const rank = (name: string): number => order.indexOf(name.slice(0, name.indexOf('-')));
/** What a screen needs first comes first: buildings, then what hangs on them. */
export const byUse = (a: string, b: string): number => rank(a) - rank(b);

export interface Copies {
  /** databases of which this tablet holds a copy, or shall hold one */
  readonly copied: readonly string[];
  /** a copy that may not be held any more waits for the last unsent work for it */
  readonly withheld: boolean;
}

/** Envelopes that were delivered are remembered this long (ms). */
const rememberFor = 30 * 86_400_000;

/** Lets go what may not be held any more, after the last unsent work for it, and what was delivered long ago. */
export async function settleCopies(store: Store): Promise<Copies> {
  await tidyOutbox(store, store.clock.now() - rememberFor);
  const rights = await grantedDatabases(store);
  // Before the first session nobody was told anything: that is not a withdrawal.
  if (rights === undefined) return { copied: [], withheld: false };
  const copied = rights.filter((right) => right.read && isCopied(right.name)).map((right) => right.name);
  const named = new Set(rights.map((right) => right.name));
  let withheld = false;
  for (const held of await heldDatabases(store)) {
    // What a person wrote where they may only write stays theirs to see.
    const may = held.copied ? copied.includes(held.db) : named.has(held.db);
    if (!may && !(await letDatabaseGo(store, held.db))) withheld = true;
  }
  return { copied, withheld };
}
