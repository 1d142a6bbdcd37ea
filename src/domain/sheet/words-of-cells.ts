import type { Household, Identity, Resident, UseStatus, Dwelling } from '../documents/place.ts';

type Value<T extends { readonly fields: object }, K extends keyof T['fields']> =
  NonNullable<T['fields'][K]> extends { readonly v: infer V } ? V : never;

/** Words that stand in sheets, and what they mean; loose, because every street has its own. */
export const useWords: Readonly<Record<string, UseStatus>> = {
  ...{
    自住: 'self',
    自有: 'self',
    自用: 'self',
    本人居住: 'self',
    租赁: 'rent',
    出租: 'rent',
    租住: 'rent',
    租户: 'rent',
  },
  ...{
    空置: 'vacant',
    空: 'vacant',
    空房: 'vacant',
    空关: 'vacant',
    无人: 'vacant',
    亲友住: 'relatives',
    亲友: 'relatives',
  },
  ...{ 借住: 'relatives', 合租: 'shared', 群租: 'shared', 经营: 'biz', 商用: 'biz', 办公: 'biz' },
};
export const dwellingKindWords: Readonly<Record<string, Value<Dwelling, 'kind'>>> = {
  ...{ 住宅: 'residential', 居住: 'residential', 商品房: 'residential', 商业: 'commercial', 商铺: 'commercial' },
  ...{ 商用: 'commercial', 公租房: 'publicRental', 公租: 'publicRental', 廉租房: 'publicRental' },
};
export const householdKindWords: Readonly<Record<string, Value<Household, 'kind'>>> = {
  ...{
    常住: 'permanent',
    常住户: 'permanent',
    户籍: 'permanent',
    家庭户: 'permanent',
    租户: 'tenant',
    租赁户: 'tenant',
  },
  ...{ 流动: 'tenant', 集体: 'group', 集体户: 'group' },
};
export const residentKindWords: Readonly<Record<string, Value<Resident, 'kind'>>> = {
  ...{ 常住: 'permanent', 常住人口: 'permanent', 户籍: 'permanent', 户籍人口: 'permanent', 流动: 'floating' },
  ...{ 流动人口: 'floating', 租户: 'floating', 暂住: 'floating', 寄住: 'floating', 外来: 'floating' },
};
export const sexWords: Readonly<Record<string, Value<Resident, 'sex'>>> = {
  ...{ 男: 1, 女: 2, 男性: 1, 女性: 2, M: 1, F: 2, '1': 1, '2': 2, 未知: 0, 未说明: 9 },
};
export const relationWords: Readonly<Record<string, Value<Resident, 'relationToHead'>>> = {
  ...{
    户主: 0,
    本人: 0,
    配偶: 1,
    妻: 1,
    夫: 1,
    妻子: 1,
    丈夫: 1,
    老婆: 1,
    老公: 1,
    子: 2,
    儿子: 2,
    长子: 2,
    次子: 2,
    独生子: 2,
  },
  ...{ 女: 3, 女儿: 3, 长女: 3, 次女: 3, 独生女: 3, 孙: 4, 孙子: 4, 孙女: 4, 外孙: 4, 外孙子: 4, 外孙女: 4, 孙子女: 4 },
  ...{
    父母: 5,
    父: 5,
    母: 5,
    父亲: 5,
    母亲: 5,
    岳父: 5,
    岳母: 5,
    公公: 5,
    婆婆: 5,
    祖父母: 6,
    祖父: 6,
    祖母: 6,
    爷爷: 6,
    奶奶: 6,
  },
  ...{ 外公: 6, 外婆: 6, 兄弟姐妹: 7, 兄: 7, 弟: 7, 姐: 7, 妹: 7, 哥哥: 7, 弟弟: 7, 姐姐: 7, 妹妹: 7 },
  ...{ 其他: 8, 其它: 8, 媳: 8, 儿媳: 8, 媳妇: 8, 女婿: 8, 亲戚: 8, 租客: 8, 非亲属: 8, 保姆: 8 },
};
export const paperWords: Readonly<Record<string, Value<Identity, 'paper'>['kind']>> = {
  ...{
    身份证: 'idCard',
    居民身份证: 'idCard',
    护照: 'passport',
    港澳台居住证: 'residencePermit',
    居住证: 'residencePermit',
  },
  ...{ 港澳居民居住证: 'residencePermit', 台湾居民居住证: 'residencePermit', 外国人永久居留: 'foreignPermit' },
  ...{ 外国人永久居留证: 'foreignPermit', 外国人永久居留身份证: 'foreignPermit' },
};
