import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { pillOf } from '../../src/features/sync-status/pill-of.ts';
import { contactLine, leadLine, titleLine } from '../../src/features/sync-status/head-lines.ts';
import { mainCode } from '../../src/features/sync-status/record-line.ts';
import { placeOf } from '../../src/features/sync-status/saying.ts';
import { secretaryOf } from '../../src/features/sync-status/hand-on.ts';
import { SyncModel } from '../../src/features/sync-status/sync.svelte.ts';
import type { Post } from '../../src/features/sync-status/post.ts';
import { byHash } from '../../src/domain/canonical.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import type { Me } from '../../src/domain/me.ts';
import { saveAction } from '../../src/store/save.ts';
import { saveDraft } from '../../src/store/drafts.ts';
import { instantAt } from '../../src/platform/clock.ts';
import { standingHere } from '../../src/store/record-state.ts';
import { settle } from '../../src/store/settle.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import {
  aDwelling,
  aHousehold,
  aMatter,
  anOrgUnit,
  aNote,
  aPostponement,
  aPost,
  aReview,
  aVisit,
  flat1203,
  monday,
} from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, partIn, told, type TestStore } from '../builders/store.ts';

const zh = wordsIn('zh');
const me: Me = { name: '周敏', holder: aHolder() };
const aCarrier = (given: Partial<Post> = {}): Post => ({
  online: true,
  sending: false,
  lastContact: undefined,
  nextTry: undefined,
  signInNeeded: false,
  tryNow: () => undefined,
  ...given,
});

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await told(store, [aDwelling(), aHousehold({ _id: anId('household') })]);
});
afterEach(() => forget(store));

const hour = 3_600_000;
const outside = { online: true, sending: false };

async function saved(doc: { readonly _id: string }, db = 'area-a1'): Promise<string> {
  const result = await saveAction(store, { parts: [partIn(db, doc)] });
  if (!result.ok) throw new Error(result.fault.code);
  return result.value.envelopeId;
}
async function answered(envelopeId: string, code?: RefusalCode): Promise<void> {
  const row = store.shelf.outbox.find((one) => one.id === envelopeId);
  const verdicts = row!.refs.map(({ db, id }) => ({
    db,
    id,
    durable: !code || code === 'handed-over',
    receivedAt: monday,
    ...(code && { code }),
  }));
  await settle(store, { id: envelopeId, ok: true, verdicts });
  await store.shelf.catchUp();
}

describe('the pill', () => {
  test.each([
    [
      'what somebody must act on, before all else',
      { here: 3, attention: 2 },
      { ...outside, sending: true },
      'attention',
      2,
    ],
    ['what is going out', { here: 3, attention: 0 }, { ...outside, sending: true }, 'sending', 3],
    ['that there is no signal, and what waits', { here: 3, attention: 0 }, { ...outside, online: false }, 'offline', 3],
    ['no signal alone', { here: 0, attention: 0 }, { ...outside, online: false }, 'offline', 0],
    ['what waits here', { here: 1, attention: 0 }, outside, 'local', 1],
    ['that all is delivered', { here: 0, attention: 0 }, outside, 'delivered', 0],
    ['delivered while only looking for news', { here: 0, attention: 0 }, { ...outside, sending: true }, 'delivered', 0],
  ] as const)('says %s', (_what, sums, post, kind, count) => {
    expect(pillOf(sums, post)).toEqual({ kind, count });
  });
});

