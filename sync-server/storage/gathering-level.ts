import LevelDown, { type Bounds, type Got, type GetOptions } from 'leveldown';
import { StorageUnavailable } from './port.ts';

interface Asked {
  readonly key: string | Buffer;
  readonly options: GetOptions;
  readonly got: Got;
}

/** Keys of one trip: more would keep others waiting. */
const mostAtOnce = 500;
/** What an iterator reads at once (bytes). */
const ahead = 512 * 1024;
const notFound = new Error('NotFound');

/**
 * LevelDB whose single reads of one turn make one trip to its threads. A trip costs as much as many reads, and PouchDB reads
 * the documents of a batch one by one.
 */
export class GatheringLevel extends LevelDown {
  #asked: Asked[] = [];

  override _get(key: string | Buffer, options: GetOptions, got: Got): void {
    this.#asked.push({ key, options, got });
    if (this.#asked.length === 1) process.nextTick(() => this.#fetch());
  }

  /** What was asked before is answered before; LevelDB waits for that. */
  override _close(closed: (fault?: Error) => void): void {
    this.#fetch();
    super._close(closed);
  }

  /** Values of keys, in their order; undefined: there is none. */
  many(keys: readonly string[]): Promise<(string | undefined)[]> {
    return Promise.all(keys.map((key) => this.#one(key)));
  }

  #one(key: string): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      this._get(key, { asBuffer: false }, (fault, value) => {
        if (!fault) resolve(value?.toString());
        else if (/notfound/i.test(fault.message)) resolve(undefined);
        else reject(new StorageUnavailable({ cause: fault }));
      });
    });
  }

  /** Visits entries within bounds, in order, as they stood when it began, until `visit` says no. */
  each(bounds: Bounds, visit: (key: string, value: string) => boolean): Promise<void> {
    const iterator = this.iterator({ ...bounds, keyAsBuffer: false, valueAsBuffer: false, highWaterMark: ahead });
    return new Promise((resolve, reject) => {
      const end = (fault?: Error | null): void =>
        iterator.end(() => (fault ? reject(new StorageUnavailable({ cause: fault })) : resolve()));
      const next = (): void => {
        iterator.next((fault, key, value) => {
          if (fault || key === undefined || value === undefined || !visit(key, value)) end(fault);
          else next();
        });
      };
      next();
    });
  }

  #fetch(): void {
    const asked = this.#asked;
    this.#asked = [];
    for (const asBuffer of [true, false]) {
      const alike = asked.filter(({ options }) => options.asBuffer === asBuffer);
      for (let from = 0; from < alike.length; from += mostAtOnce)
        this.#fetchSome(alike.slice(from, from + mostAtOnce), asBuffer);
    }
  }

  #fetchSome(some: readonly Asked[], asBuffer: boolean): void {
    const [only] = some;
    if (only && some.length === 1) {
      super._get(only.key, only.options, only.got);
      return;
    }
    const keys = some.map(({ key }) => key);
    this._getMany(keys, { asBuffer }, (fault, values) => {
      for (const [index, { got }] of some.entries()) {
        const value = values?.[index];
        if (value === undefined) got(fault ?? notFound);
        else got(null, value);
      }
    });
  }
}
