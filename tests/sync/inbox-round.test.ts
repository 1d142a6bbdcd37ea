import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failed } from '../../src/domain/fault.ts';
import { changeOf } from '../../src/domain/register.ts';
import { cursorOf, letDatabaseGo } from '../../src/store/cursors.ts';
import { recordState } from '../../src/store/record-state.ts';
import { rowKey } from '../../src/store/rows.ts';
import { saveAction } from '../../src/store/save.ts';
import { changeRegister } from '../../src/store/store.ts';
import { Ahead } from '../../src/sync/ahead.ts';
import { inboxRound } from '../../src/sync/inbox-round.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aHousehold, aMatter, aReview, aStamp, aVisit } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget, partIn, told } from '../builders/store.ts';

let line: TestLine;
beforeEach(async () => {
  line = await aLine();
});
afterEach(() => forget(line.store));

const never = (): boolean => false;
const fetchAll = async (db = 'area-a1', pause = never) => {
  const round = await inboxRound(line.store, line.wire, db, pause);
  await line.store.shelf.catchUp();
  return round;
};
const matter = (n: number) => aMatter({ _id: anId('matter', n) });

describe('fetching', () => {
  it('takes everything in, with the cursor, and asks only for what is new afterwards', async () => {
    for (let n = 1; n <= 250; n += 1) line.relay.tells('area-a1', matter(n));
    expect(await fetchAll()).toEqual({ rows: 250, lost: 0, paused: false });
    expect(await cursorOf(line.store, 'area-a1')).toEqual({
      db: 'area-a1',
      epoch: 'e1',
      seq: '250',
      count: 250,
      total: 250,
      complete: true,
    });
    expect(line.store.shelf.all('matter')).toHaveLength(250);
    expect((await fetchAll()).rows).toBe(0);
    line.relay.tells('area-a1', matter(251));
    expect((await fetchAll()).rows).toBe(1);
  });

  it('never has a cursor ahead of the documents', async () => {
    line.relay.tells('area-a1', matter(1));
    line.store.db.documents.hook('creating', () => {
      throw new Error('this put fails');
    });
    await expect(fetchAll()).rejects.toThrow();
    expect(await cursorOf(line.store, 'area-a1')).toBeUndefined();
  });

  it('goes on from where it was cut', async () => {
    for (let n = 1; n <= 1_500; n += 1) line.relay.tells('area-a1', matter(n));
    expect(await fetchAll('area-a1', () => true)).toMatchObject({ rows: 1_000, paused: true });
    expect(await cursorOf(line.store, 'area-a1')).toMatchObject({ seq: '1000', count: 1_000, complete: false });
    expect(await fetchAll()).toMatchObject({ rows: 500, paused: false });
  });

  describe('that is paused', () => {
    const pages = (): number => line.relay.requests.filter((request) => request.endsWith('/_changes')).length;
    const tell = (from: number, to: number): void => {
      for (let n = from; n <= to; n += 1) line.relay.tells('area-a1', matter(n));
    };
    /** Somebody saves while the first page is written; then the rest is fetched. */
    async function pausedOnce(between: () => void) {
      const ahead = new Ahead();
      let wanted = false;
      const told = ({ count }: { readonly count: number }): void => {
        wanted ||= count > 0;
      };
      const first = await inboxRound(line.store, line.wire, 'area-a1', () => wanted, told, ahead);
      expect(first).toMatchObject({ rows: 1_000, paused: true });
      between();
      return inboxRound(line.store, line.wire, 'area-a1', never, undefined, ahead);
    }

    it('asks for no page while a pause is wished', async () => {
      tell(1, 2_500);
      await fetchAll('area-a1', () => true);
      expect(pages()).toBe(1);
      await fetchAll();
      expect(pages()).toBe(3);
      expect(line.store.shelf.all('matter')).toHaveLength(2_500);
    });

    it('asks for no page twice when the pause is wished while one is written', async () => {
      tell(1, 2_500);
      expect(await pausedOnce(() => undefined)).toMatchObject({ rows: 1_500, paused: false });
      expect(pages()).toBe(3);
      await line.store.shelf.catchUp();
      expect(line.store.shelf.all('matter')).toHaveLength(2_500);
    });

    it('does not take the end of a feed for its end when somebody wrote meanwhile', async () => {
      tell(1, 1_500);
      const rest = await pausedOnce(() => {
        tell(1_501, 1_501);
      });
      expect(rest).toMatchObject({ rows: 501, paused: false });
    });

    it('asks again for what did not come', async () => {
      tell(1, 2_500);
      const page = line.wire.changes.bind(line.wire);
      let asked = 0;
      Object.assign(line.wire, {
        changes: (...place: Parameters<typeof page>) =>
          (asked += 1) === 2 ? Promise.resolve(failed('offline')) : page(...place),
      });
      expect(await pausedOnce(() => undefined)).toMatchObject({ rows: 1_500, paused: false });
      expect(asked).toBe(4);
    });
  });

  it('merges what it is told into what is unsent, and loses neither', async () => {
    const home = aHousehold();
    await told(line.store, [home]);
    const mine = changeRegister(line.store, 'household', home, { doorNote: '门口有狗' });
    await saveAction(line.store, { parts: [partIn('area-a1', mine)] });
    line.relay.tells('area-a1', aHousehold({ values: { size: 5 }, stamp: aStamp(1_000, 'grid2tablet') }), '2-b');
    await fetchAll();
    const now = line.store.shelf.get('household', home._id);
    expect([now?.fields.doorNote?.v, now?.fields.size?.v]).toEqual(['门口有狗', 5]);
    expect(recordState(line.store.shelf, home._id).state).toBe('saved');
  });

  it('merges every losing leaf', async () => {
    const winner = aHousehold({ values: { size: 5 }, stamp: aStamp(1_000) });
    const losing = changeOf<typeof winner>(winner, { doorNote: '门口有狗' }, aStamp(2_000, 'grid2tablet'));
    line.relay.tells('area-a1', winner, '2-b', [losing]);
    await fetchAll();
    const now = line.store.shelf.get('household', winner._id);
    expect([now?.fields.size?.v, now?.fields.doorNote?.v]).toEqual([5, '门口有狗']);
  });

  it('shows a verdict of the desk on the visit', async () => {
    const visit = aVisit();
    await saveAction(line.store, { parts: [partIn('area-a1', visit)] });
    await outboxRound(line.store, line.wire);
    line.relay.tells('area-a1', aReview({ visitId: visit._id, verdict: 'returned', reason: '写清是哪一层' }));
    await fetchAll();
    expect(recordState(line.store.shelf, visit._id).state).toBe('returned');
  });

  it('says why it could not', async () => {
    line.relay.mishaps.push({ status: 403 });
    expect((await fetchAll()).fault?.code).toBe('forbidden');
    line.relay.mishaps.push('unreachable');
    expect((await fetchAll()).fault?.code).toBe('offline');
  });
});

