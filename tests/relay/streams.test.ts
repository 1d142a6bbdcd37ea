import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aHolder } from '../builders/people.ts';
import { aRelay, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { linesOf, nextLine } from './lines.ts';

describe.each(storageKinds)('streams on %s', (storage) => {
  let relay: TestRelay;
  let grid1: SignedInPerson;
  let clock = Date.now;

  beforeEach(async () => {
    clock = Date.now;
    relay = await aRelay({ storage, clock: () => clock() });
    grid1 = await relay.signIn('grid1');
  });
  afterEach(() => relay.stop());

  const feed = (): Promise<Response> => grid1.ask('/db/area-a1/_changes?feed=continuous&since=0&heartbeat=1000');
  const write = (id: string): Promise<unknown> => relay.storage.write('area-a1', [{ _id: id }]);

  /** A stream that nobody ends lasts a quarter of an hour: longer than any test. */
  async function toTheEnd(lines: AsyncGenerator<string>): Promise<void> {
    while ((await nextLine(lines)) !== undefined);
  }

  describe('/api/wake', () => {
    it('names every readable database first, then those that move, and nobody else’s', async () => {
      const response = await grid1.ask('/api/wake');
      expect(response.headers.get('content-type')).toContain('application/x-ndjson');
      const lines = linesOf(response);
      const readable = grid1.databases.filter(({ read }) => read).map(({ name }) => name);
      expect(JSON.parse((await nextLine(lines)) ?? '')).toEqual({ moved: readable });
      await relay.storage.write('area-a2', [{ _id: 'visit:elsewhere' }]);
      await relay.storage.write('care-a1', [{ _id: 'consent:1' }]);
      const { moved } = JSON.parse((await nextLine(lines)) ?? '{}') as { moved: string[] };
      expect(moved).toEqual(['care-a1']);
    });

    it('gathers a burst into one line', async () => {
      const lines = linesOf(await grid1.ask('/api/wake'));
      await nextLine(lines);
      for (let n = 0; n < 20; n += 1) await write(`visit:${n}`);
      await write('visit:last');
      expect(JSON.parse((await nextLine(lines)) ?? '')).toEqual({ moved: ['area-a1'] });
    });

    it('lets go of whoever hung up', async () => {
      const hangUp = new AbortController();
      const lines = linesOf(await grid1.ask('/api/wake', { signal: hangUp.signal }));
      await nextLine(lines);
      hangUp.abort();
      await write('visit:1');
      expect((await grid1.ask('/api/me')).status).toBe(200);
    });
  });

  it.each(['feed', 'wake'] as const)('ends a %s after its session ended', async (what) => {
    await write('visit:before');
    const lines = linesOf(await (what === 'feed' ? feed() : grid1.ask('/api/wake')));
    expect(await nextLine(lines)).toBeDefined();
    await grid1.ask('/api/sessions/current', { method: 'DELETE' });
    await toTheEnd(lines);
    expect((await grid1.ask('/api/me')).status).toBe(401);
  });

  it('ends a feed after its device was revoked, a right withdrawn, an account closed', async () => {
    await write('visit:before');
    const withdrawn = aHolder('gridWorker', { areas: ['a2'] });
    const ways = [
      () => relay.sessions.revoke('grid1', grid1.device),
      () => relay.putAccount(withdrawn),
      () => relay.putAccount(aHolder(), { disabled: true }),
    ];
    for (const way of ways) {
      await relay.putAccount(aHolder());
      grid1 = await relay.signIn('grid1');
      const lines = linesOf(await feed());
      expect(await nextLine(lines)).toContain('visit:before');
      await way();
      await toTheEnd(lines);
    }
  });

  it('ends a long poll that waits', async () => {
    const waiting = grid1.ask('/db/area-a1/_changes?feed=longpoll&since=now');
    const response = await waiting;
    const text = response.text().catch(() => 'cut');
    await relay.sessions.revoke('grid1', grid1.device);
    await text;
    expect((await grid1.ask('/db/area-a1/')).status).toBe(401);
  });

  it('lets no stream outlive its token', async () => {
    const lines = linesOf(await grid1.ask('/api/wake'));
    await nextLine(lines);
    clock = () => Date.now() + 16 * 60_000;
    await toTheEnd(lines);
    expect((await grid1.ask('/api/me')).status).toBe(401);
  });

  it('keeps a feed open while nothing about its session changes', async () => {
    const lines = linesOf(await feed());
    await relay.signIn('grid1', { device: { id: grid1.device } });
    await relay.signIn('grid2');
    await write('visit:fresh');
    expect(await nextLine(lines)).toContain('visit:fresh');
  });
});
