import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDamaged, readDay, readYear } from '../../../src/domain/sheet/cells.ts';
import { columnKeys, columns, templates, templatesOf, type ColumnKey } from '../../../src/domain/sheet/columns.ts';
import { sheetLists } from '../../../src/domain/sheet/sheet-list.ts';
import { isHeader, isHint, mappingFor, mappingIsSound, remember } from '../../../src/domain/sheet/mapping.ts';
import { readRow } from '../../../src/domain/sheet/read-row.ts';

const day = '2026-11-01';
const door = { estate: '景兰苑', building: '12栋', entrance: '1', room: '1002' };
const read = (values: Partial<Record<ColumnKey, string>>, numeric: readonly ColumnKey[] = []) =>
  readRow(
    Object.fromEntries(
      Object.entries(values).map(([key, text]) => [key, { text, numeric: numeric.includes(key as ColumnKey) }]),
    ),
    day,
  );
const faultsOf = (values: Partial<Record<ColumnKey, string>>, numeric: readonly ColumnKey[] = []) => {
  const reading = read({ ...door, ...values }, numeric);
  return reading.ok ? [] : reading.faults.map(({ column, code }) => `${column} ${code}`);
};

describe('a row', () => {
  it('is a door, a family and a person', () => {
    expect(
      read({
        ...door,
        ...{ name: '测试甲', idNumber: '999999195001010018', sex: '男', birth: '1950年1月', phone: '199 0000 0001' },
        ...{ relation: '户主', residentKind: '常住', mismatch: '否', useStatus: '自住', areaM2: '88.5㎡', size: '3人' },
      }),
    ).toEqual({
      ok: true,
      row: {
        place: { estate: '景兰苑', building: '12栋', entrance: '1', floor: '10', room: '1002' },
        dwelling: { useStatus: 'self', areaM2: 88.5 },
        household: { size: 3 },
        person: {
          ...{ name: '测试甲', sex: 1, birthYear: 1950, phone: { number: '19900000001' }, relationToHead: 0 },
          ...{ kind: 'permanent', residenceMismatch: false },
        },
        paper: { kind: 'idCard', number: '999999195001010018' },
      },
    });
  });

  it('takes year of birth and sex from a number', () => {
    const reading = read({ ...door, name: '测试乙', idNumber: '999999195001010026' });
    expect(reading.ok && reading.row.person).toMatchObject({ birthYear: 1950, sex: 2 });
  });

  it('without a person is a dwelling', () => {
    const reading = read({ ...door, useStatus: '空置' });
    expect(reading.ok && reading.row.person).toBe(undefined);
  });

  it('may say its address in one cell', () => {
    const reading = read({ address: '怡和苑北区504栋二单元1203室', name: '测试甲' });
    expect(reading.ok && reading.row.place).toEqual({
      ...{ estate: '怡和苑北区', building: '504栋', entrance: '2', floor: '12', room: '1203' },
    });
  });

  it.each([
    [{ idNumber: '1.1E+17' }, 'idNumber damaged'],
    [{ idNumber: '9.9999919500101E+17' }, 'idNumber damaged'],
    [{ idNumber: '999999195001010000' }, 'idNumber damaged'],
    [{ phone: '1.99E+10' }, 'phone damaged'],
    [{ idNumber: '99999919500101001' }, 'idNumber id-length'],
    [{ idNumber: '99999919500101001A' }, 'idNumber id-characters'],
    [{ idNumber: '999999195002310018' }, 'idNumber id-birthday'],
    [{ idNumber: '999999195001010019' }, 'idNumber id-check'],
    [{ idNumber: '999999195001010018', birth: '1951' }, 'birth birth-differs'],
    [{ idNumber: '999999195001010018', sex: '女' }, 'sex sex-differs'],
    [{ phone: '12345' }, 'phone phone'],
    [{ relation: '邻居' }, 'relation word'],
    [{ mismatch: '也许' }, 'mismatch word'],
    [{ size: '2.5' }, 'size number'],
    [{ movedInOn: '2026-02-30' }, 'movedInOn date'],
    [{ movedOut: '是', movedOutOn: '2027-01-01' }, 'movedOutOn future'],
    [{ emergencyName: '测试丙' }, 'emergencyPhone missing'],
    [{ room: '' }, 'room missing'],
    [{ talent: '修'.repeat(201) }, 'talent long'],
  ])('that is wrong names its column: %o', (values, fault) => {
    expect(faultsOf({ name: '测试甲', ...values })).toEqual([fault]);
  });

  it('names everything that is wrong with it', () => {
    expect(faultsOf({ name: '测试甲', phone: '1', sex: '三' })).toEqual(['sex word', 'phone phone']);
  });

  it('with a number that the sheet keeps as a number is damaged from the sixteenth digit on', () => {
    expect(faultsOf({ name: '测试甲', idNumber: '999999195001010018' }, ['idNumber'])).toEqual(['idNumber damaged']);
    expect(faultsOf({ name: '测试甲', idNumber: '110105491231002' }, ['idNumber'])).toEqual([]);
  });

  it('of somebody who left says since when', () => {
    const left = (values: Partial<Record<ColumnKey, string>>) => {
      const reading = read({ ...door, name: '测试甲', ...values });
      return reading.ok ? reading.row.leaving : reading.faults;
    };
    expect(left({ movedOut: '是', movedOutOn: '2026-05-01' })).toEqual({ change: 'movedOut', on: '2026-05-01' });
    expect(left({ movedOut: '是' })).toEqual({ change: 'movedOut', on: day });
    expect(left({ died: '是', diedOn: '2026/1/2', movedOut: '是' })).toEqual({ change: 'died', on: '2026-01-02' });
    expect(left({ movedOut: '否' })).toBe(undefined);
  });

  it('is read whatever stands in it', () => {
    const cells = fc.dictionary(
      fc.constantFrom(...columnKeys),
      fc.record({ text: fc.string(), numeric: fc.boolean() }),
    );
    fc.assert(
      fc.property(cells, (row) => {
        expect(typeof readRow(row, day).ok).toBe('boolean');
      }),
    );
  });
});

