import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerValue } from '../../src/domain/checklist/checklist.ts';
import { doorPath } from '../../src/domain/door-path.ts';
import { chosenOf, mostUsed, picked } from '../../src/features/visit/choices.ts';
import { correctableAt, correctionOf } from '../../src/features/visit/earlier-visit.ts';
import { leavesOf } from '../../src/features/visit/leaves.ts';
import { joinNearer, splitNearer } from '../../src/features/visit/nearer.ts';
import { stepsOf } from '../../src/features/visit/steps.ts';
import { VisitModel } from '../../src/features/visit/visit.svelte.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { reopenRefused } from '../../src/store/reopen-refused.ts';
import { visitDrafts } from '../../src/store/visit-draft.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import { aDraft, atHome, calm, family, worker } from '../builders/a-home.ts';
import { aChecklist } from '../builders/checklists.ts';
import { aConfirmation, aMatter, aPolicy, aProposal, aReview, flat1203 } from '../builders/documents.ts';
import { refused } from '../builders/refused.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const path = doorPath({ dwellingId: flat1203, householdId: family });
const words = wordsIn('zh');
let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

async function opened(me = worker): Promise<VisitModel> {
  const model = new VisitModel(store, me, path);
  await model.open();
  return model;
}
function say(model: VisitModel, answers: Readonly<Record<string, AnswerValue>>): void {
  for (const [id, value] of Object.entries(answers)) {
    const question = model.checklist?.questions.find((one) => one.id === id);
    if (!question) throw new Error(`no question ${id}`);
    model.answer(question, value);
  }
}
const kept = () => vi.waitUntil(() => visitDrafts(store).length > 0 && visitDrafts(store)[0]);

describe('opening a door', () => {
  it('begins with the routine list and what is known, and keeps nothing before somebody answers', async () => {
    const model = await opened();
    expect(model.phase).toBe('open');
    expect(model.draft).toMatchObject({ checklistId: 'routine', answers: { rt_use: 'self' }, householdId: family });
    expect(visitDrafts(store)).toEqual([]);
    say(model, { rt_outcome: 'met' });
    expect((await kept())?.body).toMatchObject({ answers: { rt_outcome: 'met' } });
  });

  it('begins with the list of the main reason', async () => {
    const tag = aProposal({
      householdId: family,
      subject: 'livesAlone',
      level: 'high',
      at: '2026-01-01T09:00:00+08:00',
    });
    await told(store, [tag, aConfirmation({ proposalId: tag._id, at: '2026-01-02T09:00:00+08:00' })], 'care-a1');
    await told(
      store,
      [
        aPolicy({
          _id: 'policy:alone-1',
          key: 'alone',
          tagKind: 'livesAlone',
          intervalDays: 7,
          checklistId: 'elderly_alone',
        }),
      ],
      'ref-c1',
    );
    expect((await opened()).checklist?.id).toBe('elderly_alone');
  });

  it('offers a sealed list only to whom its kind was granted', async () => {
    expect((await opened()).lists.map(({ id }) => id)).toContain('reintegration');
    const without = await opened({ ...worker, holder: { ...worker.holder, sealed: [] } });
    expect(without.lists.map(({ id }) => id)).not.toContain('reintegration');
    expect(without.lists.every(({ mode }) => mode === 'worker')).toBe(true);
  });

  it('goes on where a draft was left', async () => {
    const model = await opened();
    say(model, { rt_outcome: 'met', rt_id: true, rt_consent: 'yes', rt_has: 'yes', rt_text: '楼道灯' });
    await vi.waitUntil(() => visitDrafts(store)[0]?.body.answers['rt_text'] === '楼道灯');
    const again = await opened();
    expect(again.answerTo('rt_text')).toBe('楼道灯');
    expect(again.at).toBe('rt_text');
  });

  it('says when the door is not here', async () => {
    const model = new VisitModel(store, worker, 'h-00000000000000000000000000');
    await model.open();
    expect(model.phase).toBe('no-door');
  });

  it('of a visit that was sent back begins its correction, with the reason', async () => {
    const first = await finishVisit(store, worker, aDraft('routine', calm));
    if (!first.ok) throw new Error(first.fault.code);
    await told(store, [aReview({ visitId: first.value.visit._id, verdict: 'returned', reason: '写清地点' })]);
    const model = await opened();
    expect(correctionOf(store, model.draft)?.reason).toBe('写清地点');
    expect(model.draft.supersedes).toBe(first.value.visit._id);
    expect(model.answerTo('rt_has')).toBe('no');
  });
});

