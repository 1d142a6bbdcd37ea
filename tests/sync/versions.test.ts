import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appFault, protocol, protocolHeader, relayFault } from '../../src/domain/protocol.ts';
import { waiting } from '../../src/store/outbox.ts';
import { saveAction } from '../../src/store/save.ts';
import { newHead } from '../../src/store/store.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aMatter } from '../builders/documents.ts';
import { anEnvelope } from '../builders/envelopes.ts';
import { aRelay, type TestRelay } from '../builders/relay.ts';
import { partIn } from '../builders/store.ts';
import { aTablet, type TestTablet } from '../builders/tablet.ts';

// real relays: on a busy machine they take their time
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe('an app and a relay of different versions', () => {
  let dataDir: string;
  let relay: TestRelay;
  let tablet: TestTablet;
  let now: number;
  beforeEach(async () => {
    now = Date.now();
    dataDir = await mkdtemp(join(tmpdir(), 'baibu-versions-'));
    relay = await aRelay({ dataDir });
    tablet = await aTablet(relay, 'grid1');
  });
  afterEach(async () => {
    await tablet.leave();
    await relay.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  /** The relay at the same address, of another version. */
  async function replaceRelay(spoken = protocol): Promise<void> {
    const { port } = new URL(relay.url);
    await relay.stop();
    relay = await aRelay({ dataDir, protocol: spoken, env: { PORT: port }, clock: () => now });
  }

  it.each([
    ['a relay that gave up this app', { now: protocol.now + 2, oldest: protocol.now + 1 }, 'app-too-old'],
    ['a relay older than this app', { now: protocol.now - 1, oldest: protocol.now - 1 }, 'relay-too-old'],
  ] as const)('%s is told apart, nothing is dropped, and everything arrives later', async (_, spoken, code) => {
    const matter = aMatter({ ...newHead(tablet.store, 'matter') });
    await saveAction(tablet.store, { parts: [partIn('area-a1', matter)] });
    await replaceRelay(spoken);
    expect((await outboxRound(tablet.store, tablet.wire)).fault?.code).toBe(code);
    // also where the token is over and has to be renewed first
    tablet.session.refused((await tokenOf(tablet)) ?? '');
    expect((await outboxRound(tablet.store, tablet.wire)).fault?.code).toBe(code);
    expect(tablet.session.ended).toBe(false);
    expect((await waiting(tablet.store)).count).toBe(1);
    await replaceRelay();
    expect(await outboxRound(tablet.store, tablet.wire)).toEqual({ answered: 1, refused: 0 });
    expect(await relay.storage.get('area-a1', matter._id)).toBeDefined();
  });

  it('one envelope of a later form closes no other: all of them wait for a newer relay', async () => {
    const grid1 = await relay.signIn('grid1');
    const docs = [anEnvelope([partIn('area-a1', aMatter({ deviceId: grid1.device }))], { device: grid1.device, v: 2 })];
    const answer = await grid1.ask('/db/drop/_bulk_docs', { body: { docs } });
    expect([answer.status, await answer.json()]).toEqual([501, { error: 'relay_too_old', reason: 'relay-too-old' }]);
  });

  it('every answer says what the relay speaks, and who says nothing is not refused', async () => {
    const answer = await fetch(`${relay.url}/healthz`);
    expect([answer.status, answer.headers.get(protocolHeader)]).toEqual([200, String(protocol.now)]);
    await replaceRelay({ now: 9, oldest: 9 });
    expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
    const old = await fetch(`${relay.url}/api/me`, { headers: { [protocolHeader]: '1' } });
    expect([old.status, ((await old.json()) as { error: string }).error]).toEqual([426, 'app-too-old']);
  });
});

const tokenOf = async ({ session }: TestTablet): Promise<string | undefined> => {
  const token = await session.token();
  return token.ok ? token.value : undefined;
};

it('says which of the two is too old', () => {
  expect([1, 2, 3, 4].map((app) => appFault(app, { now: 3, oldest: 2 }))).toEqual([
    'app-too-old',
    undefined,
    undefined,
    'relay-too-old',
  ]);
  expect([1, 2, 9].map((relay) => relayFault(relay, { now: 3, oldest: 2 }))).toEqual([
    'relay-too-old',
    undefined,
    undefined,
  ]);
});
