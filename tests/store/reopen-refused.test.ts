import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { doorPath } from '../../src/domain/door-path.ts';
import type { Part } from '../../src/domain/envelope.ts';
import type { MediaReference } from '../../src/domain/documents/media.ts';
import { draftsOfKind, dropDraft, saveDraft } from '../../src/store/drafts.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { keepMediaRow, unwantLost } from '../../src/store/media.ts';
import { retryRefused } from '../../src/store/reissue.ts';
import { reopenRefused } from '../../src/store/reopen-refused.ts';
import { saveAction } from '../../src/store/save.ts';
import { settle } from '../../src/store/settle.ts';
import { startCorrection } from '../../src/store/start-correction.ts';
import { undo } from '../../src/store/undo.ts';
import {
  keyOfVisitDraft,
  matterSlot,
  saveVisitDraft,
  visitDrafts,
  type VisitDraftBody,
} from '../../src/store/visit-draft.ts';
import { calm, aDraft, atHome, elder, family, head, mother, newestParts, support, worker } from '../builders/a-home.ts';
import { aMatter, aNote, aReview, aVisit, building12, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aPicture } from '../builders/media.ts';
import { refused } from '../builders/refused.ts';
import { aStore, forget, partIn, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const [first, second] = [aPicture({}, 1), aPicture({}, 2)];
const lamp = aMatter({ _id: anId('matter', 50), dwellingId: flat1203, householdId: family, text: '楼道灯不亮' });

const everything = aDraft(
  'routine',
  {
    ...calm,
    rt_changed: 'changed',
    rt_use: 'rent',
    rt_what: ['birth', 'in', 'out', 'phone'],
    rt_focus: ['hardship', 'jobless'],
    rt_mood: 'unhappy',
    rt_has: 'yes',
    rt_type: 'facility',
    rt_text: '楼道灯还是不亮',
    rt_now: 'take',
    rt_reply: '2026-11-26',
    rt_safe: ['gas', 'clutter'],
    rt_talent: 'yes',
    rt_skill: '会修电器，周末有空',
    rt_note: '晚上再看一次',
  },
  {
    changes: [
      { kind: 'movedIn', name: '欧阳大江', birthYear: 1970, sex: 1 },
      { kind: 'born', name: '欧阳小满', birthYear: 2026, sex: 2 },
      { kind: 'movedOut', residentId: mother },
      { kind: 'phone', residentId: head, number: '13900000002' },
    ],
    summary: { seen: '楼道很黑', thought: '这层老人多', nearer: '物业 陈师傅：明天来换' },
    calls: [
      { key: 'rt_safe:gas:callNow', at: '2026-11-23T09:25:00+08:00', number: '119', to: '接线员说，十分钟到' },
      { key: 'elsewhere', at: '2026-11-23T09:31:00+08:00', number: '120' },
    ],
    joined: { 'rt_has:yes:matter': lamp._id },
    media: { [matterSlot('rt_has:yes:matter')]: [first], [matterSlot('rt_safe:clutter:matter')]: [second] },
  },
);

const visits: Readonly<Record<string, VisitDraftBody>> = {
  'with all that it can cause': everything,
  'on a closed list': aDraft('elderly_alone', { ...elder, el_note: '女儿周末来' }),
  'on a sealed list': aDraft('reintegration', { ...support, rl_risk: 'self' }),
  'after no consent': aDraft('routine', { ...calm, rt_consent: 'no', rt_safe: ['exit'], rt_note: '下次少问' }),
  'that was declined': aDraft('routine', { rt_outcome: 'refused', rt_refuse: 'no_more' }),
  'where nobody opened': aDraft('routine', { rt_outcome: 'not_home', rt_retry: 'weekend' }),
};

/** What the parts of a visit say, whatever ids and times they bear. */
function saying(parts: readonly Part[]): string[] {
  const names = new Map(parts.map(({ doc }) => [doc._id, String((doc as { name?: string }).name ?? doc.type)]));
  for (const { doc } of parts) {
    const name = (doc as { fields?: { name?: { v: string } } }).fields?.name?.v;
    if (name !== undefined) names.set(doc._id, name);
  }
  const plain = (value: unknown, name = ''): unknown => {
    if (['_id', 'by', 'deviceId', 'at', 'visitId', 's'].includes(name)) return undefined;
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value)) return value.map((one) => plain(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one, key)]));
  };
  return parts.map(({ db, doc }) => `${db} ${JSON.stringify(plain(doc))}`).sort();
}

