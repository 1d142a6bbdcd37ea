import type { AnyDocument } from '../../src/domain/document.ts';
import type { Envelope, EnvelopeAnswer, Verdict } from '../../src/domain/envelope.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { hangsOn, snapshotOrder } from '../../src/domain/snapshot-order.ts';
import { snapshotForm, snapshotLine, type SnapshotHead } from '../../src/domain/snapshot.ts';

/** What the relay does with the next requests, once each; without one it answers. */
export type Mishap =
  /** takes what was sent, and the answer is lost */
  'answer-lost' | 'unreachable' | { readonly status: number; readonly retryAfter?: string };

interface Change {
  readonly seq: number;
  readonly doc: AnyDocument & { _rev: string; _conflicts?: string[] };
  readonly deleted?: true;
}

/**
 * As much of a relay as the engine sees, behind a `fetch`: a drop that remembers envelopes and their verdicts, feeds,
 * renewals, and a wire that can be made to fail. The gate's rules are not here: a test says which part is refused.
 */
export class RelayInMemory {
  readonly origin = 'http://relay.test';
  /** every batch that arrived at the drop, as envelope ids */
  readonly batches: string[][] = [];
  readonly requests: string[] = [];
  readonly mishaps: Mishap[] = [];
  /** code by document id */
  readonly refuses = new Map<string, RefusalCode>();
  readonly envelopes = new Map<string, string>();
  readonly bodies = new Map<string, string>();
  durable = true;
  epoch = 'e1';
  /** rows of a part of a snapshot; undefined: a relay from before there were any */
  snapshotRows: number | undefined = undefined;
  now = Date.parse('2026-11-23T01:30:00Z');
  tokens = 0;
  /** the newest token is good; `expire` makes it bad */
  #good = '';
  renews = true;
  largestBatch = Number.POSITIVE_INFINITY;
  readonly #feeds = new Map<string, Change[]>();
  readonly #leaves = new Map<string, AnyDocument>();

  expire(): void {
    this.#good = '';
  }