describe('answering', () => {
  it('counts what is required and leads to the next', async () => {
    const model = await opened();
    expect(model.left).toBe(1);
    say(model, { rt_outcome: 'met' });
    expect(model.next()).toBe('rt_id');
    say(model, { ...calm });
    expect(model.complete).toBe(true);
    expect(model.toSummary()).toBeUndefined();
    expect(model.page).toBe('summary');
  });

  it('marks what is missing only after somebody wanted to go on', async () => {
    const model = await opened();
    say(model, { rt_outcome: 'met' });
    expect(model.problemOf('rt_id')).toBeUndefined();
    expect(model.toSummary()).toBe('rt_id');
    expect(model.problemOf('rt_id')).toBe('missing');
    expect(model.page).toBe('form');
  });

  it('asks once before written words go, and keeps them when told so', async () => {
    const model = await opened();
    say(model, { ...calm, rt_has: 'yes', rt_text: '楼道灯不亮' });
    say(model, { rt_has: 'no' });
    expect(model.pending?.map(({ value }) => value)).toEqual(['楼道灯不亮']);
    model.decide(false);
    expect(model.answerTo('rt_has')).toBe('yes');
    say(model, { rt_has: 'no' });
    model.decide(true);
    expect(model.answerTo('rt_text')).toBeUndefined();
    expect(model.pending).toBeUndefined();
  });

  it('hides the basic questions until it is known whether anything changed', async () => {
    const model = await opened();
    say(model, { rt_outcome: 'met', rt_id: true, rt_consent: 'yes' });
    expect(model.shown.map(({ id }) => id)).not.toContain('rt_use');
    say(model, { rt_changed: 'changed' });
    expect(model.shown.map(({ id }) => id)).toContain('rt_use');
  });

  it('puts a call before everything else until it was made', async () => {
    const model = await opened();
    say(model, { ...calm, rt_safe: ['gas'] });
    const call = model.calls.first;
    expect(call?.numbers).toEqual(['119']);
    if (call) model.calls.later(call);
    expect(model.calls.first).toBeUndefined();
    expect(model.calls.open).toHaveLength(1);
    if (call) model.calls.made(call, '119', '值班员');
    expect(model.calls.open).toEqual([]);
    expect(model.draft.calls).toMatchObject([{ number: '119', to: '值班员' }]);
  });

  it('carries what both lists ask to another list, and loses nothing', async () => {
    const model = await opened();
    say(model, { rt_outcome: 'met', rt_id: true, rt_consent: 'yes', rt_has: 'no' });
    await model.changeList(aChecklist('elderly_alone'));
    expect(model.checklist?.id).toBe('elderly_alone');
    expect(model.answerTo('el_consent')).toBe('yes');
    await model.changeList(aChecklist('routine'));
    expect(model.answerTo('rt_has')).toBe('no');
  });

  it('offers to correct one’s own visit while it is recent and not yet reviewed', async () => {
    const first = await finishVisit(store, worker, aDraft('routine', calm));
    if (!first.ok) throw new Error(first.fault.code);
    const door = (await opened()).door!;
    expect(correctableAt(store, door)).toBe(first.value.visit._id);
    store.clock.move(15 * 86_400_000);
    expect(correctableAt(store, door)).toBeUndefined();
  });

  it('gives the draft back when a quick outcome is undone', async () => {
    const model = await opened();
    say(model, { rt_outcome: 'not_home' });
    expect(model.quick).toBe(true);
    const finished = await model.finish();
    if (!finished.ok) throw new Error(finished.fault.code);
    expect(store.shelf.all('visit')).toHaveLength(1);
    await finished.value.undo?.();
    expect(store.shelf.all('visit')).toEqual([]);
    expect(visitDrafts(store)[0]?.body.answers).toMatchObject({ rt_outcome: 'not_home' });
  });
});

