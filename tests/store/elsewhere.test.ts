import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnvelopeAnswer, Part } from '../../src/domain/envelope.ts';
import { areaOfDoor } from '../../src/store/one-tap.ts';
import { receive } from '../../src/store/receive.ts';
import { saveAction } from '../../src/store/save.ts';
import { settleAll } from '../../src/store/settle.ts';
import { newHead, type Store } from '../../src/store/store.ts';
import { aDwelling, aHousehold, aRelocation, aVisit, building12, flat1203 } from '../builders/documents.ts';
import { anId } from '../builders/ids.ts';
import { aCursor, aStore, forget, partIn } from '../builders/store.ts';

let store: Store;
beforeEach(async () => {
  store = await aStore();
});
afterEach(() => forget(store));

const cursor = aCursor({ db: 'area-a1' });
async function save(...parts: Part[]): Promise<string> {
  const saved = await saveAction(store, { parts });
  if (!saved.ok) throw new Error(saved.fault.code);
  return saved.value.envelopeId;
}
const forwarded = (id: string, parts: readonly Part[]): EnvelopeAnswer => ({
  id,
  ok: true,
  verdicts: parts.map(({ db, doc }) => ({
    ...{ db, id: doc._id, receivedAt: '2026-11-23T10:00:00.000Z' },
    ...{ durable: true, elsewhere: true as const },
  })),
});
const change = (size: number): Part =>
  partIn('area-a1', aHousehold({ ...newHead(store, 'household'), _id: anId('household', 1), values: { size } }));

describe('A2: the tablet of the area that a building has left', () => {
  it('lets rows go that the relay takes away, but for those that wait to be sent', async () => {
    const [flat, home] = [aDwelling(), aHousehold({ _id: anId('household', 1) })];
    await receive(
      store,
      [flat, home].map((doc) => ({ id: doc._id, rev: '1-a', leaves: [doc] })),
      cursor,
    );
    await store.shelf.catchUp();
    const part = change(5);
    const id = await save(part);
    await receive(
      store,
      [flat, home].map((doc) => ({ id: doc._id, rev: '2-b', deleted: true, leaves: [] })),
      cursor,
    );
    await store.shelf.catchUp();
    expect(store.shelf.get('dwelling', flat1203)).toBeUndefined();
    expect(store.shelf.get('household', home._id)?.fields.size?.v).toBe(5);

    await settleAll(store, [forwarded(id, [part])]);
    await store.shelf.catchUp();
    expect(store.shelf.get('household', home._id)).toBeUndefined();
    expect((await store.db.outbox.toArray()).map(({ state }) => state)).toEqual(['delivered']);
  });

  it('keeps what was forwarded as long as something else of it is unsent', async () => {
    const [first, second] = [change(5), change(6)];
    const ids = [await save(first), await save(second)];
    await settleAll(store, [forwarded(ids[0] ?? '', [first])]);
    await store.shelf.catchUp();
    expect(store.shelf.get('household', anId('household', 1))?.fields.size?.v).toBe(6);
    await settleAll(store, [forwarded(ids[1] ?? '', [second])]);
    await store.shelf.catchUp();
    expect(store.shelf.get('household', anId('household', 1))).toBeUndefined();
  });

  it('lets a visit of its own go, which no feed will ever tell of there', async () => {
    const visit = partIn('area-a1', { ...aVisit(), ...newHead(store, 'visit') });
    const id = await save(visit);
    await store.shelf.catchUp();
    expect(store.shelf.all('visit')).toHaveLength(1);
    await settleAll(store, [forwarded(id, [visit])]);
    await store.shelf.catchUp();
    expect(store.shelf.all('visit')).toEqual([]);
  });

  it('addresses what was begun at its doors to the area of which it heard that they went', async () => {
    const door = { buildingId: building12, dwellingId: flat1203 } as Parameters<typeof areaOfDoor>[1];
    expect(areaOfDoor(store, door)).toBeUndefined();
    const fact = aRelocation();
    await receive(store, [{ id: fact._id, rev: '1-a', leaves: [fact] }], cursor);
    await store.shelf.catchUp();
    expect(areaOfDoor(store, door)).toBe('area-a1');
  });
});
