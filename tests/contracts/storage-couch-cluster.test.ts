import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkCouchConfiguration } from '../../sync-server/storage/couch-configuration.ts';
import { couchIdentities, readerRole } from '../../sync-server/storage/couch-identity.ts';
import { openCouchStorage } from '../../sync-server/storage/couch.ts';
import { StorageUnavailable } from '../../sync-server/storage/port.ts';
import type { Storage } from '../../sync-server/storage/port.ts';
import type { CouchDouble } from '../doubles/couchdb/couchdb.ts';
import { startCouchDouble } from '../doubles/couchdb/couchdb.ts';
import { couchTenant } from './tenants.ts';

// What a cluster does to the relay, as it was measured on CouchDB 3.5 with three nodes.

const AREA = 'area-1';
const IN_COUCH = `baibu-${AREA}`;
const alice = { name: 'alice', roles: ['area-reader'] };
const never = new AbortController().signal;

let couch: CouchDouble;
let storage: Storage;
let leave: () => Promise<void>;

beforeEach(async () => {
  ({ couch, storage, leave } = await couchTenant());
  await storage.ensureDatabase(AREA, { readers: ['area-reader'] });
});
afterEach(() => leave());

const write = async (
  id: string,
  fields: object = {},
): Promise<Awaited<ReturnType<Storage['write']>>[number] | undefined> =>
  (await storage.write(AREA, [{ _id: id, ...fields }]))[0];

it('calls a write durable only when a quorum has it', async () => {
  expect(await write('visit:1')).toMatchObject({ durable: true });
  couch.cluster.stopNodes();
  expect(await storage.whole()).toBe(false);
  expect(await write('visit:2')).toMatchObject({ rev: expect.stringMatching(/^1-/) as string, durable: false });
  couch.cluster.startNodes({ lost: false });
  expect(await storage.whole()).toBe(true);
  expect(await storage.get(AREA, 'visit:2')).toBeDefined();
});

it('shows that what was only accepted can be gone, and takes it again', async () => {
  await write('visit:safe');
  couch.cluster.stopNodes();
  await write('visit:fragile');
  couch.cluster.startNodes({ lost: true });
  expect(await storage.get(AREA, 'visit:safe')).toBeDefined();
  expect(await storage.get(AREA, 'visit:fragile')).toBeUndefined();
  expect(await write('visit:fragile')).toMatchObject({ durable: true });
});

it('never calls replicated revisions durable, also when CouchDB says 201', async () => {
  couch.cluster.stopNodes();
  const blob = { _id: 'blob:1', _rev: '1-abc' };
  expect(await storage.writeRevisions(AREA, [blob])).toEqual([{ id: 'blob:1', rev: '1-abc', durable: false }]);
});

it('is told of a race by no conflict; the other leaf comes later, as a second row', async () => {
  const first = await write('household:1', { room: '301' });
  couch.cluster.raceNextWrite(IN_COUCH, { _id: 'household:1', _rev: first?.rev ?? '', room: 'bob' });
  const [mine] = await storage.write(AREA, [{ _id: 'household:1', _rev: first?.rev ?? '', room: 'alice' }]);
  expect(mine).toMatchObject({ durable: false });
  expect(mine?.error).toBeUndefined();
  const before = await storage.changes(AREA, { since: '0', includeDocs: true, conflicts: true });
  expect(before.results[0]?.doc?._conflicts).toBeUndefined();
  couch.cluster.settle();
  const after = await storage.changes(AREA, { since: before.last_seq, includeDocs: true, conflicts: true });
  expect(after.results.map(({ id, doc }) => [id, doc?._conflicts?.length])).toEqual([['household:1', 1]]);
  expect((await storage.leaves(AREA, 'household:1')).map((leaf) => leaf['room']).sort()).toEqual(['alice', 'bob']);
});

it('gives opaque sequences: two answers about one state differ, and both lead on', async () => {
  await write('note:1');
  const [one, two] = [await storage.information(AREA), await storage.information(AREA)];
  expect(one?.update_seq).not.toBe(two?.update_seq);
  await write('note:2');
  for (const since of [one?.update_seq ?? '', two?.update_seq ?? '']) {
    expect((await storage.changes(AREA, { since })).results.map(({ id }) => id)).toEqual(['note:2']);
  }
});

