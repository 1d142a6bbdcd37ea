import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recordState } from '../../src/store/record-state.ts';
import { saveAction } from '../../src/store/save.ts';
import { undo } from '../../src/store/undo.ts';
import { dropDraft, saveDraft } from '../../src/store/drafts.ts';
import { takeSendable } from '../../src/store/outbox.ts';
import { changeRegister, newHead } from '../../src/store/store.ts';
import { flat1203, aDwelling, aHousehold, aMatter, aVisit, someAnswers } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aStore, forget, partIn, told, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
});
afterEach(() => forget(store));

const visit = aVisit();
const answers = someAnswers({ visitId: visit._id });
const parts = [
  partIn('area-a1', visit, 'u1'),
  partIn('care-a1', answers, 'u1'),
  partIn('area-a1', aMatter({ visitId: visit._id })),
];

async function saved(...args: Parameters<typeof saveAction> extends [unknown, infer A] ? [A] : never): Promise<string> {
  const result = await saveAction(store, ...args);
  if (!result.ok) throw new Error(result.fault.code);
  return result.value.envelopeId;
}

describe('saving', () => {
  it('keeps every document and one envelope, shown at once', async () => {
    const envelopeId = await saved({ parts });
    expect(await store.db.documents.count()).toBe(3);
    expect(store.shelf.outbox.map((row) => row.id)).toEqual([envelopeId]);
    expect(store.shelf.get('visit', visit._id)).toEqual(visit);
    expect(recordState(store.shelf, visit._id).state).toBe('saved');
  });

  it('keeps nothing when one put fails', async () => {
    await saveDraft(store, 'visit:1', 'visit', { outcome: 'met' });
    // An envelope that is there already: the outbox refuses its second row, after the documents were put.
    const twice = { ...store, ids: { next: () => 'envelope:00000000000000000000000000' } };
    const other = aMatter({ _id: anId('matter', 9) });
    expect((await saveAction(twice, { parts: [partIn('area-a1', other)] })).ok).toBe(true);
    await expect(saveAction(twice, { parts, draftKey: 'visit:1' })).rejects.toThrow();
    expect((await store.db.documents.toArray()).map((row) => row.key)).toEqual([`area-a1|${other._id}`]);
    expect(await store.db.drafts.count()).toBe(1);
    expect(store.shelf.get('visit', visit._id)).toBeUndefined();
  });

  it('says when the browser has no room', async () => {
    const full = new DOMException('no room', 'QuotaExceededError');
    const failing = { ...store, seal: { ...store.seal, open: store.seal.open, seal: store.seal.seal } };
    failing.db.outbox.hook('creating', () => {
      throw full;
    });
    const result = await saveAction(failing, { parts });
    expect(result).toEqual({ ok: false, fault: { code: 'storage-full' } });
    expect(await store.db.documents.count()).toBe(0);
  });

  it('finds room by letting go of what can be spared, once', async () => {
    let full = true;
    const spare = vi.fn(() => {
      full = false;
      return Promise.resolve(true);
    });
    store.db.outbox.hook('creating', () => {
      if (full) throw new DOMException('no room', 'QuotaExceededError');
    });
    expect((await saveAction({ ...store, spare }, { parts })).ok).toBe(true);
    expect(spare).toHaveBeenCalledTimes(1);
    expect(await store.db.outbox.count()).toBe(1);
  });

  it('refuses what the gate would refuse for its size', async () => {
    const long = aMatter({ _id: anId('matter', 3), text: '长'.repeat(4000) });
    const many = Array.from({ length: 60 }, (_, n) => partIn('area-a1', { ...long, _id: anId('matter', n + 10) }));
    expect(await saveAction(store, { parts: many })).toEqual({ ok: false, fault: { code: 'too-large' } });
  });

  it('lets the draft go in the same transaction', async () => {
    await saveDraft(store, 'visit:1', 'visit', { outcome: 'met' });
    await saved({ parts, draftKey: 'visit:1' });
    expect(await store.db.drafts.count()).toBe(0);
    expect(store.shelf.draft('visit:1')).toBeUndefined();
  });

  it('numbers envelopes in the order of saving', async () => {
    for (const n of [1, 2, 3]) await saved({ parts: [partIn('area-a1', aMatter({ _id: anId('matter', n) }))] });
    expect((await takeSendable(store, 10)).map((envelope) => envelope.seq)).toEqual([1, 2, 3]);
  });

  it('merges a change of a register into what is here, newer than what was seen', async () => {
    const home = aHousehold();
    await told(store, [home]);
    const change = changeRegister(store, 'household', home, { doorNote: '门口有狗' });
    await saved({ parts: [partIn('area-a1', change)] });
    const now = store.shelf.get('household', home._id);
    expect(now?.fields.doorNote?.v).toBe('门口有狗');
    expect(now?.fields.familyName).toEqual(home.fields.familyName);
    expect((now?.fields.doorNote?.s ?? '') > (home.fields.familyName?.s ?? '')).toBe(true);
  });

  it('keeps both of two changes made at the same moment', async () => {
    const home = aHousehold();
    await told(store, [home]);
    const change = (values: object) =>
      saved({ parts: [partIn('area-a1', changeRegister(store, 'household', home, values))] });
    await Promise.all([change({ doorNote: '门口有狗' }), change({ size: 4 })]);
    const now = store.shelf.get('household', home._id);
    expect([now?.fields.doorNote?.v, now?.fields.size?.v]).toEqual(['门口有狗', 4]);
  });
});

