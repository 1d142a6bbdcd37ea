import { expect, test } from 'vitest';
import { placeOf } from '../../src/app/address.svelte.ts';

test.each([
  ['/today', { route: 'today', id: '' }],
  ['/households/h-01', { route: 'household', id: 'h-01' }],
  ['/households/%E5%BC%A0', { route: 'household', id: '张' }],
  ['/nowhere', { route: undefined, id: '' }],
  // somebody else's link, cut in the middle of a letter
  ['/households/%E0%A4%A', { route: undefined, id: '' }],
])('%s', (path, place) => {
  expect(placeOf(path)).toEqual(place);
});
