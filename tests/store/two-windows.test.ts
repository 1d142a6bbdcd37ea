import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropDraft, draftFromElsewhere, isDoneElsewhere, saveDraft, seeDraft } from '../../src/store/drafts.ts';
import { saveAction } from '../../src/store/save.ts';
import { aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aStore, forget, partIn, type TestStore } from '../builders/store.ts';

const key = 'visit:household:1';
let [left, right]: [TestStore, TestStore] = [] as never;

beforeEach(async () => {
  left = await aStore();
  right = await aStore();
});
afterEach(async () => {
  right.close();
  await forget(left);
});

const keep = async (store: TestStore, answers: object) => {
  const kept = await saveDraft(store, key, 'visit', { answers });
  return kept.ok ? kept.value.body.answers : kept.fault.code;
};
/** A form opens in a window that has caught up with the store. */
const open = async (store: TestStore) => {
  await vi.waitUntil(async () => (store.shelf.draft(key)?.savedAt ?? '') === (await store.db.drafts.get(key))?.savedAt);
  return seeDraft(store, key)?.body;
};

describe('one draft in two windows', () => {
  it('follows what the other window writes', async () => {
    await keep(left, { outcome: 'met' });
    await vi.waitUntil(() => draftFromElsewhere(right, key) !== undefined);
    expect(draftFromElsewhere(right, key)?.body).toEqual({ answers: { outcome: 'met' } });
    expect(draftFromElsewhere(left, key)).toBeUndefined();
  });

  it('holds what both wrote, although neither had seen the other', async () => {
    await keep(left, { outcome: 'met' });
    await open(right);
    await keep(left, { outcome: 'met', badge: 'yes' });
    expect(await keep(right, { outcome: 'met', consent: 'yes' })).toEqual({
      outcome: 'met',
      badge: 'yes',
      consent: 'yes',
    });
    // the left form has not seen it either, and takes nothing away
    expect(await keep(left, { outcome: 'met', badge: 'no' })).toEqual({ outcome: 'met', badge: 'no', consent: 'yes' });
  });

  it('does not bring back what a fast hand took out', async () => {
    await keep(left, { outcome: 'met' });
    await Promise.all([keep(left, { outcome: 'met', badge: 'yes' }), keep(left, { outcome: 'met' })]);
    expect(await keep(left, { outcome: 'met' })).toEqual({ outcome: 'met' });
    expect(JSON.parse(String((await left.db.drafts.get(key))?.body))).toEqual({ answers: { outcome: 'met' } });
  });

  it('joins once and not again when the form types on before it has taken the other words up', async () => {
    await keep(left, { outcome: 'met' });
    await open(right);
    await keep(left, { outcome: 'met', badge: 'yes' });
    const [, last] = await Promise.all([
      keep(right, { outcome: 'met', consent: 'yes' }),
      keep(right, { outcome: 'met', consent: 'no' }),
    ]);
    expect(last).toEqual({ outcome: 'met', badge: 'yes', consent: 'no' });
  });

  it('that the other window finished is not written anew, and can be told from one that waits', async () => {
    await keep(left, { outcome: 'met' });
    await open(right);
    expect(await isDoneElsewhere(right, key)).toBe(false);
    await saveAction(left, { parts: [partIn('area-a1', aMatter())], draftKey: key });
    expect(await isDoneElsewhere(right, key)).toBe(true);
    expect(await keep(right, { outcome: 'refused' })).toBe('done-elsewhere');
    expect(await left.db.drafts.count()).toBe(0);
    // the window that finished it may begin another
    expect(await keep(left, { outcome: 'met' })).toEqual({ outcome: 'met' });
  });

  it('that was thrown away here can be begun again here', async () => {
    await keep(left, { outcome: 'met' });
    await dropDraft(left, key);
    expect(await isDoneElsewhere(left, key)).toBe(false);
    expect(await keep(left, { outcome: 'phone' })).toEqual({ outcome: 'phone' });
  });
});

describe('records in two windows', () => {
  it('are saved by both, each shown in the other, under numbers of their own', async () => {
    const save = (store: TestStore, n: number) =>
      saveAction(store, { parts: [partIn('area-a1', aMatter({ _id: anId('matter', n) }))] });
    await Promise.all([save(left, 1), save(right, 2), save(left, 3), save(right, 4)]);
    for (const store of [left, right]) await vi.waitUntil(() => store.shelf.all('matter').length === 4);
    expect(left.shelf.outbox.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(right.shelf.outbox.map(({ id }) => id)).toEqual(left.shelf.outbox.map(({ id }) => id));
  });
});
