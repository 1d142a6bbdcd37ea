import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/domain/canonical.ts';
import type { Envelope, EnvelopeAnswer } from '../../src/domain/envelope.ts';
import { aHousehold, aMatter, aNote, aStamp, aVisit, mondayMs, someAnswers } from '../builders/documents.ts';
import { aPart, anEnvelope } from '../builders/envelopes.ts';
import { anId } from '../builders/ids.ts';
import { aRelay, asking, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { startCouchDouble, type CouchDouble } from '../doubles/couchdb/couchdb.ts';
import { allIn } from './door.ts';
import { linesOf, nextLine } from './lines.ts';

const checklist = {
  _id: 'checklist:routine-1',
  type: 'checklist',
  checklist: { id: 'routine', version: 1, tier: 'T2' },
};

/** A day: visits with answers and matters, each an envelope of its own. */
function aDay(device: string, count: number, from = 0): Envelope[] {
  return Array.from({ length: count }, (_, index) => {
    const n = from + index + 1;
    const visit = aVisit({ _id: anId('visit', n), deviceId: device });
    const answers = someAnswers({ _id: anId('visitAnswers', n), visitId: visit._id, deviceId: device });
    const matter = aMatter({ _id: anId('matter', n), visitId: visit._id, deviceId: device });
    const parts = [aPart('area-a1', visit, 'u'), aPart('care-a1', answers, 'u'), aPart('area-a1', matter)];
    return anEnvelope(parts, { _id: anId('envelope', n), device, seq: n });
  });
}

const deliver = (who: SignedInPerson['ask'], docs: readonly Envelope[]): Promise<Response> =>
  who('/db/drop/_bulk_docs', { body: { docs } });

/** Every envelope was opened and every part taken, safely. */
async function expectAllTaken(response: Response, count: number): Promise<void> {
  expect(response.status).toBe(200);
  const answers = (await response.json()) as EnvelopeAnswer[];
  expect(answers).toHaveLength(count);
  for (const answer of answers) {
    if (!('ok' in answer)) throw new Error(answer.reason);
    expect(answer.verdicts.map(({ code, durable }) => [code, durable])).toEqual(
      answer.verdicts.map(() => [undefined, true]),
    );
  }
}

/** What is there is what was sent, each once. */
async function expectExactly(relay: TestRelay, envelopes: readonly Envelope[]): Promise<void> {
  for (const db of ['area-a1', 'care-a1']) {
    const sent = envelopes.flatMap(({ docs }) => docs.filter((part) => part.db === db).map(({ doc }) => doc));
    const there = await allIn(relay.storage, db);
    const byId = (a: object, b: object): number => ((a as { _id: string })._id < (b as { _id: string })._id ? -1 : 1);
    expect(there.map((doc) => bodyOf(doc)).sort(byId)).toEqual([...sent].sort(byId));
    for (const { _id } of there) expect(await relay.storage.leaves(db, _id)).toHaveLength(1);
  }
}

describe('a relay that is restarted in the middle of a batch', () => {
  it('over the embedded store: answers nothing, and finishes when asked again', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'baibu-restart-'));
    let relay = await aRelay({ dataDir });
    await relay.storage.write('ref-c1', [checklist]);
    const grid1 = await relay.signIn('grid1');
    try {
      const sent: Envelope[] = [];
      // it dies after its first, second, … write of a batch
      for (const writes of [1, 2, 3, 4]) {
        const batch = aDay(grid1.device, 5, sent.length);
        sent.push(...batch);
        let left = writes;
        const dying: Promise<void>[] = [];
        relay.storage.onUpdate((database) => {
          if (/^(area|care)-a1$|^ledger$/.test(database) && (left -= 1) === 0) dying.push(relay.stop());
        });
        const { ask } = { ask: asking(relay.url, grid1.token) };
        await deliver(ask, batch).catch(() => undefined);
        await Promise.all(dying);
        expect(dying).toHaveLength(1);
        relay = await aRelay({ dataDir });
        await expectAllTaken(await deliver(asking(relay.url, grid1.token), batch), 5);
        await expectExactly(relay, sent);
      }
    } finally {
      await relay.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
  });

  it('over CouchDB, which goes away at every request of it', async () => {
    const couch = await startCouchDouble();
    let now = Date.now();
    const clock = (): number => now;
    let relay = await aRelay({ couch, clock });
    await relay.storage.write('ref-c1', [checklist]);
    const grid1 = await relay.signIn('grid1');
    const ask = (path: string, init: Parameters<SignedInPerson['ask']>[1]) =>
      asking(relay.url, grid1.token)(path, init);
    const sent: Envelope[] = [];
    try {
      for (let requests = 0, cut = true; cut; requests += 1) {
        const batch = aDay(grid1.device, 2, sent.length);
        sent.push(...batch);
        couch.behaveAfter(requests, requests % 2 === 0 ? 'cut' : 'unavailable');
        const answer = await deliver(ask, batch);
        cut = answer.status === 503;
        if (cut) expect(answer.headers.get('retry-after')).toBe('5');
        couch.behave('well');
        if (requests === 3) {
          await relay.stop();
          relay = await aRelay({ couch, clock });
        }
        // what is found there is safe once the cluster had time to show what it holds
        await deliver(ask, batch);
        now += 11_000;
        await expectAllTaken(await deliver(ask, batch), 2);
      }
      await expectExactly(relay, sent);
    } finally {
      await relay.stop();
      await couch.close();
    }
  });
});