describe('the sheet', () => {
  it('begins with the one sentence that matters', () => {
    const none = { here: 0, delivered: 0, reviewed: 0, attention: 0 };
    expect(titleLine({ ...none, here: 3, attention: 1 }, zh)).toBe('3 条还在本机，都存好了');
    expect(titleLine({ ...none, attention: 2 }, zh)).toBe('2 条要您处理');
    expect(titleLine({ ...none, delivered: 9 }, zh)).toBe('都送达了');
    expect(leadLine({ ...none, here: 3 }, aCarrier({ online: false }), zh)).toBe(
      '没有信号。有信号时自动送出，不用管它。',
    );
    const refusedOnly = leadLine({ ...none, attention: 2 }, aCarrier({ online: false }), zh);
    expect(refusedOnly).toBe('要您处理的都在这台平板上，没有丢。');
    expect(leadLine(none, aCarrier({ signInNeeded: true, online: false }), zh)).toBe(zh.fault['session-ended']);
    const portal = aCarrier({ fault: 'not-the-relay', online: false });
    expect(leadLine({ ...none, here: 3 }, portal, zh)).toMatch(/^这个网络要先登录或者认证/);
    expect(leadLine(none, aCarrier({ lost: 12 }), zh)).toMatch(/少了 12 条.*别人写的要等他们的平板/);
  });

  it('tells the last contact and the next try', async () => {
    await saved(aVisit());
    const now = store.clock.now();
    const model = new SyncModel(store, me, aCarrier({ lastContact: now - 78 * 60_000, nextTry: now + 2 * 60_000 }));
    expect(contactLine(model, zh)).toMatch(/^近 30 天。上次联系今天 \d{2}:\d{2}，约 2 分钟后再试。$/);
  });

  it('names a record by short address and family, and what hangs nowhere by a neutral word', async () => {
    await saved(aVisit());
    await saved(aNote({ _id: anId('note', 2), text: '王淑琴腿疼' }));
    const { here } = new SyncModel(store, me, aCarrier());
    expect(here.map((line) => [line.type, line.door && placeOf(line.door, zh), line.state])).toEqual([
      ['visit', '12-1-1203 欧阳家', 'saved'],
      ['note', undefined, 'saved'],
    ]);
    expect(JSON.stringify(here)).not.toContain('腿疼');
  });

  it('does not name a family where several share the dwelling and the record says none', async () => {
    await told(store, [aHousehold({ _id: anId('household', 2), values: { dwellingId: flat1203, familyName: '刘' } })]);
    const { householdId: _none, ...visit } = aVisit();
    await saved(visit);
    const [line] = new SyncModel(store, me, aCarrier()).here;
    expect(line?.door && placeOf(line.door, zh)).toBe('12-1-1203');
  });

  it('shows every place where a record can be', async () => {
    const [a, b, c, d, e] = [1, 2, 3, 4, 5].map((n) => aVisit({ _id: anId('visit', n) }));
    const envelopes = [];
    for (const visit of [a!, b!, c!, d!, e!]) envelopes.push(await saved(visit));
    await answered(envelopes[0]!);
    await answered(envelopes[1]!);
    await answered(envelopes[2]!, 'handed-over');
    await answered(envelopes[3]!, 'not-yours');
    await told(store, [aReview({ _id: anId('review', 1), visitId: a!._id })]);
    await saveDraft(store, `visit:${flat1203}`, 'visit', { dwellingId: flat1203, householdId: anId('household') });
    const model = new SyncModel(store, me, aCarrier());
    model.list('delivered');
    expect(model.lines.map((line) => line.state)).toEqual(['handed-over', 'delivered', 'reviewed']);
    expect(model.here.map((line) => line.state)).toEqual(['saved']);
    expect(model.drafts.map((line) => [line.state, line.door?.familyName])).toEqual([['draft', '欧阳']]);
    model.list('attention');
    expect(model.lines.map((line) => [line.state, line.code])).toEqual([['not-accepted', 'not-yours']]);
    model.list('reviewed');
    expect(model.lines.map((line) => [line.key, line.review?.by])).toEqual([[a!._id, 'area1']]);
    model.list('reviewed');
    expect(model.listed).toBeUndefined();
  });

  it("brings a returned visit with the secretary's words, and its correction", async () => {
    await answered(await saved(aVisit()));
    await told(store, [aReview({ visitId: anId('visit'), verdict: 'returned', reason: '写清是哪一层。' })]);
    const model = new SyncModel(store, me, aCarrier());
    expect(model.sums.attention).toBe(1);
    expect(model.returned).toMatchObject([
      { visitId: anId('visit'), reason: '写清是哪一层。', door: { familyName: '欧阳' } },
    ]);
    expect(await model.mend(anId('visit'))).toBe(`/visits/h-${anId('household').slice('household:'.length)}`);
    expect(store.shelf.drafts).toHaveLength(1);
  });

  it('tries again what was not accepted, and wakes the engine', async () => {
    let tried = 0;
    const post = aCarrier({ tryNow: () => void (tried += 1) });
    const envelopeId = await saved(aMatter({ dwellingId: flat1203 }));
    await answered(envelopeId, 'illegal-step');
    const model = new SyncModel(store, me, post);
    expect(model.refused).toMatchObject([{ envelopeId, code: 'illegal-step', type: 'matter' }]);
    await model.retry(envelopeId);
    expect([model.refused.length, model.sums.here, tried]).toEqual([0, 1, 1]);
  });

  it('says so when nothing is left to export', async () => {
    const model = new SyncModel(store, me, aCarrier());
    await model.exportAs();
    expect(model.told).toBe('nothing');
  });

  it('speaks up when something is unsent for more than a day', async () => {
    await saved(aVisit());
    const model = new SyncModel(store, me, aCarrier({ online: false }));
    store.clock.move(23 * hour);
    expect(model.unsentHours).toBeUndefined();
    store.clock.move(3 * hour);
    expect(model.unsentHours).toBe(26);
  });

  it("closes the day with today's actions only", async () => {
    await saved(aVisit({ _id: anId('visit', 7) }));
    store.clock.move(24 * hour);
    await answered(await saved(aVisit({ _id: anId('visit', 8) })));
    await answered(await saved(aVisit({ _id: anId('visit', 9) })), 'invalid');
    await saved(aVisit({ _id: anId('visit', 10) }));
    expect(new SyncModel(store, me, aCarrier()).closing.all).toEqual({ done: 3, confirmed: 1, waiting: 1, refused: 1 });
  });
});