it('gets every row again after a node came back with an empty disk', async () => {
  await write('note:1');
  const { last_seq } = await storage.changes(AREA, { since: '0' });
  couch.cluster.forgetSequences(IN_COUCH);
  expect((await storage.changes(AREA, { since: last_seq })).results).toHaveLength(1);
});

it('has a new epoch when the database was made again', async () => {
  const before = await storage.information(AREA);
  couch.cluster.recreate(IN_COUCH);
  expect((await storage.information(AREA))?.epoch).not.toBe(before?.epoch);
});

it('cannot see a restored backup by itself: the epoch must be raised', async () => {
  await write('note:1');
  const restore = couch.cluster.backup(IN_COUCH);
  await write('note:2');
  const { last_seq } = await storage.changes(AREA, { since: '0' });
  const before = await storage.information(AREA);
  restore();
  await write('note:3');
  expect((await storage.changes(AREA, { since: last_seq })).results).toEqual([]);
  expect((await storage.information(AREA))?.epoch).toBe(before?.epoch);
  expect(await storage.raiseEpoch(AREA)).not.toBe(before?.epoch);
});

it.each(['unavailable', 'cut'] as const)(
  'throws StorageUnavailable when CouchDB is %s, and recovers',
  async (manner) => {
    couch.behave(manner);
    expect(await storage.ping()).toBe(false);
    await expect(write('note:1', { text: '张三' })).rejects.toThrow(StorageUnavailable);
    await expect(storage.get(AREA, 'note:1')).rejects.toThrow(StorageUnavailable);
    await expect(storage.information(AREA)).rejects.toThrow(StorageUnavailable);
    const read = storage.read({ database: AREA, person: alice, op: 'info', query: {} }, never);
    await expect(read).rejects.toThrow(StorageUnavailable);
    couch.behave('well');
    expect(await write('note:1')).toMatchObject({ durable: true });
  },
);

it('tells nothing of a document in its faults', async () => {
  couch.behave('unavailable');
  const fault: unknown = await write('note:1', { text: '张三' }).catch((thrown: unknown) => thrown);
  const { inspect } = await import('node:util');
  expect(inspect(fault, { depth: 10, showHidden: true })).not.toMatch(/张三|Bearer|provisioner/);
});

it('breaks a stream that CouchDB broke: half an answer never looks whole', async () => {
  const answer = await storage.read(
    { database: AREA, person: alice, op: 'changes', query: { feed: 'continuous' } },
    never,
  );
  const drained = (async (): Promise<void> => {
    let cut = false;
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      if (!cut && chunk.length > 0) couch.cutConnections();
      cut = true;
    }
  })();
  await expect(drained).rejects.toThrow(StorageUnavailable);
});

it('hears of writes by other relays, and after a gap takes every database for moved', async () => {
  const heard = new Set<string>();
  let tell: () => void = () => undefined;
  storage.onUpdate((database) => {
    heard.add(database);
    tell();
  });
  const until = (name: string): Promise<void> =>
    new Promise((resolve) => {
      tell = () => {
        if (heard.has(name)) resolve();
      };
      tell();
    });
  await storage.ensureDatabase('care-1');
  await waitFor(() => couch.requests.some((request) => request.includes('_db_updates')));
  const moved = until(AREA);
  await waitFor(() => couch.cluster.updated.listenerCount('updated') > 0);
  couch.cluster.writeElsewhere(IN_COUCH, { _id: 'note:elsewhere' });
  await moved;
  heard.clear();
  couch.cluster.deafToUpdates = true;
  couch.cluster.writeElsewhere('baibu-care-1', { _id: 'note:unheard' });
  couch.cutConnections();
  await until('care-1');
});

