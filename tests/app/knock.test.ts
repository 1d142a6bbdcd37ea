import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Knocks } from '../../src/app/knock.ts';
import type { Door } from '../../src/domain/door.ts';
import { doorsOnTablet } from '../../src/store/due-doors.ts';
import type { Notice } from '../../src/ui/notice.ts';
import { wordsIn } from '../../src/words/lexicon.svelte.ts';
import { atHome } from '../builders/a-home.ts';
import { aStore, forget, type TestStore } from '../builders/store.ts';

let store: TestStore;
let door: Door;
let told: Notice[];
let knocks: Knocks;
beforeEach(async () => {
  store = await aStore();
  await atHome(store);
  const [first] = doorsOnTablet(store.shelf);
  if (!first) throw new Error('no door');
  door = first;
  told = [];
  const tell = (notice: Notice): void => void told.push(notice);
  knocks = new Knocks(() => ({ store, words: wordsIn('zh'), tell, go: () => undefined }));
});
afterEach(() => forget(store));

const outcomes = () => store.shelf.all('visit').map(({ outcome }) => outcome);

test('two taps close to each other are one', async () => {
  expect(await Promise.all([knocks.tap(door, 'not_home'), knocks.tap(door, 'not_home')])).toEqual([true, false]);
  store.clock.move(100);
  expect(await knocks.tap(door, 'not_home')).toBe(false);
  store.clock.move(400);
  expect(await knocks.tap(door, 'refused')).toBe(true);
  expect(outcomes()).toEqual(['not_home', 'refused']);
});

test('an undo takes back what was chosen a moment before, too', async () => {
  await knocks.tap(door, 'not_home');
  const [notice] = told;
  notice?.onchip?.('weekend');
  expect(await notice?.undo?.()).toBe(true);
  expect([outcomes(), store.shelf.all('postponement')]).toEqual([[], []]);
});

test('what was chosen and could not be kept is told', async () => {
  await knocks.tap(door, 'not_home');
  store.db.outbox.hook('creating', () => {
    throw new DOMException('no room', 'QuotaExceededError');
  });
  told[0]?.onchip?.('weekend');
  await vi.waitUntil(() => told.length === 2);
  expect(told[1]?.text).toBe(wordsIn('zh').fault['storage-full']);
});
