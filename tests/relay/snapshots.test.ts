import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { ulid } from 'ulid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSnapshotHead, readSnapshotLine, type SnapshotHead } from '../../src/domain/snapshot.ts';
import { keepSnapshots, type Snapshots } from '../../sync-server/storage/snapshots.ts';
import type { Storage, StoredDoc } from '../../sync-server/storage/port.ts';
import { aDwelling, aHousehold, aMatter, aVisit, building12, building13 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { tenants } from '../contracts/tenants.ts';

const hour = 3_600_000;
/** Everything of one snapshot, as a tablet would read it. */
async function readAll(snapshots: Snapshots, db: string, epoch: string) {
  const rows: { rev: string; leaves: readonly { _id?: string }[] }[] = [];
  const heads: SnapshotHead[] = [];
  for (let part = 0, parts = 1; part < parts; part += 1) {
    const id = heads[0]?.id;
    const path = await snapshots.part(db, { epoch, part, ...(id !== undefined && { id }) });
    const text = gunzipSync(new Uint8Array(await readFile(path ?? 'none'))).toString('utf8');
    const [first = '', ...lines] = text.split('\n');
    expect(lines.pop()).toBe('');
    const head = readSnapshotHead(first);
    if (!head) throw new Error('no head');
    heads.push(head);
    parts = head.parts;
    rows.push(...lines.map(readSnapshotLine));
  }
  return { head: heads[0] as SnapshotHead, heads, rows, ids: rows.map((row) => row.leaves[0]?._id) };
}

describe.each(tenants)('snapshots of %s', (_name, tenant) => {
  let storage: Storage;
  let leave: () => Promise<void>;
  let folder: string;
  let snapshots: Snapshots;
  let epoch: string;
  let now = 0;
  const open = () => keepSnapshots({ storage, folder, newId: ulid, clock: () => now });

  beforeEach(async () => {
    ({ storage, leave } = await tenant());
    folder = await mkdtemp(join(tmpdir(), 'baibu-snapshots-'));
    await storage.ensureDatabase('area-a1');
    epoch = (await storage.information('area-a1'))?.epoch ?? '';
    now = 0;
    snapshots = await open();
  });
  afterEach(async () => {
    await snapshots.close();
    await leave();
    await rm(folder, { recursive: true, force: true });
  });

  const write = (docs: readonly object[]) => storage.write('area-a1', docs as StoredDoc[]);
  const matters = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => aMatter({ _id: anId('matter', from + n) }));
  const current = async () => (await readAll(snapshots, 'area-a1', epoch)).head;

  it('hold every document once, as it was stored, and the feed goes on from them', async () => {
    const matter = aMatter();
    await write([matter, ...matters(10, 20)]);
    const gone = matters(10, 11)[0];
    const stored = await storage.get('area-a1', gone?._id ?? '');
    await write([{ _id: stored?._id, _rev: stored?._rev, _deleted: true }]);
    const { head, rows, ids } = await readAll(snapshots, 'area-a1', epoch);
    expect([...ids].sort()).toEqual([matter, ...matters(11, 20)].map(({ _id }) => _id).sort());
    expect(head).toMatchObject({ documents: 10, parts: 1, epoch });
    const told = rows.find((row) => row.leaves[0]?._id === matter._id);
    expect(told).toEqual({
      rev: (await storage.get('area-a1', matter._id))?._rev,
      leaves: [matter],
      text: JSON.stringify(told?.leaves[0]),
    });
    await write([aMatter({ _id: anId('matter', 99) })]);
    const after = await storage.changes('area-a1', { since: head.seq });
    expect(after.results.map(({ id }) => id)).toEqual([anId('matter', 99)]);
  });

  it('are in parts of which each says which it is', async () => {
    await write(matters(0, 1_000));
    await write(matters(1_000, 2_300));
    const { head, heads, ids } = await readAll(snapshots, 'area-a1', epoch);
    expect(head).toMatchObject({ documents: 2_300 });
    expect(head.parts).toBeGreaterThan(2);
    expect(heads.map(({ part }) => part)).toEqual(heads.map((_, part) => part));
    expect(new Set(heads.map(({ id }) => id)).size).toBe(1);
    expect(new Set(ids).size).toBe(2_300);
    expect(await snapshots.part('area-a1', { epoch, part: head.parts, id: head.id })).toBeUndefined();
  });

  it('bring one building whole before the next', async () => {
    const doors = [building13, building12].flatMap((buildingId, index) => {
      const dwellingId = `dwelling:a1-${String(13 - index)}-1-0101`;
      const household = aHousehold({ _id: anId('household', index), values: { dwellingId } });
      const visit = aVisit({ _id: anId('visit', index), buildingId, dwellingId, householdId: household._id });
      return [aDwelling({ _id: dwellingId, values: { address: { ...address, buildingId } } }), household, visit];
    });
    await write(doors);
    const { ids } = await readAll(snapshots, 'area-a1', epoch);
    expect(ids).toEqual([...doors.slice(3), ...doors.slice(0, 3)].map(({ _id }) => _id));
  });
  const address = { estate: 'e', building: '12栋', entrance: '1', floor: '1', room: '0101' };

  it('hold every leaf of a conflict', async () => {
    const [winner, losing] = [aMatter({ text: '甲' }), aMatter({ text: '乙' })];
    await storage.writeRevisions('area-a1', [
      { ...winner, _rev: '1-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb' },
      { ...losing, _rev: '1-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' },
    ]);
    const { rows } = await readAll(snapshots, 'area-a1', epoch);
    expect(rows).toEqual([{ rev: '1-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', leaves: [winner, losing] }]);
  });

  it('are made once for fifty who ask at once', async () => {
    await write(matters(0, 30));
    const paths = await Promise.all(Array.from({ length: 50 }, () => snapshots.part('area-a1', { epoch, part: 0 })));
    expect(new Set(paths).size).toBe(1);
    expect(await readdir(join(folder, 'area-a1'))).toHaveLength(1);
  });

  it('are the same until the feed has grown by more than a tenth', async () => {
    await write(matters(0, 40));
    const first = await current();
    await write(matters(40, 44));
    expect((await current()).id).toBe(first.id);
    await write(matters(44, 45));
    const second = await current();
    expect(second.id).not.toBe(first.id);
    expect(second.documents).toBe(45);
    // Somebody is in the middle of the first, perhaps.
    expect(await snapshots.part('area-a1', { epoch, part: 0, id: first.id })).toBeDefined();
  });

  it('go when nobody reads the old one any more', async () => {
    await write(matters(0, 10));
    const first = await current();
    await write(matters(10, 20));
    now += 2 * hour;
    await current();
    expect(await snapshots.part('area-a1', { epoch, part: 0, id: first.id })).toBeUndefined();
    expect(await readdir(join(folder, 'area-a1'))).toHaveLength(1);
  });

  it('are another one in another epoch', async () => {
    await write(matters(0, 10));
    const first = await current();
    epoch = await storage.raiseEpoch('area-a1');
    expect((await current()).id).not.toBe(first.id);
    expect(await snapshots.part('area-a1', { epoch, part: 0, id: first.id })).toBeUndefined();
  });

  it('are gone at once when they are dropped', async () => {
    await write(matters(0, 10));
    const first = await current();
    await snapshots.drop('area-a1');
    expect(await readdir(folder)).toEqual([]);
    expect(await snapshots.part('area-a1', { epoch, part: 0, id: first.id })).toBeUndefined();
    const asked = snapshots.part('area-a1', { epoch, part: 0 });
    await snapshots.drop('area-a1');
    const path = await asked;
    // What was under way when they were dropped is not told either.
    if (path !== undefined) expect((await current()).id).not.toBe(first.id);
  });

  it('outlive a restart, unless they were not finished or are of another form', async () => {
    await write(matters(0, 10));
    const first = await current();
    const path = join(folder, 'area-a1', first.id);
    snapshots = await open();
    expect((await current()).id).toBe(first.id);
    await writeFile(join(path, 'head.json'), JSON.stringify({ ...first, form: 0 }));
    snapshots = await open();
    expect(await readdir(join(folder, 'area-a1'))).toEqual([]);
    expect((await current()).id).not.toBe(first.id);
  });

  it('are none where the folder cannot be written', async () => {
    await rm(folder, { recursive: true });
    await writeFile(folder, 'a file');
    snapshots = await open();
    expect(await snapshots.part('area-a1', { epoch, part: 0 })).toBeUndefined();
  });
});
