import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import type { Checklist } from '../../src/domain/checklist/checklist.ts';
import type { Me } from '../../src/domain/me.ts';
import { ChecklistsModel } from '../../src/features/checklists/checklists.svelte.ts';
import { EditorModel } from '../../src/features/checklists/editor.svelte.ts';
import { sayCondition } from '../../src/features/checklists/say-condition.ts';
import { TrialModel } from '../../src/features/visit/trial.svelte.ts';
import { checklistDrafts } from '../../src/store/checklist-drafts.ts';
import { checklists } from '../../src/store/reference.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import { atHome, listDocs, newestParts, worker } from '../builders/a-home.ts';
import { aHolder } from '../builders/people.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';
import { anXlsForm, liftForm } from '../builders/xlsform.ts';

const secretary: Me = { name: '林远', holder: aHolder('communitySecretary') };
const words = wordsIn('zh');
let store: TestStore;
beforeEach(async () => {
  store = await aStore({ user: 'secretary' });
  await atHome(store);
});
afterEach(() => forget(store));

const editorOf = (id: string, me = secretary) => new EditorModel(store, me, id);
const draftOf = (id: string) => checklistDrafts(store).find(({ body }) => body.checklist.id === id)?.body;
const inForce = (id: string): Checklist | undefined => checklists(store.shelf).get(id);
/** Changes the words of a question and waits until it is kept. */
async function reworded(model: EditorModel, id: string, zh: string): Promise<void> {
  model.open(id);
  model.change({ label: { zh, en: 'Reworded' } });
  await vi.waitUntil(() =>
    checklistDrafts(store).some(({ body }) => body.checklist.questions.some(({ label }) => label.zh === zh)),
  );
}

