import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exportUnsent } from '../../src/store/outbox.ts';
import { notAccepted, outboxSums, stillHere } from '../../src/store/outbox-summary.ts';
import { recordState } from '../../src/store/record-state.ts';
import { retryRefused } from '../../src/store/reissue.ts';
import { saveAction, type Action } from '../../src/store/save.ts';
import { changeRegister } from '../../src/store/store.ts';
import { outboxRound } from '../../src/sync/outbox-round.ts';
import { aHousehold, aMatter, aNote, aVisit, someAnswers } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aLine, type TestLine } from '../builders/line.ts';
import { forget, partIn, told } from '../builders/store.ts';

let line: TestLine;
beforeEach(async () => {
  line = await aLine();
});
afterEach(() => forget(line.store));

async function save(action: Action): Promise<string> {
  const result = await saveAction(line.store, action);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value.envelopeId;
}
const matter = (n: number) => aMatter({ _id: anId('matter', n) });
const saveMatter = (n: number): Promise<string> => save({ parts: [partIn('area-a1', matter(n))] });
const round = async () => {
  const result = await outboxRound(line.store, line.wire);
  await line.store.shelf.catchUp();
  return result;
};
const state = (id: string) => recordState(line.store.shelf, id);

describe('sending', () => {
  it('delivers oldest first and keeps the verdict of every part', async () => {
    const ids = [await saveMatter(1), await saveMatter(2)];
    expect(await round()).toEqual({ answered: 2, refused: 0 });
    expect(line.relay.batches).toEqual([ids]);
    expect(state(anId('matter', 1))).toMatchObject({ state: 'delivered', receivedAt: expect.any(String) as string });
    expect(outboxSums(line.store.shelf, 'grid1')).toEqual({ here: 0, delivered: 2, reviewed: 0, attention: 0 });
  });

  it('sends the same envelope again when the answer was lost, and doubles nothing', async () => {
    const id = await saveMatter(1);
    line.relay.mishaps.push('answer-lost');
    expect((await round()).fault?.code).toBe('offline');
    expect(state(anId('matter', 1)).state).toBe('saved');
    await round();
    expect(line.relay.batches).toEqual([[id], [id]]);
    expect(line.relay.bodies.size).toBe(1);
    expect(state(anId('matter', 1)).state).toBe('delivered');
  });

  it('asks for a token once, and for a new one when the relay does not believe the old', async () => {
    await saveMatter(1);
    await round();
    line.relay.expire();
    await saveMatter(2);
    expect((await round()).fault).toBeUndefined();
    expect(line.relay.tokens).toBe(2);
  });

  it('stops at a session that only a person can begin again', async () => {
    line.relay.renews = false;
    await saveMatter(1);
    expect((await round()).fault?.code).toBe('session-ended');
    expect(line.session.ended).toBe(true);
    expect(outboxSums(line.store.shelf, 'grid1').here).toBe(1);
  });

  it('halves a batch that is too large, down to one, which then holds nothing back', async () => {
    for (const n of [1, 2, 3]) await saveMatter(n);
    line.relay.mishaps.push({ status: 413 }, { status: 413 });
    const result = await round();
    expect(result.fault).toBeUndefined();
    expect([1, 2, 3].map((n) => state(anId('matter', n)).state)).toEqual(['saved', 'delivered', 'delivered']);
    // somebody between may have said so, once
    line.store.clock.move(5_000);
    await round();
    expect(state(anId('matter', 1)).state).toBe('delivered');
  });

  it('believes that one is too large when that is said again and again', async () => {
    await saveMatter(1);
    for (const wait of [5_000, 10_000, 0]) {
      expect(state(anId('matter', 1)).state).toBe('saved');
      line.relay.mishaps.push({ status: 413 });
      expect((await round()).fault).toBeUndefined();
      line.store.clock.move(wait);
    }
    expect(state(anId('matter', 1))).toMatchObject({ state: 'not-accepted', code: 'too-large' });
  });

  it('keeps the wish of a busy relay for patience', async () => {
    await saveMatter(1);
    line.relay.mishaps.push({ status: 503, retryAfter: '7' });
    expect((await round()).fault).toEqual({ code: 'storage-unavailable', retryAfter: 7 });
    expect(stillHere(line.store.shelf)).toHaveLength(1);
  });

  it('keeps what is received and not yet safe, and confirms it with the same envelope', async () => {
    const id = await saveMatter(1);
    line.relay.durable = false;
    await round();
    expect(state(anId('matter', 1)).state).toBe('received');
    expect(await exportUnsent(line.store)).toHaveLength(1);
    line.relay.durable = true;
    line.store.clock.move(5_000);
    await round();
    expect(line.relay.batches).toEqual([[id], [id]]);
    expect(state(anId('matter', 1)).state).toBe('delivered');
  });

  it('does not send what is held', async () => {
    await save({ parts: [partIn('area-a1', matter(1))], holdMs: 8_000 });
    await round();
    expect(line.relay.batches).toEqual([]);
    line.store.clock.move(8_000);
    await round();
    expect(line.relay.batches).toHaveLength(1);
  });
});