async function finished(draft: VisitDraftBody): Promise<string> {
  const result = await finishVisit(store, worker, draft);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value.envelopeId;
}
async function begun(draft: VisitDraftBody): Promise<void> {
  for (const one of Object.values(draft.media ?? {}).flat()) await keepMediaRow(store, one, keyOfVisitDraft(draft));
  await saveVisitDraft(store, draft);
}
async function saved(doc: { readonly _id: string }, db = 'area-a1'): Promise<string> {
  const result = await saveAction(store, { parts: [partIn(db, doc)] });
  if (!result.ok) throw new Error(result.fault.code);
  return result.value.envelopeId;
}
/** As an app wrote it that did not keep the form. */
const formless = (id: string) =>
  store.db.outbox
    .where('id')
    .equals(id)
    .modify((row: { form?: unknown }) => void delete row.form);
const stateOf = async ({ id }: MediaReference) => (await store.db.media.get(id))?.state;

describe('a visit of which the relay took nothing', () => {
  describe.each([
    ['as it was written', () => Promise.resolve()],
    ['from its parts, where an earlier app kept no form', formless],
  ])('comes back %s', (_how, before: (id: string) => Promise<unknown>) => {
    test.each(Object.entries(visits))('%s, and says the same when it is finished again', async (_what, draft) => {
      await told(store, [lamp]);
      await begun(draft);
      const envelope = await finished(draft);
      const parts = await newestParts(store);
      await refused(store, envelope);
      await before(envelope);
      store.clock.move(86_400_000);
      expect(await reopenRefused(store, envelope)).toEqual({
        ok: true,
        value: { kind: 'place', path: `/visits/${doorPath(draft)}` },
      });
      expect(store.shelf.all('visit')).toEqual([]);
      const [back] = visitDrafts(store);
      if (!back) throw new Error('no draft');
      await finished(back.body);
      expect(saying(await newestParts(store))).toEqual(saying(parts));
      expect(visitDrafts(store)).toEqual([]);
    });
  });

  it('keeps what was typed and is not asked at present', async () => {
    const draft = aDraft('routine', { ...calm, rt_text: '写了一半', rt_has: 'no' });
    const envelope = await finished(draft);
    await refused(store, envelope);
    await reopenRefused(store, envelope);
    expect(visitDrafts(store)[0]?.body.answers).toEqual(draft.answers);
  });

  it('lies beside a visit that was begun at the same door meanwhile', async () => {
    const envelope = await finished(everything);
    await refused(store, envelope);
    const other = aDraft('routine', { rt_outcome: 'met', rt_note: '第二次来' });
    await saveVisitDraft(store, other);
    await reopenRefused(store, envelope);
    const bodies = visitDrafts(store).map(({ body }) => body.answers['rt_note']);
    expect(bodies.sort()).toEqual(['晚上再看一次', '第二次来']);
  });

  it('keeps its pictures, also when the other draft of the door goes', async () => {
    await told(store, [lamp]);
    await begun(everything);
    const envelope = await finished(everything);
    await refused(store, envelope);
    await reopenRefused(store, envelope);
    await saveVisitDraft(store, aDraft('routine', {}, { media: {} }));
    await dropDraft(store, keyOfVisitDraft(aDraft('routine', {})));
    store.clock.move(7_200_000);
    await unwantLost(store);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['draft', 'draft']);
    const [back] = visitDrafts(store);
    await finished(back!.body);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['waiting', 'waiting']);
  });

  it('stays where it is when its door is no longer on this tablet', async () => {
    const visit = aVisit({ dwellingId: 'dwelling:elsewhere', householdId: anId('household', 9) });
    const envelope = await saved(visit);
    await refused(store, envelope, 'not-yours');
    expect(await reopenRefused(store, envelope)).toMatchObject({ ok: false, fault: { code: 'illegal-step' } });
    expect(store.shelf.get('visit', visit._id)).toBeDefined();
  });

  it('keeps its form no longer than it may be needed', async () => {
    const envelope = await finished(everything);
    expect(store.shelf.outbox.at(-1)?.form).toBeDefined();
    await refused(store, envelope, 'invalid', []);
    expect(store.shelf.outbox.map(({ state, form }) => [state, form])).toEqual([['delivered', undefined]]);
  });

  it('that was sent again and refused again comes back all the same', async () => {
    await told(store, [lamp]);
    await begun(everything);
    const once = await finished(everything);
    await refused(store, once);
    const twice = await retryRefused(store, once);
    await refused(store, twice!);
    await reopenRefused(store, twice!);
    expect(visitDrafts(store)[0]?.body).toMatchObject({ changes: everything.changes, calls: everything.calls });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['draft', 'draft']);
  });
});

