import { beforeAll, describe, expect, it } from 'vitest';
import { pinyin } from 'pinyin-pro';
import type { Door } from '../../src/domain/door.ts';
import { inSearchOrder, searchDoors, searchEntry, type SearchIndex } from '../../src/domain/search/door-search.ts';
import { beginsNearly, oneOff, spells, type Spell } from '../../src/domain/search/spelling.ts';
import { fetchReadings } from '../../src/platform/pinyin.ts';
import { building12 } from '../builders/documents.ts';

const aDoor = (estate: string, building: string, entrance: string, room: string, familyName: string): Door => ({
  dwellingId: `dwelling:c:${estate}-${building}-${entrance}-${room}`,
  buildingId: building12,
  familyName,
  address: { buildingId: building12, estate, building, entrance, floor: room.slice(0, -2), room },
});

const doors = [
  { door: aDoor('景兰苑', '12栋', '1', '1002', '王'), names: ['王淑琴', '赵国强'], phones: ['13900000001'] },
  { door: aDoor('景兰苑', '2栋', '1', '1002', '欧阳'), names: ['欧阳明月'], phones: ['139-0000-1002'] },
  { door: aDoor('景兰苑', '7号楼', '0', '302', '阿依古丽'), names: ['阿依古丽·买买提'], tags: ['独居老人'] },
  { door: aDoor('怡和苑北区', '504栋', '2', '1203', '单'), names: ['单秀英'], phones: ['13812345678'] },
  { door: aDoor('幸乐一村', '21号居民楼', '0', '301A', '曾'), names: ['曾广发'] },
  { door: aDoor('幸乐一村', '22号居民楼', '0', 'B1-02', '解'), names: ['解晓东'] },
  { door: aDoor('幸乐一村', '22号居民楼', '0', '601/701', '㑇'), names: ['㑇明'] },
  { door: aDoor('幸乐一村', '22号居民楼', '0', '602', '李'), names: ['李䶮', '王𬀩'] },
];

let spell: Spell;
let index: SearchIndex;
beforeAll(async () => {
  spell = await fetchReadings();
  index = inSearchOrder(doors.map(({ door }) => door)).map((door) =>
    searchEntry(doors.find((one) => one.door === door) ?? { door }, spell),
  );
});
const found = (typed: string): string[] =>
  searchDoors(index, typed, spell).map(
    ({ door, by, said }) => `${door.address.building} ${door.address.room} ${by}${said ? ` ${said}` : ''}`,
  );

