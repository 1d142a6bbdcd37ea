import type { Envelope, EnvelopeAnswer } from '../domain/envelope.ts';
import type { Result } from '../domain/fault.ts';
import type { SnapshotHead } from '../domain/snapshot.ts';
import type { Incoming } from '../store/receive.ts';
import type { WakeWish } from '../domain/wake.ts';
import type { Comparing } from './comparing.ts';
import type { Heard } from './wake.ts';

/** Rows of a changes feed, in order. */
export interface Page {
  readonly rows: readonly (Incoming & { readonly seq: string | undefined })[];
  readonly lastSeq: string;
  /** fewer rows than asked for: the end was reached */
  readonly atEnd: boolean;
}

export interface DatabaseState {
  readonly epoch: string;
  readonly documents: number;
  /** where a feed would go on from now */
  readonly seq: string;
}

/** A part of a snapshot: documents in an order of its own, not of the feed. */
export interface SnapshotPart {
  readonly head: SnapshotHead;
  readonly rows: readonly Incoming[];
}

/** What the engine asks of the relay. Every answer is a value; a fault says whether and when to try again. */
export interface Wire extends Comparing {
  /** Answers by envelope id; an envelope without an answer counts as unsent. */
  send(envelopes: readonly Envelope[]): Promise<Result<readonly EnvelopeAnswer[]>>;
  state(database: string): Promise<Result<DatabaseState>>;
  changes(database: string, since: string, limit: number): Promise<Result<Page>>;
  /**
   * A part of the snapshot that a database has now, or of the one with that id. `not-found`: there is none, or not that
   * one any more; the feed from its beginning tells the same.
   */
  snapshot(database: string, part: number, id?: string): Promise<Result<SnapshotPart>>;
  /**
   * Names databases that moved until the stream ends, breaks or is aborted; resolves then, never rejects. The first word
   * names everything that moved beyond `reached`, and what is not in it.
   */
  wake(heard: Heard, ending: AbortSignal, reached: WakeWish['reached']): Promise<void>;
}
