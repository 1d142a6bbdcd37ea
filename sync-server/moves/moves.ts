import { areaOf, ledgerDatabase, parseDatabaseName } from '../../src/domain/database-name.ts';
import { departures } from '../../src/domain/organisation/relocations.ts';
import { communitiesOf } from '../provisioning/communities.ts';
import { settlingTime, type Storage } from '../storage/port.ts';
import { afterMs, everyMs } from '../timers.ts';
import { keepReached, readArea, type AreaRead } from './area-read.ts';
import { carry, type Carried } from './carry.ts';
import { movesIn, recordMove, relocationOf, tell, type Move } from './move.ts';
import { noticeMoves, placeOffset } from './notice.ts';

export interface MovesSettings {
  readonly storage: Storage;
  /** the relay's time in ms: a placement comes into force at midnight of its day */
  readonly clock: () => number;
  /** ms between two looks at everything, because news of other relays' writes gets lost */
  readonly sweepEvery?: number;
  readonly every?: (ms: number, work: () => void) => () => void;
  readonly after?: (ms: number, work: () => void) => () => void;
  /** hears of what could not be done now; it is tried again */
  readonly onFault?: (database: string, fault: unknown) => void;
}

/** Buildings on their way between areas. */
export interface Moves {
  /** Looks at every placement and at every area that a building left; resolves when nothing is left to do now. */
  tend(): Promise<void>;
  /** Ends after the work in hand. */
  stop(): Promise<void>;
}

const dayMs = 86_400_000;
const gathering = 300;
/** Rounds against people who write to what is going; more than that waits for the next look. */
const mostRounds = 20;
/** Stands for the organisation among the areas that wait to be looked at. */
const organisationMoved = '';

/**
 * Moves a building's documents after it, when a placement has brought it into another area.
 *
 *   placement in force ──► copying ──► relocation in both areas ──► clearing ──► done ──► what comes late goes after it
 *
 * 1. Nothing goes before a copy is safe over there: on a cluster it is read back once all nodes had time to show it.
 * 2. Each step can be done again; how far a building is stands in the ledger, so a kill in between repeats work.
 * 3. The gate forwards by the relocation alone. Until it stands there, everything comes to the old area and is carried.
 * 4. Any number of relays may do it at once: they write the same.
 */