describe('search of doors', () => {
  it.each([
    ['12-1-1002', ['12栋 1002 room']],
    ['１２栋１单元１００２', ['12栋 1002 room']],
    ['1002', ['2栋 1002 room', '12栋 1002 room']],
    ['7-302', ['7号楼 302 room']],
    ['12-1', ['12栋 1002 room']],
    ['504-2-1203', ['504栋 1203 room']],
    ['504 2 1203', ['504栋 1203 room']],
    ['504栋2单元1203', ['504栋 1203 room']],
    ['怡和苑北区504栋', ['504栋 1203 room']],
    ['怡和苑北区504栋二单元12层1203室', ['504栋 1203 room']],
    ['怡和苑504-2', ['504栋 1203 room']],
    ['2单元1203室', ['504栋 1203 room']],
    ['幸乐一村21号居民楼', ['21号居民楼 301A room']],
    ['301a', ['21号居民楼 301A room']],
    ['22-B1-02', ['22号居民楼 B1-02 room']],
    ['601/701', ['22号居民楼 601/701 room']],
    ['景兰苑12栋3单元', []],
  ])('finds the room by “%s”', (typed, expected) => expect(found(typed)).toEqual(expected));

  it('finds all doors of an estate, in walking order', () => {
    expect(found('景兰')).toEqual(['2栋 1002 room', '7号楼 302 room', '12栋 1002 room']);
  });

  it.each([
    ['王', ['12栋 1002 name 王', '22号居民楼 602 name 王𬀩']],
    ['淑琴', ['12栋 1002 name 王淑琴']],
    ['阿依古丽•买买提', ['7号楼 302 name 阿依古丽·买买提']],
    ['阿依古丽买买提', ['7号楼 302 name 阿依古丽·买买提']],
    ['䶮', ['22号居民楼 602 name 李䶮']],
    ['wsq', ['12栋 1002 initials 王淑琴']],
    ['WS', ['12栋 1002 initials 王淑琴']],
    ['oy', ['2栋 1002 initials 欧阳']],
    ['wangshuqin', ['12栋 1002 pinyin 王淑琴']],
    ['Wang Shu', ['12栋 1002 pinyin 王淑琴']],
    ['wshuqin', ['12栋 1002 pinyin 王淑琴']],
    ['shuqin', ['12栋 1002 pinyin 王淑琴']],
    ['shanxiuying', ['504栋 1203 pinyin 单秀英']],
    ['danxiuying', ['504栋 1203 pinyin 单秀英']],
    ['zengguangfa', ['21号居民楼 301A pinyin 曾广发']],
    ['xiexd', ['22号居民楼 B1-02 pinyin 解晓东']],
    ['zhouming', ['22号居民楼 601/701 pinyin 㑇明']],
    ['liyan', ['22号居民楼 602 pinyin 李䶮']],
    ['wangwei', ['22号居民楼 602 pinyin 王𬀩']],
    ['ayglmmt', ['7号楼 302 initials 阿依古丽·买买提']],
    ['0001', ['12栋 1002 phone']],
    ['5678', ['504栋 1203 phone']],
    ['001', []],
    ['独居', ['7号楼 302 tag 独居老人']],
    ['张', []],
    ['  ', []],
    ['·', []],
  ])('finds the people by “%s”', (typed, expected) => expect(found(typed)).toEqual(expected));

  it.each([
    ['王淑芹', '12栋 1002 nearly 王淑琴'],
    ['王树琴', '12栋 1002 nearly 王淑琴'],
    ['王某琴', '12栋 1002 nearly 王淑琴'],
    ['欧阳明', '2栋 1002 name 欧阳明月'],
    ['欧阳月', '2栋 1002 nearly 欧阳明月'],
    ['wangsuqing', '12栋 1002 nearly 王淑琴'],
    ['wangshuqing', '12栋 1002 nearly 王淑琴'],
    ['wangshuqim', '12栋 1002 nearly 王淑琴'],
    ['wangshqin', '12栋 1002 pinyin 王淑琴'],
    ['wagnshuqin', '12栋 1002 nearly 王淑琴'],
    ['zhengguangfa', '21号居民楼 301A nearly 曾广发'],
  ])('forgives “%s”', (typed, expected) => expect(found(typed)[0]).toBe(expected));

  it('looks for what is nearly right only when nothing is right', () => {
    expect(found('王淑琴')).toEqual(['12栋 1002 name 王淑琴']);
    expect(found('王x琴')).not.toEqual([]);
    expect(found('马建国')).toEqual([]);
    expect(found('qqqqqqq')).toEqual([]);
  });

  it('finds a person from the first letter on, whichever is typed', () => {
    for (let length = 1; length <= 'wangshuqin'.length; length += 1)
      expect(found('wangshuqin'.slice(0, length)).some((one) => one.startsWith('12栋 1002'))).toBe(true);
  });

  it('shows no more than asked for', () => {
    expect(searchDoors(index, '1002', spell, 1)).toHaveLength(1);
  });
});

describe('spelling', () => {
  it('reads surnames as surnames', () => {
    const surname = (name: string): string | undefined => spell(name)[0]?.[0];
    expect(
      ['单', '曾', '解', '仇', '区', '查', '朴', '盖', '覃', '任', '华', '乐'].map((one) => surname(`${one}明`)),
    ).toEqual([...['shan', 'zeng', 'xie', 'qiu', 'ou', 'zha', 'piao', 'ge', 'qin', 'ren', 'hua', 'yue']]);
    expect(pinyin('单明', { toneType: 'none', type: 'array' })[0]).toBe('dan');
  });

  it('takes each syllable whole or by its first letters', () => {
    expect(spells('wsq', ['wang', 'shu', 'qin'])).toBe(true);
    expect(spells('wanggang', ['wang', 'gang'])).toBe(true);
    expect(spells('wq', ['wang', 'shu', 'qin'])).toBe(false);
  });

  it('allows one sign', () => {
    expect([oneOff('abc', 'abc'), oneOff('abc', 'acb'), oneOff('abc', 'ab'), oneOff('abc', 'axc')]).toEqual(
      Array(4).fill(true),
    );
    expect([oneOff('abc', 'xyc'), oneOff('abc', 'a'), oneOff('abcd', 'badc')]).toEqual(Array(3).fill(false));
    expect(beginsNearly([...'wamg'], [...'wangshu'])).toBe(true);
  });
});
