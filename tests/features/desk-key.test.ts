import { describe, expect, it, test, vi } from 'vitest';
import { deskKeyOf } from '../../src/features/review/desk-key.ts';
import { Letters } from '../../src/features/review/letters.svelte.ts';
import { aStore, forget } from '../builders/store.ts';

describe('a key', () => {
  const press = (key: string, given: object = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    defaultPrevented: false,
    isComposing: false,
    repeat: false,
    target: null,
    ...given,
  });
  test.each([
    ['j', 'next'],
    ['ArrowDown', 'next'],
    ['K', 'previous'],
    ['a', 'accept'],
    ['r', 'return'],
    ['o', 'open'],
    ['m', 'matter'],
    ['/', 'search'],
    ['?', 'help'],
    ['x', undefined],
  ])('%s', (key, meaning) => {
    expect(deskKeyOf(press(key), true)).toBe(meaning);
  });

  it('is left alone where somebody writes', () => {
    const field = { closest: (selector: string) => (selector.includes('textarea') ? {} : null) };
    for (const target of [field, { isContentEditable: true }])
      for (const key of ['a', 'r', 'j', '/', 'ArrowDown'])
        expect(deskKeyOf(press(key, { target }), true)).toBeUndefined();
    expect(deskKeyOf(press('a', { target: { closest: () => null } }), true)).toBe('accept');
  });

  it('does nothing with Ctrl, while composing, or when another took it', () => {
    for (const given of [{ ctrlKey: true }, { isComposing: true }, { defaultPrevented: true }])
      expect(deskKeyOf(press('a', given), true)).toBeUndefined();
  });

  it('that is held leafs through the list, and decides nothing', () => {
    const held = (key: string) => deskKeyOf(press(key, { repeat: true }), true);
    expect(['j', 'ArrowUp', 'a', 'r'].map(held)).toEqual(['next', 'previous', undefined, undefined]);
  });

  it('of a single letter can be switched off for good; arrows stay', async () => {
    expect([deskKeyOf(press('a'), false), deskKeyOf(press('ArrowUp'), false)]).toEqual([undefined, 'previous']);
    const store = await aStore();
    await new Letters(store).toggle();
    const later = new Letters(store);
    await vi.waitUntil(() => !later.on);
    await forget(store);
  });
});
