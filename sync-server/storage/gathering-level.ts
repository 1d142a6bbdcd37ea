import LevelDown, { type Got, type GetOptions } from 'leveldown';

interface Asked {
  readonly key: string | Buffer;
  readonly options: GetOptions;
  readonly got: Got;
}

/** Keys of one trip: more would keep others waiting. */
const mostAtOnce = 500;
const notFound = new Error('NotFound');

/**
 * LevelDB whose single reads of one turn make one trip to its threads. A trip costs as much as many reads, and PouchDB reads
 * the documents of a batch one by one.
 */
class GatheringLevel extends LevelDown {
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

/** For PouchDB's option `db`. */
export function gatheringLevel(location: string): LevelDown {
  return new GatheringLevel(location);
}
