import type { RefusalCode, Result } from '../../domain/fault.ts';

/** What of one envelope was taken over in one area, as the relay tells a desk. */
export interface HandedWork {
  readonly key: string;
  /** as colleagues call the author */
  readonly name: string;
  /** relay's time */
  readonly receivedAt: string;
  readonly parts: readonly {
    readonly id: string;
    readonly doc: Readonly<Record<string, unknown>> & { readonly _id: string; readonly type: string };
  }[];
  /** parts of a tier that this desk may not see */
  readonly closed: number;
}

/** What became of one part. */
export interface BroughtHome {
  readonly id: string;
  readonly state: 'safe' | 'received' | 'refused';
  readonly code?: RefusalCode;
}

/** The relay's list of work that was taken over, online. */
export interface Handovers {
  waiting(): Promise<Result<readonly HandedWork[]>>;
  bringHome(key: string): Promise<Result<readonly BroughtHome[]>>;
}
