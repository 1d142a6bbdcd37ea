import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { snapshotForm } from '../../src/domain/snapshot.ts';
import { DATABASE_NAME, type Storage } from './port.ts';
import { headName, makeSnapshot, partName, type Making } from './snapshot-making.ts';

export interface SnapshotSettings {
  readonly storage: Storage;
  /** Of this relay alone; made when it is missing. What lies in it are documents: nobody else may read it. */
  readonly folder: string;
  /** A random id; file names. */
  readonly newId: () => string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** Which part of which snapshot; without an id of the one that is fresh now, made if need be. */
export interface AskedPart {
  readonly epoch: string;
  readonly part: number;
  readonly id?: string;
}

/** The relay's snapshots: what a database held at one sequence, packed, for first loads. */
export interface Snapshots {
  /** The file (gzip) of a part; `undefined`: there is none, or not that one any more. Throws as the storage does. */
  part(database: string, asked: AskedPart): Promise<string | undefined>;
  /** At once and for good, also one that is being made: after a purge nothing of it may be told. */
  drop(database: string): Promise<void>;
  /** Resolves when nothing is being made any more. */
  close(): Promise<void>;
}

interface Kept {
  readonly making: Making;
  readonly folder: string;
  usedAt: number;
}

/** An older one is kept so long after its last part went out (ms): a tablet may be in the middle of it. */
const forWhoReads = 3_600_000;
/** One that nobody asks for does not lie about (ms). */
const unasked = 7 * 86_400_000;

/** Takes up what an earlier run of this relay made; where the folder cannot be written there are no snapshots. */
export async function keepSnapshots({ storage, folder, newId, clock }: SnapshotSettings): Promise<Snapshots> {
  const kept = await keptIn(folder, clock());
  /** By database and epoch: everybody who asks meanwhile waits for the same. */
  const underWay = new Map<string, Promise<Kept | undefined>>();
  /** How often it was dropped: what was begun before does not count. */
  const drops = new Map<string, number>();
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function fresh(database: string, epoch: string): Promise<Kept | undefined> {
    const newest = kept.get(database)?.at(-1);
    if (newest && (await isFresh(database, newest.making, epoch))) return newest;
    const what = `${database} ${epoch}`;
    const making = underWay.get(what) ?? inTurn(() => make(database, epoch));
    underWay.set(what, making);
    try {
      return await making;
    } finally {
      if (underWay.get(what) === making) underWay.delete(what);
    }
  }

  /** Stale once the feed has grown by more than a tenth of what the snapshot holds. */
  async function isFresh(database: string, { epoch: of, seq, documents }: Making, epoch: string): Promise<boolean> {
    if (of !== epoch) return false;
    const { pending } = await storage.changes(database, { since: seq, limit: 0 });
    return pending * 10 <= documents;
  }

  /** One at a time, however many databases are asked for: what it costs in memory it costs once. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function make(database: string, epoch: string): Promise<Kept | undefined> {
    if (closed) return undefined;
    const dropsBefore = drops.get(database) ?? 0;
    const id = newId();
    const to = join(folder, database, id);
    try {
      const making = await makeSnapshot(storage, database, { id, epoch }, to);
      const one: Kept = { making, folder: to, usedAt: clock() };
      if (dropsBefore !== (drops.get(database) ?? 0)) {
        await rm(to, { recursive: true, force: true });
        return await make(database, epoch);
      }
      kept.set(database, [...(kept.get(database) ?? []), one]);
      await tidy();
      return one;
    } catch (fault) {
      // no room, or no right to write: the feed tells the same, only slower
      if (typeof (fault as { errno?: unknown }).errno === 'number') return undefined;
      throw fault;
    }
  }

  async function tidy(): Promise<void> {
    const now = clock();
    for (const [database, all] of kept) {
      const newest = all.at(-1);
      const old = all.filter((one) => now - one.usedAt > (one === newest ? unasked : forWhoReads));
      if (old.length === 0) continue;
      keep(
        database,
        all.filter((one) => !old.includes(one)),
      );
      for (const one of old) await rm(one.folder, { recursive: true, force: true });
    }
  }

  function keep(database: string, all: Kept[]): void {
    if (all.length === 0) kept.delete(database);
    else kept.set(database, all);
  }

  return {
    async part(database, { epoch, part, id }) {
      const one =
        id === undefined
          ? await fresh(database, epoch)
          : kept.get(database)?.find(({ making }) => making.id === id && making.epoch === epoch);
      if (!one || part >= one.making.parts) return undefined;
      one.usedAt = clock();
      return join(one.folder, partName(part));
    },
    async drop(database) {
      drops.set(database, (drops.get(database) ?? 0) + 1);
      kept.delete(database);
      await rm(join(folder, database), { recursive: true, force: true });
    },
    async close() {
      closed = true;
      await queue;
    },
  };
}

/** What lies there whole; the rest, and what is of another form, goes. */
async function keptIn(folder: string, now: number): Promise<Map<string, Kept[]>> {
  const kept = new Map<string, Kept[]>();
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const database of await readdir(folder)) {
      const all: Kept[] = [];
      for (const id of (await readdir(join(folder, database))).sort()) {
        const place = join(folder, database, id);
        const making = await headIn(place);
        if (making && DATABASE_NAME.test(database)) all.push({ making, folder: place, usedAt: now });
        else await rm(place, { recursive: true, force: true });
      }
      if (all.length > 0) kept.set(database, all);
    }
  } catch {
    // whoever makes one hears of it
  }
  return kept;
}

async function headIn(folder: string): Promise<Making | undefined> {
  try {
    const head = JSON.parse(await readFile(join(folder, headName), 'utf8')) as Making;
    return head.form === snapshotForm && !folder.endsWith('.making') ? head : undefined;
  } catch {
    return undefined;
  }
}
