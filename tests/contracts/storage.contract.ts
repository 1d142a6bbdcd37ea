import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DatabaseMissing } from '../../sync-server/storage/port.ts';
import type { ChangesPage, ReadAnswer, Storage } from '../../sync-server/storage/port.ts';
import type { Tenant } from './tenants.ts';

/** What the relay expects of any storage. Every test works in a database of its own. */
export function storageContract(name: string, tenant: Tenant): void {
  describe(`storage: ${name}`, () => {
    let storage: Storage;
    let leave: () => Promise<void>;
    let count = 0;

    beforeAll(async () => ({ storage, leave } = await tenant()));
    afterAll(() => leave());

    async function anArea(readers: string[] = ['area-reader']): Promise<string> {
      count += 1;
      const area = `area-${count}`;
      await storage.ensureDatabase(area, { readers });
      return area;
    }

    async function written(area: string, id: string, fields: object = {}): Promise<string> {
      const [row] = await storage.write(area, [{ _id: id, ...fields }]);
      if (!row?.rev) throw new Error(`not written: ${row?.error}`);
      return row.rev;
    }

    /** Two relays accepted a child of the same parent. */
    async function aConflict(area: string, id: string): Promise<{ winner: string; loser: string }> {
      const parent = (await written(area, id, { room: '301' })).slice(2);
      const leaf = (hash: string, room: string): object => ({
        _id: id,
        _rev: `2-${hash}`,
        _revisions: { start: 2, ids: [hash, parent] },
        room,
      });
      const [loser, winner] = ['a'.repeat(32), 'f'.repeat(32)] as [string, string];
      await storage.writeRevisions(area, [leaf(loser, 'alice'), leaf(winner, 'bob')] as never);
      return { winner: `2-${winner}`, loser: `2-${loser}` };
    }

    it('answers, with all of its nodes', async () => {
      expect(await storage.ping()).toBe(true);
      expect(await storage.whole()).toBe(true);
    });

    it('makes a database once, however often and by how many it is asked', async () => {
      const asked = await Promise.all(
        [1, 2, 3].map(() => storage.ensureDatabase('ref-once', { readers: ['everyone'] })),
      );
      expect(asked.filter((answer) => answer === 'created').length).toBeLessThanOrEqual(1);
      expect(await storage.ensureDatabase('ref-once', { readers: ['everyone'] })).toBe('existed');
      expect((await storage.listDatabases()).filter((known) => known === 'ref-once')).toHaveLength(1);
    });

    it.each(['_users', 'Area-1', 'area/1', '../area', ''])('refuses to make a database called %j', async (bad) => {
      await expect(storage.ensureDatabase(bad)).rejects.toThrow(TypeError);
    });

    it('says nothing about a database that was never made, and throws when one is used', async () => {
      expect(await storage.information('area-nowhere')).toBeUndefined();
      await expect(storage.get('area-nowhere', 'note:1')).rejects.toThrow(DatabaseMissing);
      await expect(storage.write('area-nowhere', [{ _id: 'note:1' }])).rejects.toThrow(DatabaseMissing);
      await expect(storage.changes('area-nowhere', { since: '0' })).rejects.toThrow(DatabaseMissing);
    });

    it('counts live documents and keeps its epoch until it is raised', async () => {
      const area = await anArea();
      const before = await storage.information(area);
      const rev = await written(area, 'note:1');
      await written(area, 'note:2');
      await storage.write(area, [{ _id: 'note:1', _rev: rev, _deleted: true }]);
      const after = await storage.information(area);
      expect(after?.doc_count).toBe(1);
      expect(after?.epoch).toBe(before?.epoch);
      const heard: string[] = [];
      const deaf = storage.onUpdate((database) => heard.push(database));
      const raised = await storage.raiseEpoch(area);
      deaf();
      expect(heard).toContain(area);
      expect(raised).not.toBe(before?.epoch);
      expect((await storage.information(area))?.epoch).toBe(raised);
    });

    it('writes a batch row by row: each with its own result, in order', async () => {
      const area = await anArea();
      await written(area, 'visit:taken', { outcome: 'met' });
      const rows = await storage.write(area, [
        { _id: 'visit:1', outcome: 'met' },
        { _id: 'visit:taken', outcome: 'not_home' },
        { _id: '_local/secret' },
        { _id: '..' },
        { _id: 'visit:2', _private: true },
        { _id: 'visit:4', outcome: 'refused' },
      ]);
      expect(rows.map(({ id, error, durable }) => [id, error ?? 'ok', durable])).toEqual([
        ['visit:1', 'ok', true],
        ['visit:taken', 'conflict', false],
        ['_local/secret', 'refused', false],
        ['..', 'refused', false],
        ['visit:2', 'refused', false],
        ['visit:4', 'ok', true],
      ]);
      expect(rows[0]?.rev).toMatch(/^1-/);
      expect((await storage.get(area, 'visit:taken'))?.['outcome']).toBe('met');
    });

    it('takes nothing on top of a revision that is no leaf', async () => {
      const area = await anArea();
      const first = await written(area, 'resident:1', { turn: 1 });
      await written(area, 'resident:1', { _rev: first, turn: 2 });
      const late = { _id: 'resident:1', _rev: first, turn: 3 };
      expect(await storage.write(area, [late])).toMatchObject([{ error: 'conflict', durable: false }]);
    });

    it('stores a body exactly as it was given', async () => {
      const area = await anArea();
      const body = { text: '楼道里 "灯" 坏了·𠮷', at: 0, list: [1, { deep: null }], empty: {}, no: false };
      const _rev = await written(area, 'note:body', body);
      expect(await storage.get(area, 'note:body')).toEqual({ _id: 'note:body', _rev, ...body });
    });

    it('calls the same edit a conflict the second time', async () => {
      const area = await anArea();
      const edit = { _id: 'note:twice', text: 'once' };
      expect((await storage.write(area, [edit]))[0]?.error).toBeUndefined();
      expect((await storage.write(area, [edit]))[0]?.error).toBe('conflict');
    });

    it('lets only one of many create a document', async () => {
      const area = await anArea();
      const claims = await Promise.all(
        ['alice', 'bob', 'carol', 'dave'].map(
          async (by) => (await storage.write(area, [{ _id: 'claim:last', by }]))[0],
        ),
      );
      expect(claims.filter((row) => row?.durable)).toHaveLength(1);
      expect(claims.filter((row) => row?.error === 'conflict')).toHaveLength(3);
    });

    it('forgets a deleted document and lets its id be used again', async () => {
      const area = await anArea();
      const rev = await written(area, 'note:gone', { text: 'old' });
      const [deleted] = await storage.write(area, [{ _id: 'note:gone', _rev: rev, _deleted: true }]);
      expect(deleted?.rev).toMatch(/^2-/);
      expect(await storage.get(area, 'note:gone')).toBeUndefined();
      expect(await storage.leaves(area, 'note:gone')).toEqual([]);
      expect((await storage.getMany(area, ['note:gone'])).size).toBe(0);
      expect(await written(area, 'note:gone', { text: 'new' })).toMatch(/^3-/);
    });

    it('gives many documents at once and leaves out what is not there', async () => {
      const area = await anArea();
      for (const id of ['a', 'b', 'c']) await written(area, `note:${id}`, { id });
      const found = await storage.getMany(area, ['note:c', 'note:none', 'note:a', 'note:a']);
      expect([...found.keys()].sort()).toEqual(['note:a', 'note:c']);
      expect(found.get('note:c')?.['id']).toBe('c');
      expect((await storage.getMany(area, [])).size).toBe(0);
    });

    it('shows every leaf of a conflict, and the merge ends it', async () => {
      const area = await anArea();
      const { winner, loser } = await aConflict(area, 'household:1');
      const shown = await storage.get(area, 'household:1', { conflicts: true });
      expect(shown).toMatchObject({ _rev: winner, _conflicts: [loser], room: 'bob' });
      expect((await storage.get(area, 'household:1'))?._conflicts).toBeUndefined();
      expect(
        (await storage.getMany(area, ['household:1'], { conflicts: true })).get('household:1')?._conflicts,
      ).toEqual([loser]);
      const leaves = await storage.leaves(area, 'household:1');
      expect(leaves.map((leaf) => leaf['room']).sort()).toEqual(['alice', 'bob']);
      const rows = await storage.write(area, [
        { _id: 'household:1', _rev: winner, room: 'alice and bob' },
        { _id: 'household:1', _rev: loser, _deleted: true },
      ]);
      expect(rows.map(({ error }) => error)).toEqual([undefined, undefined]);
      expect(await storage.leaves(area, 'household:1')).toHaveLength(1);
      expect((await storage.get(area, 'household:1', { conflicts: true }))?._conflicts).toBeUndefined();
    });

    it('reads a range of ids, forwards and backwards, by pages', async () => {
      const area = await anArea();
      for (const room of ['101', '102', '201', '202']) await written(area, `dwelling:b1:${room}`);
      await written(area, 'household:1');
      const ids = async (opts: object): Promise<string[]> =>
        (await storage.range(area, 'dwelling:b1:', 'dwelling:b1:\ufff0', opts)).map(({ _id }) => _id.slice(-3));
      expect(await ids({})).toEqual(['101', '102', '201', '202']);
      expect(await ids({ descending: true, limit: 3 })).toEqual(['202', '201', '102']);
      expect(await ids({ skip: 1, limit: 2 })).toEqual(['102', '201']);
    });

    it('pages through its changes and knows its end', async () => {
      const area = await anArea();
      for (let n = 0; n < 7; n += 1) await written(area, `note:${n}`, { n });
      const seen: string[] = [];
      let page: ChangesPage = { results: [], last_seq: '0', pending: 1 };
      while (page.pending > 0) {
        page = await storage.changes(area, { since: page.last_seq, limit: 3, includeDocs: true });
        seen.push(...page.results.map(({ doc }) => String(doc?.['n'])));
      }
      expect(seen).toEqual(['0', '1', '2', '3', '4', '5', '6']);
      expect((await storage.changes(area, { since: page.last_seq })).results).toEqual([]);
      expect(await storage.changes(area, { since: 'now' })).toMatchObject({ results: [], pending: 0 });
    });

    it('tells a deletion and a late conflict in its changes', async () => {
      const area = await anArea();
      const rev = await written(area, 'note:gone');
      const { winner, loser } = await aConflict(area, 'household:1');
      await storage.write(area, [{ _id: 'note:gone', _rev: rev, _deleted: true }]);
      const { results } = await storage.changes(area, { since: '0', includeDocs: true, conflicts: true });
      expect(results.map(({ id, deleted }) => [id, deleted ?? false])).toEqual([
        ['household:1', false],
        ['note:gone', true],
      ]);
      expect(results[0]).toMatchObject({ changes: [{ rev: winner }], doc: { _conflicts: [loser] } });
      expect(results[1]?.doc).toMatchObject({ _id: 'note:gone', _deleted: true });
    });

    it('takes a sequence that it never gave out for a mistake', async () => {
      const area = await anArea();
      await expect(storage.changes(area, { since: 'yesterday' })).rejects.toThrow(RangeError);
    });

    it('is followed from where the follower was, each page after the last was handled', async () => {
      const area = await anArea();
      await written(area, 'note:before');
      const { last_seq } = await storage.changes(area, { since: '0' });
      await written(area, 'note:missed');
      const heard: string[] = [];
      const end = new AbortController();
      const following = storage.follow(
        area,
        { since: last_seq, signal: end.signal, includeDocs: true },
        async (page) => {
          heard.push(...page.results.map(({ id }) => id));
          if (heard.length === 1) await written(area, 'note:live');
          if (heard.includes('note:live')) end.abort();
        },
      );
      await following;
      expect(heard).toEqual(['note:missed', 'note:live']);
    });

    it('lets a waiting follower go', async () => {
      const area = await anArea();
      const end = new AbortController();
      const following = storage.follow(area, { since: 'now', signal: end.signal }, () => undefined);
      end.abort();
      await expect(following).resolves.toBeUndefined();
    });

    it('keeps local documents out of every feed', async () => {
      const area = await anArea();
      expect(await storage.localGet(area, 'follower')).toBeUndefined();
      await storage.localPut(area, 'follower', { seq: '7' });
      await storage.localPut(area, 'follower', { seq: '8' });
      expect(await storage.localGet(area, 'follower')).toEqual({ seq: '8' });
      expect((await storage.changes(area, { since: '0' })).results).toEqual([]);
    });

    it('keeps a blob byte for byte', async () => {
      const media = await anArea();
      const bytes = Uint8Array.from({ length: 4096 }, (_, index) => index % 256);
      const row = await storage.putAttachment(media, 'blob:1', 'blob', { contentType: 'image/webp', bytes });
      expect(row).toMatchObject({ id: 'blob:1', durable: true });
      expect(await storage.getAttachment(media, 'blob:1', 'blob')).toEqual({ contentType: 'image/webp', bytes });
      expect(await storage.getAttachment(media, 'blob:1', 'other')).toBeUndefined();
      expect((await storage.putAttachment(media, 'blob:1', 'blob', { contentType: 'image/webp', bytes })).error).toBe(
        'conflict',
      );
    });

    it('keeps the revision of a blob that a tablet replicated, and takes it twice', async () => {
      const media = await anArea();
      const _rev = `1-${'b'.repeat(32)}`;
      const blob = { _id: 'blob:2', _rev, _attachments: { blob: { content_type: 'image/webp', data: 'eGlhbw==' } } };
      expect(await storage.writeRevisions(media, [blob])).toEqual([{ id: 'blob:2', rev: _rev, durable: false }]);
      expect(await storage.writeRevisions(media, [blob])).toEqual([{ id: 'blob:2', rev: _rev, durable: false }]);
      expect((await storage.get(media, 'blob:2'))?._rev).toBe(_rev);
      expect((await storage.leaves(media, 'blob:2')).length).toBe(1);
    });

    it('announces its own writes at once, and refused ones not', async () => {
      const area = await anArea();
      const heard: string[] = [];
      const leaveListening = storage.onUpdate((database) => heard.push(database));
      await written(area, 'note:1');
      expect(heard).toContain(area);
      leaveListening();
      await written(area, 'note:2');
      expect(heard.filter((database) => database === area)).toHaveLength(1);
    });

    describe('to a person', () => {
      const alice = { name: 'alice', roles: ['area-reader'] };
      const bob = { name: 'bob', roles: ['another-area'] };
      const never = new AbortController().signal;
      const info = (database: string, person: typeof alice): Promise<ReadAnswer> =>
        storage.read({ database, person, op: 'info', query: {} }, never);

      it('shows a database whose reader they are, and to nobody else', async () => {
        const area = await anArea(['area-reader']);
        const allowed = await info(area, alice);
        expect(allowed).toMatchObject({ status: 200, body: { db_name: area, doc_count: 0 } });
        expect(allowed.body).toMatchObject({ epoch: (await storage.information(area))?.epoch });
        expect((await info(area, bob)).status).toBe(403);
        expect((await info(area, { name: 'carol', roles: [] })).status).toBe(403);
        expect((await info('area-nowhere', alice)).status).toBe(404);
      });

      it('shows a database without readers to nobody', async () => {
        await storage.ensureDatabase('ledger');
        expect((await info('ledger', alice)).status).toBe(403);
      });

      it('stops showing it when the readers change', async () => {
        const area = await anArea(['area-reader']);
        expect(await storage.ensureDatabase(area, { readers: ['another-area'] })).toBe('existed');
        expect((await info(area, alice)).status).toBe(403);
        expect((await info(area, bob)).status).toBe(200);
      });
    });
  });
}
