import { ledgerDatabase, parseDatabaseName } from '../../src/domain/database-name.ts';
import { roundOf, type Round } from '../../src/domain/day.ts';
import { settlingTime, type ChangesPage, type Storage, type StoredDoc } from '../storage/port.ts';
import { afterMs, everyMs } from '../timers.ts';
import { AreaDesk } from './area-desk.ts';
import { ArrivalClocks } from './arrival-clocks.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { EmergencyDesk } from './emergency-desk.ts';
import { listHanded, tellRehomed } from './handed-over.ts';
import { ServiceDesk } from './service-desk.ts';
import { writeReceipts } from './receipts.ts';
import { mergedOf, untangle } from './untangle.ts';

export interface FollowersSettings {
  readonly storage: Storage;
  /** the relay's time in ms; read for the round and for clocks that run out */
  readonly clock: () => number;
  /** the community that an area belongs to */
  readonly communityOf: (area: string) => Promise<string | undefined>;
  /** ms between two looks at every database, because news of other relays' writes gets lost */
  readonly sweepEvery?: number;
  /** calls back every so many ms; returns the way out */
  readonly every?: (ms: number, work: () => void) => () => void;
  /** calls back once after so many ms; returns the way out */
  readonly after?: (ms: number, work: () => void) => () => void;
  /** hears of a database that could not be followed now; it is tried again at the next sweep */
  readonly onFault?: (database: string, fault: unknown) => void;
}

export interface Followers {
  /** Looks at every database, and resolves when all of them have been followed to their end. */
  sweep(): Promise<void>;
  /** Resolves when nothing is known that was not followed yet. */
  settled(): Promise<void>;
  /** Ends after the database in hand. */
  stop(): Promise<void>;
}

/** China keeps one time, eight hours before UTC: there the round turns at midnight. */
const placeOffset = 8 * 3_600_000;
/**
 * News are gathered for so long (ms), so that a delivery is followed once and not while it is still being written: whoever
 * waits for its verdicts waits for nothing else.
 */
const gathering = 150;
/** What a cluster holds with too few copies is looked at again after so long (ms): its node may be back. */
const lookAgainAfter = 30_000;
/** ms between two looks at the clocks of must-arrives. */
const lookAtClocksEvery = 15_000;
const pageSize = 300;
/** Pages after which what was learned is written down, when a feed does not end. */
const pagesATime = 40;
/** Areas whose picture is kept in memory (about 1 MB each); others are drawn again when something moves there. */
const mostDesks = 64;

/**
 * What happens after a write, for every database in turn: leaves are merged, extracts, cards and roll-ups written, receipts
 * given out, must-arrives told to the level above when nobody came.
 *
 *   news (gathered), clocks, sweep ──► waiting ──► follow one database ──► cursor ──► next … until nothing waits
 *
 * 1. Events only name databases; one loop follows them, one at a time.
 * 2. The cursor moves after what follows was written: a kill in between repeats work and changes nothing.
 * 3. The cursor moves only when a whole cluster holds what followed: what vanishes with a node is written again.
 * 4. What is written is a function of documents and round, so any number of relays may follow the same database.
 */
