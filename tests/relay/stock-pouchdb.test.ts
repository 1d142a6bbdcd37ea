import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aDevice, pull, remote } from '../contracts/stock-pouchdb.ts';
import { aRelay, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';

const load = createRequire(import.meta.url);
interface Pouch {
  put(doc: object): Promise<unknown>;
  putAttachment(id: string, name: string, data: Buffer, type: string): Promise<unknown>;
}
const { replicate } = load('pouchdb') as { replicate(from: Pouch, to: object, opts?: object): Promise<object> };

/** A stock PouchDB 9 over real HTTP, with nothing of ours but a header. */
describe.each(storageKinds)('a stock PouchDB on %s', (storage) => {
  let relay: TestRelay;
  let grid1: SignedInPerson;

  beforeAll(async () => {
    relay = await aRelay({ storage });
    grid1 = await relay.signIn('grid1');
    const docs = Array.from({ length: 250 }, (_, n) => ({ _id: `visit:${String(n).padStart(4, '0')}`, n }));
    await relay.storage.write('area-a1', docs);
  });
  afterAll(() => relay.stop());

  const at = (database: string, person = grid1): ReturnType<typeof remote> =>
    remote(`${relay.url}/db/${database}`, person.token);

  it('pulls what it may read, and goes on where it was', async () => {
    const device = aDevice();
    expect(await pull(at('area-a1'), device)).toMatchObject({ ok: true, docs_written: 250 });
    expect(await pull(at('area-a1'), device)).toMatchObject({ ok: true, docs_read: 0 });
    expect(await device.get('visit:0249')).toMatchObject({ n: 249 });
  });

  it('pulls by selector', async () => {
    const device = aDevice();
    await pull(at('area-a1'), device, { selector: { n: { $lt: 5 } } });
    expect((await device.allDocs()).rows).toHaveLength(5);
  });

  it('pulls live, by long poll', async () => {
    const device = aDevice();
    const live = pull(at('ref-c1'), device, { live: true, retry: true });
    await new Promise<void>((resolve) => live.on('paused', () => resolve()));
    const arrived = new Promise<void>((resolve) => live.on('change', () => resolve()));
    await relay.storage.write('ref-c1', [{ _id: 'policy:fresh' }]);
    await arrived;
    expect(await device.get('policy:fresh')).toBeDefined();
    live.cancel();
    await live;
  });

  it('pulls and pushes encrypted blobs, and nothing else that is media', async () => {
    const source = aDevice() as unknown as Pouch;
    const id = `media:${ulid()}`;
    const bytes = randomBytes(40_000);
    await source.putAttachment(id, 'blob', bytes, 'application/octet-stream');
    await source.put({ _id: `media:${ulid()}`, text: 'not noise' });
    await source.putAttachment(`media:${ulid()}`, 'page', Buffer.from('<script>'), 'text/html');
    const pushed = await replicate(source, at('media-a1'), { batch_size: 3 });
    expect(pushed).toMatchObject({ ok: true, docs_written: 1, doc_write_failures: 2 });
    const device = aDevice();
    await pull(at('media-a1'), device);
    expect((await device.allDocs()).rows.map((row) => row.id)).toEqual([id]);
    expect((await device.getAttachment(id, 'blob')).equals(bytes)).toBe(true);
    const leader = await relay.signIn('building1');
    const blob = await leader.ask(`/db/media-a1/${encodeURIComponent(id)}/blob`);
    expect(Buffer.from(await blob.arrayBuffer()).equals(bytes)).toBe(true);
    expect(blob.headers.get('content-type')).toBe('application/octet-stream');
    expect(blob.headers.get('content-disposition')).toBe('attachment');
    expect((await leader.ask('/db/media-a1/_all_docs')).status).toBe(403);
  });

  it('gives a foreigner nothing, and nobody a way to write', async () => {
    const grid2 = await relay.signIn('grid2');
    const device = aDevice();
    await expect(pull(at('area-a1', grid2), device)).rejects.toMatchObject({ status: 403 });
    expect((await device.info()).doc_count).toBe(0);
    await expect(at('area-a1').put({ _id: 'note:forged' })).rejects.toBeDefined();
    expect(await relay.storage.get('area-a1', 'note:forged')).toBeUndefined();
  });
});
