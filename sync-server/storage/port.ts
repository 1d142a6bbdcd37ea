import type { Readable } from 'node:stream';

/** How long a cluster needs to show what it holds (ms): before that, reading back proves nothing (measured 5.4 s). */
export const settlingTime = 10_000;

/** A document as CouchDB gives it; every other field is the document's own. */
export interface StoredDoc {
  _id: string;
  _rev: string;
  _deleted?: true;
  /** Live losing leaves; present only when asked for and when there are any. */
  _conflicts?: string[];
  _attachments?: Record<string, StoredAttachment>;
  [field: string]: unknown;
}

export interface StoredAttachment {
  content_type: string;
  digest?: string;
  length?: number;
  stub?: true;
  /** base64 */
  data?: string;
}

/** A document to be written: `_rev` names the leaf it extends, absent for a new one. */
export interface DraftDoc {
  _id: string;
  _rev?: string;
  _deleted?: true;
  [field: string]: unknown;
}

export interface WriteResult {
  id: string;
  /** Absent when `error` is there. */
  rev?: string;
  /** `conflict`: the named leaf is not a leaf any more; `refused`: never stored as it is; `unavailable`: unknown, send again. */
  error?: 'conflict' | 'refused' | 'unavailable';
  /** CouchDB's 201 without `accepted`: on a quorum. Embedded: survives a kill of the process, not a power cut. */
  durable: boolean;
}

export interface ChangeRow {
  id: string;
  /** Opaque: hand it back, never compare it. */
  seq: string;
  /** The winner's revision. */
  changes: { rev: string }[];
  deleted?: true;
  doc?: StoredDoc;
}

export interface ChangesPage {
  results: ChangeRow[];
  last_seq: string;
  /** Rows after this page, at most; 0 = this page reached the end. */
  pending: number;
}

export interface ChangesQuery {
  /** A `last_seq`, `'0'` for the beginning or `'now'`. */
  since: string;
  /** Rows a page, at most 1,000. */
  limit?: number;
  includeDocs?: boolean;
  /** `_conflicts` in the documents. */
  conflicts?: boolean;
}

export interface DatabaseInformation {
  doc_count: number;
  update_seq: string;
  /** Differs once the database was created again or restored; a cursor is `{ epoch, seq }`. */
  epoch: string;
}

export interface MediaBlob {
  contentType: string;
  bytes: Uint8Array;
}

export type ReadOp =
  'info' | 'changes' | 'allDocs' | 'bulkGet' | 'revsDiff' | 'doc' | 'attachment' | 'localGet' | 'localPut';

/** A matched route of the reading half of the CouchDB API; never a raw path or a raw header. */
export interface ReadRequest {
  database: string;
  /** `roles` come from a closed list; one of them must be among the database's `readers`. */
  person: { name: string; roles: readonly string[] };
  op: ReadOp;
  /** Document id; for `localGet` and `localPut` the part after `_local/`, already made the person's own by the caller. */
  id?: string;
  attachment?: string;
  /** As in the URL, JSON values still encoded; unknown keys are dropped, limits are bounded. */
  query: Readonly<Record<string, string>>;
  /** Parsed JSON body of a POST or PUT. */
  body?: unknown;
}

export interface ReadAnswer {
  status: number;
  /** Lower-case names from an allow-list. */
  headers: Record<string, string>;
  /** A stream is already open: send the headers at once. An object is sent as JSON. */
  body: Readable | Uint8Array | object;
}

/**
 * Where the relay keeps documents, in CouchDB's terms. Names of databases are without prefix and match `DATABASE_NAME`.
 * A storage that does not answer throws `StorageUnavailable`, a database that was never provisioned `DatabaseMissing`
 * (a bug of the caller); everything else that can go wrong is a value.
 */
export interface Storage {
  readonly kind: 'embedded' | 'couchdb';
  ping(): Promise<boolean>;
  /** Every node of the cluster takes part: only then a "received, not yet safe" revision may be called safe by reading it back. */
  whole(): Promise<boolean>;

