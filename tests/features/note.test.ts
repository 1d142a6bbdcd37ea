import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NoteModel } from '../../src/features/notebook/note.svelte.ts';
import { saveAction } from '../../src/store/save.ts';
import { keepMediaRow } from '../../src/store/media.ts';
import { reopenRefused } from '../../src/store/reopen-refused.ts';
import { atHome, worker } from '../builders/a-home.ts';
import { aNote, building12, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aPicture } from '../builders/media.ts';
import { refused } from '../builders/refused.ts';
import { aStore, forget, partIn, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const picture = aPicture({}, 1);
const household = anId('household');
const note = aNote({
  _id: anId('note', 7),
  text: '楼道灯不亮，七楼',
  dwellingId: flat1203,
  buildingId: building12,
  householdId: household,
  media: [picture],
});

/** @param meanwhile a note that is half written when it comes back */
async function cameBack(meanwhile?: string): Promise<void> {
  await keepMediaRow(store, picture, 'note:quick');
  const saved = await saveAction(store, { parts: [partIn('area-a1', note)], draftKey: 'note:quick' });
  if (!saved.ok) throw new Error(saved.fault.code);
  await refused(store, saved.value.envelopeId);
  if (meanwhile !== undefined) {
    new NoteModel(store, worker, '/notebook').write(meanwhile);
    await vi.waitUntil(() => store.shelf.draft('note:quick'));
  }
  await reopenRefused(store, saved.value.envelopeId);
}

describe('a note that the relay did not take', () => {
  it('lies open with its words, its pictures and its place, and the half-written one beside it', async () => {
    await cameBack('刚想到的另一件事情');
    const model = new NoteModel(store, worker, '/notebook');
    expect([model.text, model.media.kept, model.hangs]).toMatchObject([
      '楼道灯不亮，七楼',
      [picture],
      { kind: 'door' },
    ]);
    expect(model.halves.map(({ back, begins }) => [back, begins])).toEqual([
      [true, '楼道灯不亮，七楼'],
      [false, '刚想到的另一件事…'],
    ]);
    model.write('楼道灯不亮，八楼');
    model.turnTo('note:quick');
    expect([model.text, model.media.kept, model.hangs.kind]).toEqual(['刚想到的另一件事情', [], 'nowhere']);
    await vi.waitUntil(() => JSON.stringify(store.shelf.drafts).includes('八楼'));
    model.turnTo(model.halves[0]!.key);
    expect(model.text).toBe('楼道灯不亮，八楼');
  });

  it('is saved where it hung, and the other stays half written', async () => {
    await cameBack('刚想到的另一件事情');
    const model = new NoteModel(store, worker, '/notebook');
    const saved = vi.fn();
    await model.save(saved);
    expect(saved).toHaveBeenCalled();
    const place = { dwellingId: flat1203, buildingId: building12, householdId: household };
    expect(store.shelf.all('note')).toMatchObject([{ text: note.text, media: [picture], ...place }]);
    expect(store.shelf.drafts.map(({ key }) => key)).toEqual(['note:quick']);
    expect(await store.db.media.get(picture.id)).toMatchObject({ state: 'waiting' });
    expect(new NoteModel(store, worker, '/notebook').halves).toEqual([]);
  });

  it('keeps another place that is chosen for it', async () => {
    await cameBack();
    const model = new NoteModel(store, worker, `/buildings/${building12.slice('orgUnit:'.length)}`);
    model.hang(model.choices.find(({ kind }) => kind === 'building')!);
    await vi.waitUntil(() => !JSON.stringify(store.shelf.drafts).includes(flat1203));
    expect(new NoteModel(store, worker, '/notebook').hangs).toMatchObject({ kind: 'building', buildingId: building12 });
  });
});