describe('undoing', () => {
  const held = { parts, holdMs: 8_000 };

  it('takes facts, registers and the envelope back', async () => {
    const home = aHousehold();
    await told(store, [home, aDwelling({ _id: flat1203 })]);
    const change = changeRegister(store, 'household', home, { doorNote: '门口有狗' });
    const id = await saved({ parts: [...parts, partIn('area-a1', change)], holdMs: 8_000 });
    store.clock.move(7_999);
    expect(await undo(store, id)).toBe(true);
    expect(store.shelf.get('visit', visit._id)).toBeUndefined();
    expect(store.shelf.get('household', home._id)).toEqual(home);
    expect(store.shelf.outbox).toEqual([]);
    expect(await takeSendable(store, 10)).toEqual([]);
  });

  it('keeps another unsent change of the same register', async () => {
    const home = aHousehold();
    await told(store, [home]);
    await saved({ parts: [partIn('area-a1', changeRegister(store, 'household', home, { size: 4 }))] });
    const second = changeRegister(store, 'household', home, { doorNote: '门口有狗' });
    const id = await saved({ parts: [partIn('area-a1', second)], holdMs: 8_000 });
    await undo(store, id);
    const now = store.shelf.get('household', home._id);
    expect([now?.fields.size?.v, now?.fields.doorNote]).toEqual([4, undefined]);
  });

  it('comes too late after the hold', async () => {
    const id = await saved(held);
    store.clock.move(8_000);
    expect(await undo(store, id)).toBe(false);
    expect(store.shelf.get('visit', visit._id)).toEqual(visit);
  });

  it('holds an envelope back, and no longer when the clock stands before it was saved', async () => {
    await saved(held);
    expect(await takeSendable(store, 10)).toEqual([]);
    store.clock.move(-60_000);
    expect(await takeSendable(store, 10)).toHaveLength(1);
  });

  it('comes too late once it may have been sent', async () => {
    const id = await saved(held);
    store.clock.move(-60_000);
    await takeSendable(store, 10);
    store.clock.move(61_000);
    expect(await undo(store, id)).toBe(false);
  });
});

describe('drafts', () => {
  it('survive with every answer when the app is opened anew', async () => {
    await Promise.all(
      ['见', '见到', '见到本人'].map((text) => saveDraft(store, 'visit:1', 'visit', { answers: { met: text } })),
    );
    store.shelf.close();
    await store.shelf.open();
    expect(store.shelf.draft('visit:1')?.body).toEqual({ answers: { met: '见到本人' } });
  });

  it('stay away once dropped', async () => {
    const saving = saveDraft(store, 'note:1', 'note', { text: '快递柜' });
    await dropDraft(store, 'note:1');
    await saving;
    expect(await store.db.drafts.count()).toBe(0);
  });
});

describe('heads and stamps', () => {
  it('name the author, the device and the time', () => {
    const head = newHead(store, 'note');
    expect(head).toMatchObject({ type: 'note', by: 'grid1', deviceId: 'tablet-1', at: store.clock.instant() });
  });

  it('follow the time of the relay, not of the device', () => {
    store.stamps.relayAhead = 3_600_000;
    const change = changeRegister(store, 'household', undefined, { size: 2 });
    const stamp = change.fields.size?.s ?? '';
    expect(Number.parseInt(stamp.slice(0, 9), 36)).toBe(store.clock.now() + 3_600_000);
  });
});