describe('two relays on one CouchDB', () => {
  let couch: CouchDouble;
  let one: TestRelay;
  let other: TestRelay;
  beforeEach(async () => {
    const began = Date.now();
    const clock = (): number => mondayMs + 60_000 + Date.now() - began;
    couch = await startCouchDouble({ clock });
    one = await aRelay({ couch, clock });
    other = await aRelay({ couch, clock });
    await one.storage.write('ref-c1', [checklist]);
  });
  afterEach(async () => {
    await one.stop();
    await other.stop();
    await couch.close();
  });

  it('judge the same envelopes at the same moment, and answer alike', async () => {
    const grid1 = await one.signIn('grid1');
    const day = aDay(grid1.device, 12);
    const answers = await Promise.all(
      [one, other, one, other].map(async ({ url }) => (await deliver(asking(url, grid1.token), day)).json()),
    );
    for (const answer of answers) expect(codesIn(answer)).toEqual(codesIn(answers[0]));
    await expectExactly(one, day);
  });

  it('merge what two people change of one household through one each', async () => {
    const [grid1, area1] = [await one.signIn('grid1'), await other.signIn('area1')];
    const _id = anId('household', 1);
    await one.storage.write('area-a1', [{ ...aHousehold({ _id, stamp: aStamp(0, 'elsewhere') }) }]);
    const change = (who: SignedInPerson, by: string, n: number, values: object) => {
      const head = { by, deviceId: who.device };
      const { fields, ...rest } = aHousehold({ _id, head, stamp: aStamp(n, who.replica), values });
      const only = Object.fromEntries(Object.entries(fields).filter(([name]) => name in values));
      return anEnvelope([aPart('area-a1', { ...rest, fields: only })], {
        ...{ _id: anId('envelope', n), device: who.device },
      });
    };
    for (let n = 1; n <= 20; n += 2)
      await Promise.all([
        deliver(grid1.ask, [change(grid1, 'grid1', n, { size: n })]),
        deliver(area1.ask, [change(area1, 'area1', n + 1, { doorNote: `第 ${n} 次` })]),
      ]);
    const merged = await one.storage.get('area-a1', _id);
    expect(merged).toMatchObject({ fields: { size: { v: 19 }, doorNote: { v: '第 19 次' } } });
    expect(await one.storage.leaves('area-a1', _id)).toHaveLength(1);
  });

  it('share sessions, revocations and what became of envelopes', async () => {
    const grid1 = await one.signIn('grid1');
    const atOther = asking(other.url, grid1.token);
    expect((await atOther('/api/me')).status).toBe(200);
    const note = anEnvelope([aPart('area-a1', aNote({ deviceId: grid1.device }))], { device: grid1.device });
    await deliver(grid1.ask, [note]);
    const forged = { ...note, savedAt: '2026-11-23T11:00:00+08:00' };
    expect(await (await deliver(atOther, [forged])).json()).toMatchObject([{ reason: 'fact-exists' }]);
    const lines = linesOf(await atOther('/api/wake'));
    await nextLine(lines);
    await one.sessions.revoke('grid1', grid1.device);
    while ((await nextLine(lines)) !== undefined);
    expect((await atOther('/api/me')).status).toBe(401);
  });

  describe('wake each other’s devices', () => {
    const moved = (line: string | undefined): string[] => (JSON.parse(line ?? '{}') as { moved: string[] }).moved;
    const openStream = async () => {
      const grid1 = await other.signIn('grid1');
      const lines = linesOf(await grid1.ask('/api/wake'));
      const readable = moved(await nextLine(lines));
      return { grid1, lines, readable };
    };
    const write = (db: string, n: number) => one.storage.write(db, [{ _id: anId('note', n), type: 'note' }]);

    it('by the news of CouchDB', async () => {
      const { lines } = await openStream();
      await write('area-a1', 1);
      expect(moved(await nextLine(lines))).toEqual(['area-a1']);
    });

    it('and when news were lost, by the first line of the next stream', async () => {
      const { grid1, lines, readable } = await openStream();
      couch.cluster.deafToUpdates = true;
      await write('area-a1', 1);
      couch.cluster.deafToUpdates = false;
      await write('care-a1', 2);
      expect(moved(await nextLine(lines))).toEqual(['care-a1']);
      const again = linesOf(await grid1.ask('/api/wake'));
      expect(moved(await nextLine(again))).toEqual(readable);
      expect(readable).toContain('area-a1');
    });

    it('and when the news themselves were away, by a sweep as soon as they are back', async () => {
      const { lines, readable } = await openStream();
      couch.cluster.deafToUpdates = true;
      await write('area-a1', 1);
      couch.cluster.deafToUpdates = false;
      couch.cutConnections();
      const swept = new Set<string>();
      while (!readable.every((name) => swept.has(name)))
        for (const name of moved(await nextLine(lines))) swept.add(name);
      expect(swept).toContain('area-a1');
    });
  });
});

