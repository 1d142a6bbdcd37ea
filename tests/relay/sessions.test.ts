import { randomBytes, webcrypto } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPasswordCheck } from '../../sync-server/auth/password-check.ts';
import { renewalText } from '../../src/domain/renewal.ts';
import { hashPassword } from '../../sync-server/provisioning/password.ts';
import { password, aRelay, storageKinds, type TestRelay } from '../builders/relay.ts';
import { aHolder } from '../builders/people.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

async function aDeviceKey() {
  const pair = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const { kty, crv, x, y } = await webcrypto.subtle.exportKey('jwk', pair.publicKey);
  return { jwk: { kty, crv, x, y }, privateKey: pair.privateKey };
}

interface RenewalGiven {
  user?: string;
  device: string;
  at: number;
  nonce?: string;
}

async function aRenewal(privateKey: webcrypto.CryptoKey, { user = 'grid1', device, at, nonce }: RenewalGiven) {
  const unsigned = {
    user,
    device,
    at: new Date(at).toISOString(),
    nonce: nonce ?? randomBytes(18).toString('base64url'),
  };
  const text = new TextEncoder().encode(renewalText(unsigned));
  const signature = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text);
  return { ...unsigned, signature: Buffer.from(signature).toString('base64url') };
}

describe.each(storageKinds)('sessions on %s', (storage) => {
  let relay: TestRelay;
  let base = Date.now();
  let ahead = 0;
  /** Stands until a test moves it. */
  const now = (): number => base + ahead;

  beforeEach(async () => {
    base = Date.now();
    ahead = 0;
    relay = await aRelay({ storage, clock: now });
  });
  afterEach(() => relay.stop());

  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${relay.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const attempt = (username: string, typed: string): Promise<Response> =>
    post('/api/sessions', { username, password: typed, device: { id: 'tablet-1' } });

  it('tells who one is, what one may hold, and until when', async () => {
    const response = await attempt('grid1', password);
    expect(response.status).toBe(200);
    const answer = (await response.json()) as Record<string, unknown>;
    expect(answer).toMatchObject({
      token: expect.any(String) as string,
      user: { id: 'grid1', community: 'c1', sealed: [], pinned: [] },
      device: 'tablet-1',
      replica: expect.stringMatching(/^[a-z0-9]{4,24}$/) as string,
    });
    expect(answer['databases']).toContainEqual({ name: 'area-a1', read: true, write: true });
    const life = Date.parse(String(answer['expiresAt'])) - Date.parse(String(answer['serverTime']));
    expect(life).toBeGreaterThan(14 * minute);
    expect(life).toBeLessThanOrEqual(15 * minute);
    const me = await relay.signIn('grid1').then((person) => person.ask('/api/me'));
    expect(await me.json()).toMatchObject({ user: { id: 'grid1' } });
  });

  it('says the same of an unknown name, a wrong password and an account that was closed', async () => {
    await relay.putAccount(aHolder('gridWorker', { userId: 'gone' }), { disabled: true });
    const answers = await Promise.all(
      [await attempt('grid1', 'wrong'), await attempt('nobody', 'wrong'), await attempt('gone', password)].map(
        async (response) => ({ status: response.status, body: await response.json() }),
      ),
    );
    expect(answers[0]).toMatchObject({ status: 401, body: { error: 'sign-in-refused' } });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('spends a check on a name that nobody has', async () => {
    const check = createPasswordCheck();
    const unknown = [check(password, undefined), check(password, undefined)];
    expect(await check(password, undefined)).toBe('busy');
    expect(await Promise.all(unknown)).toEqual(['wrong', 'wrong']);
  });

  it('slows down after failures, known name or not, longer each time, and forgets them after the right password', async () => {
    for (const username of ['grid1', 'nobody']) {
      const waits: number[] = [];
      for (let failures = 0; waits.length < 4; failures += 1) {
        const response = await attempt(username, 'wrong');
        if (response.status !== 429) {
          expect(response.status).toBe(401);
          continue;
        }
        expect(await response.json()).toMatchObject({ error: 'sign-in-slowed' });
        const wait = Number(response.headers.get('retry-after'));
        waits.push(wait);
        // even the right password waits
        expect((await attempt(username, password)).status).toBe(429);
        ahead += wait * 1000;
      }
      expect(waits).toEqual([...waits].sort((a, b) => a - b));
      expect(waits.at(-1)).toBeGreaterThan(waits[0] ?? 0);
      if (username === 'nobody') continue;
      expect((await attempt(username, password)).status).toBe(200);
      expect((await attempt(username, 'wrong')).status).toBe(401);
    }
  });

  it('never makes anybody wait for more than a quarter of an hour', async () => {
    let longest = 0;
    for (let tries = 0; tries < 30; tries += 1) {
      const response = await attempt('grid1', 'wrong');
      const wait = Number(response.headers.get('retry-after') ?? 0);
      longest = Math.max(longest, wait);
      ahead += wait * 1000;
    }
    expect(longest).toBeGreaterThan(14 * 60);
    expect(longest).toBeLessThanOrEqual(15 * 60);
  });

  it('looks at two passwords at a time and asks the others to come again', async () => {
    const passwordHash = await hashPassword(password);
    const names = ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'];
    for (const userId of names) await relay.putAccount(aHolder('gridWorker', { userId }), { passwordHash });
    const answers = await Promise.all(names.map((name) => attempt(name, password)));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses).toContain(200);
    expect(statuses).toContain(429);
    const busy = answers.find((answer) => answer.status === 429);
    expect(await busy?.json()).toMatchObject({ error: 'relay-busy' });
    expect(busy?.headers.get('retry-after')).toBe('1');
  });

  it('refuses what is no token, an altered one, and one that is over', async () => {
    const person = await relay.signIn('grid1');
    const [head = '', body = '', signature = ''] = person.token.split('.');
    const forged = Buffer.from(body, 'base64url').toString().replace('grid1', 'admin');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const status = async (token: string): Promise<number> =>
      (await fetch(`${relay.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await status(person.token)).toBe(200);
    expect(await status('nonsense')).toBe(401);
    expect(await status([head, Buffer.from(forged).toString('base64url'), signature].join('.'))).toBe(401);
    expect(await status([none, body, ''].join('.'))).toBe(401);
    ahead = 15 * minute;
    expect(await status(person.token)).toBe(401);
  });

  it('ends a session that signs out, and only that one', async () => {
    const one = await relay.signIn('grid1', { device: { id: 'tablet-1' } });
    const other = await relay.signIn('grid1', { device: { id: 'tablet-1' } });
    expect((await one.ask('/api/sessions/current', { method: 'DELETE' })).status).toBe(204);
    expect((await one.ask('/api/me')).status).toBe(401);
    expect((await other.ask('/api/me')).status).toBe(200);
  });

  it('keeps the replica id of a device, and gives a new one to a database made anew', async () => {
    const device = { id: 'tablet-1' };
    const first = await relay.signIn('grid1', { device });
    expect((await relay.signIn('grid1', { device })).replica).toBe(first.replica);
    const fresh = await relay.signIn('grid1', { device: { ...device, fresh: true } });
    expect(fresh.replica).not.toBe(first.replica);
    expect((await relay.signIn('grid1', { device })).replica).toBe(fresh.replica);
    expect((await relay.signIn('grid2', { device })).replica).not.toBe(fresh.replica);
    const session = await relay.sessions.sessionBehind(fresh.token);
    expect(session?.replicas).toEqual([first.replica, fresh.replica]);
  });

  describe('renewal', () => {
    it('gives a new token for a signature of the device', async () => {
      const { jwk, privateKey } = await aDeviceKey();
      const person = await relay.signIn('grid1', { device: { id: 'tablet-1', key: jwk } });
      ahead = day;
      expect((await person.ask('/api/me')).status).toBe(401);
      const response = await post('/api/sessions/renew', await aRenewal(privateKey, { device: 'tablet-1', at: now() }));
      expect(response.status).toBe(200);
      const { token, replica } = (await response.json()) as { token: string; replica: string };
      expect(replica).toBe(person.replica);
      const me = await fetch(`${relay.url}/api/me`, { headers: { authorization: `Bearer ${token}` } });
      expect(me.status).toBe(200);
    });

    it('refuses another key, another device, another person, a text that was used, and a device without a key', async () => {
      const { jwk, privateKey } = await aDeviceKey();
      const stranger = await aDeviceKey();
      await relay.signIn('grid1', { device: { id: 'tablet-1', key: jwk } });
      await relay.signIn('grid1', { device: { id: 'keyless' } });
      const renew = async (body: unknown): Promise<number> => (await post('/api/sessions/renew', body)).status;
      const good = await aRenewal(privateKey, { device: 'tablet-1', at: now() });
      expect(await renew(await aRenewal(stranger.privateKey, { device: 'tablet-1', at: now() }))).toBe(401);
      expect(await renew(await aRenewal(privateKey, { device: 'keyless', at: now() }))).toBe(401);
      expect(await renew(await aRenewal(privateKey, { device: 'tablet-9', at: now() }))).toBe(401);
      expect(await renew({ ...good, user: 'area1' })).toBe(401);
      expect(await renew({ ...good, at: new Date(now() + 1000).toISOString() })).toBe(401);
      expect(await renew({ ...good, signature: 'short' })).toBe(400);
      expect(await renew(good)).toBe(200);
      expect(await renew(good)).toBe(401);
    });

    it('tells a device whose clock is off what time it is', async () => {
      const { jwk, privateKey } = await aDeviceKey();
      await relay.signIn('grid1', { device: { id: 'tablet-1', key: jwk } });
      const at = now() - 3 * minute;
      const response = await post('/api/sessions/renew', await aRenewal(privateKey, { device: 'tablet-1', at }));
      expect(response.status).toBe(400);
      const { error, serverTime } = (await response.json()) as { error: string; serverTime: string };
      expect(error).toBe('clock-ahead');
      const again = await aRenewal(privateKey, { device: 'tablet-1', at: Date.parse(serverTime) });
      expect((await post('/api/sessions/renew', again)).status).toBe(200);
    });

    it('ends after 30 days of silence, and at once for a device that was revoked or signed out', async () => {
      const { jwk, privateKey } = await aDeviceKey();
      const renew = async (device: string): Promise<number> =>
        (await post('/api/sessions/renew', await aRenewal(privateKey, { device, at: now() }))).status;
      for (const id of ['lost', 'silent']) await relay.signIn('grid1', { device: { id, key: jwk } });
      const left = await relay.signIn('grid1', { device: { id: 'left', key: jwk } });
      await relay.sessions.revoke('grid1', 'lost');
      expect(await renew('lost')).toBe(401);
      await expect(relay.signIn('grid1', { device: { id: 'lost' } })).rejects.toThrow('sign-in-refused');
      await left.ask('/api/sessions/current', { method: 'DELETE' });
      expect(await renew('left')).toBe(401);
      ahead = 29 * day;
      expect(await renew('silent')).toBe(200);
      ahead += 31 * day;
      expect(await renew('silent')).toBe(401);
    });
  });
});
