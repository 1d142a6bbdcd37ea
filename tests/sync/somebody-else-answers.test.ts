import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cursorOf, heldDatabases } from '../../src/store/cursors.ts';
import { waiting } from '../../src/store/outbox.ts';
import { saveAction } from '../../src/store/save.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { pouchWire } from '../../src/sync/pouch-wire.ts';
import { Session } from '../../src/sync/session.ts';
import { makeDeviceKey } from '../../src/platform/crypto.ts';
import { aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget, partIn } from '../builders/store.ts';

let line: TestLine;
beforeEach(async () => {
  line = await aLine();
});
afterEach(() => forget(line.store));

const page = '<!doctype html><title>Wi-Fi</title>';
const answers =
  (status: number): typeof fetch =>
  () =>
    Promise.resolve(new Response(page, { status, headers: { 'content-type': 'text/html; charset=utf-8' } }));

/** The line as it is while somebody else answers, with a session that still stands. */
function troubled(status: number) {
  const there: boolean[] = [];
  const wire = pouchWire({
    origin: line.relay.origin,
    bearer: line.session,
    fetch: answers(status),
    answered: (one) => void there.push(one),
  });
  return { wire, there };
}

describe('a page of somebody else in place of the relay', () => {
  for (const status of [200, 401, 403, 404])
    it(`with ${String(status)} is no answer: it is named, nothing is taken for sent or withdrawn`, async () => {
      line.relay.tells('area-a1', aMatter({ _id: anId('matter', 9) }));
      await inboxRound(line.store, line.wire, 'area-a1', () => false);
      await saveAction(line.store, { parts: [partIn('area-a1', aMatter())] });
      const before = await cursorOf(line.store, 'area-a1');

      const { wire, there } = troubled(status);
      expect((await outboxRound(line.store, wire)).fault?.code).toBe('not-the-relay');
      expect((await inboxRound(line.store, wire, 'area-a1', () => false)).fault?.code).toBe('not-the-relay');
      expect(there).not.toContain(true);
      expect(line.session.ended).toBe(false);
      expect((await heldDatabases(line.store)).map(({ db }) => db)).toEqual(['area-a1']);
      expect(await cursorOf(line.store, 'area-a1')).toEqual(before);

      await outboxRound(line.store, line.wire);
      expect((await waiting(line.store)).count).toBe(0);
    });

  it('in JSON is no answer either', async () => {
    line.relay.tells('area-a1', aMatter({ _id: anId('matter', 9) }));
    await inboxRound(line.store, line.wire, 'area-a1', () => false);
    const before = await cursorOf(line.store, 'area-a1');
    const { origin } = line.relay;
    const wire = pouchWire({
      ...{ origin, bearer: line.session, answered: () => undefined },
      fetch: () => Promise.resolve(Response.json({ hello: 'Wi-Fi' })),
    });
    expect((await inboxRound(line.store, wire, 'area-a1', () => false)).fault?.code).toBe('not-the-relay');
    expect(await cursorOf(line.store, 'area-a1')).toEqual(before);
  });

  for (const [status, code] of [
    [502, 'storage-unavailable'],
    [413, 'too-large'],
    [429, 'relay-busy'],
  ] as const)
    it(`with ${String(status)} is a proxy that speaks for the relay`, async () => {
      await line.session.token();
      const told = await troubled(status).wire.state('area-a1');
      expect(told).toMatchObject({ ok: false, fault: { code } });
    });

  it('never ends a session that only a password could begin again', async () => {
    const { privateKey } = await makeDeviceKey();
    for (const [status, code] of [
      [200, 'not-the-relay'],
      [401, 'not-the-relay'],
      [503, 'relay-busy'],
    ] as const) {
      const session = new Session({
        origin: line.relay.origin,
        user: 'grid1',
        device: 'tablet-1',
        key: privateKey,
        now: () => line.store.clock.now(),
        relayAhead: () => 0,
        fetch: answers(status),
        answered: () => undefined,
        began: () => Promise.resolve(),
      });
      expect(await session.token()).toMatchObject({ ok: false, fault: { code } });
      expect(session.ended).toBe(false);
    }
  });

  const someKey = async () => (await makeDeviceKey()).privateKey;
  const sessionOver = (key: CryptoKey | undefined, give: () => Response, there: boolean[] = []) =>
    new Session({
      origin: line.relay.origin,
      user: 'grid1',
      device: 'tablet-1',
      key,
      now: () => line.store.clock.now(),
      relayAhead: () => 0,
      fetch: () => Promise.resolve(give()),
      answered: (one) => void there.push(one),
      began: () => Promise.reject(new Error('nobody gave a session')),
    });
  const json = (body: string, status: number) => () =>
    new Response(body, { status, headers: { 'content-type': 'application/json' } });

  for (const [which, give] of [
    ['a 401 without a word', () => new Response(null, { status: 401 })],
    ['a 401 in plain text', () => new Response('session-ended', { status: 401 })],
    ['a 401 in JSON of its own', json('{"error":{"code":401}}', 401)],
    ['a 401 that is the word null', json('null', 401)],
    ['a 401 that is cut', json('{"error":"session-en', 401)],
    ['a 403 in JSON', json('{}', 403)],
    ['a 200 in JSON', json('{"token":"abc"}', 200)],
    ['a 200 that is the word null', json('null', 200)],
    ['a list', json('[]', 200)],
  ] as const)
    it(`neither begins nor ends a session on renewal with ${which}`, async () => {
      const there: boolean[] = [];
      const session = sessionOver(await someKey(), give, there);
      expect(await session.token()).toMatchObject({ ok: false, fault: { code: 'not-the-relay' } });
      expect(session.ended).toBe(false);
      expect(there).toEqual([false]);
    });

  it.each([
    ['the relay says that the device is not known', '{"error":"session-ended"}', 'session-ended', true],
    ['somebody says that nobody is authorized', '{"error":"unauthorized"}', 'relay-busy', false],
  ])('when %s: ended %s', async (_, body, code, ended) => {
    const session = sessionOver(await someKey(), json(body, 401));
    expect(await session.token()).toMatchObject({ ok: false, fault: { code } });
    expect(session.ended).toBe(ended);
  });

  for (const body of ['', 'Unauthorized', '{"error":"unauthorized"}', 'null'])
    it(`does not make a good token bad with a 401 that says „${body}“, not on the wake stream either`, async () => {
      const token = await line.session.token();
      const wire = pouchWire({
        origin: line.relay.origin,
        bearer: line.session,
        fetch: () => Promise.resolve(json(body, 401)()),
        answered: () => undefined,
      });
      expect(await wire.state('area-a1')).toMatchObject({ ok: false, fault: { code: 'not-the-relay' } });
      await wire.wake(() => undefined, new AbortController().signal, {});
      expect(await line.session.token()).toEqual(token);
      expect(line.relay.tokens).toBe(1);
    });

  it('is told from the relay, whose 401 is followed by a new token', async () => {
    await line.session.token();
    line.relay.expire();
    expect(await line.wire.state('area-a1')).toMatchObject({ ok: true });
    expect(line.relay.tokens).toBe(2);
  });
});