describe('a correction', () => {
  it('that changes nothing keeps every fact of the visit: calls, numbers, people, pictures', async () => {
    await told(store, [lamp]);
    await begun(everything);
    await finished(everything);
    const [visit] = store.shelf.all('visit');
    await told(store, [aReview({ visitId: visit!._id, verdict: 'returned', reason: '写清地点' })]);
    store.clock.move(3_600_000);
    await startCorrection(store, visit!._id);
    const [draft] = visitDrafts(store);
    expect(draft?.body.changes).toEqual(everything.changes);
    expect(draft?.body.calls).toMatchObject(
      everything.calls!.map(({ at, number, to }) => ({ at, number, ...(to && { to }) })),
    );
    await finished(draft!.body);
    expect((await newestParts(store)).map(({ doc }) => doc.type)).toEqual(['visitAnswers', 'visit']);
  });

  it('of the year of birth of somebody who came in is written down', async () => {
    await finished(everything);
    const [visit] = store.shelf.all('visit');
    await startCorrection(store, visit!._id);
    const [draft] = visitDrafts(store);
    const changes = draft!.body.changes.map((one) => (one.kind === 'movedIn' ? { ...one, birthYear: 1971 } : one));
    await finished({ ...draft!.body, changes });
    const mended = (await newestParts(store)).filter(({ doc }) => doc.type === 'resident');
    expect(mended).toMatchObject([{ doc: { fields: { birthYear: { v: 1971 } } } }]);
  });

  it('that was not taken is not begun a second time', async () => {
    await finished(everything);
    const [visit] = store.shelf.all('visit');
    await told(store, [aReview({ visitId: visit!._id, verdict: 'returned', reason: '写清地点' })]);
    await startCorrection(store, visit!._id);
    const [draft] = visitDrafts(store);
    const envelope = await finished({ ...draft!.body, summary: { seen: '改过了' } });
    await refused(store, envelope);
    await reopenRefused(store, envelope);
    expect(await startCorrection(store, visit!._id)).toMatchObject({ ok: true });
    expect(visitDrafts(store).map(({ body }) => [body.supersedes, body.summary.seen])).toEqual([
      [visit!._id, '改过了'],
    ]);
  });
});

describe('a visit that is undone', () => {
  const quick = aDraft('routine', { rt_outcome: 'not_home', rt_note: '门口有快递' });

  it('lies there as a draft again, beside one that was begun meanwhile', async () => {
    await saveVisitDraft(store, quick);
    const envelope = await finished(quick);
    await saveVisitDraft(store, aDraft('routine', { rt_note: '又来了一次' }));
    expect(await undo(store, envelope)).toBe(true);
    expect(
      visitDrafts(store)
        .map(({ body }) => body.answers['rt_note'])
        .sort(),
    ).toEqual(['又来了一次', '门口有快递']);
  });

  it('by one tap is no draft: nothing was written', async () => {
    const result = await saveAction(store, { parts: [partIn('area-a1', aVisit())], holdMs: 8_000 });
    expect(result.ok && (await undo(store, result.value.envelopeId))).toBe(true);
    expect(store.shelf.drafts).toEqual([]);
  });
});

describe('a note that was not taken', () => {
  const note = aNote({
    _id: anId('note', 7),
    text: '楼道灯不亮',
    dwellingId: flat1203,
    buildingId: building12,
    householdId: family,
    media: [first],
  });

  async function notTaken(): Promise<void> {
    await keepMediaRow(store, first, 'note:quick');
    await saveDraft(store, 'note:quick', 'note', { text: note.text, private: false, media: [first] });
    const result = await saveAction(store, { parts: [partIn('area-a1', note)], draftKey: 'note:quick' });
    if (!result.ok) throw new Error(result.fault.code);
    await refused(store, result.value.envelopeId);
    // written on in the same window while the refusal came
    await saveDraft(store, 'note:quick', 'note', { text: '刚想到的另一件', private: true });
    expect(await reopenRefused(store, result.value.envelopeId)).toMatchObject({ ok: true });
  }

  it('comes back beside the half-written one, with its pictures and its place', async () => {
    await notTaken();
    const bodies = draftsOfKind(store, 'note').map(({ body }) => body);
    expect(bodies).toContainEqual({ text: '刚想到的另一件', private: true });
    expect(bodies).toContainEqual({
      text: '楼道灯不亮',
      private: false,
      media: [first],
      at: { dwellingId: flat1203, buildingId: building12, householdId: family },
    });
    expect(store.shelf.get('note', note._id)).toBeUndefined();
  });

  it('keeps its pictures when the half-written one is saved', async () => {
    await notTaken();
    await saveAction(store, { parts: [partIn('area-a1', aNote({ _id: anId('note', 8) }))], draftKey: 'note:quick' });
    store.clock.move(7_200_000);
    await unwantLost(store);
    expect(await stateOf(first)).toBe('draft');
  });

  it('leaves its pictures with the matter that it became', async () => {
    await keepMediaRow(store, first, 'note:quick');
    const result = await saveAction(store, { parts: [partIn('area-a1', note)], draftKey: 'note:quick' });
    if (!result.ok) throw new Error(result.fault.code);
    const matter = aMatter({ _id: anId('matter', 60), noteId: note._id, media: [first] });
    await saved(matter);
    await refused(store, result.value.envelopeId);
    await reopenRefused(store, result.value.envelopeId);
    expect(await store.db.media.get(first.id)).toMatchObject({ state: 'waiting', owner: matter._id });
  });
});

