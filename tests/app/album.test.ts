import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Album } from '../../src/app/album.svelte.ts';
import type { MediaReference } from '../../src/domain/documents/media.ts';
import { done, type Result } from '../../src/domain/fault.ts';
import type { MediaDesk } from '../../src/sync/media-desk.ts';
import { aStore, forget, type TestStore } from '../builders/store.ts';

let store: TestStore;
let album: Album;
/** questions on their way, with the picture each asks for */
let asked: { readonly id: string; readonly answer: (told: Result<Blob>) => void }[];
beforeEach(async () => {
  store = await aStore();
  asked = [];
  const desk: Partial<MediaDesk> = {
    show: ({ id }) => new Promise((answer) => asked.push({ id, answer })),
  };
  album = new Album(store, () => desk as MediaDesk);
});
afterEach(async () => {
  album.close();
  await forget(store);
});

const picture = (n: number): MediaReference => ({
  ...{ id: `media:${String(n)}`, area: 'a1', key: 'k', kind: 'photo', type: 'image/jpeg' },
  ...{ bytes: 10, width: 4, height: 3 },
});
const pictures = (count: number) => Array.from({ length: count }, (_, n) => picture(n));
const here = (shown: readonly MediaReference[]): number =>
  album.tiles(shown).filter(({ state }) => state === 'here').length;
const tell = async (from = 0): Promise<void> => {
  for (const { answer } of asked.slice(from)) answer(done(new Blob(['x'])));
  await Promise.resolve();
};

test('many pictures on one screen are asked for once each', async () => {
  const many = pictures(60);
  expect(here(many)).toBe(0);
  await tell();
  await vi.waitUntil(() => here(many) === many.length);
  expect(asked).toHaveLength(many.length);
  // another room: those seen first go, and nothing is asked for until somebody looks
  album.tidy();
  expect(asked).toHaveLength(many.length);
  expect(here(many.slice(20))).toBe(40);
});

test('nothing becomes readable behind the lock', async () => {
  const made = vi.spyOn(URL, 'createObjectURL');
  expect(here([picture(1)])).toBe(0);
  album.cover(true);
  await tell();
  expect(here([picture(1)])).toBe(0);
  expect([asked.length, made.mock.calls.length]).toEqual([1, 0]);
  album.cover(false);
  expect(here([picture(1)])).toBe(0);
  await tell(1);
  await vi.waitUntil(() => here([picture(1)]) === 1);
  made.mockRestore();
});
