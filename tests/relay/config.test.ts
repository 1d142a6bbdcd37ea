import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig, type Environment } from '../../sync-server/config.ts';
import { putAccount } from '../../sync-server/provisioning/accounts.ts';
import { startRelay, type Relay } from '../../sync-server/relay.ts';
import { openEmbeddedStorage } from '../../sync-server/storage/embedded.ts';
import type { Started } from '../../sync-server/start-fault.ts';
import { startCouchDouble } from '../doubles/couchdb/couchdb.ts';
import { freePort } from '../journeys/setup/free-port.ts';

let dir: string;
const undo: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'baibu-start-'));
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  await rm(dir, { recursive: true, force: true });
});

async function start(environment: Environment): Promise<Started<Relay>> {
  const config = readConfig({ PORT: String(await freePort()), DATA_DIR: dir, DEMO: 'off', ...environment });
  if (!config.ok) return config;
  const relay = await startRelay({
    config: config.value,
    clock: Date.now,
    appFolder: dir,
    importProgram: new URL('file:///none'),
    version: 'x',
    logLevel: 'silent',
  });
  if (relay.ok) undo.push(() => relay.value.stop());
  return relay;
}

const lineOf = async (environment: Environment): Promise<string> => {
  const started = await start(environment);
  if (started.ok) return 'started';
  const { zh, en } = started.fault;
  expect(zh).toMatch(/[\u4e00-\u9fff]/);
  expect(`${zh}${en}`).not.toContain('\n');
  return en;
};

it('has the values of the contract when nothing is said', () => {
  expect(readConfig({})).toEqual({
    ok: true,
    value: {
      host: '127.0.0.1',
      port: 8787,
      storage: { kind: 'embedded', dataDir: join(process.cwd(), 'data') },
      secretFile: join(process.cwd(), 'data', 'secret'),
      demo: 'auto',
      demoPassword: 'baibu-demo',
    },
  });
  expect(readConfig({ NODE_ENV: 'production' })).toMatchObject({ value: { demo: 'off' } });
  const couch = { COUCHDB_URL: 'http://admin:secret@127.0.0.1:5984', SECRET_FILE: '/run/secret' };
  expect(readConfig(couch)).toMatchObject({
    value: { demo: 'off', storage: { kind: 'couchdb', prefix: 'baibu-' }, secretFile: '/run/secret' },
  });
});

it.each([
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '80a'],
  ['HOST', 'two words'],
  ['COUCHDB_URL', 'couch:5984'],
  ['DB_PREFIX', 'Baibu_'],
  ['DEMO', 'maybe'],
  ['METRICS_PORT', '-1'],
])('stops at a bad %s: %s', (name, value) => {
  const config = readConfig({ [name]: value, SECRET_FILE: '/run/secret' });
  if (config.ok) throw new Error('it was taken');
  expect(config.fault.en).toContain(name);
  expect(config.fault.zh).toContain(name);
});

it('never repeats the address of CouchDB, which carries a password', () => {
  const config = readConfig({ COUCHDB_URL: 'ftp://admin:hunter2@couch', SECRET_FILE: '/run/secret' });
  expect(JSON.stringify(config)).not.toContain('hunter2');
});

it('wants a secret file with CouchDB', () => {
  expect(readConfig({ COUCHDB_URL: 'http://127.0.0.1:5984' })).toMatchObject({ ok: false });
});

it('never serves a demo to the network', async () => {
  expect(readConfig({ DEMO: 'on', HOST: '0.0.0.0' })).toMatchObject({ ok: false });
  expect(await lineOf({ DEMO: '', HOST: '0.0.0.0' })).toContain('public password');
});

it('makes its secret once, for its owner alone', async () => {
  expect(await lineOf({})).toBe('started');
  expect((await stat(join(dir, 'secret'))).mode & 0o777).toBe(0o600);
});

it('refuses a secret that is short or that others can read', async () => {
  const file = join(dir, 'own-secret');
  await writeFile(file, 'c2hvcnQ', { mode: 0o600 });
  expect(await lineOf({ SECRET_FILE: file })).toContain('too short');
  await writeFile(file, Buffer.alloc(32, 7).toString('base64url'));
  await chmod(file, 0o644);
  expect(await lineOf({ SECRET_FILE: file })).toContain('chmod 600');
});

it('says when the port is taken', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  undo.push(() => new Promise((resolve) => other.close(resolve)));
  expect(await lineOf({ PORT: String(port) })).toContain(`Port ${port} is taken`);
});

it('says when the data folder cannot be written or is in use', async () => {
  await writeFile(join(dir, 'file'), '');
  expect(await lineOf({ DATA_DIR: join(dir, 'file') })).toContain('not writable');
  await mkdir(join(dir, 'shared'));
  expect(await lineOf({ DATA_DIR: join(dir, 'shared') })).toBe('started');
  expect(await lineOf({ DATA_DIR: join(dir, 'shared') })).toContain('used by another');
});

it('says when CouchDB cannot be reached, and what its configuration lacks', async () => {
  const file = join(dir, 'secret');
  const couch = await startCouchDouble();
  undo.push(() => couch.close());
  await writeFile(file, Buffer.from(couch.secret).toString('base64url'), { mode: 0o600 });
  const nobody = `http://admin:secret@127.0.0.1:${await freePort()}`;
  expect(await lineOf({ COUCHDB_URL: nobody, SECRET_FILE: file })).toContain('CouchDB is not reachable');
  couch.configuration['jwt_keys'] = {};
  expect(await lineOf({ COUCHDB_URL: couch.url, SECRET_FILE: file })).toContain('[jwt_keys]');
});

it('takes no demo into a store with real accounts', async () => {
  const storage = await openEmbeddedStorage({ dataDir: dir, newId: () => 'epoch' });
  await storage.ensureDatabase('auth');
  const rights = { community: 'c1', grants: [], sealed: [], pinned: [] };
  await putAccount(storage, { username: 'admin', name: 'Admin', passwordHash: 'none', ...rights });
  await storage.close();
  expect(await lineOf({ DEMO: 'on' })).toContain('real data');
  expect(await lineOf({ DEMO: '' })).toBe('started');
});
