import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSnapshotHead, readSnapshotLine, type SnapshotHead } from '../../src/domain/snapshot.ts';
import { aMatter, anIdentity } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aRelay, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { rawRequest } from './raw-request.ts';

describe.each(storageKinds)('the address of a snapshot on %s', (storage) => {
  let relay: TestRelay;
  const who: Record<string, SignedInPerson> = {};
  const ask = (username: string, path: string): Promise<Response> => {
    const person = who[username];
    if (!person) throw new Error(`${username} did not sign in`);
    return person.ask(path);
  };
  const documents = Array.from({ length: 30 }, (_, n) => aMatter({ _id: anId('matter', n) }));

  beforeAll(async () => {
    relay = await aRelay({ storage });
    for (const name of ['grid1', 'grid2', 'building1', 'area1', 'secretary', 'garden1', 'admin'])
      who[name] = await relay.signIn(name);
    await relay.storage.write(
      'area-a1',
      documents.map((doc) => ({ ...doc })),
    );
    await relay.storage.write('care-a1', [{ ...anIdentity() }]);
  });
  afterAll(() => relay.stop());

  const headOf = (text: string): SnapshotHead => {
    const head = readSnapshotHead(text.slice(0, text.indexOf('\n')));
    if (!head) throw new Error('no head');
    return head;
  };

  it('tells documents with a sequence from which the feed goes on', async () => {
    const response = await ask('grid1', '/db/area-a1/_snapshot');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    const lines = text.split('\n').slice(1, -1);
    expect(lines.map((line) => readSnapshotLine(line).leaves[0])).toEqual(documents);
    const head = headOf(text);
    const info = (await (await ask('grid1', '/db/area-a1')).json()) as { epoch: string };
    expect(head.epoch).toBe(info.epoch);
    const rest = (await (await ask('grid1', `/db/area-a1/_changes?since=${head.seq}`)).json()) as { results: object[] };
    expect(rest.results).toEqual([]);
    // The same again, by its id: what a tablet asks that was cut in the middle.
    const again = await ask('grid1', `/db/area-a1/_snapshot?id=${head.id}&part=0`);
    expect(await again.text()).toBe(text);
  });

  it('says when there is no such snapshot, part or address', async () => {
    const { id } = headOf(await (await ask('grid1', '/db/area-a1/_snapshot')).text());
    const statuses = [];
    for (const query of [`id=${id}&part=9`, 'id=none&part=0', `id=${id}&part=-1`, 'part=x', 'id=../../secret'])
      statuses.push((await ask('grid1', `/db/area-a1/_snapshot?${query}`)).status);
    expect(statuses).toEqual([404, 404, 400, 400, 404]);
    expect((await ask('grid1', '/db/area-a1/_snapshot/more')).status).toBe(405);
    expect((await who['grid1']?.ask('/db/area-a1/_snapshot', { body: {} }))?.status).toBe(405);
    expect((await ask('grid1', '/db/media-a1/_snapshot')).status).toBe(404);
  });

  it('is open to whoever may read the database, and to nobody else', async () => {
    const { id } = headOf(await (await ask('grid1', '/db/area-a1/_snapshot')).text());
    const asked: Record<string, number[]> = {};
    for (const name of Object.keys(who)) {
      asked[name] = [];
      for (const path of ['area-a1', 'care-a1', 'ref-c1', 'own-grid1'])
        asked[name]?.push((await ask(name, `/db/${path}/_snapshot`)).status);
      // Knowing the name of a snapshot opens nothing.
      asked[name]?.push((await ask(name, `/db/area-a1/_snapshot?id=${id}&part=0`)).status);
    }
    expect(asked).toEqual({
      grid1: [200, 200, 200, 200, 200],
      grid2: [403, 403, 200, 403, 403],
      building1: [403, 403, 200, 403, 403],
      area1: [200, 200, 200, 403, 200],
      garden1: [200, 403, 200, 403, 200],
      secretary: [403, 403, 200, 403, 403],
      admin: [403, 403, 200, 403, 403],
    });
    const nobody = await rawRequest(relay.url, '/db/area-a1/_snapshot');
    expect(nobody.status).toBe(401);
    for (const name of ['auth', 'ledger', 'log-c1', 'nope'])
      expect((await ask('grid1', `/db/${name}/_snapshot`)).status).toBe(403);
  });

  it('is packed only for whoever can unpack it', async () => {
    const token = who['grid1']?.token ?? '';
    const plain = await rawRequest(relay.url, '/db/area-a1/_snapshot', { token });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.text.split('\n')).toHaveLength(documents.length + 2);
  });

  it('asks the storage as the person, who may have lost the right there', async () => {
    await relay.storage.ensureDatabase('area-a1', { readers: ['nobody'] });
    const { status } = await ask('grid1', '/db/area-a1/_snapshot');
    expect(status).toBe(403);
  });
});
