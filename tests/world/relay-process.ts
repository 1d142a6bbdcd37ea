import { startFollowers, type Followers } from '../../sync-server/followers/followers.ts';
import { createDrop, type Drop } from '../../sync-server/gate/drop.ts';
import { createLookout, type Lookout } from '../../sync-server/http/lookout.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import type { Sightings } from './sightings.ts';

export interface RelayParts {
  /** the storage as a new process of this relay opens it */
  readonly open: () => Storage;
  readonly now: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
  readonly sightings: Sightings;
  readonly onBug: (fault: unknown) => void;
}

function every(after: RelayParts['after'], ms: number, work: () => void): () => void {
  let stop = (): void => undefined;
  const again = (): void => {
    stop = after(ms, () => {
      work();
      again();
    });
  };
  again();
  return () => {
    stop();
  };
}

const forEver = new Promise<never>(() => undefined);

/** One relay: gate and followers as they are, over a storage that others share; it can die at any of its writes. */
export class RelayProcess {
  readonly #parts: RelayParts;
  readonly #deaths = new Set<() => void>();
  #life = 0;
  #fuse: { writes: number; carriedOut: boolean } | undefined;
  #storage!: Storage;
  #drop!: Drop;
  #followers!: Followers;
  #lookout!: Lookout;
  #alive = false;

  constructor(parts: RelayParts) {
    this.#parts = parts;
    this.start();
  }

  get alive(): boolean {
    return this.#alive;
  }
  get storage(): Storage {
    return this.#storage;
  }
  get drop(): Drop {
    return this.#drop;
  }
  get lookout(): Lookout {
    return this.#lookout;
  }
  get followers(): Followers {
    return this.#followers;
  }

  /** Starts, or goes on without whatever was going to kill it. */
  start(): void {
    this.#fuse = undefined;
    if (this.#alive) return;
    this.#life += 1;
    this.#alive = true;
    const { open, now, after, onBug } = this.#parts;
    const life = this.#life;
    this.#storage = mortal(
      open(),
      () => this.#alive && this.#life === life,
      () => this.#burn(),
    );
    this.#drop = createDrop({ storage: this.#storage, clock: now });
    this.#lookout = createLookout({ storage: this.#storage, every: (ms, work) => every(after, ms, work) });
    this.#followers = startFollowers({
      storage: this.#storage,
      clock: now,
      communityOf: () => Promise.resolve('c1'),
      after,
      onFault: (_database, fault) => {
        if (this.#alive && this.#life === life && (fault as Error).name !== 'StorageUnavailable') onBug(fault);
      },
    });
  }

  /** Dies now: whoever waits for an answer hears nothing. */
  kill(): void {
    if (!this.#alive) return;
    this.#parts.sightings.saw('relay-killed');
    this.end();
  }

  /** The same, at the end of its world. */
  end(): void {
    this.#alive = false;
    this.#lookout.close();
    void this.#followers.stop();
    void this.#storage.close();
    for (const died of [...this.#deaths]) died();
  }

  /** Dies at its n-th write from now, just before it or just after it was carried out. */
  killAtWrite(writes: number, carriedOut: boolean): void {
    this.#fuse = { writes, carriedOut };
  }

  /** Calls once when this relay dies; returns the way out. */
  onDeath(died: () => void): () => void {
    this.#deaths.add(died);
    return () => this.#deaths.delete(died);
  }

  #burn(): 'go-on' | 'die-before' | 'die-after' {
    const fuse = this.#fuse;
    if (!fuse) return 'go-on';
    fuse.writes -= 1;
    if (fuse.writes > 0) return 'go-on';
    this.#fuse = undefined;
    this.#parts.sightings.saw('killed-in-batch');
    if (!fuse.carriedOut) this.kill();
    else
      queueMicrotask(() => {
        this.kill();
      });
    return fuse.carriedOut ? 'die-after' : 'die-before';
  }
}

/** A storage as a process sees it: once the process is dead, nothing is asked and nothing is heard any more. */
function mortal(storage: Storage, lives: () => boolean, writes: () => 'go-on' | 'die-before' | 'die-after'): Storage {
  return new Proxy(storage, {
    get(target, name: keyof Storage) {
      const member = target[name] as unknown;
      if (typeof member !== 'function' || name === 'onUpdate' || name === 'close') return member;
      return (...given: unknown[]): unknown => {
        if (!lives()) return forEver;
        if (name === 'write') {
          const fate = writes();
          if (fate === 'die-before') return forEver;
          if (fate === 'die-after') {
            void (member as (...all: unknown[]) => Promise<unknown>).apply(target, given);
            return forEver;
          }
        }
        const answer = (member as (...all: unknown[]) => unknown).apply(target, given);
        return answer instanceof Promise ? answer.then((value: unknown) => (lives() ? value : forEver)) : answer;
      };
    },
  });
}
