import type { Head } from '../domain/register.ts';
import { stampsOf, changeOf, type Register } from '../domain/register.ts';
import { newClock, stampTime, stampTolerance, tick, witness, type Clock as StampClock } from '../domain/stamp.ts';
import type { DocumentOf } from '../domain/document.ts';
import type { Clock } from '../platform/clock.ts';
import type { RowSeal } from '../platform/crypto.ts';
import type { Ids } from '../platform/ids.ts';
import { AccountDatabase } from './database.ts';
import type { KnownDraft } from './drafts.ts';
import { readMeta } from './meta.ts';
import { Shelf } from './shelf.ts';

export interface StoreParts {
  /** user id of the account; one database each */
  readonly user: string;
  /** device id, for the head of every document */
  readonly device: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly seal: RowSeal;
  /** `strict` where people save, `relaxed` where the relay's documents come in */
  readonly durability: 'strict' | 'relaxed';
  /** lets go of what can be spared when the browser has no room; whether anything was */
  readonly spare?: () => Promise<boolean>;
  /** hears once that nothing can be kept here any more: a newer version took over, or the browser closed the database */
  readonly closed?: (why: 'newer' | 'gone') => void;
  /** hears that an older version in another window has to let go first */
  readonly blocked?: () => void;
}

/**
 * What this tablet remembers for one account. Screens read `shelf` (in memory, at once) and write with the commands of
 * this folder, which resolve when IndexedDB has committed.
 */
export interface Store extends StoreParts {
  readonly db: AccountDatabase;
  readonly shelf: Shelf;
  /** the stamp clock in memory; commands persist it with what they save */
  readonly stamps: { clock: StampClock; relayAhead: number };
  /** the newest wording of each draft, saved or about to be */
  readonly newestDrafts: Map<string, object>;
  /** drafts as the forms of this window know them */
  readonly knownDrafts: Map<string, KnownDraft>;
  /** tells this window's writing from that of others */
  readonly windowId: string;
  close(): void;
}

/** Opens (and makes, when there is none) the memory of one account. `store.shelf.open()` lays it out for screens. */
export async function openStore(parts: StoreParts): Promise<Store> {
  const db = new AccountDatabase(parts.user, parts.durability);
  let over = false;
  const closed = (why: 'newer' | 'gone'): void => {
    if (!over) parts.closed?.(why);
    over = true;
  };
  // Whoever stands in the way of a newer version lets go at once; what was saved is saved.
  db.on('versionchange', ({ newVersion }) => {
    closed(newVersion === null ? 'gone' : 'newer');
    db.close({ disableAutoOpen: true });
    return false;
  });
  db.on('close', () => {
    closed('gone');
  });
  db.on('blocked', () => parts.blocked?.());
  await db.open();
  const [clock, relayAhead] = await Promise.all([readMeta(db, 'stampClock'), readMeta(db, 'relayAhead')]);
  const stamps = { clock: clock ?? newClock('unknown'), relayAhead: relayAhead ?? 0 };
  // Sessions are renewed in the worker: the window hears of the relay's time and of its replica id through the store.
  const shelf = new Shelf(db, parts.seal, (ahead, told) => {
    stamps.relayAhead = ahead ?? stamps.relayAhead;
    if (!told) return;
    const newest = told.last.slice(0, 13) > stamps.clock.last.slice(0, 13) ? told.last : stamps.clock.last;
    stamps.clock = { last: newest, replica: told.replica };
  });
  return {
    ...parts,
    db,
    shelf,
    newestDrafts: new Map(),
    knownDrafts: new Map(),
    windowId: parts.ids.next('window'),
    stamps,
    close: () => {
      over = true;
      shelf.close();
      db.close();
    },
  };
}

/** The relay's time as far as this device knows it, in ms. */
export const relayNow = (store: Store): number => store.clock.now() + store.stamps.relayAhead;

/** Head of a new document: id, type, author, device, time. @param id where the type has a natural key */
export function newHead<T extends keyof DocumentOf>(
  store: Store,
  type: T,
  id: string = store.ids.next(type),
): { _id: string; type: T; schema: 1; by: string; deviceId: string; at: string } {
  return { _id: id, type, schema: 1, by: store.user, deviceId: store.device, at: store.clock.instant() };
}

type RegisterType =
  'dwelling' | 'household' | 'resident' | 'identity' | 'orgUnit' | 'householdPlan' | 'planMeasure' | NearbyType;
type NearbyType = 'servicePoint' | 'agentService' | 'partner';
type ValuesOf<T extends RegisterType> = {
  readonly [K in keyof DocumentOf[T]['fields']]?: NonNullable<DocumentOf[T]['fields'][K]> extends {
    readonly v: infer V;
  }
    ? V
    : never;
};

/** A new stamp, newer than every stamp of what the person was looking at. */
export function nextStamp(store: Store, seen?: Register): string {
  const now = relayNow(store);
  const { last, replica } = store.stamps.clock;
  // A device clock that was put right: stamps made while it stood ahead are shifted, new ones do not follow them.
  const own = stampTime(last) > now + stampTolerance ? newClock(replica) : store.stamps.clock;
  // What the person looked at is followed however far ahead it stands: their change must win over it, here and everywhere.
  const before = (seen ? stampsOf(seen) : []).reduce((clock, stamp) => witness(clock, stamp, Infinity), own);
  store.stamps.clock = tick(before, now);
  return store.stamps.clock.last;
}

/**
 * A change of a register: only the fields that the person changed, under one new stamp. Save it as a part.
 * @param seen the register as the person saw it; without one a new register is made
 */
export function changeRegister<T extends RegisterType>(
  store: Store,
  type: T,
  seen: DocumentOf[T] | string | undefined,
  values: ValuesOf<T>,
): DocumentOf[T] {
  const known = typeof seen === 'object' ? (seen as Register) : undefined;
  const head: Head = newHead(store, type, known?._id ?? (seen as string | undefined));
  return changeOf<Register>(head, values, nextStamp(store, known)) as unknown as DocumentOf[T];
}
