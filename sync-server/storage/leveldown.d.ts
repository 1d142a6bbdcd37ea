declare module 'leveldown' {
  export interface GetOptions {
    asBuffer: boolean;
  }
  export type Got = (fault: Error | null, value?: string | Buffer) => void;
  export type GotMany = (fault: Error | null, values?: readonly (string | Buffer | undefined)[]) => void;

  export interface Bounds {
    readonly gt?: string;
    readonly gte?: string;
    readonly lte: string;
    readonly reverse?: boolean;
  }
  export interface IteratorOptions extends Bounds {
    readonly keyAsBuffer: false;
    readonly valueAsBuffer: false;
    readonly highWaterMark: number;
  }
  export interface Iterator {
    next(got: (fault: Error | null | undefined, key?: string, value?: string) => void): void;
    end(ended: (fault?: Error | null) => void): void;
  }

  /** The methods of abstract-leveldown that a store overrides. */
  export default class LevelDown {
    constructor(location: string);
    _get(key: string | Buffer, options: GetOptions, got: Got): void;
    _getMany(keys: readonly (string | Buffer)[], options: GetOptions, got: GotMany): void;
    iterator(options: IteratorOptions): Iterator;
    _close(closed: (fault?: Error) => void): void;
  }
}
