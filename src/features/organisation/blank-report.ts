import type { Result } from '../../domain/fault.ts';
import type { Gap } from '../../domain/organisation/blank-spots.ts';

/** The report on blank spots as the relay tells it, or as this tablet counts its own areas. */
export interface BlankReport {
  readonly households: number;
  /** where anybody lives, and those of them with somebody at every level */
  readonly buildings: number;
  readonly answered: number;
  readonly blank: number;
  readonly gaps: readonly Gap[];
  /** the first of those that lack their own party member; `without` counts all */
  readonly homes: readonly { readonly householdId: string; readonly buildingId: string; readonly door: string }[];
  readonly without: number;
}

export type FetchBlankReport = (day: string, unitId: string) => Promise<Result<BlankReport>>;
