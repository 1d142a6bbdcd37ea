import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/domain/envelope.ts';
import {
  aDwelling,
  aHousehold,
  anIdentity,
  aNote,
  aResident,
  aReview,
  aVisit,
  building12,
  building13,
  mondayMs,
} from '../builders/documents.ts';
import { anEnvelope, aPart } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aRelay, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { freePort } from '../journeys/setup/free-port.ts';
import { rawRequest } from './raw-request.ts';

const resident = aResident({ values: { emergencyContact: { name: '外甥', phone: '13900000009' } } });
const opened = { db: 'area-a1', id: resident._id, reason: 'help' };

describe.each(storageKinds)('routes on %s', (storage) => {
  let relay: TestRelay;
  let appFolder: string;
  let metricsPort: number;
  const who: Record<string, SignedInPerson> = {};
  const as = (username: string): SignedInPerson => {
    const person = who[username];
    if (!person) throw new Error(`${username} did not sign in`);
    return person;
  };

  beforeAll(async () => {
    appFolder = await mkdtemp(join(tmpdir(), 'baibu-app-'));
    await mkdir(join(appFolder, 'assets'));
    await writeFile(join(appFolder, 'index.html'), '<!doctype html><title>百步</title>');
    await writeFile(join(appFolder, 'sw.js'), '// service worker');
    await writeFile(join(appFolder, 'assets', 'main-1a2b3c4d.js'), `// ${'x'.repeat(5000)}`);
    metricsPort = await freePort();
    relay = await aRelay({
      storage,
      appFolder,
      clock: () => mondayMs + 3_600_000,
      env: { METRICS_PORT: String(metricsPort) },
    });
    for (const name of ['building1', 'garden1', 'secretary', 'area1', 'grid2', 'admin'])
      who[name] = await relay.signIn(name);
    who['grid1'] = await relay.signIn('grid1', { device: { id: 'tablet-1' } });
    await relay.storage.write('area-a1', [{ ...aDwelling() }, { ...aHousehold() }, { ...resident }]);
    await relay.storage.write('care-a1', [{ ...anIdentity() }]);
  });
  afterAll(async () => {
    await relay.stop();
    await rm(appFolder, { recursive: true });
  });

  const logged = async (): Promise<object[]> => relay.storage.range('log-c1', 'opening:', 'opening:\uffff');

  it('carries its headers on every answer, good or bad, and lets nothing personal be kept', async () => {
    const paths = [
      '/',
      '/sw.js',
      '/assets/main-1a2b3c4d.js',
      '/nope',
      '/healthz',
      '/api/me',
      '/api/nope',
      '/api/extracts/x',
    ];
    const under = ['/db/', '/db/area-a1/', '/db/area-a2/', '/db/area-a1/%2e%2e', '/db/area-a1/%', '/%', '/db/drop/'];
    for (const path of [...paths, ...under]) {
      for (const token of [as('grid1').token, undefined]) {
        const { headers } = await rawRequest(relay.url, path, { ...(token && { token }) });
        const csp = String(headers['content-security-policy']);
        expect(csp, path).toContain("default-src 'none'");
        expect(csp).toContain("require-trusted-types-for 'script'");
        expect(csp).not.toContain('unsafe');
        expect(headers).toMatchObject({
          'cross-origin-opener-policy': 'same-origin',
          'cross-origin-resource-policy': 'same-origin',
          'referrer-policy': 'no-referrer',
          'x-content-type-options': 'nosniff',
        });
        expect(headers['permissions-policy']).toContain('geolocation=()');
        expect(headers['set-cookie']).toBeUndefined();
        expect(headers['server']).toBeUndefined();
        if (/^\/(api|db)/.test(path)) expect(headers['cache-control'], path).toBe('no-store');
      }
    }
  });

  it('serves the app: hashed files for ever, pages asked for anew, every page address', async () => {
    const get = (path: string, accept = 'text/html'): Promise<Response> =>
      fetch(`${relay.url}${path}`, { headers: { accept } });
    const hashed = await get('/assets/main-1a2b3c4d.js', '*/*');
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(hashed.headers.get('content-encoding')).toBe('gzip');
    for (const path of ['/', '/index.html', '/sw.js', '/today', '/household/01ARZ3NDEKTSV4RRFFQ69G5FAV']) {
      const answer = await get(path);
      expect(answer.status, path).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-cache');
    }
    expect(await (await get('/today')).text()).toContain('百步');
    expect((await get('/assets/gone.js')).status).toBe(404);
    expect((await get('/api/gone')).status).toBe(404);
    for (const path of [
      '/../package.json',
      '/%2e%2e/package.json',
      '/..%2fpackage.json',
      '/assets/../../package.json',
    ]) {
      const { text } = await rawRequest(relay.url, path, { headers: { accept: 'text/html' } });
      expect(text).not.toContain('dependencies');
    }
  });

  it('takes an envelope at the one door in, and answers a verdict for every part', async () => {
    const parts = [
      aPart('area-a1', aNote({ _id: anId('note', 1) })),
      aPart('area-a2', aNote({ _id: anId('note', 2) })),
    ];
    const body = { docs: [anEnvelope(parts), { _id: 'envelope:closed' }] };
    const answer = await as('grid1').ask('/db/drop/_bulk_docs', { body });
    expect(answer.status).toBe(200);
    const [first, second] = (await answer.json()) as { id: string; ok?: true; verdicts?: Verdict[]; error?: string }[];
    expect(first?.verdicts?.map(({ code }) => code)).toEqual([undefined, 'not-yours']);
    expect(first?.verdicts?.[0]).toMatchObject({ db: 'area-a1', id: anId('note', 1), durable: true });
    expect(second).toMatchObject({ error: 'forbidden', reason: 'invalid' });
    const malformed = await as('grid1').ask('/db/drop/_bulk_docs', { body: { docs: 'all' } });
    expect(malformed.status).toBe(400);
    expect((await as('grid1').ask('/db/drop/_all_docs')).status).toBe(403);
  });

  describe('/api/open', () => {
    it('shows a single record to those above, and has logged it before', async () => {
      const before = (await logged()).length;
      const answer = await as('garden1').ask('/api/open', { body: { ...opened, db: 'care-a1', id: anIdentity()._id } });
      expect(answer.status).toBe(200);
      expect(await answer.json()).toMatchObject({ record: { type: 'identity' } });
      const log = await logged();
      expect(log).toHaveLength(before + 1);
      expect(log).toContainEqual(
        expect.objectContaining({ by: 'garden1', db: 'care-a1', subjectId: anIdentity()._id, purpose: 'help' }),
      );
    });

    it('shows a building leader whom to call, and nothing of the resident beside the name', async () => {
      const answer = await as('building1').ask('/api/open', { body: opened });
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(JSON.parse(text)).toMatchObject({
        record: { type: 'emergencyCard', name: '欧阳明月', room: '1203', emergencyContact: { phone: '13900000009' } },
      });
      expect(text).not.toContain('13900000001');
    });

    it.each([
      { username: 'building1', body: { ...opened, db: 'care-a1', id: anIdentity()._id } },
      { username: 'building1', body: { ...opened, id: aHousehold()._id } },
      { username: 'building1', body: { ...opened, id: anId('resident', 99) } },
      { username: 'grid2', body: opened },
      { username: 'admin', body: opened },
      { username: 'garden1', body: { ...opened, db: 'sealed-violence-c1' } },
      { username: 'garden1', body: { ...opened, db: 'own-grid1' } },
      { username: 'secretary', body: { ...opened, db: 'area-a9' } },
    ])('keeps closed to $username: $body.db $body.id', async ({ username, body }) => {
      const before = (await logged()).length;
      const answer = await as(username).ask('/api/open', { body });
      expect(answer.status).toBe(403);
      expect(await answer.json()).toMatchObject({ error: 'forbidden' });
      expect(await logged()).toHaveLength(before);
    });

    it('wants a reason, and only one from the list', async () => {
      for (const reason of [undefined, '', 'curious']) {
        expect((await as('garden1').ask('/api/open', { body: { ...opened, reason } })).status).toBe(400);
      }
    });
  });

  describe('/api/extracts', () => {
    const path = (id: string): string => `/api/extracts/${encodeURIComponent(id)}`;

    it('gives a building leader their own building, and 304 when it did not change', async () => {
      await relay.followers.sweep();
      const answer = await as('building1').ask(path(building12));
      expect(answer.status).toBe(200);
      const text = await answer.text();
      expect(text).toContain('1203');
      expect(text).not.toContain('13900000001');
      const etag = answer.headers.get('etag') ?? '';
      expect(etag).toMatch(/^".+"$/);
      const again = await as('building1').ask(path(building12), { headers: { 'if-none-match': etag } });
      expect(again.status).toBe(304);
      expect(await again.text()).toBe('');
    });

    it('refuses other buildings, other people’s matters and everybody else', async () => {
      for (const id of [building13, 'matters-of-grid1', '..', 'orgUnit:a1-12/..']) {
        expect([403, 404], id).toContain((await as('building1').ask(path(id))).status);
      }
      for (const username of ['grid2', 'admin', 'garden1']) {
        expect((await as(username).ask(path(building12))).status).toBe(403);
      }
    });
  });

  describe('/api/areas/<id>/visits', () => {
    it('pages through visits for those above, by state', async () => {
      const visits = Array.from({ length: 120 }, (_, n) => aVisit({ _id: anId('visit', n + 100) }));
      const review = aReview({ visitId: anId('visit', 130), after: anId('visit', 130), verdict: 'accepted' });
      await relay.storage.write('area-a1', [...visits.map((visit) => ({ ...visit })), { ...review }]);
      interface Page {
        rows: { visit: { _id: string }; state: string }[];
        documents: { _id: string }[];
        next?: string;
      }
      const page = async (query: string): Promise<Page> =>
        (await (await as('secretary').ask(`/api/areas/a1/visits${query}`)).json()) as Page;
      const seen: string[] = [];
      let after = '';
      for (;;) {
        const { rows, next, documents } = await page(`?state=submitted&after=${after}`);
        seen.push(...rows.map(({ visit }) => visit._id));
        expect(documents.map(({ _id }) => _id)).toContain(aDwelling()._id);
        if (next === undefined) break;
        after = next;
      }
      expect(seen).toEqual([...seen].sort().reverse());
      expect(new Set(seen).size).toBe(119);
      expect((await page('?state=accepted')).rows).toMatchObject([
        { visit: { _id: anId('visit', 130) }, state: 'accepted' },
      ]);
    });

    it('is not for those beside or below', async () => {
      for (const username of ['grid1', 'grid2', 'building1', 'admin']) {
        expect((await as(username).ask('/api/areas/a1/visits')).status).toBe(403);
      }
      expect((await as('area1').ask('/api/areas/a2/visits')).status).toBe(403);
    });
  });

  it('tells its health to anybody, and nothing more', async () => {
    const answer = await fetch(`${relay.url}/healthz`);
    expect(answer.status).toBe(200);
    const kind = storage === 'embedded' ? 'embedded' : 'couchdb';
    expect(await answer.json()).toEqual({ status: 'ok', storage: kind, version: '0.0.0-test' });
    if (!relay.couch) return;
    relay.couch.behave('unavailable');
    expect((await fetch(`${relay.url}/healthz`)).status).toBe(503);
    const busy = await as('grid1').ask('/db/area-a1/_all_docs');
    expect(busy.status).toBe(503);
    relay.couch.behave('well');
    await expect.poll(async () => (await fetch(`${relay.url}/healthz`)).status).toBe(200);
  });

  it('refuses what another site makes a browser send', async () => {
    const answer = await as('grid1').ask('/api/open', { body: opened, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(answer.status).toBe(403);
  });

  it('counts requests by route, status and tier, and names nobody', async () => {
    await as('grid1').ask('/db/care-a1/_all_docs');
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).toContain('baibu_requests_total{route="/db/:name/_all_docs",tier="T3",status="200"}');
    for (const name of ['grid1', 'care-a1', 'a1-12', 'tablet-1']) expect(text).not.toContain(name);
    expect((await fetch(`${relay.url}/metrics`)).status).toBe(404);
  });
});