describe('several drafts at one door', () => {
  it('are all there: what came back lies open first, and the other is one tap away', async () => {
    const model = await opened();
    say(model, { rt_outcome: 'not_home' });
    const finished = await model.finish();
    if (!finished.ok) throw new Error(finished.fault.code);
    await refused(store, finished.value.envelopeId);
    const next = await opened();
    say(next, { rt_outcome: 'met', rt_id: true });
    await kept();
    await reopenRefused(store, finished.value.envelopeId);
    // the form that lies open goes on with its own, and tells of the other
    expect([next.draft.answers['rt_outcome'], next.others.length]).toEqual(['met', 1]);
    const back = await opened();
    expect(back.draft).toMatchObject({ again: finished.value.visit._id, answers: { rt_outcome: 'not_home' } });
    const [other] = back.others;
    await back.turnTo(other!.key);
    expect(back.draft.answers).toMatchObject({ rt_outcome: 'met', rt_id: true });
    say(back, { rt_consent: 'yes' });
    await vi.waitUntil(() => visitDrafts(store).some(({ body }) => body.answers['rt_consent'] === 'yes'));
    expect(
      visitDrafts(store)
        .map(({ body }) => body.answers['rt_outcome'])
        .sort(),
    ).toEqual(['met', 'not_home']);
  });
});

describe('the summary', () => {
  it('lists what finishing leaves, and offers an open matter of the same kind', async () => {
    const open = aMatter({
      householdId: family,
      dwellingId: flat1203,
      matterType: 'facility',
      resolution: 'taken',
      promisedReplyOn: '2026-11-25',
    });
    await told(store, [open]);
    const model = await opened();
    const said = { rt_has: 'yes', rt_type: 'facility', rt_text: '灯还没修', rt_now: 'take', rt_reply: '2026-11-26' };
    say(model, { ...calm, ...said });
    model.write('seen', '楼道很黑');
    const leaves = () => {
      const { door, checklist, draft, evaluation, effects } = model;
      if (!door || !checklist) throw new Error('not open');
      return leavesOf({ store, door, draft, checklist, evaluation, effects, words });
    };
    expect(leaves().map(({ title }) => title)).toEqual(['走访记录', '事项：灯还没修', '民情记录', '下次走访']);
    expect(leaves()[1]).toMatchObject({ detail: '11月26日（星期四）前答复', similar: { joined: false } });
    model.join('rt_has:yes:matter', open._id);
    expect(leaves()[1]).toMatchObject({ detail: '并入在办的“三楼楼道灯不亮”', similar: { joined: true } });
    model.join('rt_has:yes:matter', undefined);
    expect(leaves()[1]?.similar?.joined).toBe(false);
  });

  it('takes apart who is nearer as it put it together', () => {
    const known = ['物业 陈师傅', '志愿者'];
    expect(splitNearer(joinNearer(known, '明天来换：灯座'), known)).toEqual({ chosen: known, text: '明天来换：灯座' });
    expect(splitNearer('李姐：会修', known)).toEqual({ chosen: [], text: '李姐：会修' });
    expect(joinNearer([], '我来')).toBe('我来');
  });
});

describe('choices', () => {
  const routine = aChecklist('routine');
  const question = (id: string) => routine.questions.find((one) => one.id === id)!;

  it('that stand alone stand alone', () => {
    expect(picked(question('rt_safe'), ['gas', 'exit'], 'none')).toEqual(['none']);
    expect(picked(question('rt_safe'), ['none'], 'gas')).toEqual(['gas']);
    expect(picked(question('rt_safe'), ['gas'], 'gas')).toEqual([]);
  });

  it('of a required question are not taken back by a second tap, of an optional one they are', () => {
    expect(picked(question('rt_outcome'), 'met', 'met')).toBe('met');
    expect(picked(question('rt_mood'), 'ok', 'ok')).toBeUndefined();
    expect(chosenOf(picked(question('rt_id'), undefined, 'no'))).toEqual(['no']);
  });

  it('of a long list begin with those used most here', async () => {
    await told(store, [aMatter({ matterType: 'praise' })]);
    const first = mostUsed(store.shelf, question('rt_type'), true);
    expect(first).toHaveLength(6);
    expect(first[0]?.value).toBe('praise');
    expect(mostUsed(store.shelf, question('rt_safe'), false)).toHaveLength(8);
  });
});

it('shows all steps until nobody was met', async () => {
  const model = await opened();
  const steps = () => stepsOf(aChecklist('routine'), model.evaluation, model.draft.answers, words.visit.steps);
  expect(steps().map(({ word }) => word)).toEqual(['见面', '变化', '想说的事', '安全', '小结']);
  say(model, { rt_outcome: 'not_home' });
  expect(steps().map(({ id, done }) => [id, done])).toEqual([
    ['meet', true],
    ['close', false],
  ]);
});
