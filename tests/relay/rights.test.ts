import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aRelay, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { aResident, aVisit } from '../builders/documents.ts';
import { rawRequest } from './raw-request.ts';

/** A phrase that stands in a2's databases only: it must never reach anybody else. */
const canary = 'canary of area two';

/** Every route under `/db` that could read, with what it needs. */
const readings: readonly { method: string; path: string; body?: unknown }[] = [
  { method: 'GET', path: '' },
  { method: 'HEAD', path: '' },
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/_changes?include_docs=true' },
  { method: 'GET', path: '/_changes?feed=longpoll&include_docs=true' },
  { method: 'GET', path: '/_changes?feed=continuous&include_docs=true' },
  { method: 'POST', path: '/_changes?filter=_selector&include_docs=true', body: { selector: { type: 'visit' } } },
  { method: 'GET', path: '/_all_docs?include_docs=true' },
  { method: 'POST', path: '/_all_docs?include_docs=true', body: { keys: ['visit:canary'] } },
  { method: 'POST', path: '/_bulk_get', body: { docs: [{ id: 'visit:canary' }] } },
  { method: 'POST', path: '/_revs_diff', body: { 'visit:canary': ['1-a'] } },
  { method: 'GET', path: '/visit:canary' },
  { method: 'GET', path: '/visit%3Acanary' },
  { method: 'GET', path: '/media:canary/blob' },
  { method: 'GET', path: '/_local/checkpoint' },
  { method: 'PUT', path: '/_local/checkpoint', body: { last_seq: '1' } },
  { method: 'POST', path: '/_bulk_docs', body: { docs: [{ _id: 'visit:forged' }] } },
  { method: 'POST', path: '/_ensure_full_commit', body: {} },
];

/** Addresses that mean another database once somebody decodes or resolves them. */
const nasty: readonly string[] = [
  '/db/area-a1/../area-a2/_all_docs',
  '/db/area-a1/%2e%2e/area-a2/_all_docs',
  '/db/area-a1/%2E%2E/area-a2/_all_docs?include_docs=true',
  '/db/area-a1/..%2farea-a2%2f_all_docs',
  '/db/area-a1%2f..%2farea-a2/_all_docs',
  '/db/area-a1/%252e%252e/area-a2/_all_docs',
  '/db/area-a1/%252e%252e%252farea-a2%252f_all_docs',
  '/db/area-a1/.%2e/area-a2',
  '/db/area-a1/./../area-a2/_all_docs',
  '/db/area-a1//area-a2/_all_docs',
  '/db//area-a2/_all_docs',
  '/db/%61rea-a2/_all_docs',
  '/db/area%2Da2/_all_docs',
  '/db/area-a2%00/_all_docs',
  '/db/area-a2%20/_all_docs',
  '/db/area-a2?/_all_docs',
  '/db/area-a2;/_all_docs',
  '/db/AREA-A2/_all_docs',
  '/db/Area-a2/_all_docs',
  '/db/area-a1\\..\\area-a2/_all_docs',
  '/db/area-a1/..\\area-a2/_all_docs',
  '/db/baibu-area-a2/_all_docs',
  '/db/auth/_all_docs',
  '/db/ledger/_all_docs',
  '/db/_all_dbs',
  '/db/_users/_all_docs',
  '/db/area-a1/_design/x',
  '/db/area-a1/_design/x/_view/y',
  '/db/area-a1/_security',
  '/db/area-a1/_find',
  '/db/area-a1/_local_docs',
  '/db/area-a1/_purge',
  '/db/area-a1/_changes/..',
  '/db/area-a1/visit:x/../../area-a2/visit:canary',
  '/db/area-a1/visit:x/%2e%2e%2f%2e%2e%2farea-a2%2fvisit:canary',
  '/db/area-a1/_local/..%2f..%2farea-a2',
  '/db/../db/area-a2/_all_docs',
  '/%64b/area-a2/_all_docs',
  '/db/area-a1/%ff',
  '/db/area-a1/%',
  '/api/../db/area-a2/_all_docs',
  '/api/extracts/..%2f..%2farea-a2',
];