export function startFollowers({
  storage: given,
  clock,
  communityOf,
  sweepEvery = 900_000,
  every = everyMs,
  after = afterMs,
  onFault,
}: FollowersSettings): Followers {
  const desks = new Map<string, AreaDesk>();
  const waiting = new Set<string>();
  /** databases whose emergency cards were made since this relay started: an earlier one may have known of none */
  const lookedOver = new Set<string>();
  let stopped = false;
  let running: Promise<void> | undefined;
  let gathered: (() => void) | undefined;
  /** the relay's time of the last write, by the database that was followed, of which too few copies were made */
  const unsafe = new Map<string, number>();
  const again = new Map<string, () => void>();
  let inHand = '';
  const storage: Storage = {
    ...given,
    async write(database, docs) {
      const results = await given.write(database, docs);
      if (results.some(({ error, durable }) => !error && !durable)) unsafe.set(inHand, clock());
      return results;
    },
  };
  const arrivals = new ArrivalClocks(storage, communityOf);
  const isWhole = async (): Promise<boolean> => storage.kind === 'embedded' || (await storage.whole());
  /** Whether what followed from a database cannot vanish any more. */
  const isSafe = async (database: string): Promise<boolean> =>
    clock() - (unsafe.get(database) ?? Number.NEGATIVE_INFINITY) >= settlingTime && (await isWhole());

  const isFollowed = (database: string): boolean => {
    const kind = parseDatabaseName(database)?.kind;
    // what one person alone writes has no second leaf
    return (
      database === ledgerDatabase || ['area', 'care', 'sealed', 'ref', 'handover', 'handover-care'].includes(kind ?? '')
    );
  };
  const round = (): Round => roundOf(new Date(clock() + placeOffset).toISOString().slice(0, 10));

  async function deskOf(database: string): Promise<AreaDesk | undefined> {
    const name = parseDatabaseName(database);
    if (name?.kind !== 'area') return undefined;
    const known = desks.get(name.scope);
    if (known) return known;
    const community = await communityOf(name.scope);
    if (community === undefined) return undefined;
    const desk = new AreaDesk(storage, name.scope, community);
    const [oldest] = desks.keys();
    if (desks.size >= mostDesks && oldest !== undefined) desks.delete(oldest);
    desks.set(name.scope, desk);
    return desk;
  }

  function forgetDesk(database: string): void {
    lookedOver.delete(database);
    const name = parseDatabaseName(database);
    if (name?.kind === 'area') desks.delete(name.scope);
  }

  function lookAgain(database: string): void {
    if (again.has(database) || stopped) return;
    const stop = after(lookAgainAfter, () => {
      again.delete(database);
      waiting.add(database);
      void wake();
    });
    again.set(database, stop);
  }

  async function followOne(database: string): Promise<void> {
    // What the ledger says may vanish with a node, and nobody sends a refusal again: a receipt of it would be all there is.
    if (database === ledgerDatabase && !(await isWhole())) {
      lookAgain(database);
      return;
    }
    const information = await storage.information(database);
    if (!information) return;
    const { epoch } = information;
    const before = await readCursor(storage, database);
    const fresh = before?.epoch !== epoch;
    const now = round();
    let seq = fresh || !before ? '0' : before.seq;
    let tangled = new Set(before?.tangled);
    if (fresh) forgetDesk(database);
    const desk = await deskOf(database);
    if (fresh) desk?.begin();
    else if (before.round !== now.key) await desk?.touchAll();
    const emergency = emergencyDeskOf(
      storage,
      database,
      fresh || before.round !== now.key || !lookedOver.has(database),
    );
    const services = serviceDeskOf(storage, database, fresh);
    const arrival = await arrivals.deskOf(database, fresh ? undefined : before);
    let rows = 0;

    for (let pages = 1; !stopped; pages += 1) {
      const page = await storage.changes(database, { since: seq, limit: pageSize, includeDocs: true, conflicts: true });
      for (const { doc } of page.results) if (doc?._conflicts?.length) tangled.add(doc._id);
      if (desk) await desk.take(await statesOf(storage, database, page));
      await arrival?.take(documentsIn(page));
      emergency?.take(documentsIn(page));
      services?.take(documentsIn(page));
      tangled = await untangleSome(storage, database, tangled);
      if (database === ledgerDatabase)
        for (const follow of [writeReceipts, listHanded, tellRehomed]) await follow(storage, documentsIn(page));
      rows += page.results.length;
      if (page.results.length > 0) seq = page.last_seq;
      const ended = page.pending === 0 || page.results.length === 0;
      if (!ended && pages % pagesATime !== 0) continue;
      await emergency?.flush(Number(now.key.slice(0, 4)));
      lookedOver.add(database);
      await desk?.flush(now);
      await services?.flush();
      if (ended) await arrival?.flush(clock());
      if (rows > 0 && !(await isSafe(database))) {
        // what is remembered is ahead of the cursor from here on
        forgetDesk(database);
        lookAgain(database);
        return;
      }
      unsafe.delete(database);
      const moved = before?.round !== now.key || tangled.size !== before.tangled.length || arrival?.moved;
      if (rows > 0 || fresh || moved) {
        const open = arrival && { arrivals: arrival.open };
        await writeCursor(storage, database, { epoch, seq, round: now.key, tangled: [...tangled], ...open });
        arrival?.remembered();
      }
      if (ended) return;
    }
  }

  async function run(): Promise<void> {
    for (const database of waiting) {
      if (stopped) return;
      waiting.delete(database);
      inHand = database;
      try {
        await followOne(database);
      } catch (fault) {
        // what it remembers may be ahead of the cursor: it is drawn anew
        forgetDesk(database);
        onFault?.(database, fault);
      }
    }
  }

  function wake(): Promise<void> {
    running ??= run().finally(() => {
      running = undefined;
      if (waiting.size > 0 && !stopped) void wake();
    });
    return running;
  }

  async function settled(): Promise<void> {
    while (!stopped && (waiting.size > 0 || running)) await wake();
  }

  async function sweep(): Promise<void> {
    for (const database of await storage.listDatabases()) if (isFollowed(database)) waiting.add(database);
    await settled();
  }

  const unsubscribe = storage.onUpdate((database) => {
    if (!isFollowed(database) || stopped) return;
    waiting.add(database);
    gathered ??= after(gathering, () => {
      gathered = undefined;
      void wake();
    });
  });
  const endClocks = every(lookAtClocksEvery, () => {
    const due = arrivals.runOut(clock());
    for (const database of due) waiting.add(database);
    if (due.length > 0 && !stopped) void wake();
  });
  const endSweeps = every(sweepEvery, () => void sweep().catch((fault: unknown) => onFault?.(ledgerDatabase, fault)));

  return {
    sweep,
    settled,
    async stop() {
      stopped = true;
      endSweeps();
      endClocks();
      unsubscribe();
      gathered?.();
      for (const cancel of again.values()) cancel();
      await running;
    },
  };
}

