import type { Envelope, EnvelopeAnswer } from '../domain/envelope.ts';
import type { Result } from '../domain/fault.ts';
import type { Incoming } from '../store/receive.ts';

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
}

/** What the engine asks of the relay. Every answer is a value; a fault says whether and when to try again. */
export interface Wire {
  /** Answers by envelope id; an envelope without an answer counts as unsent. */
  send(envelopes: readonly Envelope[]): Promise<Result<readonly EnvelopeAnswer[]>>;
  state(database: string): Promise<Result<DatabaseState>>;
  changes(database: string, since: string, limit: number): Promise<Result<Page>>;
  /** Names databases that moved until the stream ends, breaks or is aborted; resolves then, never rejects. */
  wake(heard: (databases: readonly string[]) => void, ending: AbortSignal): Promise<void>;
}
