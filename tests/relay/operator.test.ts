import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readConfig, type Config } from '../../sync-server/config.ts';
import { operate } from '../../sync-server/operator.ts';
import { passwordFrom } from '../../sync-server/password-input.ts';
import { startRelay, type Relay } from '../../sync-server/relay.ts';
import { aPrefix, dropDatabases, realCouch, type RealCouch } from '../builders/real-couch.ts';
import { signIn, storageKinds } from '../builders/relay.ts';
import { startCouchDouble, type CouchDouble } from '../doubles/couchdb/couchdb.ts';
import { freePort } from '../journeys/setup/free-port.ts';

const secret = 'a long enough one';

describe.each(storageKinds)('an operator, on %s', (kind) => {
  let folder: string;
  let couch: CouchDouble | undefined;
  let real: RealCouch | undefined;
  let prefix: string;
  let config: Config;
  let relay: Relay | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'baibu-operator-'));
    couch = kind === 'couch' ? await startCouchDouble() : undefined;
    real = kind === 'couchdb' ? realCouch(process.env) : undefined;
    prefix = aPrefix();
    const secretFile = join(folder, 'couch-secret');
    if (couch) await writeFile(secretFile, Buffer.from(couch.secret).toString('base64url'), { mode: 0o600 });
    const read = readConfig({
      ...{ DATA_DIR: folder, DEMO: 'off', PORT: String(await freePort()) },
      ...(couch && { COUCHDB_URL: couch.url, SECRET_FILE: secretFile }),
      ...(real && { COUCHDB_URL: real.url, SECRET_FILE: real.secretFile, DB_PREFIX: prefix }),
    });
    if (!read.ok) throw new Error(read.fault.en);
    config = read.value;
  });
  afterEach(async () => {
    await relay?.stop();
    relay = undefined;
    await couch?.close();
    if (real) await dropDatabases(real.url, prefix);
    await rm(folder, { recursive: true, force: true });
  });

  const command = (line: string, password = secret) =>
    operate(line.split(' '), { config, clock: Date.now, askPassword: () => Promise.resolve(password) });
  const said = async (line: string, password?: string): Promise<string> => {
    const outcome = await command(line, password);
    return outcome.ok ? outcome.value.join('\n') : outcome.fault.en;
  };
  async function running(): Promise<string> {
    const started = await startRelay({
      ...{
        config,
        clock: Date.now,
        appFolder: 'none',
        importProgram: new URL('file:///none'),
        version: '0.0.0-test',
        logLevel: 'silent',
      },
    });
    if (!started.ok) throw new Error(started.fault.en);
    relay = started.value;
    return relay.address;
  }
  const first = 'account grid7 --name 何敏 --community c1 --role gridWorker --areas a1,a2';

  it('makes the first account of a new store, with its community, and the person signs in', async () => {
    expect(await said(first)).toContain('account made: grid7');
    const grid7 = await signIn(await running(), 'grid7', { password: secret });
    expect(grid7.databases.filter(({ write }) => write).map(({ name }) => name)).toContain('care-a2');
    const me = (await (await grid7.ask('/api/me')).json()) as { user: { name: string } };
    expect(me.user.name).toBe('何敏');
    expect((await grid7.ask('/db/area-a1/')).status).toBe(200);
  });

  it('changes a password and keeps the rights', async () => {
    await command(first);
    expect(await said('account grid7', 'another good one')).toContain('account changed');
    const url = await running();
    await expect(signIn(url, 'grid7', { password: secret })).rejects.toThrow('sign-in-refused');
    expect((await signIn(url, 'grid7', { password: 'another good one' })).databases.length).toBeGreaterThan(3);
  });

  it('gives other rights from now on, so that work done before is handed over', async () => {
    await command(first);
    await command('assign grid7 --role gridWorker --areas a2');
    const grid7 = await signIn(await running(), 'grid7', { password: secret });
    const me = (await (await grid7.ask('/api/me')).json()) as {
      user: { grants: unknown; ended: { areas: string[] }[] };
    };
    expect(me.user.grants).toMatchObject([{ areas: ['a2'] }]);
    expect(me.user.ended.map(({ areas }) => areas)).toEqual([['a1', 'a2']]);
    await relay?.stop();
    await command('assign grid7');
    const gone = await signIn(await running(), 'grid7', { password: secret });
    expect(gone.databases.map(({ name }) => name)).toEqual(['own-grid7']);
  });

  it('lists the devices of a person and revokes a lost one', async () => {
    await command(first);
    const lost = await signIn(await running(), 'grid7', { password: secret, device: { name: '平板一' } });
    await relay?.stop();
    expect(await said('devices grid7')).toContain(`${lost.device}   平板一`);
    expect(await said(`revoke grid7 ${lost.device}`)).toContain('revoked');
    expect(await said('devices grid7')).toContain('revoked');
    const url = await running();
    expect((await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${lost.token}` } })).status).toBe(401);
    await expect(signIn(url, 'grid7', { password: secret, device: { id: lost.device } })).rejects.toThrow('refused');
  });

  it('says that the databases were restored: each has another epoch', async () => {
    await command(first);
    const epochs = async () => {
      const { databases, ask } = await signIn(await running(), 'grid7', { password: secret });
      const names = databases.filter(({ read }) => read).map(({ name }) => name);
      const found = await Promise.all(
        names.map(async (name) => ((await (await ask(`/db/${name}/`)).json()) as { epoch: string }).epoch),
      );
      await relay?.stop();
      return found;
    };
    const before = await epochs();
    expect(await said('restored area-a1')).toContain('1');
    const after = await epochs();
    expect(after.filter((epoch, index) => epoch !== before[index])).toHaveLength(1);
    await command('restored');
    expect((await epochs()).filter((epoch) => before.includes(epoch))).toEqual([]);
  });

  it('brings the organisation to what a file says, and nothing of a file with a fault', async () => {
    await command('account boss --name 林远 --community c1 --role communitySecretary --areas a1');
    const example = await readFile('docs/organisation.example.json', 'utf8');
    const broken = join(folder, 'broken.json');
    await writeFile(broken, example.replace('"parent": "c1"', '"parent": "c9"'));
    expect(await said(`organisation c1 ${broken}`)).toContain('unknown-parent c1-a1');
    await writeFile(broken, example.slice(1));
    expect(await said(`organisation c1 ${broken}`)).toContain('Not an organisation');
    const load = 'organisation c1 docs/organisation.example.json';
    expect(await said(load)).toBe('structure: 1\norgUnit: 3\npost: 5');
    expect(await said(load)).toContain('nothing changed');
    const renamed = join(folder, 'renamed.json');
    await writeFile(renamed, example.replace('"1栋"', '"一栋"'));
    expect(await said(`organisation c1 ${renamed}`)).toBe('orgUnit: 1');
    const boss = await signIn(await running(), 'boss', { password: secret });
    const unit = await (await boss.ask('/db/ref-c1/orgUnit:c1-a1-b1')).json();
    expect(unit).toMatchObject({ fields: { name: { v: '一栋' }, parentId: { v: 'orgUnit:c1-a1' } } });
    const report = await (await boss.ask('/api/blank-spots?day=2026-11-23')).json();
    expect(report).toMatchObject({ households: 0, blank: 0, gaps: [] });
  });

  it.each([
    ['nonsense', 'Not a command'],
    ['account', 'Not a command'],
    ['account grid7 --password x', 'Not a command'],
    ['account ../x --community c1 --role gridWorker', 'Not a command'],
    ['account grid7', 'needs --community'],
    ['account grid7 --community c1 --role emperor --areas a1', 'needs --community'],
    ['assign nobody --role gridWorker --areas a1', 'Not found'],
    ['revoke nobody tablet', 'Not found'],
    ['restored area-nowhere', 'Not found'],
    ['organisation c1', 'Not a command'],
    ['organisation c1 nowhere.json', 'Cannot read'],
    ['help', 'revoke'],
  ])('hears of %s in one line', async (line, answer) => {
    expect(await said(line)).toContain(answer);
  });

  it('takes no short password', async () => {
    expect(await said(first, 'short')).toContain('at least 8');
  });
});

it('reads a password from standard input, the first line of it', async () => {
  const input = Readable.from([`${secret}\n`, 'more\n']) as unknown as NodeJS.ReadStream;
  expect(await passwordFrom(input)()).toBe(secret);
});
