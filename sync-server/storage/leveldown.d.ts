declare module 'leveldown' {
  export interface GetOptions {
    asBuffer: boolean;
  }
  export type Got = (fault: Error | null, value?: string | Buffer) => void;
  export type GotMany = (fault: Error | null, values?: readonly (string | Buffer | undefined)[]) => void;

  /** The methods of abstract-leveldown that a store overrides. */
  export default class LevelDown {
    constructor(location: string);
    _get(key: string | Buffer, options: GetOptions, got: Got): void;
    _getMany(keys: readonly (string | Buffer)[], options: GetOptions, got: GotMany): void;
    _close(closed: (fault?: Error) => void): void;
  }
}