export function startMoves({
  storage,
  clock,
  sweepEvery = 900_000,
  every = everyMs,
  after = afterMs,
  onFault,
}: MovesSettings): Moves {
  const waiting = new Set<string>();
  const watched = new Set<string>();
  /** the relay's time of the last copy out of an area; before the start another process may have made one */
  const wroteAt = new Map<string, number>();
  const startedAt = clock();
  const timers = new Set<() => void>();
  let running: Promise<void> | undefined;
  let stopped = false;

  const later = (ms: number, work: () => void): void => {
    if (stopped) return;
    const cancel = after(ms, () => {
      timers.delete(cancel);
      work();
    });
    timers.add(cancel);
  };
  const again = new Set<string>();
  const lookAgain = (what: string): void => {
    if (again.has(what)) return;
    again.add(what);
    later(settlingTime, () => {
      again.delete(what);
      waiting.add(what);
      void wake();
    });
  };
  const isSafe = async (area: string): Promise<boolean> =>
    storage.kind === 'embedded' ||
    (clock() - (wroteAt.get(area) ?? startedAt) >= settlingTime && (await storage.whole()));

  /** Where the buildings went that left an area, as far as its old copies may go. */
  const leavingFrom = (area: string, moves: readonly Move[]): ReadonlyMap<string, string> =>
    departures(
      area,
      moves.filter(({ step, from, to }) => step !== 'copying' && [from, to].includes(area)).map(relocationOf),
    );

  async function pass(
    area: string,
    { found }: AreaRead,
    leaving: ReadonlyMap<string, string>,
    clearing: boolean,
  ): Promise<Carried> {
    const safe = await isSafe(area);
    const alone = storage.kind === 'embedded';
    const mayGo = clearing ? { mayGo: ({ kind }: { kind: string }) => safe && (alone || kind === 'held') } : {};
    const carried = await carry({ storage, from: area, leaving, found, ...mayGo });
    if (carried.wrote > 0) wroteAt.set(area, clock());
    return carried;
  }

  /** Takes away what was copied, and what came since. @returns whether nothing of it is left */
  async function clear(area: string, leaving: ReadonlyMap<string, string>, whole: boolean): Promise<boolean> {
    for (let round = 0; round < mostRounds && !stopped; round += 1) {
      const state = await readArea(storage, area, whole ? 'all' : 'news');
      const { left, wrote } = await pass(area, state, leaving, true);
      if (left === 0 && (wrote === 0 || storage.kind === 'embedded')) {
        await keepReached(storage, state);
        return true;
      }
      if (storage.kind !== 'embedded') break;
    }
    lookAgain(area);
    return false;
  }

  async function advance(move: Move, moves: readonly Move[]): Promise<Move> {
    const { from, to, buildingId } = move;
    const leaving = new Map([...leavingFrom(from, moves), [buildingId, to]]);
    if (move.step === 'copying') {
      const { wrote } = await pass(from, await readArea(storage, from, 'all'), leaving, false);
      if (storage.kind !== 'embedded' && (wrote > 0 || !(await isSafe(from)))) return move;
      // the new area hears it first: from the old one's on the gate forwards
      for (const area of [to, from]) await tell(storage, area, move);
      wroteAt.set(from, clock());
      const next: Move = { ...move, step: 'clearing' };
      await recordMove(storage, next);
      return next;
    }
    if (!(await isSafe(from))) return move;
    for (const area of [to, from]) if (await tell(storage, area, move)) wroteAt.set(from, clock());
    if (!(await clear(from, leaving, true))) return move;
    const next: Move = { ...move, step: 'done' };
    await recordMove(storage, next);
    return next;
  }

  async function moveOn(): Promise<void> {
    for (const community of await communitiesOf(storage)) await noticeMoves(storage, community, clock());
    const moves = await movesIn(storage);
    for (const [index, known] of moves.entries()) {
      watched.add(known.from);
      let move = known;
      // a building that goes on at once goes one way after the other
      const isNext = !moves.slice(0, index).some((one) => one.buildingId === move.buildingId && one.step !== 'done');
      while (isNext && !stopped && move.step !== 'done') {
        const next = await advance(move, moves);
        if (next.step === move.step) break;
        moves[index] = move = next;
      }
      if (move.step !== 'done') lookAgain(organisationMoved);
    }
  }

  async function look(what: string): Promise<void> {
    if (what === organisationMoved) return moveOn();
    const moves = await movesIn(storage);
    const leaving = leavingFrom(what, moves);
    if (leaving.size > 0) await clear(what, leaving, false);
  }

  async function run(): Promise<void> {
    for (const what of waiting) {
      if (stopped) return;
      waiting.delete(what);
      try {
        await look(what);
      } catch (fault) {
        onFault?.(what === organisationMoved ? ledgerDatabase : areaOf(what), fault);
        lookAgain(what);
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

  async function tend(): Promise<void> {
    waiting.add(organisationMoved);
    await wake();
    for (const area of watched) waiting.add(area);
    while (!stopped && (waiting.size > 0 || running)) await wake();
  }
  const tendSoon = (): void => void tend().catch((fault: unknown) => onFault?.(ledgerDatabase, fault));

  let gathered = false;
  const unsubscribe = storage.onUpdate((database) => {
    const name = parseDatabaseName(database);
    const isWatched = (name?.kind === 'area' || name?.kind === 'care') && watched.has(name.scope);
    if (name?.kind !== 'ref' && !isWatched) return;
    waiting.add(isWatched ? name.scope : organisationMoved);
    if (gathered) return;
    gathered = true;
    later(gathering, () => {
      gathered = false;
      void wake();
    });
  });
  const atMidnight = (): void =>
    later(dayMs - ((clock() + placeOffset) % dayMs), () => {
      tendSoon();
      atMidnight();
    });
  atMidnight();
  const endSweeps = every(sweepEvery, tendSoon);

  return {
    tend,
    async stop() {
      stopped = true;
      endSweeps();
      unsubscribe();
      for (const cancel of timers) cancel();
      await running;
    },
  };
}
