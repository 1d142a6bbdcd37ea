import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCharacter, readIdNumber } from '../../src/domain/id-number.ts';
import { findPersonalNumbers } from '../../src/domain/personal-numbers.ts';
import { readPhone } from '../../src/domain/phone.ts';

describe('an identity number', () => {
  it.each([
    ['11010519491231002X', '1949-12-31', false],
    ['513101198201130014', '1982-01-13', true],
    ['999999195001010018', '1950-01-01', true],
    ['999999195001010026', '1950-01-01', false],
    ['999999201506300035', '2015-06-30', true],
    ['999999198802290156', '1988-02-29', true],
  ])('%s is right', (number, birthday, male) => {
    expect(readIdNumber(number)).toEqual({ ok: true, kind: 'idCard', number, birthday, male });
  });

  it.each([
    ['110105194912310021', 'check'],
    ['110105194902310021', 'birthday'],
    ['11010519491231002', 'length'],
    ['1101051949123100XX', 'characters'],
    ['', 'length'],
  ])('%s is wrong: %s', (number, fault) => expect(readIdNumber(number)).toEqual({ ok: false, fault }));

  it('is read as people type it', () => {
    expect(readIdNumber(' 110105 19491231 002x ')).toMatchObject({ number: '11010519491231002X' });
    expect(readIdNumber('９９９９９９１９５００１０１００１８')).toMatchObject({ number: '999999195001010018' });
    expect(readIdNumber('999999500101001')).toEqual({ ok: true, kind: 'old', number: '999999500101001' });
  });

  it('with one digit changed never passes', () => {
    const digits = fc.stringMatching(/^999999(19[5-9]\d)(0[1-9])(0[1-9]|1\d|2[0-8])\d{3}$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (first, place, by) => {
        const number = first + checkCharacter(first);
        expect(readIdNumber(number).ok).toBe(true);
        const digit = (Number(number[place]) + by) % 10;
        expect(readIdNumber(number.slice(0, place) + String(digit) + number.slice(place + 1)).ok).toBe(false);
      }),
    );
  });
});

describe('a telephone number', () => {
  it.each([
    ['13900000001', '13900000001', 'mobile'],
    ['+86 139 0000 0001', '13900000001', 'mobile'],
    ['8613900000001', '13900000001', 'mobile'],
    ['0086-139-0000-0001', '13900000001', 'mobile'],
    ['１３９０００００００１', '13900000001', 'mobile'],
    ['02712345678', '027-12345678', 'landline'],
    ['010-12345678-123', '010-12345678-123', 'landline'],
    ['07161234567', '0716-1234567', 'landline'],
  ])('%s is %s, %s', (typed, number, kind) => expect(readPhone(typed)).toEqual({ number, kind }));

  it.each(['', '110', '12900000001', '1390000000', '139000000012', '没有'])('%s is none', (typed) => {
    expect(readPhone(typed)).toBeUndefined();
  });
});

describe('numbers of people in a text', () => {
  const found = (text: string) => findPersonalNumbers(text).map(({ kind, from, to }) => [kind, text.slice(from, to)]);

  it.each([
    ['户主身份证999999195001010018，已核对', [['idNumber', '999999195001010018']]],
    ['证号 11010519491231002x。', [['idNumber', '11010519491231002x']]],
    ['老证 999999500101001', [['idNumber', '999999500101001']]],
    ['电话139 0000 0001 打不通', [['phone', '139 0000 0001']]],
    [
      '打 +8613900000001 或 027-12345678',
      [
        ['phone', '+8613900000001'],
        ['phone', '027-12345678'],
      ],
    ],
    ['证９９９９９９１９５００１０１００１８', [['idNumber', '９９９９９９１９５００１０１００１８']]],
  ])('are found: %s', (text, expected) => expect(found(text)).toEqual(expected));

  it.each(['12-1-1002 的灯不亮', '3月18日 09:42', '2026-11-25 上午', '订单 123456789012', '共 10000000 元', ''])(
    'are not seen where there are none: %s',
    (text) => expect(found(text)).toEqual([]),
  );
});
