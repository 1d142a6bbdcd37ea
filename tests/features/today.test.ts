import { describe, expect, it } from 'vitest';
import { goOnFrom } from '../../src/features/today/walk.ts';

describe('the way on from a door', () => {
  const order = ['1002', '901', '702', '601'];
  const open = (...keys: string[]): ReadonlySet<string> => new Set(keys);

  it('is the same door while it is still to be walked to', () => {
    expect(goOnFrom({ at: '901', order }, open('1002', '901'))).toBe('901');
  });
  it('is the next one below that is left, not the first of the day', () => {
    expect(goOnFrom({ at: '901', order }, open('1002', '702', '601'))).toBe('702');
    expect(goOnFrom({ at: '901', order }, open('1002', '601'))).toBe('601');
  });
  it('is the nearest above when nothing is left below', () => {
    expect(goOnFrom({ at: '601', order }, open('1002', '901'))).toBe('901');
  });
  it('begins anew where nobody stood, or nothing of it is left', () => {
    expect(goOnFrom({}, open('1002'))).toBeUndefined();
    expect(goOnFrom({ at: '901', order }, open())).toBeUndefined();
    expect(goOnFrom({ at: '305', order }, open('1002'))).toBeUndefined();
  });
});
