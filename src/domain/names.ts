import { characters } from './numerals.ts';

/** Compound surnames in use; whoever bears another one is addressed by its first character. */
const compound = new Set(
  (
    '欧阳 上官 司马 司徒 司空 司寇 诸葛 夏侯 东方 皇甫 尉迟 公孙 公羊 公冶 公西 赫连 澹台 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 轩辕 ' +
    '令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 亓官 巫马 颛孙 壤驷 漆雕 乐正 宰父 谷梁 拓跋 夹谷 段干 百里 呼延 东郭 南门 南宫 羊舌 微生 ' +
    '梁丘 左丘 西门 第五 独孤 万俟 闻人 端木 太史 即墨 达奚 完颜 纳兰 耶律 叶赫 东里'
  ).split(' '),
);

/** Dots between the parts of a name, as different keyboards write them. */
const dot = /[·•・‧∙．]/u;

/**
 * What stands before 家 in a list: a compound surname whole (欧阳), of a name with a dot the first part (阿依古丽), otherwise the
 * first character, also where it needs two code units (𬀩). Latin names give their first word. Empty when nothing is known.
 */
export function familyName(name: string): string {
  const plain = name.trim();
  const [first = ''] = plain.split(dot);
  if (first !== plain) return first.trim();
  if (/^[\p{Script=Latin}]/u.test(plain)) return plain.split(/\s+/)[0] ?? '';
  const signs = characters(plain.replace(/\s+/g, ''));
  const pair = signs.slice(0, 2).join('');
  return compound.has(pair) ? pair : (signs[0] ?? '');
}

const places = '一二三四五六七八九十';

/**
 * How lists and doors name a household: 王家; 住户 where no name is known. Two households of one name in one dwelling are 王家（一）
 * and 王家（二）.
 * @param place which of those of the same name this is, from 0; undefined when it is the only one
 */
export function familyLabel(
  familyName: string | undefined,
  place?: number,
): { readonly zh: string; readonly en: string } {
  const known = familyName?.trim() ?? '';
  const number = place === undefined ? undefined : places[place];
  return {
    zh: (known === '' ? '住户' : `${known}家`) + (number === undefined ? '' : `（${number}）`),
    en: (known === '' ? 'Household' : `${known} family`) + (place === undefined ? '' : ` (${place + 1})`),
  };
}
