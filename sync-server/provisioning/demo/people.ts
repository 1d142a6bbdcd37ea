import type { Chance } from './chance.ts';

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const compound = ['欧阳', '诸葛', '司马', '上官'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英华文玉兰建国平辉桂志红梅春海燕宏鹏'];
/** characters beyond the common fonts: they check fall-through fonts, sorting and search */
const rare = ['㑇', '䶮', '𬀩', '堃', '翀'];
const uyghur = ['阿依古丽·买买提', '古丽娜尔·艾力', '艾尔肯·吐尔逊', '热依汗·阿不都'];

export interface InventedPerson {
  readonly name: string;
  readonly sex: 1 | 2;
  readonly birthYear: number;
  /** area code 999999 is not a place; undefined for those who never showed a paper */
  readonly idNumber?: string;
  readonly phone?: string;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Check digit by GB 11643. */
export function withCheckDigit(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return first17 + '10X98765432'.charAt(sum % 11);
}

/** The mix of a real community: 2 % rare characters, 1 % names with ·, 5 % without a number, 1 % without a telephone. */
export function inventPerson(chance: Chance, birthYear: number, surname?: string): InventedPerson {
  const sex = chance.share(0.5) ? 1 : 2;
  const family = surname ?? (chance.share(0.01) ? chance.pick(compound) : chance.pick(surnames));
  const own =
    chance.pick(given) + (chance.share(0.6) ? (chance.share(0.035) ? chance.pick(rare) : chance.pick(given)) : '');
  const name = surname === undefined && chance.share(0.01) ? chance.pick(uyghur) : family + own;
  const month = String(1 + chance.below(12)).padStart(2, '0');
  const day = String(1 + chance.below(28)).padStart(2, '0');
  const serial = String(chance.below(500) * 2 + (sex === 1 ? 1 : 0)).padStart(3, '0');
  return {
    name,
    sex,
    birthYear,
    ...(!chance.share(0.05) && { idNumber: withCheckDigit(`999999${birthYear}${month}${day}${serial}`) }),
    // 199 is an assigned mobile range; the four zeros make the number unused
    ...(!chance.share(0.01) && { phone: `1990000${String(chance.below(10_000)).padStart(4, '0')}` }),
  };
}
