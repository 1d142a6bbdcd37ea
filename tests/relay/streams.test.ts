import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aHolder } from '../builders/people.ts';
import { aRelay, storageKinds, type SignedInPerson, type TestRelay } from '../builders/relay.ts';
import { linesOf, nextLine } from './lines.ts';

const feedOf = ({ ask }: SignedInPerson): Promise<Response> =>
  ask('/db/area-a1/_changes?feed=continuous&since=0&heartbeat=1000');

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

  const feed = (): Promise<Response> => feedOf(grid1);
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

    describe('for a device that says how far it has read', () => {
      const wake = (reached: object, beat = 120): Promise<Response> =>
        grid1.ask('/api/wake', { method: 'POST', body: { beat, reached } });
      const movedIn = async (lines: AsyncGenerator<string>): Promise<string[]> =>
        (JSON.parse((await nextLine(lines)) ?? '{}') as { moved: string[] }).moved;
      const readable = (): string[] => grid1.databases.filter(({ read }) => read).map(({ name }) => name);
      /** How far each readable database goes now. */
      const everything = async (): Promise<Record<string, { epoch: string; seq: string }>> => {
        const all = readable().map(async (name) => {
          const { epoch, update_seq: seq } = (await relay.storage.information(name)) ?? { epoch: '', update_seq: '' };
          return [name, { epoch, seq }] as const;
        });
        return Object.fromEntries(await Promise.all(all));
      };

      it('names first what moved since, and what it did not speak of', async () => {
        await write('visit:1');
        const reached = await everything();
        expect(await movedIn(linesOf(await wake(reached)))).toEqual([]);
        await write('visit:2');
        expect(await movedIn(linesOf(await wake(reached)))).toEqual(['area-a1']);
        const { 'care-a1': _unknown, ...rest } = await everything();
        expect(await movedIn(linesOf(await wake(rest)))).toEqual(['care-a1']);
      });

      it('does not speak of what no tablet copies', async () => {
        const lines = linesOf(await wake({}));
        expect(await movedIn(lines)).toEqual(
          grid1.databases.filter(({ read, name }) => read && !name.startsWith('media-')).map(({ name }) => name),
        );
        await relay.storage.write('media-a1', [{ _id: 'media:1' }]);
        await write('visit:1');
        expect(await movedIn(lines)).toEqual(['area-a1']);
      });

      it('names a database that was restored, went back, or never gave out that place', async () => {
        await write('visit:1');
        const reached = await everything();
        const ofArea = async (seq: string): Promise<string[]> =>
          movedIn(linesOf(await wake({ ...reached, 'area-a1': { epoch: reached['area-a1']?.epoch ?? '', seq } })));
        expect(await ofArea('9999')).toEqual(['area-a1']);
        expect(await ofArea('nonsense')).toEqual(['area-a1']);
        await relay.storage.raiseEpoch('area-a1');
        expect(await movedIn(linesOf(await wake(reached)))).toEqual(['area-a1']);
      });

      it('tells at once of a database whose epoch was raised', async () => {
        const lines = linesOf(await wake(await everything()));
        expect(await movedIn(lines)).toEqual([]);
        await relay.storage.raiseEpoch('area-a1');
        expect(await movedIn(lines)).toEqual(['area-a1']);
      });

      it('outlives its token, and ends with its session', async () => {
        const lines = linesOf(await wake({}));
        await nextLine(lines);
        clock = () => Date.now() + 16 * 60_000;
        expect((await grid1.ask('/api/me')).status).toBe(401);
        await write('visit:late');
        expect(await movedIn(lines)).toEqual(['area-a1']);
        await relay.sessions.revoke('grid1', grid1.device);
        await toTheEnd(lines);
      });

      it('ends after a day', async () => {
        const lines = linesOf(await wake({}));
        await nextLine(lines);
        clock = () => Date.now() + 24 * 3_600_000 + 60_000;
        await toTheEnd(lines);
      });

      it.each([{ beat: 5, reached: {} }, { beat: 120 }, { beat: 120, reached: { 'area-a1': 'far' } }])(
        'refuses a wish that is none: %j',
        async (wish) => {
          const told = await grid1.ask('/api/wake', { method: 'POST', body: wish });
          expect(told.status).toBe(400);
        },
      );
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

  it('believes no token any more whose rights were changed, and tells the new ones with the next', async () => {
    expect((await grid1.ask('/api/me')).status).toBe(200);
    await relay.putAccount(aHolder('gridWorker', { areas: ['a2'] }));
    const told = await grid1.ask('/api/me');
    expect([told.status, await told.json()]).toMatchObject([401, { error: 'session-ended' }]);
    grid1 = await relay.signIn('grid1', { device: { id: grid1.device } });
    expect(grid1.databases.map(({ name }) => name)).toContain('area-a2');
    expect((await grid1.ask('/api/me')).status).toBe(200);
  });

  it('ends a long poll that waits', async () => {
    const waiting = grid1.ask('/db/area-a1/_changes?feed=longpoll&since=now');
    const response = await waiting;
    const text = response.text().catch(() => 'cut');
    await relay.sessions.revoke('grid1', grid1.device);
    await text;
    expect((await grid1.ask('/db/area-a1/')).status).toBe(401);
  });

  it.each([
    ['a feed', feedOf],
    ['a wake stream without a wish', (asked: SignedInPerson) => asked.ask('/api/wake')],
  ])('lets %s not outlive its token', async (_, open) => {
    await write('visit:before');
    const lines = linesOf(await open(grid1));
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