describe('a part that is refused', () => {
  const visit = aVisit();

  it('shows on the record and holds nothing back', async () => {
    line.relay.refuses.set(matter(1)._id, 'not-yours');
    await save({ parts: [partIn('area-a1', visit), partIn('area-a1', matter(1))] });
    await save({ parts: [partIn('area-a1', aNote())] });
    expect(await round()).toEqual({ answered: 2, refused: 1 });
    expect(state(matter(1)._id)).toMatchObject({ state: 'not-accepted', code: 'not-yours' });
    expect([state(visit._id).state, state(aNote()._id).state]).toEqual(['delivered', 'delivered']);
    expect(notAccepted(line.store.shelf)).toHaveLength(1);
    expect(await exportUnsent(line.store)).toHaveLength(1);
  });

  it('can be tried again, with the same id, in an envelope of its own', async () => {
    line.relay.refuses.set(matter(1)._id, 'not-yours');
    const id = await save({ parts: [partIn('area-a1', visit), partIn('area-a1', matter(1))] });
    await round();
    line.relay.refuses.clear();
    const again = await retryRefused(line.store, id);
    expect(again).not.toBe(id);
    await round();
    expect(state(matter(1)._id).state).toBe('delivered');
    expect(state(visit._id).state).toBe('delivered');
    expect(notAccepted(line.store.shelf)).toEqual([]);
    expect(line.relay.bodies.size).toBe(2);
  });

  it('brings its unit down, and all of it is tried again together', async () => {
    const answers = someAnswers({ visitId: visit._id });
    line.relay.refuses.set(answers._id, 'not-yours');
    line.relay.refuses.set(visit._id, 'unit-refused');
    const id = await save({ parts: [partIn('area-a1', visit, 'u'), partIn('care-a1', answers, 'u')] });
    await round();
    expect([state(visit._id).state, state(answers._id).state]).toEqual(['not-accepted', 'not-accepted']);
    line.relay.refuses.clear();
    await retryRefused(line.store, id);
    await round();
    expect([state(visit._id).state, state(answers._id).state]).toEqual(['delivered', 'delivered']);
  });

  it('gives a register back what the relay knows', async () => {
    const home = aHousehold();
    await told(line.store, [home]);
    line.relay.refuses.set(home._id, 'not-yours');
    await save({ parts: [partIn('area-a1', changeRegister(line.store, 'household', home, { doorNote: '门口有狗' }))] });
    await round();
    expect(line.store.shelf.get('household', home._id)).toEqual(home);
    expect(state(home._id).state).toBe('not-accepted');
  });

  it('does not take the rest of a register with it when the envelope is answered again', async () => {
    await told(line.store, [aHousehold()]);
    const change = changeRegister(line.store, 'household', aHousehold(), { size: 5 });
    line.relay.refuses.set(anId('matter', 1), 'not-yet');
    await save({ parts: [partIn('area-a1', change), partIn('area-a1', matter(1))] });
    await round();
    line.store.clock.move(10_000);
    await round();
    const { fields } = line.store.shelf.get('household', anId('household')) ?? {};
    expect([fields?.familyName?.v, fields?.size?.v]).toEqual(['欧阳', 5]);
  });

  it('waits for what it names, and is asked again later', async () => {
    line.relay.refuses.set(matter(1)._id, 'not-yet');
    await saveMatter(1);
    await round();
    expect(state(matter(1)._id).state).toBe('saved');
    await round();
    expect(line.relay.batches).toHaveLength(1);
    line.relay.refuses.clear();
    line.store.clock.move(5_000);
    await round();
    expect(state(matter(1)._id).state).toBe('delivered');
  });

  it('with a stamp ahead of the relay goes out again with a time that it believes', async () => {
    const home = aHousehold();
    await told(line.store, [home]);
    line.store.stamps.relayAhead = 86_400_000;
    const change = changeRegister(line.store, 'household', home, { doorNote: '门口有狗' });
    const note = aNote();
    const id = await save({ parts: [partIn('area-a1', change), partIn('area-a1', note)] });
    line.relay.refuses.set(home._id, 'clock-ahead');
    await line.session.token();
    await outboxRound(line.store, {
      ...line.wire,
      send: async (envelopes) => {
        const answer = await line.wire.send(envelopes);
        line.relay.refuses.clear();
        return answer;
      },
    });
    await line.store.shelf.catchUp();
    expect(line.relay.batches).toHaveLength(2);
    expect(line.relay.batches[1]).not.toContain(id);
    const now = line.store.shelf.get('household', home._id);
    expect(now?.fields.doorNote?.v).toBe('门口有狗');
    expect(Number.parseInt(now?.fields.doorNote?.s.slice(0, 9) ?? '', 36)).toBeLessThanOrEqual(line.relay.now + 1);
    expect([state(home._id).state, state(note._id).state]).toEqual(['delivered', 'delivered']);
  });
});
