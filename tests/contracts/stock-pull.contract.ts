import { expect, it } from 'vitest';
import type { Storage } from '../../sync-server/storage/port.ts';
import type { Door } from './door.ts';
import { aDevice, pull, remote } from './stock-pouchdb.ts';
import type { StockPouch } from './stock-pouchdb.ts';

interface House {
  anArea: (...docs: { _id: string; [field: string]: unknown }[]) => Promise<string>;
  door: () => Door;
  storage: () => Storage;
}

/** A stock PouchDB 9 pulls whatever it may read. */
export function stockPullContract({ anArea, door, storage }: House): void {
  const at = (area: string, person = 'alice'): StockPouch => remote(`${door().url}/${area}`, person);

  const many = (amount: number): { _id: string; n: number }[] =>
    Array.from({ length: amount }, (_, n) => ({ _id: `visit:${String(n).padStart(4, '0')}`, n }));

  it('lets a stock PouchDB pull a database, deletions and both sides of a conflict included', async () => {
    const area = await anArea(...many(250));
    const gone = await storage().get(area, 'visit:0007');
    await storage().write(area, [{ _id: 'visit:0007', _rev: gone?._rev ?? '', _deleted: true }]);
    const leaf = (hash: string): object => ({ _id: 'household:1', _rev: `1-${hash}`, room: hash });
    await storage().writeRevisions(area, [leaf('aa'), leaf('bb')] as never);
    const device = aDevice();
    const pulled = await pull(at(area), device);
    expect(pulled).toMatchObject({ ok: true, doc_write_failures: 0 });
    expect((await device.info()).doc_count).toBe(250);
    expect(await device.get('visit:0249')).toMatchObject({ n: 249 });
    await expect(device.get('visit:0007')).rejects.toMatchObject({ status: 404 });
    expect(await device.get('household:1', { conflicts: true })).toMatchObject({ room: 'bb', _conflicts: ['1-aa'] });
  });

  it('lets it resume where it was', async () => {
    const area = await anArea(...many(120));
    const device = aDevice();
    expect((await pull(at(area), device)).docs_written).toBe(120);
    expect((await pull(at(area), device)).docs_read).toBe(0);
    await storage().write(area, [{ _id: 'visit:new' }]);
    expect((await pull(at(area), device)).docs_read).toBe(1);
  });

  it('lets it pull in batches of a thousand', async () => {
    const area = await anArea(...many(1300));
    const device = aDevice();
    const pulled = await pull(at(area), device, { batch_size: 1000 });
    expect(pulled.docs_written).toBe(1300);
  });

  it('lets it pull by selector', async () => {
    const area = await anArea(...many(300));
    const device = aDevice();
    await pull(at(area), device, { selector: { n: { $lt: 5 } } });
    const { rows } = await device.allDocs();
    expect(rows.map(({ id }) => id)).toEqual(many(5).map(({ _id }) => _id));
  });

  it('lets it pull by ids', async () => {
    const area = await anArea(...many(30));
    const device = aDevice();
    await pull(at(area), device, { doc_ids: ['visit:0003', 'visit:0029'] });
    expect((await device.info()).doc_count).toBe(2);
  });

  it('lets it pull live', async () => {
    const area = await anArea(...many(3));
    const device = aDevice();
    const live = pull(at(area), device, { live: true, retry: true });
    await new Promise<void>((resolve) => live.on('paused', () => resolve()));
    const arrived = new Promise<void>((resolve) => live.on('change', () => resolve()));
    await storage().write(area, [{ _id: 'visit:live', text: 'fresh' }]);
    await arrived;
    expect(await device.get('visit:live')).toMatchObject({ text: 'fresh' });
    live.cancel();
    await live;
  });

  it('lets it pull attachments, byte for byte', async () => {
    const area = await anArea();
    const bytes = Uint8Array.from({ length: 50_000 }, (_, index) => (index * 7) % 256);
    for (const id of ['blob:1', 'blob:2', 'blob:3']) {
      await storage().putAttachment(area, id, 'blob', { contentType: 'image/webp', bytes });
    }
    const device = aDevice();
    await pull(at(area), device);
    expect((await device.getAttachment('blob:3', 'blob')).equals(bytes)).toBe(true);
  });

  it('lets it read without a database of its own: feeds, documents, attachments in a page of changes', async () => {
    const area = await anArea(...many(60));
    await storage().putAttachment(area, 'blob:1', 'blob', { contentType: 'image/webp', bytes: new Uint8Array([1, 2]) });
    const there = at(area);
    const { results } = await there.changes({ include_docs: true, attachments: true });
    expect(results).toHaveLength(61);
    expect(results.at(-1)?.doc).toMatchObject({ _attachments: { blob: { data: 'AQI=' } } });
    expect((await there.allDocs({ include_docs: true, limit: 10 })).rows).toHaveLength(10);
    expect((await there.info()).doc_count).toBe(61);
  });

  it('gives a foreigner nothing, and no stock client a way to write', async () => {
    const area = await anArea(...many(3));
    const device = aDevice();
    await expect(pull(at(area, 'bob'), device)).rejects.toMatchObject({ status: 403 });
    expect((await device.info()).doc_count).toBe(0);
    await expect(at(area).put({ _id: 'note:forged' })).rejects.toBeDefined();
    expect(await storage().get(area, 'note:forged')).toBeUndefined();
  });
}