describe('two corrections of one visit, from two tablets', () => {
  it('show on the record of the one that does not count that it is overtaken, and ask nothing more of its author', async () => {
    const visit = aVisit();
    const back = aReview({ visitId: visit._id, verdict: 'returned', reason: '写清是哪一层。' });
    await told(store, [visit, back]);
    const corrected = (n: number) => aVisit({ _id: anId('visit', n), supersedes: visit._id, after: back._id });
    const [here, there] = byHash(corrected(2)._id, corrected(3)._id) < 0 ? [3, 2] : [2, 3];
    await answered(await saved(corrected(here)));
    const model = new SyncModel(store, me, aCarrier());
    model.list('delivered');
    expect(model.lines.map(({ state }) => state)).toEqual(['delivered']);
    await told(store, [corrected(there)]);
    expect(model.lines.map(({ state }) => state)).toEqual(['overtaken']);
    expect(standingHere(store.shelf, corrected(there)._id).state).toBe('delivered');
    await told(store, [
      aReview({ _id: anId('review', 2), visitId: corrected(here)._id, verdict: 'returned', reason: '…' }),
    ]);
    expect([model.returned, model.sums.attention]).toEqual([[], 0]);
    // the one that counts is sent back: that is the one to mend
    await told(store, [
      aReview({ _id: anId('review', 3), visitId: corrected(there)._id, verdict: 'returned', reason: '…' }),
    ]);
    expect(model.returned.map(({ visitId }) => visitId)).toEqual([corrected(there)._id]);
  });
});

