import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropDraft, saveDraft } from '../../src/store/drafts.ts';
import {
  arrivedOf,
  deliveredMedia,
  keepMediaRow,
  keepWaitsForWifi,
  mayCarryMedia,
  mediaDue,
  moveMedia,
  sendMediaAnyway,
  unwantLost,
  unwantMedia,
} from '../../src/store/media.ts';
import type { MediaState } from '../../src/store/rows.ts';
import { saveAction } from '../../src/store/save.ts';
import { settle } from '../../src/store/settle.ts';
import { undo } from '../../src/store/undo.ts';
import { aNote } from '../builders/documents.ts';
import { aPicture } from '../builders/media.ts';
import { aStore, forget, partIn, type TestStore } from '../builders/store.ts';

let store: TestStore;
beforeEach(async () => {
  store = await aStore();
});
afterEach(() => forget(store));

const draftKey = 'note:quick';
const [first, second] = [aPicture({}, 1), aPicture({}, 2)];

/** A note on its way: two pictures taken, the second taken out again by writing the note with the first alone. */
async function twoTaken(): Promise<void> {
  await keepMediaRow(store, first, draftKey);
  await keepMediaRow(store, second, draftKey);
  await saveDraft(store, draftKey, 'note', { text: 'x', media: [first, second] });
}
async function saved(holdMs?: number): Promise<string> {
  const parts = [partIn('area-a1', aNote({ media: [first] }))];
  const result = await saveAction(store, { parts, draftKey, ...(holdMs !== undefined && { holdMs }) });
  if (!result.ok) throw new Error(result.fault.code);
  return result.value.envelopeId;
}
const states = async (): Promise<MediaState[]> => (await store.db.media.toArray()).map(({ state }) => state);
const delivered = (envelopeId: string) =>
  settle(store, {
    id: envelopeId,
    ok: true,
    verdicts: [{ db: 'area-a1', id: aNote()._id, rev: '1-a', durable: true, receivedAt: store.clock.instant() }],
  });
const tell = async (state: MediaState): Promise<void> =>
  moveMedia(
    store,
    (await store.db.media.bulkGet([first.id])).flatMap((row) => row ?? []),
    { state },
  );

describe('pictures of a draft', () => {
  it('wait for the relay once a document owns them; the others are not wanted', async () => {
    await twoTaken();
    expect(await states()).toEqual(['draft', 'draft']);
    expect((await mediaDue(store)).nextAt).toBeUndefined();
    await saved();
    expect(await states()).toEqual(['waiting', 'unwanted']);
  });

  it('come back with their draft when the action is taken back', async () => {
    await twoTaken();
    expect(await undo(store, await saved(8_000))).toBe(true);
    expect(await states()).toEqual(['draft', 'draft']);
    expect(await store.db.media.get(first.id)).not.toHaveProperty('owner');
  });

  it('go when the draft goes, and when one is taken out', async () => {
    await twoTaken();
    await unwantMedia(store, { id: second.id });
    expect(await states()).toEqual(['draft', 'unwanted']);
    await dropDraft(store, draftKey);
    expect(await states()).toEqual(['unwanted', 'unwanted']);
    expect((await mediaDue(store)).unwanted).toEqual([]);
    store.clock.move(61_000);
    expect((await mediaDue(store)).unwanted).toHaveLength(2);
  });

  it('are not wanted when a kill came before the draft named them', async () => {
    await keepMediaRow(store, first, draftKey);
    await keepMediaRow(store, second, draftKey);
    await saveDraft(store, draftKey, 'note', { text: 'x', media: [first] });
    await unwantLost(store);
    expect(await states()).toEqual(['draft', 'draft']);
    store.clock.move(3_700_000);
    await unwantLost(store);
    expect(await states()).toEqual(['draft', 'unwanted']);
  });

  it('of another draft are left alone', async () => {
    await twoTaken();
    await keepMediaRow(store, aPicture({}, 3), 'visit:other');
    await saved();
    expect(await states()).toEqual(['waiting', 'unwanted', 'draft']);
  });
});

describe('pictures of a saved document', () => {
  it('are due only after their text arrived', async () => {
    await twoTaken();
    const envelope = await saved();
    expect((await mediaDue(store)).send).toEqual([]);
    await delivered(envelope);
    expect((await mediaDue(store)).send.map(({ id }) => id)).toEqual([first.id]);
  });

  it('stay when their text was not accepted', async () => {
    await twoTaken();
    await settle(store, { id: await saved(), error: 'forbidden', reason: 'not-yours' });
    expect((await mediaDue(store)).send).toEqual([]);
    expect(await states()).toEqual(['waiting', 'unwanted']);
  });

  it('that fail come after those that did not, and later', async () => {
    const both = [partIn('area-a1', aNote({ media: [first, second] }))];
    await twoTaken();
    const result = await saveAction(store, { parts: both, draftKey });
    if (!result.ok) throw new Error(result.fault.code);
    await delivered(result.value.envelopeId);
    const [row] = (await mediaDue(store)).send;
    if (!row) throw new Error('nothing is due');
    await moveMedia(store, [row], { state: 'waiting', again: true });
    expect((await mediaDue(store)).send.map(({ id }) => id)).toEqual([second.id]);
    store.clock.move(6_000);
    expect((await mediaDue(store)).send.map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  it('are counted as they arrive', async () => {
    await twoTaken();
    await delivered(await saved());
    const count = async () => arrivedOf(new Map((await store.db.media.toArray()).map((row) => [row.id, row])), [first]);
    expect(await count()).toEqual({ all: 1, arrived: 0, refused: 0 });
    await tell('refused');
    expect(await count()).toEqual({ all: 1, arrived: 0, refused: 1 });
    await tell('delivered');
    expect(await count()).toEqual({ all: 1, arrived: 1, refused: 0 });
    expect((await deliveredMedia(store)).map(({ id }) => id)).toEqual([first.id]);
    await store.db.media.clear();
    expect(await count()).toEqual({ all: 1, arrived: 1, refused: 0 });
  });
});

describe('the line', () => {
  it('is any, unless the worker wants to wait for Wi-Fi', async () => {
    expect(await mayCarryMedia(store, false)).toBe(true);
    await keepWaitsForWifi(store, true);
    expect(await mayCarryMedia(store, false)).toBe(false);
    expect(await mayCarryMedia(store, true)).toBe(true);
  });

  it('is any for ten minutes when the worker asks', async () => {
    await keepWaitsForWifi(store, true);
    await sendMediaAnyway(store);
    expect(await mayCarryMedia(store, false)).toBe(true);
    store.clock.move(600_000);
    expect(await mayCarryMedia(store, false)).toBe(false);
  });
});