describe('what else was not taken', () => {
  it('as a matter comes back with its words, its day and its place', async () => {
    const matter = aMatter({
      _id: anId('matter', 5),
      buildingId: building12,
      text: '三楼消防门坏了',
      matterType: 'facility',
      resolution: 'taken',
      promisedReplyOn: '2026-11-26',
      media: [first],
    });
    const envelope = await saved(matter);
    await refused(store, envelope);
    const opened = await reopenRefused(store, envelope);
    expect(opened).toEqual({ ok: true, value: { kind: 'matter', draftKey: `matter:${matter._id}` } });
    expect(store.shelf.draft(`matter:${matter._id}`)?.body).toMatchObject({
      text: '三楼消防门坏了',
      matterType: 'facility',
      resolution: 'taken',
      promised: '2026-11-26',
      media: [first],
      at: { buildingId: building12 },
    });
    expect(store.shelf.all('matter')).toEqual([]);
  });

  it('as a reason to send back is joined to what was begun meanwhile', async () => {
    const review = aReview({ _id: anId('review', 9), verdict: 'returned', reason: '写清是哪一层。' });
    const envelope = await saved(review);
    await refused(store, envelope, 'illegal-step');
    await saveDraft(store, `review:${review.visitId}`, 'review', { chips: [1], text: '缺日期' });
    expect(await reopenRefused(store, envelope)).toEqual({
      ok: true,
      value: { kind: 'place', path: `/review/${review.visitId.slice('visit:'.length)}` },
    });
    expect(store.shelf.draft(`review:${review.visitId}`)?.body).toEqual({ chips: [1], text: '缺日期\n写清是哪一层。' });
    expect(store.shelf.all('review')).toEqual([]);
  });

  it('of several verdicts goes alone: those that were taken stay', async () => {
    const [one, other] = [1, 2].map((n) => aReview({ _id: anId('review', n), visitId: anId('visit', n) }));
    const result = await saveAction(store, { parts: [partIn('area-a1', one!), partIn('area-a1', other!)] });
    if (!result.ok) throw new Error(result.fault.code);
    const { envelopeId } = result.value;
    const verdict = { db: 'area-a1', receivedAt: '2026-11-23T09:00:00+08:00' };
    await settle(store, {
      id: envelopeId,
      ok: true,
      verdicts: [
        { ...verdict, id: one!._id, durable: true, rev: '1-a' },
        { ...verdict, id: other!._id, durable: false, code: 'illegal-step' },
      ],
    });
    await store.shelf.catchUp();
    expect(await reopenRefused(store, envelopeId)).toMatchObject({ ok: true });
    expect(store.shelf.all('review').map(({ _id }) => _id)).toEqual([one!._id]);
    expect(store.shelf.outbox.map(({ state, refs }) => [state, refs.length])).toEqual([['delivered', 1]]);
  });

  it('stays whole when a part of its unit was taken', async () => {
    const parts = [partIn('area-a1', aVisit(), 'u'), partIn('area-a1', aMatter({ visitId: aVisit()._id }), 'u')];
    const result = await saveAction(store, { parts });
    if (!result.ok) throw new Error(result.fault.code);
    await refused(store, result.value.envelopeId, 'invalid', ['matter']);
    expect(await reopenRefused(store, result.value.envelopeId)).toMatchObject({ ok: false });
    expect(store.shelf.all('visit')).toHaveLength(1);
  });
});