describe('a list at the secretary’s desk', () => {
  it('is kept as a draft at each change, and nobody else sees it before it is published', async () => {
    await reworded(editorOf('routine'), 'rt_has', '有什么想反映的');
    const again = editorOf('routine');
    expect(again.isDraft).toBe(true);
    expect(again.list?.questions.find(({ id }) => id === 'rt_has')?.label.zh).toBe('有什么想反映的');
    expect(inForce('routine')?.version).toBe(1);
    expect(inForce('routine')?.questions.find(({ id }) => id === 'rt_has')?.label.zh).not.toBe('有什么想反映的');
    await again.discard();
    expect(checklistDrafts(store)).toEqual([]);
    expect(editorOf('routine').isDraft).toBe(false);
  });

  it('becomes a new version as a document of its own, and the one before stays', async () => {
    const model = editorOf('routine');
    await reworded(model, 'rt_has', '有什么想反映的');
    expect(await model.publish()).toMatchObject({ ok: true, value: 2 });
    expect((await newestParts(store)).map(({ db, doc }) => `${db} ${doc._id}`)).toEqual([
      'ref-c1 checklist:routine-v2',
    ]);
    expect(inForce('routine')?.version).toBe(2);
    expect(model.versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(checklistDrafts(store)).toEqual([]);
    expect(model.isDraft).toBe(false);
  });

  it('is not published with something to mend', async () => {
    const model = editorOf('routine');
    model.open('rt_has');
    model.change({ label: { zh: '', en: '' } });
    expect(model.faults).toEqual([{ questionId: 'rt_has', code: 'no-words' }]);
    expect(await model.publish()).toMatchObject({ ok: false });
    expect(inForce('routine')?.version).toBe(1);
  });

  it('says so when somebody published a version meanwhile', async () => {
    const [mine, other] = [editorOf('routine'), editorOf('elderly_alone')];
    await reworded(mine, 'rt_has', '甲');
    expect(mine.overtakenBy).toBeUndefined();
    await reworded(other, 'el_speak', '乙');
    await other.publish();
    expect(mine.overtakenBy).toBeUndefined();
    const list = inForce('routine');
    const [doc] = listDocs();
    if (!list || !doc) throw new Error('no list');
    await told(store, [{ ...doc, _id: 'checklist:routine-v2', checklist: { ...list, version: 2 } }], 'ref-c1');
    expect(mine.overtakenBy).toBe(2);
    expect(mine.nextVersion).toBe(3);
  });

  it('is only looked at by whoever does not answer for the community', async () => {
    const model = editorOf('routine', worker);
    model.open('rt_has');
    model.change({ required: false });
    expect(model.isDraft).toBe(false);
    expect(await model.publish()).toMatchObject({ ok: false });
    expect(new ChecklistsModel(store, worker).permitted).toBe(false);
  });
});

describe('what is closed', () => {
  const bring = async (): Promise<EditorModel> => {
    const id = await new ChecklistsModel(store, secretary).bring(await anXlsForm(liftForm));
    if (id === undefined) throw new Error('not read');
    return editorOf(id);
  };
  const closed = (model: EditorModel) =>
    model.list?.questions.filter(({ sensitive = [] }) => sensitive.length > 0).length;

  it('stays closed until somebody decides on each, and it is named before it is published', async () => {
    const model = await bring();
    const all = model.list?.questions.length ?? 0;
    expect(model.list?.tier).toBe('T3');
    expect(closed(model)).toBe(all);

    model.open('floor');
    model.close(false);
    model.tierTo('T3');
    expect(closed(model)).toBe(all);
    expect(model.lowering).toMatchObject({ kind: 'questions', questions: [{ id: 'floor' }] });
    model.decide(false);
    expect(closed(model)).toBe(all);
    model.close(false);
    model.decide(true);
    expect(closed(model)).toBe(all - 1);

    model.tierTo('T2');
    expect(model.list?.tier).toBe('T3');
    model.decide(true);
    expect(model.list?.tier).toBe('T2');
    expect(model.lowered).toMatchObject({ tier: 'T2', questions: [{ id: 'floor' }] });

    // closing is a matter of course
    model.close(true);
    model.tierTo('T3');
    expect(model.lowering).toBeUndefined();
    expect(model.lowered).toEqual({ questions: [] });
  });

  it('comes in as a draft with everything that was not kept, and is published when each was looked at', async () => {
    const model = await bring();
    expect(model.remarks.length).toBeGreaterThan(10);
    expect(inForce('lift_2026')).toBeUndefined();
    expect(await model.publish()).toMatchObject({ ok: false });
    const [first] = model.remarks;
    model.seen(first);
    expect(model.remarks).not.toContain(first);
    // still there tomorrow
    const left = model.remarks.length;
    await vi.waitUntil(() => draftOf('lift_2026')?.remarks?.length === left);
    expect(editorOf('lift_2026').remarks).toEqual(model.remarks);
    model.seen();
    expect(await model.publish()).toMatchObject({ ok: true, value: 1 });
    expect(inForce('lift_2026')).toMatchObject({ version: 1, tier: 'T3', title: { zh: '加装电梯意见' } });
  });

  it.each([
    ['not-a-workbook', new File(['nothing'], 'x.xlsx')],
    ['old-format', new File([new Uint8Array([0xd0, 0xcf, 0x11, 0xe0])], 'x.xls')],
    ['too-large', new File([new Uint8Array(4_000_001)], 'x.xlsx')],
  ])('a file that is no form says why: %s', async (trouble, file) => {
    const model = new ChecklistsModel(store, secretary);
    expect(await model.bring(file)).toBeUndefined();
    expect(model.trouble).toBe(trouble);
    expect(checklistDrafts(store)).toEqual([]);
  });

  it('a workbook without a survey says so', async () => {
    const model = new ChecklistsModel(store, secretary);
    await model.bring(await anXlsForm({ people: [['楼栋', '房号']] }));
    expect(model.trouble).toBe('no-survey');
  });
});

test('a list of one’s own begins empty and can be put together', async () => {
  const id = await new ChecklistsModel(store, secretary).begin();
  const model = editorOf(id ?? '');
  model.say({ title: { zh: '电动车充电', en: 'E-bikes' } });
  model.open(model.list?.questions[0]?.id);
  model.change({ label: { zh: '在哪里充电', en: 'Where do you charge' } });
  model.askAs('text');
  model.add();
  model.change({ label: { zh: '有几辆', en: 'How many' } });
  model.askAs('number');
  expect(model.before.map(({ id: one }) => one)).toContain('list1_q1');
  expect(model.faults).toEqual([]);
  expect(await model.publish()).toMatchObject({ ok: true, value: 1 });
  expect(checklistDrafts(store)).toEqual([]);
  expect(inForce('list1')?.questions.map(({ type }) => type)).toEqual(['text', 'number']);
});

test('a condition is said in words', () => {
  const questions = inForce('routine')?.questions ?? [];
  const say = (condition: Parameters<typeof sayCondition>[0]) => sayCondition(condition, questions, words);
  expect(say({ op: 'in', id: 'rt_outcome', values: ['met', 'phone'] })).toBe('“见面”是“见到本人或家属”或“电话联系”');
  expect(
    say({
      op: 'and',
      of: [
        { op: 'not', of: { op: 'eq', id: 'rt_id', value: 'yes' } },
        { op: 'answered', id: 'last.rt_consent' },
      ],
    }),
  ).toBe('“工作证”不是“是”，并且“上次的同意记录”有回答');
});

test('a list is tried as it would be asked, and nothing of it is kept', () => {
  const list = editorOf('routine').asForm;
  if (!list) throw new Error('no list');
  const trial = new TrialModel(store, () => list);
  const shown = () => trial.evaluation.visible.map(({ id }) => id);
  const answer = (id: string, value: string | boolean) => {
    const question = list.questions.find((one) => one.id === id);
    if (question) trial.answer(question, value);
  };
  expect(shown()).not.toContain('rt_consent');
  answer('rt_outcome', 'met');
  answer('rt_consent', 'yes');
  expect(shown()).toContain('rt_changed');
  answer('rt_outcome', 'not_home');
  expect(shown()).not.toContain('rt_consent');
  expect(trial.answerTo('rt_consent')).toBeUndefined();
  trial.again();
  expect(trial.answerTo('rt_outcome')).toBeUndefined();
  expect(store.shelf.drafts).toEqual([]);
});
