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
});
