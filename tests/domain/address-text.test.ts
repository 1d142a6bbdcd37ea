import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressText, floorOfRoom, readAddress } from '../../src/domain/address-text.ts';
import { dwellingId } from '../../src/domain/address.ts';

const at = (estate: string, building: string, entrance = '0', floor = '', room = '') => ({
  ...{ estate, building, entrance, floor, room },
});

describe('an address', () => {
  it.each([
    ['景兰苑205栋', at('景兰苑', '205栋')],
    ['怡和苑北区504栋', at('怡和苑北区', '504栋')],
    ['西街200号小区', at('西街200号小区', '西街200号')],
    ['西街200号小区 301', at('西街200号小区', '西街200号', '0', '3', '301')],
    ['西街200号小区3栋301', at('西街200号小区', '3栋', '0', '3', '301')],
    ['幸乐一村21号居民楼', at('幸乐一村', '21号居民楼')],
    ['幸乐一村21号居民楼 402', at('幸乐一村', '21号居民楼', '0', '4', '402')],
    ['景兰苑12栋1单元1203', at('景兰苑', '12栋', '1', '12', '1203')],
    ['景兰苑12栋1单元12层1203室', at('景兰苑', '12栋', '1', '12', '1203')],
    ['景兰苑-12栋-1单元-12层-1203', at('景兰苑', '12栋', '1', '12', '1203')],
    ['景兰苑 12幢 二单元 1203', at('景兰苑', '12幢', '2', '12', '1203')],
    ['景兰苑十二号楼二单元十二层1203室', at('景兰苑', '十二号楼', '2', '12', '1203')],
    ['景兰苑１２栋２单元１２０３', at('景兰苑', '12栋', '2', '12', '1203')],
    ['504-2-1203', at('', '504', '2', '12', '1203')],
    ['景兰苑504-2-1203', at('景兰苑', '504', '2', '12', '1203')],
    ['504栋-2-1203', at('', '504栋', '2', '12', '1203')],
    ['12-1002', at('', '12', '0', '10', '1002')],
    ['A座1203', at('', 'A座', '0', '12', '1203')],
    ['景兰苑12栋301A', at('景兰苑', '12栋', '0', '3', '301A')],
    ['景兰苑12栋B1-02', at('景兰苑', '12栋', '0', 'B1', 'B1-02')],
    ['景兰苑12栋1单元B1-02', at('景兰苑', '12栋', '1', 'B1', 'B1-02')],
    ['景兰苑12栋跃层 601/701', at('景兰苑', '12栋', '0', '跃层', '601/701')],
    ['景兰苑12栋1单元 601/701', at('景兰苑', '12栋', '1', '6', '601/701')],
    ['景兰苑12栋1单元架空层 3', at('景兰苑', '12栋', '1', '架空层', '3')],
    ['景兰苑7号1门302室', at('景兰苑', '7号', '1', '3', '302')],
  ])('%s is read', (typed, place) => expect(readAddress(typed)).toEqual(place));

  it('written out is read back as the same door', () => {
    const room = fc.oneof(
      fc.stringMatching(/^[1-9]\d?0[1-9][AB]?$/),
      fc.constantFrom('B1-02', '601/701', '1', '底商3'),
    );
    const place = fc.record({
      estate: fc.constantFrom('', '景兰苑', '怡和苑北区', '幸乐一村', '西街200号小区'),
      building: fc
        .tuple(fc.integer({ min: 1, max: 712 }), fc.constantFrom('栋', '幢', '号楼', '座', '号居民楼'))
        .map(([n, word]) => `${n}${word}`),
      entrance: fc.oneof(fc.constant('0'), fc.integer({ min: 1, max: 12 }).map(String), fc.constantFrom('A', '东')),
      floor: fc.constantFrom('', '3', '12', '12A', '跃层', '架空层'),
      room,
    });
    fc.assert(
      fc.property(place, (one) => {
        const floor = one.floor === '' ? floorOfRoom(one.room) : one.floor;
        const whole = { ...one, floor };
        expect(dwellingId('c1', readAddress(addressText(whole)))).toBe(dwellingId('c1', whole));
      }),
      { numRuns: 2000 },
    );
  });

  it('is read whatever somebody types', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (typed) => {
        expect(Object.values(readAddress(typed)).every((part) => typeof part === 'string')).toBe(true);
      }),
    );
  });
});
