import type { MediaKind } from '../domain/documents/media.ts';
import type { Part, Verdict } from '../domain/envelope.ts';
import type { FaultCode } from '../domain/fault.ts';
import type { Sealed } from '../platform/crypto.ts';

/** Where a document lies: its database and its id. */
export type RowKey = string;
export const rowKey = (db: string, id: string): RowKey => `${db}|${id}`;
export const databaseOfKey = (key: RowKey): string => key.slice(0, key.indexOf('|'));
export const idOfKey = (key: RowKey): string => key.slice(key.indexOf('|') + 1);

/** One document as this tablet remembers it. Index columns hold nothing that is sensitive. */
export interface DocumentRow {
  readonly key: RowKey;
  readonly type: string;
  /** rises with every change of the store: readers fetch what is above the one they know */
  readonly turn: number;
  /** the document it belongs to, for types that are read one by one: answers → visit, identity → resident */
  readonly about?: string;
  /** the relay's winning revision that is merged in; absent when the relay never told of it */
  readonly rev?: string;
  readonly body: Sealed;
  /** registers with unsent changes: the body as the relay knows it, null when it knows none */
  readonly base?: Sealed | null;
  /** taken back or erased: nothing is left of it but the news that it went */
  readonly gone?: true;
}

/**
 * Where an envelope is. `waiting` is not safe on the relay or its answer is unknown; `received` is there, not yet on safe
 * copies; `delivered` is safe with every part; `refused` has a part that was not accepted and is kept to be retried.
 */
export type OutboxState = 'waiting' | 'received' | 'delivered' | 'refused';

export type PartRef = Pick<Part, 'db' | 'unit'> & { readonly id: string; readonly type: string };

/** A form as it was when an action was made of it. */
export interface WrittenForm<Body = Sealed> {
  /** the draft in which it lay */
  readonly key: string;
  readonly kind: DraftKind;
  readonly body: Body;
}

export interface OutboxRow {
  /** rises by one with each envelope of this database; made by IndexedDB */
  readonly seq?: number;
  readonly id: string;
  readonly state: OutboxState;
  readonly turn: number;
  /** local time with offset, and the same moment in ms */
  readonly savedAt: string;
  readonly savedMs: number;
  /** device ms before which it is not sent; void when the clock stands before `savedMs` */
  readonly holdUntil?: number;
  readonly refs: readonly PartRef[];
  /** the parts themselves, sealed; gone once everything was delivered */
  readonly packed?: Sealed;
  /** the form that they were made of, where they do not tell all that was written in it; gone with `packed` */
  readonly form?: WrittenForm;
  readonly verdicts?: readonly Verdict[];
  /** how often the relay asked for another try, and when the next one is due (device ms) */
  readonly tries?: number;
  readonly notBefore?: number;
  /** how often in a row it was told, alone, to be too large */
  readonly turnedAway?: number;
  /** the first moment it may have left this tablet (device ms): from then on it cannot be taken back */
  readonly sentMs?: number;
  /** undone: an empty row that tells readers so */
  readonly gone?: true;
}

export type DraftKind =
  'visit' | 'note' | 'review' | 'matter' | 'arrival' | 'checklist' | 'measure' | 'party' | 'service';

export interface DraftRow {
  readonly key: string;
  readonly kind: DraftKind;
  readonly savedAt: string;
  readonly body: Sealed;
  /** the window that wrote it, and which of its writings this is */
  readonly mark?: string;
}

/** How far a database was read. `seq` is opaque. */
export interface Cursor {
  readonly db: string;
  readonly epoch: string;
  readonly seq: string;
  /** documents read so far in the first load, and how many there were said to be */
  readonly count: number;
  readonly total: number;
  /** the first load reached the end */
  readonly complete: boolean;
  /** the first load is in the middle of a snapshot: so many rows of that part are here, and all parts before it */
  readonly snapshot?: { readonly id: string; readonly part: number; readonly row: number };
  /** it is read over rows that were here: those at or below this turn were not told of yet */
  readonly refreshFrom?: number;
  /** a new epoch is being compared: rows at or below this turn were not told of yet */
  readonly compareFrom?: number;
}

export interface MetaRow {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Where a picture is. `draft`: nothing saved owns it yet; `waiting`: for its text to arrive, a line, its turn; `received`:
 * the relay has it, not yet on safe copies; `refused`: it cannot go as it is; `unwanted`: nobody needs the bytes here.
 */
export type MediaState = 'draft' | 'waiting' | 'received' | 'delivered' | 'refused' | 'unwanted';

/** What this tablet remembers of a picture, voice or signature; its encrypted bytes lie elsewhere, its key in its document. */
export interface MediaRow {
  readonly id: string;
  readonly area: string;
  readonly kind: MediaKind;
  /** before encryption */
  readonly bytes: number;
  readonly state: MediaState;
  /** device ms of the last change of state */
  readonly changedMs: number;
  /** the draft that it was taken for */
  readonly draftKey?: string;
  /** the document that owns it, and the envelope that carries that */
  readonly owner?: string;
  readonly envelope?: string;
  readonly tries?: number;
  readonly notBefore?: number;
  readonly code?: FaultCode;
}