  /** The relay has this document, with these losing leaves. */
  tells(db: string, doc: AnyDocument, rev = '1-a', losing: readonly AnyDocument[] = []): void {
    const feed = this.#feeds.get(db) ?? [];
    const conflicts = losing.map((_, index) => `1-z${String(index)}`);
    losing.forEach((leaf, index) => this.#leaves.set(`${doc._id} ${conflicts[index] ?? ''}`, leaf));
    const change = { ...doc, _rev: rev, ...(conflicts.length > 0 && { _conflicts: conflicts }) };
    this.#feeds.set(db, [...feed.filter((one) => one.doc._id !== doc._id), { seq: this.#next(), doc: change }]);
  }

  /** Snapshots that were made, by id, as their parts. */
  readonly snapshots = new Map<string, string[]>();
  readonly #current = new Map<string, string>();

  /** The next question for a snapshot of this database makes one anew, and the old one is gone. */
  dropSnapshot(db: string): void {
    this.snapshots.delete(this.#current.get(db) ?? '');
    this.#current.delete(db);
  }

  /** The relay does not have this document any more, and no feed says so: a purge. */
  purges(db: string, id: string): void {
    this.#feeds.set(
      db,
      (this.#feeds.get(db) ?? []).filter(({ doc }) => doc._id !== id),
    );
    this.dropSnapshot(db);
  }

  /** The database is what a backup held, under a new epoch. */
  restore(epoch: string, docs: readonly AnyDocument[]): void {
    this.epoch = epoch;
    this.#feeds.clear();
    this.bodies.clear();
    for (const doc of docs) this.tells('area-a1', doc);
  }

  #seq = 0;
  #next(): number {
    this.#seq += 1;
    return this.#seq;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    this.requests.push(`${init?.method ?? 'GET'} ${url.pathname}`);
    if (url.pathname === '/api/sessions/renew') return this.#renew();
    const mishap = this.mishaps.shift();
    if (mishap === 'unreachable') throw new TypeError('fetch failed');
    if (typeof mishap === 'object') {
      const headers: Record<string, string> =
        mishap.retryAfter === undefined ? {} : { 'retry-after': mishap.retryAfter };
      return new Response('{"error":"x"}', { status: mishap.status, headers });
    }
    const bearer = new Headers(init?.headers).get('authorization');
    if (this.#good === '' || bearer !== `Bearer ${this.#good}`)
      return Response.json({ error: 'session-ended' }, { status: 401 });
    const answer = await this.#answer(url, init);
    if (mishap === 'answer-lost') throw new TypeError('fetch failed');
    return answer;
  };

  #renew(): Response {
    if (!this.renews) return Response.json({ error: 'session-ended' }, { status: 401 });
    this.tokens += 1;
    this.#good = `token-${String(this.tokens)}`;
    return Response.json({
      token: this.#good,
      expiresAt: new Date(this.now + 900_000).toISOString(),
      serverTime: new Date(this.now).toISOString(),
      replica: 'grid1tablet',
      databases: [
        { name: 'area-a1', read: true, write: true },
        { name: 'care-a1', read: true, write: true },
      ],
    });
  }

  async #answer(url: URL, init: RequestInit | undefined): Promise<Response> {
    const [, , db = '', op, id] = url.pathname.split('/').map(decodeURIComponent);
    if (url.pathname === '/db/drop/_bulk_docs') {
      const text = await new Response(init?.body).text();
      const { docs } = JSON.parse(text) as { docs: Envelope[] };
      this.batches.push(docs.map((envelope) => envelope._id));
      if (docs.length > this.largestBatch) return new Response('{"error":"too_large"}', { status: 413 });
      return Response.json(docs.map((envelope) => this.#take(envelope)));
    }
    if (op === undefined || op === '')
      return Response.json({
        db_name: db,
        epoch: this.epoch,
        doc_count: this.#feeds.get(db)?.length ?? 0,
        update_seq: String(this.#feeds.get(db)?.at(-1)?.seq ?? 0),
      });
    if (op === '_revs_diff') return this.#revsDiff(db, JSON.parse(String(init?.body)) as Record<string, string[]>);
    if (op === '_all_docs') return this.#allDocs(db, url.searchParams, init);
    if (op === '_snapshot') return this.#snapshot(db, url.searchParams);
    if (op === '_changes') return this.#changes(db, url.searchParams);
    return Response.json(this.#leaves.get(`${op}${id ?? ''} ${url.searchParams.get('rev') ?? ''}`));
  }

  #changes(db: string, query: URLSearchParams): Response {
    const since = Number(query.get('since') ?? 0);
    const rows = (this.#feeds.get(db) ?? []).filter((row) => row.seq > since).slice(0, Number(query.get('limit')));
    const results = rows.map(({ seq, doc }) => ({ id: doc._id, seq: String(seq), changes: [{ rev: doc._rev }], doc }));
    return Response.json({ results, last_seq: String(rows.at(-1)?.seq ?? since), pending: 0 });
  }

  #revsDiff(db: string, asked: Record<string, string[]>): Response {
    const has = (id: string, rev: string): boolean =>
      this.bodies.has(id) || (this.#feeds.get(db) ?? []).some(({ doc }) => doc._id === id && doc._rev === rev);
    const unknown = Object.entries(asked).filter(([id, revs]) => !revs.every((rev) => has(id, rev)));
    return Response.json(Object.fromEntries(unknown.map(([id, missing]) => [id, { missing }])));
  }

  #allDocs(db: string, query: URLSearchParams, init: RequestInit | undefined): Response {
    const docs = (this.#feeds.get(db) ?? []).filter(({ deleted }) => !deleted).map(({ doc }) => doc);
    const row = (key: string, doc: Change['doc'] | undefined) =>
      doc ? { id: key, key, value: { rev: doc._rev }, doc } : { key, error: 'not_found' };
    if (init?.method === 'POST') {
      const { keys } = JSON.parse(String(init.body)) as { keys: string[] };
      return Response.json({
        rows: keys.map((key) =>
          row(
            key,
            docs.find((doc) => doc._id === key),
          ),
        ),
      });
    }
    const from = JSON.parse(query.get('startkey') ?? '""') as string;
    const after = docs.filter((doc) => doc._id >= from).sort((a, b) => (a._id < b._id ? -1 : 1));
    return Response.json({ rows: after.slice(0, Number(query.get('limit'))).map((doc) => row(doc._id, doc)) });
  }

  #snapshot(db: string, query: URLSearchParams): Response {
    const rows = this.snapshotRows;
    if (rows === undefined) return new Response('{"error":"method_not_allowed"}', { status: 405 });
    const id = query.get('id') ?? this.#current.get(db) ?? this.#makeSnapshot(db, rows);
    const part = this.snapshots.get(id)?.[Number(query.get('part'))];
    return part === undefined ? new Response('{"error":"not_found"}', { status: 404 }) : new Response(part);
  }

  #makeSnapshot(db: string, rows: number): string {
    const feed = this.#feeds.get(db) ?? [];
    const id = `snapshot-${String(this.#next())}`;
    const byId = new Map(feed.map(({ doc }) => [doc._id, doc]));
    const order = snapshotOrder(new Map(feed.map(({ doc }) => [doc._id, hangsOn(doc)])));
    const lines = order.flatMap((one) => {
      const stored = byId.get(one);
      if (!stored) return [];
      const { _rev, _conflicts = [], ...doc } = stored;
      const losing = _conflicts.flatMap((rev) => this.#leaves.get(`${doc._id} ${rev}`) ?? []);
      return snapshotLine(_rev, doc, losing);
    });
    const parts = Math.max(1, Math.ceil(lines.length / rows));
    const seq = String(feed.at(-1)?.seq ?? 0);
    const texts = Array.from({ length: parts }, (_, part) => {
      const own = lines.slice(part * rows, (part + 1) * rows);
      const head: SnapshotHead = {
        ...{ form: snapshotForm, id, epoch: this.epoch, seq, documents: lines.length, parts, part, rows: own.length },
      };
      return [JSON.stringify(head), ...own, ''].join('\n');
    });
    this.snapshots.set(id, texts);
    this.#current.set(db, id);
    return id;
  }

  #take(envelope: Envelope): EnvelopeAnswer {
    const text = JSON.stringify(envelope.docs);
    const before = this.envelopes.get(envelope._id);
    if (before !== undefined && before !== text) return { id: envelope._id, error: 'forbidden', reason: 'fact-exists' };
    this.envelopes.set(envelope._id, text);
    const receivedAt = new Date(this.now).toISOString();
    const verdicts = envelope.docs.map(({ db, doc }): Verdict => {
      const code = this.refuses.get(doc._id);
      if (code !== undefined) return { db, id: doc._id, code, durable: false, receivedAt };
      const body = JSON.stringify(doc);
      if (!this.bodies.has(doc._id)) this.bodies.set(doc._id, body);
      return { db, id: doc._id, rev: '1-a', durable: this.durable, receivedAt };
    });
    return { id: envelope._id, ok: true, verdicts };
  }
}
