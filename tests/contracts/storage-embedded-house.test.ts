import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { ulid } from 'ulid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openEmbeddedStorage } from '../../sync-server/storage/embedded.ts';
import { OpenDatabases } from '../../sync-server/storage/embedded-databases.ts';
import { StorageUnavailable } from '../../sync-server/storage/port.ts';

// What only a storage in a folder has to prove.

let dataDir = '';
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'baibu-embedded-'));
});
afterEach(() => rm(dataDir, { recursive: true }));

const open = (maxOpen = 64): ReturnType<typeof openEmbeddedStorage> =>
  openEmbeddedStorage({ dataDir, newId: ulid, maxOpen });

it('has everything again after a restart: documents, epoch, sequence, readers', async () => {
  const before = await open();
  await before.ensureDatabase('area-1', { readers: ['area-reader'] });
  await before.write('area-1', [{ _id: 'note:1' }]);
  const information = await before.information('area-1');
  await before.close();

  const after = await open();
  expect(await after.listDatabases()).toEqual(['area-1']);
  expect(await after.information('area-1')).toEqual(information);
  expect(await after.ensureDatabase('area-1', { readers: ['area-reader'] })).toBe('existed');
  const person = { name: 'alice', roles: ['area-reader'] };
  const never = new AbortController().signal;
  expect((await after.read({ database: 'area-1', person, op: 'info', query: {} }, never)).status).toBe(200);
  expect((await after.changes('area-1', { since: information?.update_seq ?? '' })).results).toEqual([]);
  await after.close();
});

it('holds more databases than it keeps open, used all at once', async () => {
  const storage = await open(3);
  const areas = Array.from({ length: 12 }, (_, n) => `area-${n}`);
  await Promise.all(areas.map((area) => storage.ensureDatabase(area)));
  for (let round = 0; round < 3; round += 1) {
    await Promise.all(areas.map((area) => storage.write(area, [{ _id: `note:${round}`, area }])));
  }
  const found = await Promise.all(areas.map((area) => storage.range(area, 'note:', 'note:\ufff0')));
  expect(found.map((docs) => docs.map((doc) => doc['area']))).toEqual(areas.map((area) => [area, area, area]));
  await storage.close();
});

it('never opens more than its limit and never closes a database in use', async () => {
  const databases = new OpenDatabases(dataDir, 2);
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => (release = done));
  let most = 0;
  const holding = databases.use('held', async (database) => {
    await held;
    return database.put({ _id: 'note:1' });
  });
  const others = ['a', 'b', 'c', 'd'].map((name) =>
    databases.use(name, async (database) => {
      most = Math.max(most, databases.size);
      await database.put({ _id: 'note:1' });
    }),
  );
  await Promise.all(others);
  release();
  expect((await holding).ok).toBe(true);
  expect(most).toBe(2);
  await databases.close();
});

it('does not keep a database open for a feed that waits', async () => {
  const storage = await open(1);
  await storage.ensureDatabase('area-1');
  await storage.ensureDatabase('area-2');
  const end = new AbortController();
  const heard: string[] = [];
  const following = storage.follow('area-1', { since: '0', signal: end.signal }, (page) => {
    heard.push(...page.results.map(({ id }) => id));
    end.abort();
  });
  await storage.write('area-2', [{ _id: 'note:other' }]);
  await storage.write('area-1', [{ _id: 'note:mine' }]);
  await following;
  expect(heard).toEqual(['note:mine']);
  await storage.close();
});

it('says that it is unavailable when its folder cannot be used', async () => {
  await writeFile(join(dataDir, 'store'), 'in the way');
  await expect(open()).rejects.toThrow(StorageUnavailable);
});

it('ends followers and refuses work once it is closed', async () => {
  const storage = await open();
  await storage.ensureDatabase('area-1');
  const following = storage.follow('area-1', { since: 'now', signal: new AbortController().signal }, () => undefined);
  await storage.close();
  await following;
  expect(await storage.ping()).toBe(false);
  await expect(storage.write('area-1', [{ _id: 'note:late' }])).rejects.toThrow(StorageUnavailable);
});

it('still has what it called durable after SIGKILL', async () => {
  const folder = resolve('node_modules/.cache/baibu');
  await mkdir(folder, { recursive: true });
  const script = join(folder, `writes-until-killed-${ulid()}.mjs`);
  const source = `
    import { openEmbeddedStorage } from '${resolve('sync-server/storage/embedded.ts')}';
    const storage = await openEmbeddedStorage({ dataDir: process.argv[2], newId: () => 'epoch' });
    await storage.ensureDatabase('area-1');
    for (let n = 0; ; n += 1) {
      const [row] = await storage.write('area-1', [{ _id: 'visit:' + n, n }]);
      if (row.durable) console.log(row.id);
    }`;
  const stdin = { contents: source, resolveDir: resolve('.'), loader: 'ts' as const };
  await build({
    stdin,
    outfile: script,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });

  const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const promised: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    promised.push(line);
    if (promised.length === 50) child.kill('SIGKILL');
  }
  await rm(script);

  const storage = await open();
  const kept = await storage.getMany('area-1', promised);
  expect(promised.length).toBeGreaterThanOrEqual(50);
  expect(promised.filter((id) => !kept.has(id))).toEqual([]);
  await storage.close();
});
