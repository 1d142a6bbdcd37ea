import type { FaultCode } from '../domain/fault.ts';

/** What the engine is doing, as far as a person cares. */
export type SyncActivity =
  /** nothing to do, or waiting for the next try */
  | 'resting'
  | 'sending'
  | 'fetching'
  /** no network, or the relay does not answer */
  | 'offline'
  /** only a sign-in helps */
  | 'signed-out'
  | 'stopped';

/** Times are device ms. */
export interface SyncStatus {
  readonly activity: SyncActivity;
  /** last answer of the relay, whatever it was */
  readonly lastContact?: number;
  readonly nextTry?: number;
  /** why the last round ended early */
  readonly fault?: FaultCode;
  /** documents that the relay lost, after a restore: what was written here goes out again, the rest is for its authors' tablets */
  readonly lost?: number;
  /** the first load, over all databases; absent once it is done */
  readonly firstLoad?: FirstLoad;
}

export interface FirstLoad {
  readonly done: number;
  readonly total: number;
  /** by the speed of the last minute; absent while nothing is known */
  readonly secondsLeft?: number;
}
