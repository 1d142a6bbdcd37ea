import { databasesOf, type Holder } from '../../src/domain/rights.ts';
import type { WakeWish } from '../../src/domain/wake.ts';
import type { Heard } from '../../src/sync/wake.ts';
import type { Luck } from './luck.ts';
import type { RelayProcess } from './relay-process.ts';
import type { Sightings } from './sightings.ts';
import type { Tablet } from './tablet.ts';
import type { VirtualTime } from './virtual-time.ts';

export interface WakeStreamsParts {
  readonly relays: readonly RelayProcess[];
  readonly holders: ReadonlyMap<string, Holder>;
  readonly time: VirtualTime;
  readonly luck: Luck;
  readonly sightings: Sightings;
  /** how likely something goes wrong now */
  readonly trouble: () => number;
}

const minute = 60_000;

/** The wake streams of a world: over the real lookout, on lines that end, die and lose what they carried. */
export class WakeStreams {
  readonly #parts: WakeStreamsParts;
  /** ways to end the streams of a person */
  readonly #open = new Map<string, Set<() => void>>();

  constructor(parts: WakeStreamsParts) {
    this.#parts = parts;
  }

  /** A person's rights changed: no stream outlives that. */
  endOf(user: string): void {
    for (const end of [...(this.#open.get(user) ?? [])]) end();
  }

  /** One stream for all databases of a device: the first line names what moved since it read them. */
  open(tablet: Tablet, heard: Heard, ended: () => void, reached: WakeWish['reached']): () => void {
    const relay = this.#parts.relays.find((one) => one.alive);
    const holder = this.#parts.holders.get(tablet.user);
    let over = false;
    const ways: (() => void)[] = [];
    const own = this.#open.get(tablet.user) ?? new Set();
    this.#open.set(tablet.user, own);
    const end = (): void => {
      if (over) return;
      over = true;
      own.delete(end);
      for (const way of ways) way();
      ended();
    };
    if (!relay || !holder || !tablet.network || this.#parts.luck.hits(this.#parts.trouble())) {
      ways.push(this.#parts.time.after(50, end));
      return end;
    }
    const readable = new Set(readableBy(holder));
    own.add(end);
    ways.push(
      relay.lookout.listen(readable, (database) => {
        if (readable.has(database))
          this.#parts.time.after(30, () => {
            if (over) return;
            // What a dead line carried is lost with it.
            if (tablet.network) heard([database]);
            else end();
          });
      }),
      relay.onDeath(end),
      this.#parts.time.after(
        this.#parts.trouble() > 0 ? this.#parts.luck.between(1_000, 3 * minute) : 24 * 60 * minute,
        () => {
          this.#parts.sightings.saw('wake-ended');
          end();
        },
      ),
      this.#parts.time.after(0, () => {
        void relay.lookout.missed([...readable], reached).then((missed) => {
          if (!over) heard(missed);
        });
      }),
    );
    return end;
  }
}

const readableBy = (holder: Holder): string[] =>
  databasesOf(holder)
    .filter((right) => right.read)
    .map((right) => right.name);
