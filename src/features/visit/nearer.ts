/** 托给谁 is one line: who was tapped, then what was written. `物业 陈师傅、志愿者：今晚先放一盏灯` */
export const joinNearer = (chosen: readonly string[], text: string): string =>
  chosen.length === 0 ? text : `${chosen.join('、')}：${text}`;

/** The same line taken apart, as far as its beginning names people who can be tapped. */
export function splitNearer(
  nearer: string,
  known: readonly string[],
): { readonly chosen: readonly string[]; readonly text: string } {
  const at = nearer.indexOf('：');
  const names = at < 0 ? [] : nearer.slice(0, at).split('、');
  if (names.length === 0 || !names.every((name) => known.includes(name))) return { chosen: [], text: nearer };
  return { chosen: names, text: nearer.slice(at + 1) };
}
