/** Full-width letters, digits and signs as half-width, and ideographic spaces as spaces. The length stays the same. */
export const halfWidth = (text: string): string =>
  // most texts have none: to look is cheaper than to replace
  !/[\uFF01-\uFF5E\u3000]/.test(text)
    ? text
    : text
        .replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
        .replace(/\u3000/g, ' ');

const digits = '〇一二三四五六七八九';
const run = /[〇零一二两三四五六七八九十百]+/g;

/** The value of a Chinese numeral below a thousand (二十一 → 21, 一〇二 → 102), or undefined when it is none. */
function valueOf(numeral: string): number | undefined {
  const plain = numeral.replaceAll('零', '〇').replaceAll('两', '二');
  if (/^[〇一二三四五六七八九]+$/.test(plain))
    return Number(plain.replace(/./g, (sign) => String(digits.indexOf(sign))));
  const parts = /^(?:([一二三四五六七八九])百)?〇?(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)$/.exec(plain);
  if (!parts) return undefined;
  const [, hundreds = '', tens = '', ten = '', ones = ''] = parts;
  const digit = (sign: string): number => Math.max(0, digits.indexOf(sign || '〇'));
  return digit(hundreds) * 100 + (ten === '' ? 0 : (tens === '' ? 1 : digit(tens)) * 10) + digit(ones);
}

/** Text with its Chinese numerals as digits: 二单元 → 2单元. What is no number stays. */
export const withDigits = (text: string): string => text.replace(run, (numeral) => String(valueOf(numeral) ?? numeral));

const pieces = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];

/** Order in which people count: 2 before 12, 301 before 301A. */
export function naturalOrder(a: string, b: string): number {
  const [left, right] = [pieces(a), pieces(b)];
  for (let place = 0; place < Math.min(left.length, right.length); place += 1) {
    const [one = '', other = ''] = [left[place], right[place]];
    if (one === other) continue;
    const numbers = [Number(one), Number(other)] as const;
    if (numbers.every((number) => !Number.isNaN(number)) && numbers[0] !== numbers[1]) return numbers[0] - numbers[1];
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}

/** The characters of a text as people count them: a rare one (𬀩) is one, though it needs two units of UTF-16. */
export const characters = (text: string): string[] => Array.from(text);
