import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Checklist } from '../../src/domain/checklist/checklist.ts';
import { doorPath } from '../../src/domain/door-path.ts';
import { VisitModel } from '../../src/features/visit/visit.svelte.ts';
import { finishVisit } from '../../src/store/finish-visit.ts';
import { startCorrection } from '../../src/store/start-correction.ts';
import { visitDrafts } from '../../src/store/visit-draft.ts';
import { answersOf } from '../../src/store/visits.ts';
import { aDraft, atHome, calm, family, listDocs, worker } from '../builders/a-home.ts';
import { flat1203 } from '../builders/documents.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

const path = doorPath({ dwellingId: flat1203, householdId: family });
let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const [routine] = listDocs();
if (!routine) throw new Error('no list');
const second: Checklist = {
  ...routine.checklist,
  version: 2,
  questions: [
    ...routine.checklist.questions.map((question) =>
      question.id === 'rt_has' ? { ...question, label: { zh: '第二版的问法', en: 'As version 2 asks' } } : question,
    ),
    { id: 'rt_new', type: 'boolean', section: 'safe', label: { zh: '新加的一题', en: 'A new one' }, required: true },
  ],
};
/** The relay tells of the second version. */
const published = () => told(store, [{ ...routine, _id: 'checklist:routine-v2', checklist: second }], 'ref-c1');

async function opened(): Promise<VisitModel> {
  const model = new VisitModel(store, worker, path);
  await model.open();
  return model;
}
const asks = (model: VisitModel, id: string): string | undefined =>
  model.checklist?.questions.find((question) => question.id === id)?.label.zh;

test('a half-filled visit keeps the version with which it began; the next one has the new', async () => {
  const model = await opened();
  for (const [id, value] of Object.entries(calm)) {
    const question = model.checklist?.questions.find((one) => one.id === id);
    if (question) model.answer(question, value);
  }
  await vi.waitUntil(() => Object.keys(visitDrafts(store)[0]?.body.answers ?? {}).length >= Object.keys(calm).length);
  await published();
  expect(asks(model, 'rt_new')).toBeUndefined();
  const again = await opened();
  expect(again.checklist?.version).toBe(1);
  expect(again.complete).toBe(true);
  const finished = await again.finish();
  if (!finished.ok) throw new Error(finished.fault.code);
  const [visit] = store.shelf.all('visit');
  expect((await answersOf(store, visit?._id ?? ''))[0]).toMatchObject({ checklistId: 'routine', checklistVersion: 1 });

  store.clock.move(86_400_000);
  const next = await opened();
  expect(next.draft.checklistVersion).toBe(2);
  expect(asks(next, 'rt_has')).toBe('第二版的问法');
});

test('a visit that was made with an old version opens and is corrected with it', async () => {
  const finished = await finishVisit(store, worker, aDraft('routine', calm));
  if (!finished.ok) throw new Error(finished.fault.code);
  await published();
  const begun = await startCorrection(store, finished.value.visit._id);
  expect(begun.ok).toBe(true);
  const model = await opened();
  expect(model.draft).toMatchObject({ supersedes: finished.value.visit._id, checklistVersion: 1 });
  expect(asks(model, 'rt_has')).not.toBe('第二版的问法');
  expect(asks(model, 'rt_new')).toBeUndefined();
  expect(model.complete).toBe(true);
});