describe('a relay that was restored from a backup', () => {
  it('is told again what it lost of this person, and of nobody else', async () => {
    line.relay.tells('area-a1', matter(1));
    await fetchAll();
    const kept = aVisit({ _id: anId('visit', 7) });
    line.relay.tells('area-a1', kept);
    line.relay.tells('area-a1', aVisit({ _id: anId('visit', 8), by: 'grid2' }));
    await fetchAll();
    line.relay.restore('e2', [matter(1)]);
    expect(await fetchAll()).toMatchObject({ lost: 2 });
    await outboxRound(line.store, line.wire);
    expect([...line.relay.bodies.keys()]).toEqual([kept._id]);
  });

  it('is told them also when a first load was under way: the fields and memberships stamped here', async () => {
    const home = aHousehold({ stamp: aStamp(0, 'grid2tablet') });
    const mine = aStamp(1_000, 'grid1tablet');
    const changed = changeOf<typeof home>(home, { doorNote: '门口有狗' }, mine);
    const tags = { dog: { in: mine }, alone: { in: aStamp(0, 'grid2tablet') } };
    line.relay.tells('area-a1', { ...changed, fields: { ...home.fields, ...changed.fields }, sets: { tags } });
    for (let n = 1; n <= 1_500; n += 1) line.relay.tells('area-a1', matter(n));
    expect(await fetchAll('area-a1', () => true)).toMatchObject({ paused: true });
    line.relay.restore('e2', [matter(1)]);
    expect(await fetchAll()).toMatchObject({ lost: 999 });
    await outboxRound(line.store, line.wire);
    const said = JSON.parse(line.relay.bodies.get(home._id) ?? '{}') as object;
    expect(said).toMatchObject({ fields: { doorNote: { v: '门口有狗' } }, sets: { tags: { dog: { in: mine } } } });
    expect(JSON.stringify(said)).not.toContain('grid2tablet');
    expect((await line.store.db.documents.get(rowKey('area-a1', home._id)))?.rev).toBeUndefined();
  });
});

describe('a right that was withdrawn', () => {
  it('lets the copy go, but not before unsent work left', async () => {
    line.relay.tells('area-a1', matter(1));
    await fetchAll();
    await saveAction(line.store, { parts: [partIn('area-a1', matter(2))] });
    expect(await letDatabaseGo(line.store, 'area-a1')).toBe(false);
    await outboxRound(line.store, line.wire);
    expect(await letDatabaseGo(line.store, 'area-a1')).toBe(true);
    await line.store.shelf.catchUp();
    expect(line.store.shelf.all('matter')).toEqual([]);
    expect(await cursorOf(line.store, 'area-a1')).toBeUndefined();
  });
});
