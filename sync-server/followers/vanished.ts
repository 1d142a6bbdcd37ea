import { isCopied } from '../../src/domain/database-name.ts';
import { settlingTime, type Storage } from '../storage/port.ts';
import { afterMs } from '../timers.ts';

export interface VanishedSettings {
  readonly storage: Storage;
  /** the relay's time in ms */
  readonly clock: () => number;
  /** calls back once after so many ms; returns the way out */
  readonly after?: (ms: number, work: () => void) => () => void;
  /** hears that a database could not be looked at; it is looked at again */
  readonly onFault?: (database: string, fault: unknown) => void;
}

/** A storage whose unsafe writes are looked after. */
export interface Watched {
  readonly storage: Storage;
  stop(): Promise<void>;
}

/** How long after an unsafe write it is asked for (ms), and how often while a node is away. */
const lookAfter = 30_000;
/** Unsafe writes that are remembered of one database: enough to notice that a node's disk was lost. */
const mostRemembered = 1_000;

const generation = (rev: string): number => Number.parseInt(rev, 10);

/**
 * What a cluster took on too few copies may vanish with its node, after tablets have read it. Its author sends it again,
 * as long as they may and can; the others would keep what nobody has. So this relay remembers what it wrote unsafely, and
 * once the cluster is whole again asks for it: where anything is missing, the database begins a new epoch, in which every
 * tablet compares what it holds.
 *
 *   unsafe write ──► remembered ── 30 s, whole and settled ──► asked for ──► there: forgotten
 *                        ▲                                        └────────► gone: a new epoch
 *                        └── a node is still away
 *
 * A relay that is killed forgets; then a tablet finds out by itself when it first meets the relay again.
 */
export function watchVanishing({ storage, clock, after = afterMs, onFault }: VanishedSettings): Watched {
  if (storage.kind === 'embedded') return { storage, stop: () => Promise.resolve() };
  /** by database: revisions by id, and the relay's time of the last */
  const unsafe = new Map<string, { readonly revs: Map<string, string>; at: number }>();
  let cancel: (() => void) | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  function remember(database: string, id: string, rev: string): void {
    const known = unsafe.get(database) ?? { revs: new Map<string, string>(), at: 0 };
    known.at = clock();
    if (known.revs.size < mostRemembered || known.revs.has(id)) known.revs.set(id, rev);
    unsafe.set(database, known);
    plan();
  }

  function plan(): void {
    if (stopped || cancel) return;
    cancel = after(lookAfter, () => {
      cancel = undefined;
      looking = look().finally(() => {
        if (unsafe.size > 0) plan();
      });
    });
  }

  async function look(): Promise<void> {
    for (const [database, { revs, at }] of [...unsafe]) {
      try {
        if (stopped || clock() - at < settlingTime || !(await storage.whole())) continue;
        const gone = await isGone(storage, database, revs);
        // written to meanwhile: what is new is asked for the next time
        if (unsafe.get(database)?.at !== at) continue;
        if (gone) await storage.raiseEpoch(database);
        unsafe.delete(database);
      } catch (fault) {
        onFault?.(database, fault);
      }
    }
  }

  return {
    storage: {
      ...storage,
      async write(database, docs) {
        const results = await storage.write(database, docs);
        if (isCopied(database))
          for (const { id, rev, error, durable } of results)
            if (rev !== undefined && !error && !durable) remember(database, id, rev);
        return results;
      },
    },
    async stop() {
      stopped = true;
      cancel?.();
      await looking;
    },
  };
}

/** Whether any of these revisions is neither there nor followed by a later one. */
async function isGone(storage: Storage, database: string, revs: ReadonlyMap<string, string>): Promise<boolean> {
  for (const [id, rev] of revs) {
    const leaves = await storage.leaves(database, id);
    const stands = leaves.some(({ _rev }) => _rev === rev || generation(_rev) > generation(rev));
    if (!stands) return true;
  }
  return false;
}
