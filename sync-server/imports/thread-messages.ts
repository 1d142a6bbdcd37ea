import type { SheetList } from '../../src/domain/sheet/sheet-list.ts';
import type { ImportJob } from './import-job.ts';
import type { ImportTask } from './run.ts';
import type { ImportStorage } from './known-area.ts';
import type { SheetHead } from './read-sheet.ts';
import type { SheetFaultCode } from './sheet-row.ts';

/** What a thread is started for. */
export type Errand =
  | { readonly kind: 'head'; readonly path: string; readonly list: SheetList }
  | { readonly kind: 'rows'; readonly task: ImportTask }
  | { readonly kind: 'mend'; readonly path: string; readonly job: ImportJob; readonly into: string };

/** What the relay does for an import beside its storage. */
export interface AreaFounder {
  /**
   * Makes the databases of new areas of a community; with `dry` it only looks.
   * @returns keys that belong to another community
   */
  foundAreas(community: string, keys: readonly string[], dry: boolean): Promise<string[]>;
}

export type Asked = keyof ImportStorage | keyof AreaFounder;
/** From the thread: a question to the storage, or how the errand ended. */
export type FromThread =
  | { readonly kind: 'ask'; readonly n: number; readonly what: Asked; readonly args: readonly unknown[] }
  | { readonly kind: 'head'; readonly head: SheetHead }
  | { readonly kind: 'rows'; readonly job: ImportJob }
  | { readonly kind: 'mended' }
  | { readonly kind: 'no-sheet'; readonly code: SheetFaultCode };

/** To the thread. */
export type ToThread =
  | { readonly kind: 'answer'; readonly n: number; readonly value: unknown }
  | {
      readonly kind: 'fault';
      readonly n: number;
      readonly why: 'missing' | 'unavailable' | 'other';
      readonly database: string;
    }
  | { readonly kind: 'stop' };