it('works without _db_updates, for its own writes', async () => {
  const plain = await startCouchDouble({ globalChanges: false });
  const settings = { url: plain.url, prefix: '', key: { secret: plain.secret }, now: Date.now, newId: () => 'x' };
  const alone = openCouchStorage(settings);
  const heard: string[] = [];
  alone.onUpdate((name) => heard.push(name));
  await alone.ensureDatabase(AREA);
  await alone.write(AREA, [{ _id: 'note:1' }]);
  expect(heard).toEqual([AREA]);
  await alone.close();
  await plain.close();
});

it('lets CouchDB decide once more: a role that its _security does not name reads nothing', async () => {
  const mallory = { name: 'mallory', roles: ['relay', 'admin', 'area-reader-of-others'] };
  expect((await storage.read({ database: AREA, person: mallory, op: 'info', query: {} }, never)).status).toBe(403);
});

it.each(['_admin', 'relay.baibu-', 'A', ''])('never signs the role %j for a person', async (role) => {
  expect(() => readerRole('baibu-', role)).toThrow(TypeError);
  const identities = couchIdentities('baibu-', { secret: couch.secret }, Date.now);
  await expect(identities.person({ name: 'mallory', roles: [role] })).rejects.toThrow(TypeError);
});

it('signs for a minute', async () => {
  const now = 1_700_000_000_000;
  const bearer = await couchIdentities('baibu-', { secret: couch.secret, keyId: 'k1' }, () => now).person(alice);
  expect(decodeJwt(bearer.replace('Bearer ', ''))).toEqual({
    sub: 'alice',
    exp: now / 1000 + 60,
    '_couchdb.roles': ['baibu-area-reader'],
  });
});

it('takes a 401 for the relay’s own trouble, never for the person’s', async () => {
  const key = { secret: 'another secret, which CouchDB does not know' };
  const stranger = openCouchStorage({ url: couch.url, prefix: 'baibu-', key, now: Date.now, newId: () => 'x' });
  const read = stranger.read({ database: AREA, person: alice, op: 'info', query: {} }, never);
  await expect(read).rejects.toThrow(StorageUnavailable);
  await expect(stranger.get(AREA, 'note:1')).rejects.toThrow(StorageUnavailable);
  await stranger.close();
});

it('reaches only its own databases, however an id or an attachment is spelled', async () => {
  await storage.ensureDatabase('ledger');
  couch.requests.length = 0;
  for (const id of ['../baibu-ledger/_all_docs', '..%2fbaibu-ledger', 'a/../../baibu-ledger', './x', 'note?rev=1#x']) {
    await storage.read({ database: AREA, person: alice, op: 'doc', id, query: {} }, never);
    await storage.read(
      { database: AREA, person: alice, op: 'attachment', id: 'note:1', attachment: id, query: {} },
      never,
    );
  }
  for (const dots of ['.', '..']) {
    for (const [id, attachment] of [
      [dots, undefined],
      ['note:1', dots],
      [dots, dots],
    ] as const) {
      const op = attachment ? 'attachment' : 'doc';
      const asked = {
        database: AREA,
        person: alice,
        op,
        id,
        ...(attachment ? { attachment } : {}),
        query: {},
      } as const;
      expect((await storage.read(asked, never)).status).toBe(404);
    }
  }
  expect(couch.requests.length).toBeGreaterThan(0);
  for (const request of couch.requests) expect(request).toMatch(/^GET \/baibu-area-1\/[^/?]+(\/[^/?]+)?$/);
});

it('names what a CouchDB lacks before the relay can stand on it', async () => {
  expect(await checkCouchConfiguration(couch.url)).toEqual([]);
  couch.configuration['jwt_keys'] = {};
  couch.configuration['jwt_auth'] = {};
  couch.configuration['chttpd'] = { authentication_handlers: '{chttpd_auth, proxy_authentication_handler}' };
  couch.cluster.databases.delete('_global_changes');
  const missing = await checkCouchConfiguration(couch.url);
  expect(missing.map((line) => line.split(' = ')[0])).toEqual([
    '[chttpd] authentication_handlers',
    '[chttpd] authentication_handlers without proxy_authentication_handler (its token does not cover roles)',
    '[jwt_keys] hmac:_default',
    '[jwt_auth] required_claims',
    '[chttpd] require_valid_user',
    'curl -X PUT <CouchDB>/_global_changes',
  ]);
});

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
