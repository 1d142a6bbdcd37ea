import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerValue } from '../../src/domain/checklist/checklist.ts';
import { doorPath } from '../../src/domain/door-path.ts';
import { lineOfDraft } from '../../src/features/sync-status/record-line.ts';
import { VisitModel } from '../../src/features/visit/visit.svelte.ts';
import { receive } from '../../src/store/receive.ts';
import { visitDrafts } from '../../src/store/visit-draft.ts';
import { atHome, calm, family, homeDocs, newestParts, worker } from '../builders/a-home.ts';
import { aRelocation, building12, flat1203 } from '../builders/documents.ts';
import { aCursor, aStore, forget, told, type TestStore } from '../builders/store.ts';

const path = doorPath({ dwellingId: flat1203, householdId: family });
let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

async function opened(): Promise<VisitModel> {
  const model = new VisitModel(store, worker, path);
  await model.open();
  return model;
}
function say(model: VisitModel, answers: Readonly<Record<string, AnswerValue>>): void {
  for (const [id, value] of Object.entries(answers)) {
    const question = model.checklist?.questions.find((one) => one.id === id);
    if (question) model.answer(question, value);
  }
}
/** The relay carried the building into another area: its rows go, and a fact says where to. */
async function buildingGoes(): Promise<void> {
  await told(store, [aRelocation()]);
  const gone = homeDocs().map(({ _id }) => ({ id: _id, rev: '9-z', deleted: true as const, leaves: [] }));
  await receive(store, gone, aCursor({ db: 'area-a1' }));
  await store.shelf.catchUp();
}

describe('A2: a draft at a door that went to another area', () => {
  it('stays, is counted as unsent and named by its door, and can be gone on with', async () => {
    const model = await opened();
    say(model, { rt_outcome: 'met' });
    await vi.waitUntil(() => visitDrafts(store).length > 0);
    await buildingGoes();
    expect(store.shelf.get('dwelling', flat1203)).toBeUndefined();
    expect(await store.db.drafts.count()).toBe(1);
    const lines = store.shelf.drafts.map((draft) => lineOfDraft(store.shelf, draft));
    expect(lines.map(({ door }) => [door?.address.room, door?.familyName])).toEqual([['1203', '欧阳']]);

    const again = await opened();
    expect(again.phase).toBe('open');
    expect(again.draft.answers).toMatchObject({ rt_outcome: 'met' });
    expect(again.door?.buildingId).toBe(building12);
  });

  it('is finished where it was begun, to the area that told of the move', async () => {
    const model = await opened();
    say(model, calm);
    await vi.waitUntil(() => visitDrafts(store).length > 0);
    await buildingGoes();
    expect((await model.finish()).ok).toBe(true);
    const visit = (await newestParts(store)).find(({ doc }) => doc.type === 'visit');
    expect(visit).toMatchObject({ db: 'area-a1', doc: { dwellingId: flat1203, buildingId: building12 } });
    expect(visitDrafts(store)).toEqual([]);
    // nothing of the door is left then
    const after = await opened();
    expect(after.phase).toBe('no-door');
  });

  it('is no door for a new visit', async () => {
    await buildingGoes();
    expect((await opened()).phase).toBe('no-door');
  });
});