describe.each(storageKinds)('rights on %s', (storage) => {
  let relay: TestRelay;
  let grid1: SignedInPerson;
  let building1: SignedInPerson;

  beforeAll(async () => {
    relay = await aRelay({ storage });
    const bytes = new TextEncoder().encode(canary);
    for (const name of ['area-a2', 'care-a2', 'media-a2', 'own-grid2', 'sealed-violence-c1', 'log-c1']) {
      await relay.storage.write(name, [{ _id: 'visit:canary', type: 'visit', text: canary }]);
      await relay.storage.putAttachment(name, 'media:canary', 'blob', { contentType: 'text/plain', bytes });
    }
    await relay.storage.write('area-a1', [{ ...aVisit() }, { ...aResident() }]);
    grid1 = await relay.signIn('grid1');
    building1 = await relay.signIn('building1');
  });
  afterAll(() => relay.stop());

  async function revisions(): Promise<string[]> {
    const { results } = await relay.storage.changes('area-a1', { since: '0' });
    return results.map(({ id, changes }) => `${id} ${changes[0]?.rev ?? ''}`).sort();
  }

  it.each([
    'area-a2',
    'care-a2',
    'media-a2',
    'own-grid2',
    'sealed-violence-c1',
    'log-c1',
    'extract-a1',
    'nowhere',
    'area-a9',
  ])('gives grid1 the same nothing from %s on every route', async (database) => {
    const foreign = new Set<string>();
    for (const { method, path, body } of readings) {
      const answer = await rawRequest(relay.url, `/db/${database}${path}`, {
        method,
        token: grid1.token,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      expect(answer.status, `${method} ${path}`).toBe(403);
      if (method !== 'HEAD') foreign.add(answer.text);
    }
    expect([...foreign]).toEqual(['{"error":"forbidden","reason":"forbidden"}']);
  });

  it.each(readings)('asks for a token before anything else: $method $path', async ({ method, path, body }) => {
    for (const database of ['area-a1', 'area-a2', 'nowhere', 'drop']) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const answer = await rawRequest(relay.url, `/db/${database}${path}`, { method, ...sent });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBeUndefined();
    }
  });

  it.each(nasty)('never resolves %s', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
      const answer = await rawRequest(relay.url, path, {
        method,
        token: grid1.token,
        ...(method !== 'GET' && { body: '{"keys":["visit:canary"],"docs":[{"id":"visit:canary"}]}' }),
      });
      expect([400, 403, 404, 405], `${method} ${answer.status} ${answer.text}`).toContain(answer.status);
      expect(answer.text).not.toContain(canary);
    }
  });

  it.each([
    { method: 'PUT', path: '/db/area-a1/visit:new', body: '{}' },
    { method: 'POST', path: '/db/area-a1', body: '{"_id":"visit:new"}' },
    { method: 'POST', path: '/db/area-a1/', body: '{"_id":"visit:new"}' },
    { method: 'POST', path: '/db/area-a1/_bulk_docs', body: '{"docs":[{"_id":"visit:new"}],"new_edits":false}' },
    { method: 'DELETE', path: '/db/area-a1/visit:new', body: '' },
    { method: 'DELETE', path: '/db/area-a1', body: '' },
    { method: 'PUT', path: '/db/area-a1', body: '' },
    { method: 'PUT', path: '/db/area-a1/visit:new/photo', body: 'x' },
    { method: 'COPY', path: '/db/area-a1/visit:new', body: '' },
    { method: 'PATCH', path: '/db/area-a1/visit:new', body: '{}' },
    { method: 'PUT', path: '/db/area-a1/_security', body: '{}' },
    { method: 'POST', path: '/db/area-a1/_purge', body: '{}' },
    { method: 'DELETE', path: '/db/area-a1/_local/x', body: '' },
    { method: 'PUT', path: '/db/area-new', body: '' },
  ])('has no door for $method $path', async ({ method, path, body }) => {
    const before = await revisions();
    const answer = await rawRequest(relay.url, path, { method, token: grid1.token, body });
    expect([400, 403, 404, 405]).toContain(answer.status);
    expect(await revisions()).toEqual(before);
    expect(await relay.storage.information('area-new')).toBeUndefined();
  });

  it('lets a building leader read no database of the area, though they may add to it', async () => {
    const writable = building1.databases.find(({ name }) => name === 'area-a1');
    expect(writable).toEqual({ name: 'area-a1', read: false, write: true });
    for (const { method, path, body } of readings) {
      for (const database of ['area-a1', 'care-a1']) {
        const sent = body === undefined ? {} : { body };
        expect((await building1.ask(`/db/${database}${path}`, { method, ...sent })).status).toBe(403);
      }
    }
  });

  it('keeps checkpoints apart by person and device, and small', async () => {
    const other = await relay.signIn('area1');
    const tablet = await relay.signIn('grid1');
    const path = '/db/area-a1/_local/7Fh%3D%3D';
    expect((await grid1.ask(path)).status).toBe(404);
    const put = await grid1.ask(path, { method: 'PUT', body: { _id: '_local/7Fh==', last_seq: '17' } });
    expect(put.status).toBe(201);
    expect(await (await grid1.ask(path)).json()).toMatchObject({ _id: '_local/7Fh==', last_seq: '17' });
    for (const person of [other, tablet]) expect((await person.ask(path)).status).toBe(404);
    const large = await grid1.ask(path, { method: 'PUT', body: { history: 'x'.repeat(9000) } });
    expect(large.status).toBe(413);
    expect(await (await grid1.ask(path)).json()).toMatchObject({ last_seq: '17' });
  });

  it('takes no body that is too large or packed', async () => {
    const huge = JSON.stringify({ docs: [{ _id: 'envelope:x', text: 'x'.repeat(4_300_000) }] });
    const large = await rawRequest(relay.url, '/db/drop/_bulk_docs', {
      method: 'POST',
      token: grid1.token,
      body: huge,
    });
    expect(large.status).toBe(413);
    expect(JSON.parse(large.text)).toEqual({ error: 'too_large', reason: 'too-large' });
    const packed = await rawRequest(relay.url, '/db/drop/_bulk_docs', {
      method: 'POST',
      token: grid1.token,
      body: 'xx',
      headers: { 'content-encoding': 'gzip' },
    });
    expect(packed.status).toBe(415);
    const small = await rawRequest(relay.url, '/api/open', {
      method: 'POST',
      token: grid1.token,
      body: `"${'x'.repeat(70_000)}"`,
    });
    expect(small.status).toBe(413);
    expect(JSON.parse(small.text)).toMatchObject({ error: 'too-large', message: { zh: expect.any(String) as string } });
  });

  it('reads rights anew: the same token opens nothing any more, and the next one what is left', async () => {
    const person = await relay.signIn('grid2');
    expect((await person.ask('/db/area-a2/')).status).toBe(200);
    const [grid2] = [await relay.sessions.sessionBehind(person.token)];
    if (!grid2) throw new Error('no session');
    await relay.putAccount({ ...grid2.holder, grants: [{ role: 'gridWorker', unitId: 'orgUnit:a1', areas: ['a1'] }] });
    await expect.poll(async () => (await person.ask('/db/area-a2/')).status, { timeout: 5000 }).toBe(401);
    expect((await person.ask('/db/area-a1/')).status).toBe(401);
    const renewed = await relay.signIn('grid2', { device: { id: person.device } });
    expect((await renewed.ask('/db/area-a2/')).status).toBe(403);
    expect((await renewed.ask('/db/area-a1/')).status).toBe(200);
    await relay.putAccount(grid2.holder);
  });
});
