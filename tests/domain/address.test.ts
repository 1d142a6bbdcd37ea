import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressLabel, dwellingId, roomQuery, shortAddress } from '../../src/domain/address.ts';
import { naturalId } from '../../src/domain/documents/head.ts';
import { naturalOrder, withDigits } from '../../src/domain/numerals.ts';
import { floorHeight, topDown } from '../../src/domain/walking-order.ts';
import * as v from 'valibot';

const flat = { estate: '莲心苑', building: '12栋', entrance: '1', floor: '10', room: '1002' };

describe('the id of a dwelling', () => {
  it.each([
    ['full-width digits', { building: '１２栋', room: '１００２' }],
    ['another word for a building', { building: '12幢' }],
    ['号楼 and 单元', { building: '十二号楼', entrance: '一单元', floor: '10层', room: '1002室' }],
    ['spaces', { building: ' 12 栋', room: '10 02' }],
  ])('is the same however it is written: %s', (_, written) => {
    expect(dwellingId('bbt', { ...flat, ...written })).toBe(dwellingId('bbt', flat));
  });

  it('says the address', () => {
    expect(dwellingId('bbt', flat)).toBe('dwelling:bbt:莲心苑-12-1-10-1002');
  });

  it('has 0 for a building without entrances', () => {
    expect(dwellingId('bbt', { ...flat, entrance: '' })).toBe('dwelling:bbt:莲心苑-12-0-10-1002');
    expect(dwellingId('bbt', { ...flat, building: '21号居民楼', entrance: '0' })).toBe(
      'dwelling:bbt:莲心苑-21-0-10-1002',
    );
  });

  it.each([
    [{ building: '205栋' }, { building: '20栋' }],
    [
      { floor: 'B1', room: 'B1-02' },
      { floor: '1', room: '102' },
    ],
    [{ room: '301' }, { room: '301A' }],
    [{ entrance: '2' }, {}],
  ])('tells %o from %o', (one, other) => {
    expect(dwellingId('bbt', { ...flat, ...one })).not.toBe(dwellingId('bbt', { ...flat, ...other }));
  });

  it('is always a valid id', () => {
    const schema = naturalId('dwelling');
    const piece = fc.string({ unit: 'grapheme', maxLength: 8 });
    fc.assert(
      fc.property(
        fc.record({ estate: piece, building: piece, entrance: piece, floor: piece, room: piece }),
        (place) => {
          expect(v.is(schema, dwellingId('bbt', place))).toBe(true);
        },
      ),
    );
  });
});

describe('labels', () => {
  it('name building, entrance and room', () => {
    expect(addressLabel(flat)).toBe('12栋 1单元 1002');
    expect(shortAddress(flat)).toBe('12-1-1002');
    expect(addressLabel({ ...flat, entrance: '0' })).toBe('12栋 1002');
    expect(shortAddress({ ...flat, entrance: '0' })).toBe('12-1002');
    expect(shortAddress({ ...flat, building: '幸乐一村21号居民楼', entrance: '0' })).toBe('幸乐一村21号居民楼-1002');
  });

  it.each(['12-1-1002', '12栋1单元1002', '12栋 1单元 1002室', '１２－１－１００２', '12 1 1002', '十二栋一单元1002'])(
    'read back what is typed: %s',
    (typed) => expect(roomQuery(typed)).toBe('12-1-1002'),
  );
});

describe('numerals', () => {
  it.each([
    ['二单元', '2单元'],
    ['十栋', '10栋'],
    ['十二', '12'],
    ['二十', '20'],
    ['二十一', '21'],
    ['一〇二', '102'],
    ['一百零二', '102'],
    ['百合苑', '百合苑'],
  ])('%s is %s', (text, digits) => expect(withDigits(text)).toBe(digits));

  it('are ordered as people count, the same way round for any three', () => {
    const room = fc.stringMatching(/^[A-B]?\d{1,4}[AB]?$/);
    fc.assert(
      fc.property(room, room, room, (a, b, c) => {
        expect(Math.sign(naturalOrder(a, b)) + Math.sign(naturalOrder(b, a))).toBe(0);
        if (naturalOrder(a, b) <= 0 && naturalOrder(b, c) <= 0) expect(naturalOrder(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('walking order', () => {
  it('goes from the top floor down, whatever floors are called', () => {
    const floors = ['顶层', '12A', '12', '5', '3A', '3', '2层', '1F', '架空层', 'B1', '地下2层'];
    const doors = floors.map((floor) => ({ floor, room: '01' }));
    expect([...doors].reverse().sort(topDown)).toEqual(doors);
    expect([...doors].sort(() => 1).sort(topDown)).toEqual(doors);
  });

  it('goes by room on one floor', () => {
    const rooms = ['301', '301A', '302', '310'].map((room) => ({ floor: '3', room }));
    expect([...rooms].reverse().sort(topDown)).toEqual(rooms);
  });

  it('takes the floor of a maisonette from its room', () => {
    expect(floorHeight({ floor: '跃层', room: '601/701' })).toBe(6);
    expect(floorHeight({ floor: '6跃7', room: '601' })).toBe(6);
    expect(floorHeight({ floor: '后院', room: '小屋' })).toBeLessThan(-10);
  });
});