const codesIn = (answers: unknown): unknown[] =>
  (answers as { id: string; verdicts: { id: string; code?: string }[] }[]).map(({ id, verdicts }) => [
    id,
    verdicts.map((verdict) => [verdict.id, verdict.code]),
  ]);

describe('a CouchDB that is gone for minutes', () => {
  let relay: TestRelay;
  let grid1: SignedInPerson;
  let building1: SignedInPerson;
  let clock = Date.now;
  beforeEach(async () => {
    clock = Date.now;
    relay = await aRelay({ storage: 'couch', clock: () => clock() });
    grid1 = await relay.signIn('grid1');
    building1 = await relay.signIn('building1');
  });
  afterEach(() => relay.stop());

  const credentials = { username: 'grid1', password: 'correct-horse', device: { id: 'tablet-9' } };
  const renewal = {
    ...{ user: 'grid1', device: 'tablet-9', at: new Date().toISOString(), nonce: 'n'.repeat(24) },
    signature: 's'.repeat(86),
  };
  const questions: readonly (readonly [string, () => Promise<Response>])[] = [
    ['who am I', () => grid1.ask('/api/me')],
    ['signing in', () => grid1.ask('/api/sessions', { body: credentials })],
    ['renewing', () => grid1.ask('/api/sessions/renew', { body: renewal })],
    ['signing out', () => grid1.ask('/api/sessions/current', { method: 'DELETE' })],
    ['the wake stream', () => grid1.ask('/api/wake')],
    ['an extract', () => building1.ask('/api/extracts/orgUnit:a1-12')],
    ['visits of an area', () => grid1.ask('/api/areas/a1/visits')],
    ['opening a record', () => grid1.ask('/api/open', { body: {} })],
    ['handovers', () => grid1.ask('/api/handovers')],
    ['a database', () => grid1.ask('/db/area-a1/')],
    ['a feed', () => grid1.ask('/db/area-a1/_changes')],
    ['a continuous feed', () => grid1.ask('/db/area-a1/_changes?feed=continuous&since=now')],
    ['a listing', () => grid1.ask('/db/area-a1/_all_docs')],
    ['revisions', () => grid1.ask('/db/area-a1/_revs_diff', { body: {} })],
    ['a checkpoint', () => grid1.ask('/db/area-a1/_local/x')],
    ['the drop', () => deliver(grid1.ask, aDay(grid1.device, 1))],
  ];

  it.each(['unavailable', 'cut'] as const)(
    '(%s): says so everywhere, with the wait, and goes on when it is back',
    async (manner) => {
      relay.couch?.behave(manner);
      // past what the relay may still believe of sessions
      clock = () => Date.now() + 10_000;
      for (const [what, ask] of questions) {
        const answer = await ask();
        expect([what, answer.status, answer.headers.get('retry-after')]).toEqual([what, 503, '5']);
        await answer.body?.cancel();
      }
      expect((await fetch(`${relay.url}/healthz`)).status).toBe(503);
      clock = () => Date.now() + 5 * 60_000;
      relay.couch?.behave('well');
      await relay.storage.write('ref-c1', [checklist]);
      expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
      await expectAllTaken(await deliver(grid1.ask, aDay(grid1.device, 3)), 3);
      expect((await grid1.ask('/db/area-a1/_changes')).status).toBe(200);
      await relay.followers.sweep();
    },
  );
});
