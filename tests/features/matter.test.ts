import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MatterModel } from '../../src/features/matter/matter.svelte.ts';
import type { MatterOrigin } from '../../src/features/matter/origin.ts';
import { NotebookModel } from '../../src/features/notebook/notebook.svelte.ts';
import { reopenRefused } from '../../src/store/reopen-refused.ts';
import { atHome, worker } from '../builders/a-home.ts';
import { aNote, building12, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aPicture } from '../builders/media.ts';
import { refused } from '../builders/refused.ts';
import { aStore, forget, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
});
afterEach(() => forget(store));

const note = aNote({ text: '楼道灯不亮', dwellingId: flat1203, buildingId: building12 });
const ofNote = (given = note): MatterOrigin => ({ kind: 'note', note: given, place: '12栋 1单元 1203' });

describe('a note that becomes a matter', () => {
  it('keeps its words, hangs where the note hangs, and is linked to it; the note stays', async () => {
    await told(store, [note]);
    const model = new MatterModel(store, worker, ofNote());
    expect(model.draft.text).toBe('楼道灯不亮');
    expect(model.types.map(({ value }) => value)).toContain('facility');
    model.change({ matterType: 'facility' });
    const saved = await model.save();
    expect(saved).toMatchObject({ ok: true });
    expect(store.shelf.all('matter')).toMatchObject([
      {
        text: '楼道灯不亮',
        noteId: note._id,
        dwellingId: flat1203,
        resolution: 'taken',
        promisedReplyOn: '2026-11-26',
      },
    ]);
    expect(store.shelf.databaseOf('matter', store.shelf.all('matter')[0]?._id ?? '')).toBe('area-a1');
    const notebook = new NotebookModel(store, worker);
    expect([notebook.notes.length, notebook.became(note)]).toEqual([1, true]);
    if (!saved?.ok) throw new Error('not saved');
    expect(await saved.value.undo()).toBe(true);
    expect(notebook.became(note)).toBe(false);
  });

  it('shows its pictures, without those that are left out; the note keeps them all', async () => {
    const [one, other] = [aPicture({}, 1), aPicture({}, 2)];
    const pictured = aNote({ ...note, media: [one, other] });
    await told(store, [pictured]);
    const model = new MatterModel(store, worker, ofNote(pictured));
    expect(model.media).toEqual([one, other]);
    model.leaveOut(other.id);
    model.change({ matterType: 'facility' });
    expect(await model.save()).toMatchObject({ ok: true });
    expect(store.shelf.all('matter')).toMatchObject([{ noteId: note._id, media: [one] }]);
    expect(store.shelf.get('note', note._id)?.media).toEqual([one, other]);
  });

  it('that is undone leaves its words half written, and what the relay did not take can be written on', async () => {
    await told(store, [note]);
    const model = new MatterModel(store, worker, ofNote());
    model.change({ matterType: 'facility', text: '七楼楼道灯不亮', promised: '2026-12-01' });
    const undone = await model.save();
    expect(undone?.ok && (await undone.value.undo())).toBe(true);
    const again = new MatterModel(store, worker, ofNote());
    expect(again.draft).toMatchObject({ text: '七楼楼道灯不亮', promised: '2026-12-01' });
    await again.save();
    const envelope = store.shelf.outbox.at(-1)!.id;
    await refused(store, envelope);
    const opened = await reopenRefused(store, envelope);
    if (!opened.ok || opened.value.kind !== 'matter') throw new Error('not reopened');
    const { draftKey } = opened.value;
    const back = new MatterModel(store, worker, { kind: 'draft', draftKey, place: '' });
    expect(back.draft).toMatchObject({ text: '七楼楼道灯不亮', matterType: 'facility', promised: '2026-12-01' });
    expect(await back.save()).toMatchObject({ ok: true });
    expect(store.shelf.all('matter')).toMatchObject([
      { text: '七楼楼道灯不亮', noteId: note._id, dwellingId: flat1203 },
    ]);
    expect(store.shelf.drafts).toEqual([]);
  });

  it('says what is missing, and only once somebody wants to go on', async () => {
    const model = new MatterModel(store, worker, ofNote());
    expect(model.missing('matterType')).toBe(false);
    expect(await model.save()).toBeUndefined();
    expect([model.missing('matterType'), model.missing('text'), model.missing('promised')]).toEqual([
      true,
      false,
      false,
    ]);
    model.change({ matterType: 'facility', promised: '' });
    expect(model.missing('promised')).toBe(true);
    expect(store.shelf.outbox).toEqual([]);
  });

  it('does not tell of a private note', async () => {
    const model = new MatterModel(
      store,
      worker,
      ofNote(aNote({ _id: anId('note', 2), private: true, text: '自己想的' })),
    );
    model.change({ matterType: 'opinion', resolution: 'explained' });
    await model.save();
    expect(store.shelf.all('matter')[0]?.noteId).toBeUndefined();
  });

  it('is kept as a draft at each change', async () => {
    const model = new MatterModel(store, worker, ofNote());
    model.change({ text: '七楼楼道灯不亮' });
    await expect.poll(() => store.shelf.drafts.length).toBe(1);
    expect(new MatterModel(store, worker, ofNote()).draft.text).toBe('七楼楼道灯不亮');
  });
});