describe('what was not accepted', () => {
  const units = () => [
    anOrgUnit(),
    anOrgUnit({ _id: 'orgUnit:a1', values: { level: 'area', name: '一片区', key: 'a1', parentId: 'orgUnit:c1' } }),
  ];

  it('shows each part with its own reason, and holds nothing back', async () => {
    const parts = [partIn('area-a1', aVisit(), 'u'), partIn('area-a1', aMatter({ visitId: aVisit()._id }), 'u')];
    const action = await saveAction(store, { parts });
    if (!action.ok) throw new Error(action.fault.code);
    await saved(aNote({ _id: anId('note', 5) }));
    const codes = ['unit-refused', 'invalid'] as const;
    const verdicts = parts.map(({ db, doc }, place) => ({
      db,
      id: doc._id,
      durable: false,
      receivedAt: monday,
      code: codes[place]!,
    }));
    await settle(store, { id: action.value.envelopeId, ok: true, verdicts });
    await store.shelf.catchUp();
    const model = new SyncModel(store, me, aCarrier());
    expect(model.refused).toMatchObject([
      {
        code: 'invalid',
        parts: [
          { type: 'visit', code: 'unit-refused' },
          { type: 'matter', code: 'invalid' },
        ],
      },
    ]);
    expect(model.here.map((line) => line.type)).toEqual(['note']);
  });

  it('becomes a draft with its own words again, and leaves the quarantine', async () => {
    const envelope = await saved(aNote({ _id: anId('note', 6), text: '楼道灯不亮' }));
    await answered(envelope, 'invalid');
    const model = new SyncModel(store, me, aCarrier());
    expect(model.refused).toMatchObject([{ mayMend: true }]);
    expect(await model.reopen(envelope)).toEqual({ kind: 'place', path: '/notebook?sheet=note' });
    expect(store.shelf.drafts[0]?.body).toMatchObject({ text: '楼道灯不亮' });
    expect(model.drafts).toMatchObject([{ type: 'note', state: 'draft', back: true }]);
    expect(model.draftPlace(model.drafts[0]!.key)).toEqual({ kind: 'place', path: '/notebook?sheet=note' });
    expect([model.refused, store.shelf.all('note')]).toEqual([[], []]);
  });

  it('that is a visit opens at its door with everything it said', async () => {
    const envelope = await saved(aVisit({ outcome: 'not_home' }));
    await answered(envelope, 'invalid');
    const model = new SyncModel(store, me, aCarrier());
    expect(await model.reopen(envelope)).toMatchObject({ path: expect.stringMatching(/^\/visits\//) });
    expect(store.shelf.drafts.map(({ body }) => body)).toMatchObject([{ dwellingId: flat1203 }]);
    expect(store.shelf.all('visit')).toEqual([]);
  });

  it('is not taken apart when the relay has some of it, or when it was not written in a form', async () => {
    const wish = await saved(aPostponement({ _id: anId('postponement', 9) }));
    await answered(wish, 'illegal-step');
    const model = new SyncModel(store, me, aCarrier());
    expect(model.refused).toMatchObject([{ mayMend: false }]);
    expect(await model.reopen(wish)).toBeUndefined();
    expect(model.refused).toHaveLength(1);
  });

  it('is handed to the secretary nearest above, by the published telephone', async () => {
    await told(store, units(), 'ref-c1');
    expect(secretaryOf(store, me)).toBeUndefined();
    const desk = {
      unitId: 'orgUnit:a1',
      kind: 'areaSecretary' as const,
      holderName: '何静',
      publicPhone: '0571-0000001',
    };
    await told(store, [aPost(desk)], 'ref-c1');
    expect(secretaryOf(store, me)).toEqual({ name: '何静', phone: '0571-0000001' });
  });
});

test('the reason of what fell with its unit speaks last', () => {
  const part = (code: RefusalCode) => ({
    db: 'area-a1',
    id: code,
    type: 'visit',
    state: 'not-accepted' as const,
    code,
  });
  expect(mainCode([part('unit-refused'), part('wrong-tier')])).toBe('wrong-tier');
  expect(mainCode([part('unit-refused')])).toBe('unit-refused');
});

test("the relay's time of a record is told as clocks show it here", async () => {
  const envelope = await saved(aNote({ _id: anId('note', 8) }));
  await answered(envelope);
  const standing = standingHere(store.shelf, anId('note', 8));
  expect(standing.state).toBe('delivered');
  expect(standing.receivedAt).toBe(instantAt(Date.parse(monday)));
});
