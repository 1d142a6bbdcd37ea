import type { Result } from '../../domain/fault.ts';
import type { TemplateName } from '../../domain/sheet/columns.ts';
import type { SheetList } from '../../domain/sheet/sheet-list.ts';
import type { Mapping } from '../../domain/sheet/mapping.ts';
import type { RowFault } from '../../domain/sheet/row-fault.ts';
import type { Language } from '../../words/in-both.ts';

export type SheetTrouble =
  'not-a-sheet' | 'old-format' | 'no-header' | 'forbidden' | 'file-gone' | 'storage-unavailable' | 'unexpected';

/** One sheet at the relay, as its owner hears of it. */
export interface SheetJob {
  readonly id: string;
  readonly list: SheetList;
  readonly state: 'read' | 'checking' | 'checked' | 'running' | 'resting' | 'done' | 'failed';
  readonly headers: readonly string[];
  readonly mapping: Mapping;
  /** ISO 8601: what was written later stays */
  readonly asOf: string;
  readonly counts: {
    readonly rows: number;
    readonly faulty: number;
    readonly added: number;
    readonly changed: number;
    readonly same: number;
    readonly newer: number;
  };
  readonly total?: number;
  readonly fault?: SheetTrouble;
  readonly startedAt: string;
  readonly faultyRows?: readonly { readonly row: number; readonly faults: readonly RowFault[] }[];
}

/** What the relay does with sheets, online. */
export interface Sheets {
  latest(): Promise<Result<SheetJob | undefined>>;
  bring(file: Blob, asOf: string, language: Language, list: SheetList): Promise<Result<SheetJob>>;
  look(id: string): Promise<Result<SheetJob>>;
  begin(id: string, how: 'check' | 'import', mapping: Mapping, asOf: string): Promise<Result<SheetJob>>;
  forget(id: string): Promise<Result<unknown>>;
  /** rows that did not come in, as a sheet */
  mend(id: string): Promise<Result<Blob>>;
  template(name: TemplateName, language: Language): Promise<Result<Blob>>;
}