  /** Idempotent, also when several relays do it at once; sets who may read: nobody but the relay when `readers` (roles) is empty. */
  ensureDatabase(name: string, opts?: { readers?: readonly string[] }): Promise<'created' | 'existed'>;
  listDatabases(): Promise<string[]>;
  /** `undefined`: no such database. */
  information(name: string): Promise<DatabaseInformation | undefined>;
  /** After a restore from a backup: every device compares everything again. Resolves to the new epoch. */
  raiseEpoch(name: string): Promise<string>;

  /** The winner, `undefined` when there is none or it is deleted. */
  get(name: string, id: string, opts?: { conflicts?: boolean }): Promise<StoredDoc | undefined>;
  /** As `get`, for many; ids without a live document are absent from the map. */
  getMany(name: string, ids: readonly string[], opts?: { conflicts?: boolean }): Promise<Map<string, StoredDoc>>;
  /** Every live leaf. */
  leaves(name: string, id: string): Promise<StoredDoc[]>;
  /** Live documents with `startkey <= _id <= endkey`, by id, at most `limit` (1,000). */
  range(name: string, startkey: string, endkey: string, opts?: RangeOptions): Promise<StoredDoc[]>;

  /** One result per document, in order; always `new_edits: true`, so a revision that is no leaf is a `conflict`. */
  write(name: string, docs: readonly DraftDoc[]): Promise<WriteResult[]>;
  /**
   * Revisions that another store made (`_rev` and `_revisions` kept, `new_edits: false`): media blobs and restores only,
   * never what a person wrote. Never durable: read back once the cluster is `whole`.
   */
  writeRevisions(name: string, docs: readonly StoredDoc[]): Promise<WriteResult[]>;

  changes(name: string, query: ChangesQuery): Promise<ChangesPage>;
  /** Pages after `since`, for ever, each after the last was handled; resolves when `signal` aborts, rejects as `changes` does. */
  follow(name: string, query: FollowQuery, onPage: (page: ChangesPage) => Promise<void> | void): Promise<void>;

  /** `_local` documents: not in any feed, last writer wins. `undefined` when absent. */
  localGet(name: string, id: string): Promise<Record<string, unknown> | undefined>;
  localPut(name: string, id: string, value: Record<string, unknown>): Promise<void>;

  /** A new document that holds nothing but this attachment; `conflict` when the id is taken. */
  putAttachment(name: string, id: string, attachment: string, blob: MediaBlob): Promise<WriteResult>;
  getAttachment(name: string, id: string, attachment: string): Promise<MediaBlob | undefined>;

  /** The reading half of the CouchDB API for one person; aborting the signal ends a stream. */
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadAnswer>;

  /** Hears which database moved: own writes at once, other relays' when the storage can tell (lossy). Returns the way out. */
  onUpdate(listener: (database: string) => void): () => void;
  close(): Promise<void>;
}

export interface RangeOptions {
  limit?: number;
  skip?: number;
  descending?: boolean;
  conflicts?: boolean;
}

export interface FollowQuery extends ChangesQuery {
  signal: AbortSignal;
}

/** What a database may be called; CouchDB allows more, file systems and paths do not. */
export const DATABASE_NAME = /^[a-z][a-z0-9-]{0,80}$/;

/** The storage did not answer, or answered that it cannot: the caller may try again later. */
export class StorageUnavailable extends Error {
  override readonly name = 'StorageUnavailable';
  readonly fault = 'storage-unavailable';
  constructor(options?: ErrorOptions) {
    super('the storage does not answer', options);
  }
}

/** A database that provisioning never made. */
export class DatabaseMissing extends Error {
  override readonly name = 'DatabaseMissing';
  readonly database: string;
  constructor(database: string) {
    super(`no database ${database}`);
    this.database = database;
  }
}
