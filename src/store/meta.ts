import type { DatabaseRight } from '../domain/rights.ts';
import type { Clock as StampClock } from '../domain/stamp.ts';
import type { Sealed } from '../platform/crypto.ts';
import type { AccountDatabase } from './database.ts';

/** What is remembered once per account, by name. */
export interface MetaOf {
  /** rises with every transaction that changes documents or the outbox */
  turn: number;
  /** rises when documents went in bulk: readers begin anew */
  generation: number;
  /** newest stamp made here, and the replica id that the relay gave */
  stampClock: StampClock;
  /** relay's time minus this device's, in ms */
  relayAhead: number;
  /** databases that the relay granted last */
  databases: readonly DatabaseRight[];
  /** device ms of the last answer of the relay, whatever it was */
  contact: number;
  /** the session ended and only a person can begin another */
  signInNeeded: boolean;
  /** single-letter keys of the desk are switched off */
  deskKeysOff: boolean;
  /** pictures wait for Wi-Fi, as the worker wishes */
  mediaOnWifi: boolean;
  /** 晚上登记: the local time of day, HH:MM, at which the drafts of the day are called to mind; none: never */
  eveningAt: string | undefined;
  /** extracts that the relay told of last, by what names them in its path */
  extracts: Readonly<Record<string, Sealed>>;
  /** device ms until which they go on any line all the same */
  mediaAnywayUntil: number;
}

export async function readMeta<K extends keyof MetaOf>(db: AccountDatabase, key: K): Promise<MetaOf[K] | undefined> {
  return (await db.meta.get(key))?.value as MetaOf[K] | undefined;
}

export async function writeMeta<K extends keyof MetaOf>(db: AccountDatabase, key: K, value: MetaOf[K]): Promise<void> {
  await db.meta.put({ key, value });
}

/** The next turn, inside a transaction that holds `meta`. */
export const nextTurn = async (db: AccountDatabase): Promise<number> => ((await readMeta(db, 'turn')) ?? 0) + 1;