describe('days', () => {
  it.each([
    ['2020-05-01', '2020-05-01'],
    ['2020/5/1', '2020-05-01'],
    ['2020年5月1日', '2020-05-01'],
    ['2020.5.1', '2020-05-01'],
    ['20200501', '2020-05-01'],
    ['43952', '2020-05-01'],
    ['2020-05-01 00:00:00', '2020-05-01'],
  ])('%s is %s', (text, value) => expect(readDay({ text })).toEqual({ ok: true, value }));
  it.each([
    ['1949', 1949],
    ['1949-12', 1949],
    ['1949年12月', 1949],
    ['1949年', 1949],
    ['18264', 1950],
  ])('%s is the year %i', (text, value) => expect(readYear({ text })).toEqual({ ok: true, value }));
});

it('a number that is right is not called damaged', () => {
  expect(isDamaged({ text: '999999195001010018' })).toBe(false);
  expect(isDamaged({ text: '19900000000' })).toBe(false);
});

describe('columns', () => {
  it('of every template are found by their own headers, in both languages, whatever signs stand around', () => {
    for (const [list, name] of sheetLists.flatMap((one) =>
      templatesOf[one].map((template) => [one, template] as const),
    )) {
      const keys = templates[name];
      for (const language of ['zh', 'en'] as const) {
        const headers = keys.map((key) => ` *${columns[key].name[language]}：`);
        expect(mappingFor(headers, {}, list)).toEqual(keys);
        expect(isHeader(headers, list)).toBe(true);
      }
      expect(isHint(keys.map((key) => columns[key].hint.zh))).toBe(true);
    }
  });

  it('that must not be collected are dropped, also when somebody maps them', () => {
    const headers = ['姓名', '民族', '政治面貌', '健康状况', '是否重点人员', '备注'];
    expect(mappingFor(headers)).toEqual(['name', 'withheld', 'withheld', 'withheld', 'withheld', 'unused']);
    expect(mappingFor(headers, { 民族: 'talent' })[1]).toBe('withheld');
    expect(mappingIsSound(headers, ['name', 'talent', 'withheld', 'withheld', 'withheld', 'unused'])).toBe(false);
    expect(mappingIsSound(headers, ['name', 'name', 'withheld', 'withheld', 'withheld', 'unused'])).toBe(false);
  });

  it('are remembered by their headers, in whatever order they come next time', () => {
    const remembered = remember(['房主', '门号'], ['name', 'room']);
    expect(mappingFor(['门 号', '新列', '房主'], remembered)).toEqual(['room', 'unused', 'name']);
  });

  it('of the field (domain.md §8c) are all known, withheld, or left aside on purpose', () => {
    const field =
      '姓名 身份证号 性别 出生日期 联系电话 现住小区/建筑 现住详细门牌 与其他人员关系 人员类型 是否重点人员 重点类别 户籍地址 户号 ' +
      '是否人户分离 实际居住地 是否已迁出 迁出日期 是否已死亡 民族 政治面貌 婚姻 文化程度 工作/学习 健康 备注';
    const mapping = mappingFor(field.split(' '));
    const aside = field.split(' ').filter((_, place) => mapping[place] === 'unused');
    expect(aside).toEqual(['户籍地址', '户号', '实际居住地', '文化程度', '工作/学习', '备注']);
  });
});
