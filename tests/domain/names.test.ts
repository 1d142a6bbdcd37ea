import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskIdNumber, maskName, maskPhone } from '../../src/domain/masks.ts';
import { familyLabel, familyName } from '../../src/domain/names.ts';

describe('a family name', () => {
  it.each([
    ['王淑琴', '王'],
    ['欧阳明月', '欧阳'],
    ['司马光', '司马'],
    ['欧', '欧'],
    ['阿依古丽·买买提', '阿依古丽'],
    ['阿依古丽•买买提', '阿依古丽'],
    ['迪丽热巴・迪力木拉提', '迪丽热巴'],
    ['𬀩明', '𬀩'],
    ['㑇建国', '㑇'],
    [' 李 四 ', '李'],
    ['Maria Souza', 'Maria'],
    ['', ''],
  ])('of %s is %s', (name, family) => expect(familyName(name)).toBe(family));

  it('is never half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
        expect(familyName(name)).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });

  it('labels a household', () => {
    expect(familyLabel('欧阳')).toEqual({ zh: '欧阳家', en: '欧阳 family' });
    expect(familyLabel('王', 1)).toEqual({ zh: '王家（二）', en: '王 family (2)' });
    expect(familyLabel(undefined).zh).toBe('住户');
    expect(familyLabel(' ').en).toBe('Household');
  });
});

describe('a mask', () => {
  it.each([
    ['王淑琴', '王**'],
    ['王二', '王**'],
    ['欧阳明月', '欧阳**'],
    ['阿依古丽·买买提', '阿**'],
    ['𬀩明', '𬀩**'],
    ['', '**'],
  ])('of the name %s is %s', (name, masked) => expect(maskName(name)).toBe(masked));

  it.each([
    ['13800001234', '138****1234'],
    ['138 0000 1234', '138****1234'],
    ['010-12345678', '010****5678'],
    ['12345678', '****5678'],
    ['12345', '****'],
  ])('of the telephone %s is %s', (number, masked) => expect(maskPhone(number)).toBe(masked));

  it('of an identity number keeps four at each end', () => {
    expect(maskIdNumber('999999195001010018')).toBe('9999**********0018');
    expect(maskIdNumber('E12345678')).toBe('*********');
  });

  it('never shows more than it says', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{12,20}$/), (number) => {
        const masked = maskIdNumber(number);
        expect(masked.length).toBe(number.length);
        expect(masked.replaceAll('*', '').length).toBe(8);
      }),
    );
  });
});
