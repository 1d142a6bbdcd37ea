import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EnvelopeAnswer, Part } from '../../src/domain/envelope.ts';
import { saveAction } from '../../src/store/save.ts';
import { settleAll } from '../../src/store/settle.ts';
import { newHead, type Store } from '../../src/store/store.ts';
import { aHousehold, aMatter } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aStore, forget, partIn } from '../builders/store.ts';

let store: Store;
beforeEach(async () => {
  store = await aStore();
});
afterEach(() => forget(store));

async function save(...parts: Part[]): Promise<string> {
  const saved = await saveAction(store, { parts });
  if (!saved.ok) throw new Error(saved.fault.code);
  return saved.value.envelopeId;
}
const answer = (id: string, parts: readonly Part[], code?: 'not-yours'): EnvelopeAnswer => ({
  id,
  ok: true,
  verdicts: parts.map(({ db, doc }) => ({
    ...{ db, id: doc._id, receivedAt: '2026-11-23T10:00:00.000Z' },
    ...(code ? { code, durable: false } : { rev: '1-a', durable: true }),
  })),
});
const household = (n: number, size: number): Part =>
  partIn('area-a1', aHousehold({ ...newHead(store, 'household'), _id: anId('household', n), values: { size } }));
const outbox = async (): Promise<string[]> =>
  (await store.db.outbox.orderBy('seq').toArray()).map(({ state }) => state);

it('keeps the answers of a request in one turn where they decide about different registers', async () => {
  const matters = [1, 2, 3].map((n) => [
    partIn('area-a1', aMatter({ ...newHead(store, 'matter'), _id: anId('matter', n) })),
  ]);
  const ids: string[] = [];
  for (const parts of matters) ids.push(await save(...parts));
  const before = (await store.db.meta.get('turn'))?.value as number;
  const settled = await settleAll(
    store,
    ids.map((id, n) => answer(id, matters[n] ?? [])),
  );
  expect([...settled.values()]).toEqual(ids.map(() => ({ state: 'delivered', refused: 0 })));
  expect((await store.db.meta.get('turn'))?.value).toBe(before + 1);
  expect(await outbox()).toEqual(['delivered', 'delivered', 'delivered']);
});

it('decides about one register after the other: what was refused in the middle goes, what was taken stays', async () => {
  const [first, second, third] = [household(1, 2), household(1, 5), household(1, 7)];
  const ids = [await save(first), await save(second), await save(third)];
  const settled = await settleAll(store, [
    answer(ids[0] ?? '', [first]),
    answer(ids[1] ?? '', [second]),
    answer(ids[2] ?? '', [third], 'not-yours'),
  ]);
  expect([...settled.values()].map(({ state }) => state)).toEqual(['delivered', 'delivered', 'refused']);
  await store.shelf.catchUp();
  expect(store.shelf.get('household', anId('household', 1))?.fields.size?.v).toBe(5);
});

it('leaves out what is not known here, and counts an answer that comes twice once', async () => {
  const part = household(2, 3);
  const id = await save(part);
  const settled = await settleAll(store, [answer('envelope:nobody', [part]), answer(id, [part]), answer(id, [part])]);
  expect([...settled.keys()]).toEqual([id]);
  expect(await settleAll(store, [answer(id, [part])])).toEqual(new Map());
});
