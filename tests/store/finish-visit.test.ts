import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fits } from '../../src/domain/catalogue.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import type { Part } from '../../src/domain/envelope.ts';
import { finishVisit, type Finished } from '../../src/store/finish-visit.ts';
import { startCorrection } from '../../src/store/start-correction.ts';
import { undo } from '../../src/store/undo.ts';
import { saveVisitDraft, visitDraftKey, visitDrafts, type VisitDraftBody } from '../../src/store/visit-draft.ts';
import { calm, aDraft, atHome, elder, family, head, mother, newestParts, support, worker } from '../builders/a-home.ts';
import { aConfirmation, aMatter, aProposal, aReview, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

async function finished(draft: VisitDraftBody): Promise<Finished> {
  const result = await finishVisit(store, worker, draft);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value;
}
const homes = (parts: readonly Part[]): string[] => parts.map(({ db, doc }) => `${db} ${String(doc.type)}`).sort();
const of = <T extends keyof DocumentOf>(parts: readonly Part[], type: T): DocumentOf[T][] =>
  parts.flatMap(({ doc }) => (doc.type === type ? [doc as unknown as DocumentOf[T]] : []));

describe('a finished visit', () => {
  it('is a shell in the area, its answers and consent in the care database, one unit, and no draft', async () => {
    const draft = aDraft('routine', { ...calm, rt_safe: ['none'] }, { summary: { seen: '精神不错' } });
    await saveVisitDraft(store, draft);
    const { visit } = await finished(draft);
    const parts = await newestParts(store);
    expect(homes(parts)).toEqual(['area-a1 visit', 'care-a1 consent', 'care-a1 visitAnswers']);
    expect(new Set(parts.map(({ unit }) => unit))).toEqual(new Set([visit._id]));
    for (const { doc } of parts) expect(fits(doc.type as keyof DocumentOf, doc)).toBe(true);
    expect(of(parts, 'visitAnswers')[0]?.summary).toEqual({ seen: '精神不错' });
    expect(of(parts, 'visit')[0]).not.toHaveProperty('checklistId');
    expect(visitDrafts(store)).toEqual([]);
    expect(store.shelf.outbox.at(-1)?.holdUntil).toBeUndefined();
  });

  it('keeps matters and notes of a routine visit in the area, with a day for what was taken back', async () => {
    const said = { rt_has: 'yes', rt_type: 'facility', rt_text: '楼道灯不亮', rt_now: 'take', rt_reply: '2026-11-26' };
    await finished(aDraft('routine', { ...calm, ...said, rt_safe: ['clutter', 'gas'], rt_note: '晚上再看一次' }));
    const parts = await newestParts(store);
    expect(parts.filter(({ doc }) => doc.type === 'matter' || doc.type === 'note').map(({ db }) => db)).toEqual([
      'area-a1',
      'area-a1',
      'area-a1',
      'area-a1',
    ]);
    const promised = Object.fromEntries(of(parts, 'matter').map((one) => [one.text, one.promisedReplyOn]));
    expect(promised).toMatchObject({
      楼道灯不亮: '2026-11-26',
      楼道堆物: '2026-11-26',
      燃气软管老化或异味: '2026-11-23',
    });
  });

  it('of a closed list keeps everything but the shell in the care database', async () => {
    await finished(aDraft('elderly_alone', { ...elder, el_note: '女儿周末来' }));
    const parts = await newestParts(store);
    expect(homes(parts.filter(({ db }) => db === 'area-a1'))).toEqual(['area-a1 resident', 'area-a1 visit']);
    expect(homes(parts.filter(({ db }) => db === 'care-a1'))).toEqual([
      'care-a1 consent',
      'care-a1 matter',
      'care-a1 note',
      'care-a1 proposal',
      'care-a1 proposal',
      'care-a1 visitAnswers',
    ]);
    const [resident] = of(parts, 'resident');
    expect(resident?._id).toBe(mother);
    expect(resident?.fields.emergencyContact?.v.verifiedOn).toBe('2026-11-23');
  });

  it('of a sealed list keeps everything but the shell sealed', async () => {
    await finished(aDraft('reintegration', support));
    const parts = await newestParts(store);
    expect(homes(parts.filter(({ db }) => db === 'area-a1'))).toEqual(['area-a1 visit']);
    expect(new Set(parts.filter(({ db }) => db !== 'area-a1').map(({ db }) => db))).toEqual(
      new Set(['sealed-reintegration-c1']),
    );
  });

  it('after no consent keeps only what is allowed, and the note for the worker alone', async () => {
    const draft = aDraft(
      'routine',
      { ...calm, rt_consent: 'no', rt_mood: 'unhappy', rt_safe: ['clutter'], rt_note: '下次少问' },
      { summary: { seen: '家里很乱' } },
    );
    await finished(draft);
    const parts = await newestParts(store);
    const [answers] = of(parts, 'visitAnswers');
    expect(Object.keys(answers?.answers ?? {}).sort()).toEqual([
      'rt_consent',
      'rt_has',
      'rt_id',
      'rt_outcome',
      'rt_safe',
    ]);
    expect(answers?.summary).toBeUndefined();
    expect(of(parts, 'consent')[0]).toMatchObject({ given: 'no', scope: [] });
    expect(of(parts, 'proposal')).toEqual([]);
    expect(parts.find(({ doc }) => doc.type === 'note')).toMatchObject({
      db: 'own-grid1',
      doc: { text: '下次少问', private: true },
    });
  });

  it('where nobody opened is the shell and the wish alone, and can be undone for eight seconds', async () => {
    const { envelopeId } = await finished(aDraft('routine', { rt_outcome: 'not_home', rt_retry: 'weekend' }));
    expect(homes(await newestParts(store))).toEqual(['area-a1 postponement', 'area-a1 visit', 'care-a1 visitAnswers']);
    store.clock.move(7_000);
    expect(await undo(store, envelopeId)).toBe(true);
    expect(store.shelf.all('visit')).toEqual([]);
  });

  it('that was declined for this year closes the door until the next one', async () => {
    await finished(aDraft('routine', { rt_outcome: 'refused', rt_refuse: 'no_more' }));
    expect(of(await newestParts(store), 'refusal')[0]).toMatchObject({
      choice: 'no_more',
      doNotAskUntil: '2027-01-01',
    });
  });

  it('does not propose a care tag that is in force or waits at this level', async () => {
    const tag = aProposal({ householdId: family, subject: 'livesAlone', level: 'key' });
    await told(store, [tag], 'care-a1');
    await finished(aDraft('elderly_alone', elder));
    expect(of(await newestParts(store), 'proposal').map(({ kind }) => kind)).toEqual(['serviceOrder']);
    await told(store, [aConfirmation({ proposalId: tag._id })], 'care-a1');
    await finished(aDraft('elderly_alone', { ...elder, el_level: 'high' }));
    expect(of(await newestParts(store), 'proposal')).toMatchObject([
      { kind: 'careTag', subject: 'livesAlone', level: 'high', key: 'el_type:alone:careTag' },
      { kind: 'serviceOrder' },
    ]);
  });

  it('writes down who came and who left, and only of the kinds that were ticked', async () => {
    const draft = aDraft(
      'routine',
      { ...calm, rt_changed: 'changed', rt_use: 'rent', rt_what: ['birth', 'out', 'phone'] },
      {
        changes: [
          { kind: 'born', name: '欧阳小满', birthYear: 2026 },
          { kind: 'movedOut', residentId: mother },
          { kind: 'phone', residentId: head, number: '139 0000 0002' },
          { kind: 'movedIn', name: '不算' },
        ],
      },
    );
    await finished(draft);
    const parts = await newestParts(store);
    expect(of(parts, 'residency').map(({ change }) => change)).toEqual(['born', 'movedOut']);
    expect(store.shelf.get('resident', head)?.fields.phone?.v).toEqual({
      number: '13900000002',
      verifiedOn: '2026-11-23',
    });
    expect(store.shelf.get('dwelling', flat1203)?.fields.useStatus?.v).toBe('rent');
    expect(of(parts, 'household')).toEqual([]);
    expect(store.shelf.by('resident', 'householdId', family)).toHaveLength(3);
  });

  it('joins an open matter instead of opening a second one, and keeps what was called', async () => {
    const open = aMatter({
      householdId: family,
      dwellingId: flat1203,
      resolution: 'taken',
      promisedReplyOn: '2026-11-25',
    });
    await told(store, [open]);
    const said = { rt_has: 'yes', rt_type: 'facility', rt_text: '灯还没修', rt_now: 'take', rt_reply: '2026-11-26' };
    await finished(
      aDraft(
        'routine',
        { ...calm, ...said },
        {
          joined: { 'rt_has:yes:matter': open._id },
          calls: [{ key: 'x', at: '2026-11-23T09:25:00+08:00', number: '119', to: '值班员' }],
        },
      ),
    );
    const parts = await newestParts(store);
    expect(of(parts, 'matter')).toEqual([]);
    expect(of(parts, 'note').map(({ text }) => text)).toEqual([
      '并入在办的事“三楼楼道灯不亮”。这次说的：灯还没修',
      '09:25 已拨打 119，值班员',
    ]);
  });

  it('still joins it when the visit is corrected', async () => {
    const open = aMatter({
      householdId: family,
      dwellingId: flat1203,
      resolution: 'taken',
      promisedReplyOn: '2026-11-25',
    });
    await told(store, [open]);
    const said = { rt_has: 'yes', rt_type: 'facility', rt_text: '灯还没修', rt_now: 'take', rt_reply: '2026-11-26' };
    const joined = { 'rt_has:yes:matter': open._id };
    const visitId = (await finished(aDraft('routine', { ...calm, ...said }, { joined }))).visit._id;
    expect(await startCorrection(store, visitId)).toMatchObject({ ok: true });
    const draft = store.shelf.draft(visitDraftKey({ dwellingId: flat1203, householdId: family }, visitId));
    expect(draft?.body).toMatchObject({ joined });
    await finished(draft?.body as VisitDraftBody);
    const parts = await newestParts(store);
    expect([of(parts, 'matter'), of(parts, 'withdrawal'), of(parts, 'note')]).toEqual([[], [], []]);
  });

  it('is a bug of the form when something required is missing', async () => {
    await expect(finishVisit(store, worker, aDraft('routine', { rt_outcome: 'met' }))).rejects.toThrow();
    expect(store.shelf.outbox).toEqual([]);
  });

  it('is not possible at a door of somebody else', async () => {
    const elsewhere = aDraft('routine', calm, { dwellingId: 'dwelling:a9-1', householdId: anId('household', 9) });
    expect(await finishVisit(store, worker, elsewhere)).toEqual({ ok: false, fault: { code: 'not-yours' } });
  });
});

describe('a correction', () => {
  const said = { rt_has: 'yes', rt_type: 'facility', rt_text: '楼道灯不亮', rt_now: 'take', rt_reply: '2026-11-26' };
  const first = aDraft(
    'routine',
    {
      ...calm,
      ...said,
      rt_focus: ['hardship', 'jobless'],
      rt_changed: 'changed',
      rt_use: 'self',
      rt_what: ['out', 'birth'],
      rt_note: '先看看',
    },
    {
      changes: [
        { kind: 'movedOut', residentId: mother },
        { kind: 'born', name: '欧阳小满' },
      ],
      summary: { seen: '楼道很黑' },
    },
  );

  async function returned(): Promise<{ visit: string; review: string; draft: VisitDraftBody }> {
    const { visit } = await finished(first);
    const review = aReview({ visitId: visit._id, verdict: 'returned', reason: '写清地点' });
    await told(store, [review]);
    store.clock.move(3_600_000);
    const started = await startCorrection(store, visit._id);
    expect(started).toMatchObject({ ok: true, value: `h-${family.slice('household:'.length)}` });
    const draft = store.shelf.draft(visitDraftKey(first, visit._id))?.body as VisitDraftBody;
    return { visit: visit._id, review: review._id, draft };
  }

  it('begins with everything that was said, and follows the verdict that it saw', async () => {
    const { visit, review, draft } = await returned();
    expect(draft).toMatchObject({ supersedes: visit, after: review, answers: first.answers, summary: first.summary });
    expect(draft.changes).toEqual(first.changes);
    expect(draft.startedAt).toBe(first.startedAt);
  });

  it('sends the shell and the answers anew and keeps what says the same', async () => {
    const { visit, review, draft } = await returned();
    const again = await finished(draft);
    const parts = await newestParts(store);
    expect(homes(parts)).toEqual(['area-a1 visit', 'care-a1 visitAnswers']);
    expect(again.visit).toMatchObject({ supersedes: visit, after: review, startedAt: first.startedAt });
    expect(of(parts, 'visitAnswers')[0]).toMatchObject({ after: review, visitId: again.visit._id });
    expect(visitDrafts(store)).toEqual([]);
  });

  it('replaces what says something else and withdraws what is gone', async () => {
    const { review, draft } = await returned();
    const [matter] = store.shelf.all('matter');
    const [note] = store.shelf.all('note');
    const jobless = store.shelf.all('proposal').find((one) => one.subject === 'unemployed');
    const left = store.shelf.all('residency').find((one) => one.change === 'movedOut');
    await finished({
      ...draft,
      answers: {
        ...draft.answers,
        rt_text: '7 楼楼道灯不亮',
        rt_focus: ['hardship'],
        rt_note: '写清楚了',
        rt_what: ['birth'],
      },
      changes: draft.changes.filter((change) => change.kind === 'born'),
    });
    const parts = await newestParts(store);
    expect(of(parts, 'matter')).toMatchObject([{ supersedes: matter?._id, after: review, text: '7 楼楼道灯不亮' }]);
    expect(of(parts, 'note')).toMatchObject([{ supersedes: note?._id, after: review, text: '写清楚了' }]);
    expect(of(parts, 'proposal')).toEqual([]);
    const gone = of(parts, 'withdrawal');
    expect(gone.map(({ subjectId }) => subjectId).sort()).toEqual([jobless?._id, left?._id].sort());
    for (const one of gone) expect(one.after).toBe(one.subjectId);
  });

  it('of a correction still knows what the first version raised', async () => {
    const { draft } = await returned();
    const second = await finished(draft);
    await told(store, [
      aReview({ _id: anId('review', 2), visitId: second.visit._id, verdict: 'returned', reason: '再看' }),
    ]);
    store.clock.move(3_600_000);
    expect((await startCorrection(store, second.visit._id)).ok).toBe(true);
    const third = store.shelf.draft(visitDraftKey(first, second.visit._id))?.body as VisitDraftBody;
    const [matter] = store.shelf.all('matter');
    await finished({ ...third, answers: { ...third.answers, rt_has: 'no' } });
    expect(of(await newestParts(store), 'withdrawal').map(({ subjectId }) => subjectId)).toEqual([matter?._id]);
  });

  it('is for the author of a visit that is not accepted', async () => {
    const { visit } = await finished(first);
    await told(store, [aReview({ visitId: visit._id })]);
    expect(await startCorrection(store, visit._id)).toEqual({ ok: false, fault: { code: 'illegal-step' } });
  });

  it('of what was not yet reviewed follows the visit itself', async () => {
    const { visit } = await finished(first);
    await startCorrection(store, visit._id);
    expect(store.shelf.draft(visitDraftKey(first, visit._id))?.body).toMatchObject({ after: visit._id });
  });
});