/** Cards follow from an area and from its care tier, whichever of them moved. */
function emergencyDeskOf(storage: Storage, database: string, all: boolean): EmergencyDesk | undefined {
  const name = parseDatabaseName(database);
  return name?.kind === 'area' || name?.kind === 'care' ? new EmergencyDesk(storage, name.scope, all) : undefined;
}

/** What providers may know follows from the same two. */
function serviceDeskOf(storage: Storage, database: string, all: boolean): ServiceDesk | undefined {
  const name = parseDatabaseName(database);
  return name?.kind === 'area' || name?.kind === 'care' ? new ServiceDesk(storage, name.scope, all) : undefined;
}

/** Untangles what it can, and gives back what is left. */
async function untangleSome(storage: Storage, database: string, tangled: ReadonlySet<string>): Promise<Set<string>> {
  const left = new Set<string>();
  for (const id of tangled) if (!(await untangle(storage, database, id))) left.add(id);
  return left;
}

const documentsIn = ({ results }: ChangesPage): StoredDoc[] => results.flatMap(({ doc }) => (doc ? [doc] : []));

/** The newest states in a page: of a document with several leaves the merge, as it will soon be stored. */
async function statesOf(storage: Storage, database: string, page: ChangesPage): Promise<StoredDoc[]> {
  const states = documentsIn(page).map(async (doc) => {
    if (!doc._conflicts?.length) return doc;
    const merged = mergedOf(await storage.leaves(database, doc._id));
    return merged ? { ...merged, _rev: doc._rev } : doc;
  });
  return Promise.all(states);
}
