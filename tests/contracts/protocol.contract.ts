import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Storage } from '../../sync-server/storage/port.ts';
import { openDoor } from './door.ts';
import type { Door } from './door.ts';
import { stockPullContract } from './stock-pull.contract.ts';
import type { Tenant } from './tenants.ts';

interface Row {
  id: string;
  seq: string;
  deleted?: boolean;
  doc?: Record<string, unknown>;
}

interface ChangesAnswer {
  results: Row[];
  last_seq: string;
  pending: number;
}

/** The reading half of the CouchDB protocol, as it leaves the storage beneath the gate. */
export function protocolContract(name: string, tenant: Tenant): void {
  describe(`protocol: ${name}`, () => {
    let storage: Storage;
    let door: Door;
    let leave: () => Promise<void>;
    let count = 0;

    beforeAll(async () => {
      ({ storage, leave } = await tenant());
      door = await openDoor(storage, { alice: ['area-reader'], bob: ['another-area'] });
    });
    afterAll(async () => {
      await door.close();
      await leave();
    });

    async function anArea(...docs: { _id: string; [field: string]: unknown }[]): Promise<string> {
      count += 1;
      const area = `area-${count}`;
      await storage.ensureDatabase(area, { readers: ['area-reader'] });
      if (docs.length > 0) await storage.write(area, docs);
      return area;
    }

    function ask(
      path: string,
      body?: unknown,
      { person = 'alice', method = '', signal }: AskOptions = {},
    ): Promise<Response> {
      return fetch(`${door.url}/${path}`, {
        method: method || (body === undefined ? 'GET' : 'POST'),
        headers: { authorization: `Bearer ${person}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      });
    }

    async function json<T>(path: string, body?: unknown, opts?: AskOptions): Promise<T> {
      const response = await ask(path, body, opts);
      expect(response.status).toBeLessThan(300);
      return (await response.json()) as T;
    }

    const notes = (amount: number): { _id: string; n: number }[] =>
      Array.from({ length: amount }, (_, n) => ({ _id: `note:${String(n).padStart(4, '0')}`, n }));

    stockPullContract({ anArea, door: () => door, storage: () => storage });

    it('answers a foreigner 403 on every route, and tells nothing', async () => {
      const area = await anArea({ _id: 'note:1', text: '张三' });
      const bodies = { _bulk_get: { docs: [{ id: 'note:1' }] }, _revs_diff: { 'note:1': ['1-a'] } };
      for (const path of [
        '',
        '_changes?include_docs=true',
        '_all_docs?include_docs=true',
        'note:1',
        '_local/x',
        'note:1/blob',
      ]) {
        expect((await ask(`${area}/${path}`, undefined, { person: 'bob' })).status).toBe(403);
      }
      for (const [path, body] of Object.entries(bodies)) {
        const response = await ask(`${area}/${path}`, body, { person: 'bob' });
        expect(response.status).toBe(403);
        expect(await response.text()).not.toContain('张三');
      }
      expect((await ask(`${area}/_local/x`, { a: 1 }, { person: 'bob', method: 'PUT' })).status).toBe(403);
    });

    it('passes on no header that could name, cache or sign in', async () => {
      const area = await anArea({ _id: 'note:1' });
      for (const path of ['', '_changes', '_changes?feed=longpoll', 'note:1', '_all_docs']) {
        const { headers } = await ask(`${area}/${path}`);
        for (const name of ['set-cookie', 'server', 'etag', 'www-authenticate']) expect(headers.get(name)).toBeNull();
        expect(headers.get('content-type')).toBe('application/json');
      }
    });

    it('gives changes by pages, with deletions', async () => {
      const area = await anArea(...notes(5));
      const gone = await storage.get(area, 'note:0001');
      await storage.write(area, [{ _id: 'note:0001', _rev: gone?._rev ?? '', _deleted: true }]);
      const first = await json<ChangesAnswer>(`${area}/_changes?limit=3&include_docs=true`);
      expect(first.results.map(({ id }) => id)).toEqual(['note:0000', 'note:0002', 'note:0003']);
      expect(first.pending).toBe(2);
      const since = encodeURIComponent(first.last_seq);
      const rest = await json<ChangesAnswer>(`${area}/_changes?since=${since}`);
      expect(rest.results.map(({ id, deleted }) => [id, deleted])).toEqual([
        ['note:0004', undefined],
        ['note:0001', true],
      ]);
      expect(rest.pending).toBe(0);
      const latest = await json<ChangesAnswer>(`${area}/_changes?descending=true&limit=1`);
      expect(latest.results.map(({ id }) => id)).toEqual(['note:0001']);
      expect((await ask(`${area}/_changes?since=never-given`)).status).toBe(400);
    });

    it('bounds a page with documents to a thousand rows', async () => {
      const area = await anArea(...notes(1100));
      const page = await json<ChangesAnswer>(`${area}/_changes?include_docs=true&limit=99999`);
      expect([page.results.length, page.pending]).toEqual([1000, 100]);
      const all = await json<{ rows: Row[] }>(`${area}/_all_docs?include_docs=true`);
      expect(all.rows).toHaveLength(1000);
      const many = Array.from({ length: 1001 }, (_, n) => ({ id: `note:${n}` }));
      expect((await ask(`${area}/_bulk_get`, { docs: many })).status).toBe(413);
    });

    it('filters changes by ids and by bounded selectors, and refuses all other filters', async () => {
      const area = await anArea(
        { _id: 'visit:1', outcome: 'met', floor: 1 },
        { _id: 'visit:2', outcome: 'not_home', floor: 2 },
        { _id: 'note:1', floor: 3 },
      );
      const found = async (filter: string, body: object): Promise<string[]> =>
        (await json<ChangesAnswer>(`${area}/_changes?filter=${filter}`, body)).results.map(({ id }) => id).sort();
      const selected = (selector: object): Promise<string[]> => found('_selector', { selector });
      expect(await found('_doc_ids', { doc_ids: ['note:1', 'visit:1', 'nothing'] })).toEqual(['note:1', 'visit:1']);
      expect(await selected({ outcome: 'met' })).toEqual(['visit:1']);
      expect(await selected({ outcome: { $in: ['met', 'not_home'] }, floor: { $gte: 2 } })).toEqual(['visit:2']);
      expect(await selected({ $and: [{ floor: { $gt: 1 } }, { outcome: { $exists: false } }] })).toEqual(['note:1']);
      const refused = [
        { outcome: { $regex: '^(a+)+$' } },
        { $or: [{ outcome: 'met' }] },
        { $where: '1' },
        { outcome: { $not: { $eq: 'met' } } },
        { $and: Array.from({ length: 500 }, () => ({ outcome: 'not_home' })) },
        'outcome',
      ];
      for (const selector of refused) {
        expect((await ask(`${area}/_changes?filter=_selector`, { selector })).status).toBe(400);
      }
      expect((await ask(`${area}/_changes?filter=_view&view=a/b`)).status).toBe(400);
      expect((await ask(`${area}/_changes?filter=design/mine`)).status).toBe(400);
      expect((await ask(`${area}/_changes?feed=eventsource`)).status).toBe(400);
    });

    it('holds a long poll until something is written', async () => {
      const area = await anArea({ _id: 'note:old' });
      const { last_seq } = await json<ChangesAnswer>(`${area}/_changes`);
      const waiting = await ask(
        `${area}/_changes?feed=longpoll&include_docs=true&since=${encodeURIComponent(last_seq)}`,
      );
      await storage.write(area, [{ _id: 'note:new', text: 'fresh' }]);
      const { results } = (await waiting.json()) as ChangesAnswer;
      expect(results.map(({ id, doc }) => [id, doc?.['text']])).toEqual([['note:new', 'fresh']]);
    });

    it('ends a long poll without news when its time is over', async () => {
      const area = await anArea({ _id: 'note:old' });
      const poll = await json<ChangesAnswer>(`${area}/_changes?feed=longpoll&since=now&timeout=50&heartbeat=1000`);
      expect(poll.results).toEqual([]);
      expect(
        (await json<ChangesAnswer>(`${area}/_changes?since=${encodeURIComponent(poll.last_seq)}`)).results,
      ).toEqual([]);
    });

    it('streams changes as they happen, the first byte at once', async () => {
      const area = await anArea({ _id: 'note:1' });
      const end = new AbortController();
      const response = await ask(`${area}/_changes?feed=continuous&include_docs=true`, undefined, {
        signal: end.signal,
      });
      const lines = linesOf(response);
      expect((await lines.next()).value).toBe('');
      expect(await nextRow(lines)).toMatchObject({ id: 'note:1' });
      await storage.write(area, [{ _id: 'note:2', text: 'live' }]);
      expect(await nextRow(lines)).toMatchObject({ id: 'note:2', doc: { text: 'live' } });
      end.abort();
    });

    it('ends a stream when its reader may read no more', async () => {
      const area = await anArea();
      const session = new AbortController();
      const query = { feed: 'continuous' };
      const person = { name: 'alice', roles: ['area-reader'] };
      const answer = await storage.read({ database: area, person, op: 'changes', query }, session.signal);
      const chunks: string[] = [];
      for await (const chunk of answer.body as AsyncIterable<Uint8Array | string>) {
        chunks.push(chunk.toString());
        session.abort();
      }
      expect(chunks.length).toBeGreaterThan(0);
    });

    it('reads documents by keys and by range', async () => {
      const area = await anArea(...notes(4));
      const keyed = await json<{ rows: (Row & { error?: string })[] }>(`${area}/_all_docs?include_docs=true`, {
        keys: ['note:0002', 'none', 'note:0000'],
      });
      expect(keyed.rows.map(({ doc, error }) => doc?.['n'] ?? error)).toEqual([2, 'not_found', 0]);
      const range = new URLSearchParams({ startkey: '"note:0001"', endkey: '"note:0003"', inclusive_end: 'false' });
      const ranged = await json<{ rows: Row[]; total_rows: number }>(`${area}/_all_docs?${range}`);
      expect(ranged.rows.map(({ id }) => id)).toEqual(['note:0001', 'note:0002']);
      expect(ranged.total_rows).toBe(4);
      const snapshot = await json<{ update_seq: string }>(`${area}/_all_docs?update_seq=true&include_docs=true`);
      await storage.write(area, [{ _id: 'note:after' }]);
      const after = await json<ChangesAnswer>(`${area}/_changes?since=${encodeURIComponent(snapshot.update_seq)}`);
      expect(after.results.map(({ id }) => id)).toEqual(['note:after']);
    });

    it('reads one document with its revisions, and a deleted one not', async () => {
      const area = await anArea({ _id: 'note:1', text: 'one' });
      const first = await storage.get(area, 'note:1');
      await storage.write(area, [{ _id: 'note:1', _rev: first?._rev ?? '', text: 'two' }]);
      const doc = await json<{ _revisions: { start: number; ids: string[] } }>(`${area}/note%3A1?revs=true`);
      expect(doc).toMatchObject({ text: 'two', _revisions: { start: 2 } });
      expect(doc._revisions.ids).toHaveLength(2);
      const old = await ask(`${area}/note:1?rev=${first?._rev}`);
      expect(await old.text()).not.toContain('one');
      const now = await storage.get(area, 'note:1');
      await storage.write(area, [{ _id: 'note:1', _rev: now?._rev ?? '', _deleted: true }]);
      expect((await ask(`${area}/note:1`)).status).toBe(404);
      expect((await ask(`${area}/_design%2Fspy`)).status).toBe(404);
    });

    it('gives every leaf by open_revs, and the histories of both', async () => {
      const area = await anArea();
      const leaf = (hash: string): object => ({ _id: 'household:1', _rev: `1-${hash}`, room: hash });
      await storage.writeRevisions(area, [leaf('aa'), leaf('bb')] as never);
      type Leaves = { ok: { room: string } }[];
      const all = await json<Leaves>(`${area}/household:1?open_revs=all&revs=true`);
      expect(all.map(({ ok }) => ok.room).sort()).toEqual(['aa', 'bb']);
      const chosen = await json<Leaves>(`${area}/household:1?open_revs=${encodeURIComponent('["1-aa"]')}`);
      expect(chosen.map(({ ok }) => ok.room)).toEqual(['aa']);
      expect(await json(`${area}/household:1?conflicts=true`)).toMatchObject({ room: 'bb', _conflicts: ['1-aa'] });
      const changes = await json<{ results: { changes: { rev: string }[] }[] }>(`${area}/_changes?style=all_docs`);
      expect(changes.results[0]?.changes.map(({ rev }) => rev).sort()).toEqual(['1-aa', '1-bb']);
    });

    it('says which revisions it lacks', async () => {
      const area = await anArea({ _id: 'note:1' });
      const rev = (await storage.get(area, 'note:1'))?._rev ?? '';
      const missing = await json(`${area}/_revs_diff`, { 'note:1': [rev, '9-abc'], 'note:2': ['1-def'] });
      expect(missing).toMatchObject({ 'note:1': { missing: ['9-abc'] }, 'note:2': { missing: ['1-def'] } });
      expect(await json(`${area}/_revs_diff`, { 'note:1': [rev] })).toEqual({});
      expect((await ask(`${area}/_revs_diff`, { 'note:1': 'everything' })).status).toBe(400);
    });

    it('gets many revisions in one call, missing ones named', async () => {
      const area = await anArea({ _id: 'note:1', text: 'one' }, { _id: 'note:2', text: 'two' });
      const rev = (await storage.get(area, 'note:1'))?._rev;
      type Got = { results: { id: string; docs: { ok?: { text: string; _revisions: object }; error?: object }[] }[] };
      const docs = [{ id: 'note:1', rev }, { id: 'note:2' }, { id: 'note:none', rev: '1-abc' }];
      const { results } = await json<Got>(`${area}/_bulk_get?revs=true&latest=true`, { docs });
      expect(results.map(({ id, docs: [got] }) => [id, got?.ok?.text])).toEqual([
        ['note:1', 'one'],
        ['note:2', 'two'],
        ['note:none', undefined],
      ]);
      expect(results[0]?.docs[0]?.ok?._revisions).toMatchObject({ start: 1 });
      expect(results[2]?.docs[0]?.error).toBeDefined();
      expect(await json(`${area}/_bulk_get`, { docs: [] })).toEqual({ results: [] });
    });

    it('streams an attachment, as bytes and nothing else', async () => {
      const area = await anArea();
      const bytes = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
      await storage.putAttachment(area, 'blob:1', 'blob', { contentType: 'text/html', bytes });
      const response = await ask(`${area}/blob:1/blob`);
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
      expect((await ask(`${area}/blob:1/other`)).status).toBe(404);
    });

    it('keeps a bounded checkpoint, with its own revisions', async () => {
      const area = await anArea();
      const put = (body: object): Promise<Response> => ask(`${area}/_local/alice.check`, body, { method: 'PUT' });
      expect((await ask(`${area}/_local/alice.check`)).status).toBe(404);
      expect((await put({ last_seq: '1' })).status).toBe(201);
      const { _rev } = await json<{ _rev: string }>(`${area}/_local/alice.check`);
      expect((await put({ last_seq: '2', _rev })).status).toBe(201);
      expect(await json(`${area}/_local/alice.check`)).toMatchObject({ last_seq: '2' });
      expect((await put({ last_seq: 'x'.repeat(9000), _rev: '0-2' })).status).toBe(413);
    });
  });
}

interface AskOptions {
  person?: string;
  method?: string;
  signal?: AbortSignal;
}

async function* linesOf(response: Response): AsyncGenerator<string, string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  return rest;
}

async function nextRow(lines: AsyncGenerator<string, string>): Promise<unknown> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error('the stream ended');
    if (value !== '') return JSON.parse(value) as unknown;
  }
}
